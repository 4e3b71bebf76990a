"""Names in the directory that can be taken for each other."""

from collections.abc import Mapping

from members.models import Profile
from members.wording import outline

# What names look like, each with whose they are: the number of the membership, and the name.
Outlines = Mapping[str, list[tuple[int, str]]]


def outlines() -> Outlines:
    """All of the directory, in one query."""
    known: dict[str, list[tuple[int, str]]] = {}
    for number, name in Profile.objects.values_list("membership", "name"):
        known.setdefault(outline(name), []).append((number, name))
    return known


def alike(membership_id: int, name: str, known: Outlines) -> list[str]:
    """Names of others that can be taken for this one; a few of them."""
    others = known.get(outline(name), [])
    return sorted({other for number, other in others if number != membership_id})[:5]
