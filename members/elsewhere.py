"""What members ask of the apps above, of which they know nothing: each says so when it starts."""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import NamedTuple


class Asked(NamedTuple):
    """Who would be asked to acknowledge a new version again, and how many links wait for it."""

    people: int
    places: int


Meetings = Callable[[dt.datetime], list[tuple[uuid.UUID, str]]]
AskedAgain = Callable[[dt.datetime], Asked]

_meetings: list[Meetings] = []
_asked: list[AskedAgain] = []


def register(*, meetings: Meetings, asked_again: AskedAgain) -> None:
    """Called once, from an app's `ready`."""
    _meetings[:], _asked[:] = [meetings], [asked_again]


def meetings(now: dt.datetime) -> list[tuple[uuid.UUID, str]]:
    """The meetings from which somebody can be kept, by their uid, with a name to choose them by."""
    return [choice for ask in _meetings for choice in ask(now)]


def asked_again(now: dt.datetime) -> Asked:
    """What a version that everyone has to acknowledge would set off today."""
    found = [ask(now) for ask in _asked]
    return Asked(sum(one.people for one in found), sum(one.places for one in found))
