"""Affiliates that people named and that are not on the list. Who wrote the same is handled
together; nobody says what becomes of their own."""

import datetime as dt

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from members.actions.profiles import refresh_words
from members.actions.steps import note, put_at, tie
from members.models import Affiliate, Membership, MembershipStep, User
from members.rules import PUT, Refusal, Refused, standing_refusal
from members.wording import plain_words
from vsn.audit.journal import record
from vsn.audit.models import Action

GONE = Refusal("gone", _("Somebody has dealt with this in the meantime, or it is your own."))


def same_name(membership: Membership) -> list[Membership]:
    """Everyone who proposes what this person does, in whatever capitals and accents."""
    words = plain_words(membership.affiliate_named)
    waiting = Membership.objects.proposing().select_related("person")
    return [one for one in waiting if plain_words(one.affiliate_named) == words]


@transaction.atomic
def put_all(
    *, membership: Membership, affiliate: Affiliate, by: User, now: dt.datetime
) -> list[Membership]:
    """All who wrote the same mean this affiliate. Who belongs to the network is tied to it.

    Raises:
        Refused: nothing is left to decide about.
    """
    taken = _take_all(membership, by)
    for one in taken:
        put_at(one, affiliate)
        if one.status == Membership.Status.ACTIVE:
            tie(one, now)
        record(Action.MEMBERSHIP_PLACED, one, by=by, now=now, affiliate=affiliate.pk)
    refresh_words([one.person_id for one in taken], now)
    return taken


@transaction.atomic
def dismiss(*, membership: Membership, reason: str, by: User, now: dt.datetime) -> list[Membership]:
    """The affiliate does not come on the list; those who named it read why with their
    application, about which nothing is decided by that.

    Raises:
        Refused: nothing is left to decide about.
    """
    taken = _take_all(membership, by)
    for one in taken:
        one.affiliate_dismissed = reason
        one.save(update_fields=["affiliate_dismissed"])
        note(one, MembershipStep.Kind.DISMISSED, by=by, now=now, text=reason)
        record(Action.AFFILIATE_DISMISSED, one, by=by, now=now)
    return taken


def _take_all(membership: Membership, by: User) -> list[Membership]:
    """Those about whom this admin may decide, locked and as they are now."""
    ids = sorted(one.pk for one in same_name(membership))
    Membership.objects.filter(pk__in=ids).update(revision=F("revision") + 1)
    locked = Membership.objects.proposing().filter(pk__in=ids).select_related("person")
    taken = [one for one in locked if standing_refusal(PUT, one, by) is None]
    if not taken:
        raise Refused(GONE)
    return taken
