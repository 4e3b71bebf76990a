"""What waits for admins who keep the space safe and the mailing list up to date."""

import datetime as dt

from members.actions.mailing_list import shut_out, wanting, with_first_address
from members.models import Exclusion, ListAddress
from members.rules import identities, may_moderate


def to_confirm(user: object, now: dt.datetime) -> int:
    """Proposed exclusions that this admin did not propose."""
    if not may_moderate(user):
        return 0
    return Exclusion.objects.to_confirm(now).exclude(decided_by=user).count()


def to_review(user: object, now: dt.datetime) -> int:
    """Exclusions whose day to be looked at again has come."""
    return Exclusion.objects.to_review(now.date(), now).count() if may_moderate(user) else 0


def list_to_do(user: object, now: dt.datetime) -> int:
    """Addresses to add to the mailing list and to take off it, counted by the database: this is
    asked on every page of an admin. Whoever is excluded since they came on it shows on the page
    of the list itself."""
    if not may_moderate(user):
        return 0
    there = ListAddress.objects.values("address")
    wanted = with_first_address(wanting())
    add = wanted.exclude(first__in=there).prefetch_related("emailaddress_set")
    remove = ListAddress.objects.exclude(address__in=wanted.values("first"))
    out = shut_out(now)
    if not out:
        return add.values("first").union(remove.values("address"), all=True).count()
    return sum(not out & set(identities(one)) for one in add) + remove.count()
