"""The one form that wikitext, HTML and pasted text are brought to: lines with links to people."""

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Literal

from meetings.wikitext.accounts import Target

# Struck text, between these; private characters, which no page has once it was cleaned.
STRIKE, UNSTRIKE = "\ue000", "\ue001"

# Marks that only steer the direction of writing, and others that nobody sees.
_UNSEEN = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ue000-\uf8ff]")
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True)
class Link:
    """A link to somebody in `text[start:end]` of its line."""

    start: int
    end: int
    target: Target


@dataclass(frozen=True)
class Line:
    """A line of a page.

    `number` and `raw` are as in the given text. `level` is a heading's, 0 for what is none. An item
    of a list has a `marker` ("#", "*", ":" or "|" for the row of a table) and a `depth` from 1;
    `indent` are the blanks before it, which is all that pasted text keeps of a depth. A `term` is
    the name of a field.
    """

    number: int
    raw: str
    kind: Literal["heading", "item", "term", "text"]
    text: str
    links: tuple[Link, ...] = ()
    level: int = 0
    marker: str = ""
    depth: int = 0
    indent: int = 0
    struck: bool = False


def clean(text: str) -> str:
    """Without what cannot be seen, blanks all the same, in Unicode's composed form."""
    text = _CONTROL.sub(" ", _UNSEEN.sub("", text))
    return unicodedata.normalize("NFC", text)


@dataclass
class Ink:
    """Writes the text of one line, and remembers what is a link and what is struck."""

    pieces: list[str] = field(default_factory=list)
    struck_pieces: list[str] = field(default_factory=list)
    links: list[tuple[int, int, Target, bool]] = field(default_factory=list)
    length: int = 0
    struck: int = 0

    def write(self, text: str) -> None:
        """Adds text; runs of blanks become one."""
        for part in re.split(f"([{STRIKE}{UNSTRIKE}])", text):
            if part == STRIKE:
                self.struck += 1
            elif part == UNSTRIKE:
                self.struck = max(0, self.struck - 1)
            elif part:
                self._append(part)

    def link(self, text: str, target: Target) -> None:
        """Adds the visible text of a link to somebody."""
        start = self.length
        self.write(text)
        self.links.append((start, self.length, target, bool(self.struck)))

    def _append(self, text: str) -> None:
        text = _BLANKS.sub(" ", clean(text))
        self.pieces.append(text)
        self.struck_pieces.append(text if self.struck else "")
        self.length += len(text)

    @property
    def is_struck(self) -> bool:
        """Whether the line was crossed out, not just a word of it."""
        struck = len("".join(self.struck_pieces).strip())
        return struck > 0 and 2 * struck >= len("".join(self.pieces).strip())

    def finish(self) -> tuple[str, tuple[Link, ...], bool]:
        """The text, its links, and whether it is struck; single struck words are left out."""
        struck = self.is_struck
        pieces = self.pieces
        if not struck:
            pairs = zip(self.pieces, self.struck_pieces, strict=True)
            pieces = ["\x1f" * len(piece) if out else piece for piece, out in pairs]
        links = [Link(start, end, who) for start, end, who, out in self.links if struck or not out]
        return "".join(pieces).replace("\x1f", " "), tuple(links), struck
