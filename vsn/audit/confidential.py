"""Things of which not everyone who reads the journal may learn that they exist."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet

Visible = Callable[[Any], QuerySet]

_visible: dict[str, Visible] = {}


def keep_confidential(about_type: str, visible: Visible) -> None:
    """Rows about things of this type are for those only to whom `visible(user)` shows the thing.
    Called once, from an app's `ready`."""
    _visible[about_type] = visible


def without_confidential(rows: QuerySet, user: Any) -> QuerySet:
    """Rows that name things by `about_type` and `about_id`, without those about a thing that this
    reader may not know of."""
    for about_type, visible in _visible.items():
        seen = visible(user).order_by().values("pk")
        rows = rows.exclude(Q(about_type=about_type) & ~Q(about_id__in=seen))
    return rows


def number(row: Any) -> str:
    """The number of the thing that a row is about, to be read. Not of things of these types: a gap
    between two numbers would tell that there is another one."""
    return "" if row.about_type in _visible else f"#{row.about_id}"
