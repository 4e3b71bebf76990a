"""What a page of Meta is called."""

import re
from urllib.parse import unquote

# Of a page, on a computer or a phone, with whatever follows its name.
_ADDRESS = re.compile(r"https?://meta\.(?:m\.)?wikimedia\.org/wiki/(?P<name>[^?#]+)(?:[?#].*)?")


def page_name(page: str) -> str:
    """As the wiki spells it, also from the page's address: spaces, a capital at the beginning, no
    namespace that was given up."""
    if address := _ADDRESS.fullmatch(page.strip()):
        page = unquote(address["name"])
    name = " ".join(page.partition("#")[0].replace("_", " ").split())
    name = name.removeprefix(":").removeprefix("Grants:")[:255]
    # Of other alphabets the wiki has rules of its own ("ß", Georgian).
    return name[:1].upper() + name[1:] if name[:1].isascii() else name
