"""What waits for admins: applications, affiliates, members to ask, exclusions, the mailing list.
Nothing of it waits for anybody else, and of what an admin does about it they do nothing for
themselves."""

import datetime as dt
from collections.abc import Collection

from django.conf import settings
from django.db.models import F, QuerySet

from members.actions.mailing_list import compare, shut_out, wanting, with_first_address
from members.models import Exclusion, ListAddress, Membership
from members.rules import identities, may_moderate
from members.wording import plain_words


def applications(user: object, now: dt.datetime) -> list[QuerySet]:
    return [Membership.objects.waiting()] if may_moderate(user) else []


def named(user: object, now: dt.datetime) -> list[QuerySet]:
    """Who named an affiliate that is not on the list."""
    return [Membership.objects.proposing()] if may_moderate(user) else []


def each_name(names: Collection[str], now: dt.datetime) -> int:
    """However many named it, and however they spelt it."""
    return len({plain_words(name) for name in names})


def silent(user: object, now: dt.datetime) -> list[QuerySet]:
    """Members who did not answer whether their entry is still right, but for the reader."""
    if not may_moderate(user):
        return []
    last = now.date() - dt.timedelta(days=settings.STILL_ACTIVE_DAYS)
    return [Membership.objects.unanswered(last).exclude(person=user)]


def to_confirm(user: object, now: dt.datetime) -> list[QuerySet]:
    """Proposed exclusions that this admin did not propose."""
    if not may_moderate(user):
        return []
    return [Exclusion.objects.to_confirm(now).exclude(decided_by=user)]


def to_review(user: object, now: dt.datetime) -> list[QuerySet]:
    """Exclusions whose day to be looked at again has come."""
    return [Exclusion.objects.to_review(now.date(), now)] if may_moderate(user) else []


def list_to_do(user: object, now: dt.datetime) -> list[QuerySet]:
    """The addresses that should be on the mailing list, and the keys of those that are."""
    if not may_moderate(user):
        return []
    return [with_first_address(wanting()), ListAddress.objects.annotate(first=F("keyed"))]


def changes_to_do(found: Collection[str], now: dt.datetime) -> int:
    """Addresses to add to the list and to take off it. Of who is new, those do not count who are
    excluded; whoever is excluded since they came on it shows on the page of the list itself."""
    # No address is without an @, and nothing keyed has one.
    new, gone = compare((t for t in found if "@" in t), (t for t in found if "@" not in t))
    out = shut_out(now) if new else set()
    if out:
        wanted = with_first_address(wanting()).filter(first__in=new)
        people = wanted.prefetch_related("emailaddress_set")
        return sum(not out & set(identities(one)) for one in people) + len(gone)
    return len(new) + len(gone)
