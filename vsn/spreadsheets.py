"""Tables as CSV that spreadsheet programs open as what they are: text, and never a formula."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence

Cell = str | int | None
# What begins a formula in one program or another; full-width forms are among them once they are
# made plain, and so is the minus of printers.
_BEGINS = ("=", "+", "-", "@", "\u2212", "\t", "\r", "\n")
_UNSEEN = {"Cf", "Zs", "Zl", "Zp"}
# Where lists are written with semicolons, programs split there, and take quotes for text: what
# stands behind one of these may begin a cell.
_SPLIT = re.compile(r"([;\t\r\n])")
BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes UTF-8 for something else


def inert(cell: Cell) -> str | int:
    """A cell that is shown as it stands. What could be taken for a formula gets an apostrophe in
    front, also where something unseen stands before it."""
    if cell is None:
        return ""
    if not isinstance(cell, str):
        return cell
    text = cell.replace("\x00", "")
    first, *others = _SPLIT.split(text)
    others[1::2] = [f"'{part}" if _begins(part, skip='"') else part for part in others[1::2]]
    guarded = "".join([first, *others])
    return f"'{guarded}" if _begins(text) else guarded


def _begins(text: str, *, skip: str = "") -> bool:
    """Whether somebody's program takes this for a formula."""
    while text and (text[0] in skip or unicodedata.category(text[0]) in _UNSEEN):
        text = text[1:]
    return unicodedata.normalize("NFKC", text[:1]).startswith(_BEGINS)


def as_csv(rows: Iterable[Sequence[Cell]]) -> str:
    """Comma-separated, every cell quoted but numbers, lines ended as RFC 4180 has them."""
    file = io.StringIO()
    writer = csv.writer(file, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerows([inert(cell) for cell in row] for row in rows)
    return BYTE_ORDER_MARK + file.getvalue()
