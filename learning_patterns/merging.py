"""Two people changed the same pattern at the same time: nothing of either is lost."""

from dataclasses import dataclass

from learning_patterns.content import FIELDS, Content


@dataclass(frozen=True, slots=True)
class Merge:
    """`content` has what either side changed. In `conflicts` are the fields that both changed
    differently; there it has `mine`, and somebody has to choose."""

    content: Content
    conflicts: tuple[str, ...]


def merge(base: Content, mine: Content, theirs: Content) -> Merge:
    """Field by field: what only one side changed since `base` is taken from that side."""
    conflicts = tuple(
        name
        for name in FIELDS
        if mine[name] != theirs[name] and base[name] not in (mine[name], theirs[name])
    )
    content = {name: theirs[name] if mine[name] == base[name] else mine[name] for name in FIELDS}
    return Merge(content, conflicts)
