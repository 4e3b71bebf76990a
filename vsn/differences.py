"""What changed from one text to another, word by word."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

_LINES = re.compile(r"[^\n]*\n|[^\n]+")
_WORDS = re.compile(r"\w+|\s+|[^\w\s]")
# Comparing costs the product of the two lengths; longer passages are shown as replaced whole.
_MOST_PAIRS = 1_000_000

Piece = tuple[str, str]  # "same", "ins" or "del", and the text


def difference(before: str, after: str) -> SafeString:
    """Both texts in one, as HTML: what went in <del>, what came in <ins>."""
    shapes = {"ins": "<ins>{}</ins>", "del": "<del>{}</del>", "same": "{}"}
    drawn = ((format_html(shapes[kind], text),) for kind, text in pieces(before, after))
    return format_html_join("", "{}", drawn)


def pieces(before: str, after: str) -> Iterator[Piece]:
    """Lines first, words inside the lines that differ."""
    for old, new in _changes(_LINES.findall(before), _LINES.findall(after)):
        if old == new:
            yield "same", old
        else:
            yield from _words(old, new)


def _words(before: str, after: str) -> Iterator[Piece]:
    old_words, new_words = _WORDS.findall(before), _WORDS.findall(after)
    if len(old_words) * len(new_words) > _MOST_PAIRS:
        yield from _replaced(before, after)
        return
    gone = come = gap = ""
    for old, new in _changes(old_words, new_words):
        if old != new:
            gone, come, gap = gone + gap + old, come + gap + new, ""
        elif (gone or come) and not any(c.isalnum() for c in old):
            # A space between two changed words is no reason to read them apart.
            gap += old
        else:
            yield from _replaced(gone, come)
            yield "same", gap + old
            gone = come = gap = ""
    yield from _replaced(gone, come)
    if gap:
        yield "same", gap


def _replaced(old: str, new: str) -> Iterator[Piece]:
    if old:
        yield "del", old
    if new:
        yield "ins", new


def _changes(old: list[str], new: list[str]) -> Iterator[tuple[str, str]]:
    """Passages that belong together, joined to text; equal where nothing changed."""
    matcher = SequenceMatcher(None, old, new, autojunk=len(old) * len(new) > _MOST_PAIRS)
    for _tag, i, j, k, n in matcher.get_opcodes():
        yield "".join(old[i:j]), "".join(new[k:n])
