"""Texts: what changed between two, what a search compares, and what messages are made of."""

import difflib
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.utils import timezone, translation
from django.utils.html import escape

from members.models import User

_LINK = re.compile(r"https?://[^\s<]+[^\s<.,;:)]")
# Letters that are no letter with a mark, and are still typed without one.
_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)
# Letters of other scripts that look like Latin ones.
_ALIKE = str.maketrans("авекмнорстухіјѕԁԛԝαενικορτυχ0135", "abekmhopctyxijsdqwaevikoptuxoles")

_JOINERS = {"\u200c", "\u200d"}
_LOOK_ALIKE = {"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"}


class Difference(NamedTuple):
    """A line of a comparison; `kind` is same, gone or new."""

    kind: str
    line: str


_KINDS = {" ": "same", "-": "gone", "+": "new"}


def differences(old: str, new: str) -> list[Difference]:
    """The two texts line by line, in reading order, empty lines left out."""
    compared = difflib.ndiff(old.splitlines(), new.splitlines())
    return [
        Difference(_KINDS[line[0]], line[2:])
        for line in compared
        if line[0] in _KINDS and line[2:].strip()
    ]


def plain_words(text: str) -> str:
    """The words of a text as a search compares them: without capitals, accents and marks."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(bare.translate(_PLAIN).split())


def outline(name: str) -> str:
    """What a name looks like at a glance: names of the same outline can be taken for each other,
    whatever scripts their letters come from."""
    return "".join(c for c in plain_words(name).translate(_ALIKE) if c.isalnum())


def mixes_scripts(name: str) -> bool:
    """True if a word of the name mixes Latin letters with ones that look like them."""
    return any(len(_scripts(word) & _LOOK_ALIKE) > 1 for word in name.split())


def _scripts(word: str) -> set[str]:
    return {unicodedata.name(c, "").partition(" ")[0] for c in word if c.isalpha()}


def hides_something(name: str) -> bool:
    """True if the name holds characters that nobody sees, or letters of both directions. Joiners
    belong to some scripts; between letters of others they only hide."""
    directions = {unicodedata.bidirectional(c) for c in name}
    if "L" in directions and directions & {"R", "AL"}:
        return True
    unseen = {c for c in name if unicodedata.category(c) in {"Cf", "Cc", "Zl", "Zp"}}
    return bool(unseen - _JOINERS) or (bool(unseen) and bool(_scripts(name) & _LOOK_ALIKE))


@contextmanager
def as_read_by(person: User) -> Iterator[None]:
    """In that person's language and time zone."""
    try:
        zone = ZoneInfo(person.time_zone or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        # An admin mistyped it, or the zone was renamed: better in UTC than not at all.
        zone = ZoneInfo("UTC")
    with translation.override(person.language or settings.LANGUAGE_CODE), timezone.override(zone):
        yield


def tidy(text: str) -> str:
    """Without the empty lines that a template leaves where it had nothing to say."""
    return re.sub(r"\n{3,}", "\n\n", text.strip()) + "\n"


def as_html(text: str) -> str:
    """Paragraphs and links, nothing else: no picture, no style, no tracking."""
    linked = _LINK.sub(r'<a href="\g<0>">\g<0></a>', escape(text.strip()))
    body = "".join(
        f"<p>{part.replace(chr(10), '<br>')}</p>" for part in re.split(r"\n{2,}", linked)
    )
    language, direction = translation.get_language(), "ltr"
    if translation.get_language_bidi():
        direction = "rtl"
    return (
        f'<!doctype html><html lang="{language}" dir="{direction}">'
        f'<meta charset="utf-8"><body>{body}</body></html>'
    )
