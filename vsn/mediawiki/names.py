"""User names as MediaWiki writes them. The wiki has the last word; this saves questions."""

import ipaddress
import re
import unicodedata

# MediaWiki's own limit ($wgMaxNameChars), in bytes of UTF-8.
LONGEST = 255

_PREFIX = re.compile(r"\s*user\s*:", re.IGNORECASE)
_SPACES = re.compile(r"[\s_\u180e]+")
# Marks that only steer the direction of writing come along when a name is copied from a page.
_DIRECTION = re.compile(r"[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# What no title may have, what $wgInvalidUsernameCharacters keeps out, and what cannot be seen.
_FORBIDDEN = re.compile(
    r"[#<>\[\]|{}@/\x00-\x1f\x7f-\xa0\u2000-\u200f\u2028-\u202f\u3000\ud800-\uf8ff\ufffd]"
)
# With "xxx" for the last number: how very old wikis showed people without an account.
_IPV4 = re.compile(r"\d{1,3}\.\d{1,3}\.\d{1,3}\.(\d{1,3}|xxx)")


def normalise(name: str) -> str:
    """`name` as the wiki would write it: no "User:" before it, NFC, spaces for underscores, and a
    capital first."""
    name = _DIRECTION.sub("", unicodedata.normalize("NFC", name))
    name = _SPACES.sub(" ", _PREFIX.sub("", name, count=1)).strip()
    first = name[:1].upper()
    # Not for letters such as ß, whose capital is two letters: the wiki leaves them alone.
    return first + name[1:] if len(first) == 1 else name


def is_possible(name: str) -> bool:
    """Whether an account could have this name, given as `normalise` returns it."""
    if not name or _FORBIDDEN.search(name) or _is_ip(name):
        return False
    return len(name.encode()) <= LONGEST


def _is_ip(name: str) -> bool:
    """People without an account are called by their IP address."""
    if _IPV4.fullmatch(name):
        return True
    try:
        return bool(ipaddress.ip_address(name))
    except ValueError:
        return False
