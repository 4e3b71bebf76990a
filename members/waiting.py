"""What waits for admins. Each part of the portal says so when it starts; apps above members too, of
which members know nothing. It is counted for every page of an admin, so all of it is one query."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from typing import NamedTuple

from django.db.models import QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.utils.functional import Promise

Rows = Callable[[object, dt.datetime], Iterable[QuerySet]]
Count = Callable[[Collection[str], dt.datetime], int]


class Waiting(NamedTuple):
    """So many of one kind wait for this reader, on that page."""

    key: str
    label: str | Promise
    count: int
    url_name: str


class _Kind(NamedTuple):
    label: str | Promise
    rows: Rows
    url_name: str
    column: str
    count: Count


_KINDS: dict[str, _Kind] = {}


def _each(found: Collection[str], now: dt.datetime) -> int:
    return len(found)


def register(
    key: str,
    label: str | Promise,
    rows: Rows,
    url_name: str,
    *,
    column: str = "pk",
    count: Count = _each,
) -> None:
    """`rows(user, now)` are the querysets of what waits for that reader, none for whom it does not
    concern; `count` says of the texts in their `column` how many wait. Called once, from an app's
    `ready`."""
    _KINDS[key] = _Kind(label, rows, url_name, column, count)


def waiting(user: object, now: dt.datetime, *, but: Collection[str] = ()) -> list[Waiting]:
    """What waits for this reader now, in the order in which it was registered; not asked for are
    the kinds whose keys are in `but`."""
    kinds = {key: kind for key, kind in _KINDS.items() if key not in but}
    texts = _texts(kinds, user, now)
    found = [
        Waiting(key, kind.label, kind.count(texts[key], now), kind.url_name)
        for key, kind in kinds.items()
    ]
    return [one for one in found if one.count]


def _texts(kinds: dict[str, _Kind], user: object, now: dt.datetime) -> dict[str, list[str]]:
    """What each kind counts."""
    found = defaultdict(list)
    asked = [
        rows.order_by().values_list(Value(key), Cast(kind.column, TextField()))
        for key, kind in kinds.items()
        for rows in kind.rows(user, now)
    ]
    for key, text in asked[0].union(*asked[1:], all=True) if asked else ():
        found[key].append(text)
    return found
