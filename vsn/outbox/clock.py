"""The database's clock: the same for every worker, whatever their own clocks say."""

import datetime as dt
import time
from collections.abc import Callable

from django.db import connection
from django.utils import timezone


def database_now() -> dt.datetime:
    """The present moment in UTC by the database's clock (SQLite has the machine's own)."""
    if connection.vendor != "postgresql":
        return timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0].astimezone(dt.UTC)


def database_clock() -> Callable[[], dt.datetime]:
    """A clock that asked the database once and goes on by itself, jumps of the machine's clock
    notwithstanding."""
    start, began = database_now(), time.monotonic()
    return lambda: start + dt.timedelta(seconds=time.monotonic() - began)
