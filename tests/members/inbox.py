"""What waits for an admin."""

import datetime as dt

from members.models import User
from members.waiting import waiting
from tests import factories as make


def waits(person: User, later: dt.timedelta = dt.timedelta()) -> dict[str, int]:
    """How much of each kind."""
    return {one.key: one.count for one in waiting(person, make.now() + later)}
