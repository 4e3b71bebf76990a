"""What a row of the table of permissions is made of.

Each row says what the cast gets, in the order anonymous, Dana, Chidi, Ben, Eve, Ada: a status, or
`login` for being sent to sign in. Dana comes with the keys of her own place and feed, all others
with keys that they guessed from hers. `#` tells rows of one address apart.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.world import World

CAST = ("anonymous", "dana", "chidi", "ben", "eve", "ada")
Arguments = Callable[[World], list[Any]]


@dataclass(frozen=True)
class Row:
    get: str
    post: str
    arguments: Arguments = lambda w: []
    data: dict[str, str] = field(default_factory=dict)


def each(outcome: str) -> str:
    return " ".join([outcome] * len(CAST))


ALL, NOT_HERE, NOT_ALLOWED, WORDS = each("200"), each("404"), each("405"), each("422")
REDIRECT = each("302")
WHO_RUNS_IT = "404 404 404 200 404 200"
ONLY_DANA = "404 {} 404 404 404 404"
MEMBERS = "login login {0} {0} {0} {0}"
WRITERS = "login login {0} 403 403 {0}"
ADMINS = "login login 404 404 404 {}"
STRANGERS = "{0} {0} 302 302 302 302"
PAGE = (ALL, NOT_ALLOWED)


def key_of_place(w: World) -> list[Any]:
    return [w.place.key]


def later(w: World) -> list[Any]:
    return [w.meeting.slug, w.later.number]


def unseen(w: World) -> list[Any]:
    return [w.meeting.slug, w.unseen.number]


def draft(w: World) -> list[Any]:
    return [w.draft.slug]


def draft_session(w: World) -> list[Any]:
    return [w.draft.slug, 1]


def pattern(w: World) -> list[Any]:
    return [w.pattern.slug]


def rough(w: World) -> list[Any]:
    return [w.rough.slug]


def applicant(w: World) -> list[Any]:
    return [w.applied.person.handle]


def of_affiliate(w: World) -> list[Any]:
    return [w.affiliate.slug]


def act_on_place(outcome: str, **data: str) -> Row:
    return Row(NOT_ALLOWED, ONLY_DANA.format(outcome), key_of_place, data)
