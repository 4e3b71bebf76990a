"""Two people changed the same thing at the same time: nothing of either is lost."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Merge:
    """`values` has what either side changed. In `conflicts` are the names that both changed
    differently; there it has `mine`, and somebody has to choose."""

    values: dict[str, Any]
    conflicts: tuple[str, ...]


def merge(base: Values, mine: Values, theirs: Values) -> Merge:
    """Name by name: what only one side changed since `base` is taken from that side. A name that
    `base` does not know was not seen: where the two differ there, somebody has to choose."""
    unseen = object()
    conflicts = tuple(
        name
        for name in mine
        if mine[name] != theirs[name] and base.get(name, unseen) not in (mine[name], theirs[name])
    )
    values = {
        name: theirs[name] if name in base and mine[name] == base[name] else mine[name]
        for name in mine
    }
    return Merge(values, conflicts)
