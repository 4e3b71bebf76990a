"""What waits for somebody, beside applications. Each part of the portal says so when it starts;
apps above members too, of which members know nothing."""

import datetime as dt
from collections.abc import Callable, Collection
from typing import NamedTuple

from django.utils.functional import Promise

Count = Callable[[object, dt.datetime], int]


class Waiting(NamedTuple):
    """So many of one kind wait for this reader, on that page."""

    key: str
    label: str | Promise
    count: int
    url_name: str


_KINDS: dict[str, tuple[str | Promise, Count, str]] = {}


def register(key: str, label: str | Promise, count: Count, url_name: str) -> None:
    """`count(user, now)` says how many wait for that reader; 0 for whom it does not concern.
    Called once, from an app's `ready`."""
    _KINDS[key] = (label, count, url_name)


def waiting(user: object, now: dt.datetime, *, but: Collection[str] = ()) -> list[Waiting]:
    """What waits for this reader now, in the order in which it was registered; not asked for are
    the kinds whose keys are in `but`."""
    found = [
        Waiting(key, label, count(user, now), url_name)
        for key, (label, count, url_name) in _KINDS.items()
        if key not in but
    ]
    return [one for one in found if one.count]
