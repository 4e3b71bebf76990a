"""How many affiliates and members wait for an admin."""

import datetime as dt

from django.conf import settings

from members.models import Membership
from members.rules import may_moderate
from members.wording import plain_words


def named(user: object, now: dt.datetime) -> int:
    """Names of affiliates that are not on the list, each counted once."""
    if not may_moderate(user):
        return 0
    names = Membership.objects.proposing().values_list("affiliate_named", flat=True)
    return len({plain_words(name) for name in names})


def silent(user: object, now: dt.datetime) -> int:
    """Members who did not answer whether their entry is still right, but for the reader."""
    if not may_moderate(user):
        return 0
    last = now.date() - dt.timedelta(days=settings.STILL_ACTIVE_DAYS)
    return Membership.objects.unanswered(last).exclude(person_id=getattr(user, "pk", None)).count()
