"""Whom a link on a wiki page leads to."""

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import parse_qs, unquote, urlsplit

from meetings.wikitext.namespaces import CONTRIBUTIONS, TALK, USER
from vsn.mediawiki.names import is_possible, normalise

Kind = Literal["user", "talk", "contributions"]

# "m:", "w:de:", "wikipedia:": a link may lead to an account over several wikis.
_INTERWIKI = re.compile(r"[a-z][a-z-]{0,19}", re.IGNORECASE)
_MOST_PREFIXES = 4
_ADDRESS = re.compile(r"\d{1,3}(?:\.(?:\d{1,3}|xxx)){3}|[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){3,7}")


@dataclass(frozen=True)
class Target:
    """The account behind a link; `name` is "" for somebody who has none, only an IP address."""

    kind: Kind
    name: str


def account_name(text: str) -> str | None:
    """`text` as the wiki spells an account's name, None if no account can be called that."""
    name = normalise(text)
    return name if is_possible(name) else None


def is_address(text: str) -> bool:
    """Whether this is the IP address by which a wiki calls people without an account."""
    return bool(_ADDRESS.fullmatch(text.strip()))


def target_of_title(title: str) -> Target | None:
    """The account a page belongs to: "User:X", ":de:Benutzer:X/sub", "Special:Contributions/X"."""
    parts = unquote(title).replace("_", " ").lstrip(": ").split(":")
    for index, part in enumerate(parts[:_MOST_PREFIXES]):
        word = " ".join(part.split()).casefold()
        rest = ":".join(parts[index + 1 :])
        if word in USER or word in TALK:
            return _target("user" if word in USER else "talk", rest)
        if not _INTERWIKI.fullmatch(part.strip()):
            break
    page, _, name = parts[-1].partition("/") if len(parts) < 4 else _contributions(parts)
    if page.strip().casefold() in CONTRIBUTIONS:
        return _target("contributions", name)
    return None


def _contributions(parts: list[str]) -> tuple[str, str, str]:
    """An IPv6 address brings colons of its own."""
    for index, part in enumerate(parts):
        if "/" in part:
            return ":".join(parts[index:]).partition("/")
    return "", "", ""


def _target(kind: Kind, rest: str) -> Target | None:
    name = rest.split("#")[0]
    if is_address(name):
        return Target(kind, "")
    account = account_name(name.split("/")[0])
    return Target(kind, account) if account else None


def target_of_url(url: str) -> Target | None:
    """The same for a link's address: "/wiki/User:X", "/w/index.php?title=User:X&redlink=1"."""
    try:
        split = urlsplit(url)
        titles = parse_qs(split.query).get("title")
    except ValueError:  # half an address, or a hundred thousand fields
        return None
    if titles:
        return target_of_title(titles[0])
    path = split.path if split.path.startswith((".", "/")) else ""
    for start in ("/wiki/", "./", "/"):
        if path.startswith(start):
            return target_of_title(path.removeprefix(start))
    return None
