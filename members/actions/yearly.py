"""Once a year: is all of this still right? Who does not answer is for the admins to ask.

The question is an ordinary message. It is asked where the last time that everything was known to
be right lies STILL_ACTIVE_MONTHS back; `asked_on` stands until there is an answer.
"""

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.db.models import F

from members.actions.memberships import end
from members.actions.profiles import refresh_words
from members.actions.steps import TOLD_WITHIN, become, note, obey
from members.models import Membership, MembershipStep, User
from members.querysets import MembershipQuerySet
from members.rules import CONFIRM, LEAVE, Refused, routes
from vsn.audit.journal import record
from vsn.audit.models import Action
from vsn.outbox import dispatch
from vsn.outbox.nudge import nudge

Kind, Status = MembershipStep.Kind, Membership.Status
TOPIC = "still_active"
# So many are asked at a time: every hour some more.
AT_ONCE = 200
A_MONTH = dt.timedelta(days=365) / 12


def due(now: dt.datetime) -> MembershipQuerySet:
    """Whom to ask now."""
    last = (now - settings.STILL_ACTIVE_MONTHS * A_MONTH).date()
    return Membership.objects.to_be_asked(last)


def ask_yearly(now: dt.datetime) -> int:
    """Asks everyone whose turn it is. Returns how many. Safe to run at any time and side by
    side: a year's question has one cause."""
    return sum(
        _ask(membership, now, by=None, cause=f"year {membership.sure_on}")
        for membership in due(now).select_related("person").order_by("pk")[:AT_ONCE]
    )


@transaction.atomic
def _ask(membership: Membership, now: dt.datetime, *, by: User | None, cause: str) -> bool:
    same = Membership.objects.filter(
        pk=membership.pk, status=Status.ACTIVE, asked_on=membership.asked_on
    )
    if not same.update(asked_on=now.date()):
        return False
    # Whom no message reaches finds the question on their pages.
    if routes(membership.person):
        to = membership.person_id
        until = now + TOLD_WITHIN
        dispatch.enqueue(
            [dispatch.owed(TOPIC, membership, to=to, cause=cause, now=now, not_after=until)]
        )
        nudge()
    record(Action.STILL_ACTIVE_ASKED, membership, by=by, now=now)
    return True


@transaction.atomic
def confirm(*, membership: Membership, by: User, now: dt.datetime) -> None:
    """All of it is still right, says the person, or an admin who knows.

    Raises:
        Refused: they do not belong to the network any more, or it is neither of the two.
    """
    membership = _now(membership)
    obey(CONFIRM, membership, by)
    _sure(membership, now)
    note(membership, Kind.CONFIRMED, by=by, now=now)
    record(Action.STILL_ACTIVE, membership, by=by, now=now)


def has_told(person: User, now: dt.datetime) -> None:
    """Somebody put what they do in order: that answers the question, if it was asked."""
    asked = Membership.objects.filter(person=person, status=Status.ACTIVE, asked_on__isnull=False)
    if membership := asked.first():
        confirm(membership=membership, by=person, now=now)


@transaction.atomic
def leave(*, membership: Membership, by: User, now: dt.datetime) -> None:
    """The person is no longer active, by their own word. They can apply again.

    Raises:
        Refused: they are not any more already, or it is somebody else's.
    """
    membership = _now(membership)
    obey(LEAVE, membership, by)
    membership.until, membership.asked_on = now.date(), None
    become(membership, Status.INACTIVE, by=by, now=now)
    refresh_words([membership.person_id], now)
    note(membership, Kind.LEFT, by=by, now=now)
    record(Action.MEMBERSHIP_ENDED, membership, by=by, now=now)


def remind(*, memberships: Iterable[Membership], by: User, now: dt.datetime) -> int:
    """Asks again those who did not answer; their time begins anew. Returns how many."""
    return sum(
        _ask(membership, now, by=by, cause=f"again {now.date()}")
        for membership in memberships
        if membership.asked_on
    )


def confirm_all(*, memberships: Iterable[Membership], by: User, now: dt.datetime) -> int:
    """What the admin knows of them is still right. Returns of how many; nobody's own counts."""
    done = 0
    for membership in memberships:
        try:
            confirm(membership=membership, by=by, now=now)
            done += 1
        except Refused:
            continue
    return done


def end_all(
    *, seen: Iterable[tuple[Membership, int]], reason: str, by: User, now: dt.datetime
) -> int:
    """Marks those as no longer active who still stand as the page showed them. Returns how many."""
    done = 0
    for membership, revision in seen:
        try:
            end(membership=membership, reason=reason, by=by, seen=revision, now=now)
            done += 1
        except Refused:
            continue
    return done


def _now(membership: Membership) -> Membership:
    """The membership as it is, locked."""
    Membership.objects.filter(pk=membership.pk).update(revision=F("revision") + 1)
    return Membership.objects.select_related("person").get(pk=membership.pk)


def _sure(membership: Membership, now: dt.datetime) -> None:
    membership.confirmed_on, membership.asked_on = now.date(), None
    membership.save(update_fields=["confirmed_on", "asked_on"])
