"""Where the parts of a small chart lie. Pure: numbers in, geometry out; `components/_bars.html` and
`components/_columns.html` draw it, in the page, without a script.

Geometry is whole pixels or ready-made percentages, so that no language writes a comma into it.
"""

import itertools
import textwrap
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

# What the pictures measure, in pixels.
AXIS, TOP, PLOT, LINE, LINES = 40, 20, 160, 16, 3
SLOT_LEAST, SLOT_MOST, WIDE = 76, 120, 760
LETTER = 7.5  # about as wide as one is


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: `length` of the longest bar, and `share` of all, in whole percent."""

    label: str
    value: int
    length: str
    share: int


@dataclass(frozen=True, slots=True)
class Bars:
    bars: tuple[Bar, ...]
    total: int


def bars(rows: Sequence[tuple[str, int]]) -> Bars:
    """Lying bars in the order given, one below the other."""
    most = max((value for _label, value in rows), default=0)
    total = sum(value for _label, value in rows)
    return Bars(
        tuple(
            Bar(
                label=str(label),
                value=value,
                length=f"{100 * value / most:.1f}%" if most else "0%",
                share=round(100 * value / total) if total else 0,
            )
            for label, value in rows
        ),
        total,
    )


@dataclass(frozen=True, slots=True)
class Column:
    """Stands for one number of a group; `number` counts the series from 1."""

    number: int
    value: int
    x: int
    y: int
    width: int
    height: int

    @property
    def middle(self) -> int:
        return self.x + self.width // 2

    @property
    def above(self) -> int:
        """Where the number is written."""
        return self.y - 5


@dataclass(frozen=True, slots=True)
class Group:
    """What stands side by side. `lines`: its label, cut to what has room below it."""

    label: str
    lines: tuple[tuple[int, str], ...]
    middle: int
    columns: tuple[Column, ...]
    values: tuple[int | None, ...]  # of every series, None where nothing is known


@dataclass(frozen=True, slots=True)
class Tick:
    value: int
    y: int


@dataclass(frozen=True, slots=True)
class Columns:
    groups: tuple[Group, ...]
    series: tuple[str, ...]
    ticks: tuple[Tick, ...]
    width: int
    height: int
    left: int = AXIS
    label_x: int = AXIS - 8


def columns(groups: Sequence[tuple[str, Sequence[tuple[str, int | None]]]]) -> Columns:
    """Standing columns, side by side in groups; a value of None is not known and has none."""
    series = tuple(dict.fromkeys(str(name) for _label, parts in groups for name, _value in parts))
    known = [value for _label, parts in groups for _name, value in parts if value is not None]
    ticks = _ticks(max(known, default=0))
    slot = min(max(WIDE // max(len(groups), 1), SLOT_LEAST), SLOT_MOST)
    drawn = tuple(
        _group(label, {str(n): v for n, v in parts}, series, AXIS + place * slot, slot, ticks[-1])
        for place, (label, parts) in enumerate(groups)
    )
    most_lines = max((len(group.lines) for group in drawn), default=0)
    return Columns(
        groups=drawn,
        series=series,
        ticks=tuple(Tick(value, _y(value, ticks[-1])) for value in ticks),
        width=AXIS + len(groups) * slot,
        height=TOP + PLOT + LINE * most_lines + LINE // 2,
    )


def _group(
    label: str,
    values: dict[str, int | None],
    series: tuple[str, ...],
    left: int,
    slot: int,
    highest: int,
) -> Group:
    gap = slot // 6
    width = min((slot - 2 * gap) // max(len(series), 1), 40)
    start = left + (slot - width * len(series)) // 2
    standing = []
    for place, name in enumerate(series):
        if (value := values.get(name)) is not None:
            y = _y(value, highest)
            x = start + place * width
            standing.append(Column(place + 1, value, x, y, max(width - 2, 1), TOP + PLOT - y))
    below = _lines(str(label), int(slot / _letter(label)))
    return Group(
        label=str(label),
        lines=tuple((TOP + PLOT + LINE * (n + 1), line) for n, line in enumerate(below)),
        middle=left + slot // 2,
        columns=tuple(standing),
        values=tuple(values.get(name) for name in series),
    )


def _lines(label: str, letters: int) -> list[str]:
    """A word that has no room in a line ends in "…" rather than in the middle of the next line;
    scripts without spaces go on anywhere. The whole label stands in the table below."""
    if not _is_wide(label):
        words = label.split()
        label = " ".join(w if len(w) <= letters else f"{w[: letters - 1]}…" for w in words)
    return textwrap.wrap(label, letters, max_lines=LINES, placeholder="…")


def _letter(label: str) -> float:
    """How wide one of its letters is; those of some scripts are twice as wide as others."""
    return 2 * LETTER if _is_wide(str(label)) else LETTER


def _is_wide(label: str) -> bool:
    return any(unicodedata.east_asian_width(letter) in "WF" for letter in label)


def _y(value: int, highest: int) -> int:
    return TOP + PLOT - round(PLOT * value / highest)


def _ticks(most: int) -> list[int]:
    """From 0 to at least `most`, in at most five steps of 1, 2 or 5 times a power of ten."""
    steps = (digit * 10**zeros for zeros in itertools.count() for digit in (1, 2, 5))
    step = next(step for step in steps if step * 5 >= most)
    return list(range(0, max(-(-most // step), 1) * step + 1, step))
