"""What waits for admins who keep the space safe and the mailing list up to date."""

import datetime as dt

from members.actions.mailing_list import compare, shut_out, wanting, with_first_address
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
    """Addresses to add to the mailing list and to take off it. Asked on every page of an admin, so
    it costs two queries, and one more for who is new while somebody is excluded. Whoever is
    excluded since they came on it shows on the page of the list itself."""
    if not may_moderate(user):
        return 0
    wanted = with_first_address(wanting())
    # Both in one question: no address is without an @, and nothing keyed has one.
    keyed = ListAddress.objects.values_list("keyed")
    found = [text for (text,) in wanted.values_list("first").union(keyed, all=True)]
    new, gone = compare((t for t in found if "@" in t), (t for t in found if "@" not in t))
    out = shut_out(now)
    if new and out:
        people = wanted.filter(first__in=new).prefetch_related("emailaddress_set")
        return sum(not out & set(identities(one)) for one in people) + len(gone)
    return len(new) + len(gone)
