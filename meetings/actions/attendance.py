"""Who came: marked one by one while the call runs, noted at the door, or counted.

Kept apart from signing up: nobody gets or loses anything by it.
"""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from meetings import rules
from meetings.actions.lists import lock
from meetings.actions.registrations import add_by_hand
from meetings.models import ListAct, Registration, Session
from members.models import Affiliate, PolicyVersion, User
from members.rules import Refusal, Refused
from vsn.audit.journal import record
from vsn.audit.models import Action
from vsn.mediawiki.client import Account

BEFORE, AFTERWARDS = dt.timedelta(hours=1), dt.timedelta(days=60)
UNDONE_WITHIN = dt.timedelta(days=1)


def opens_at(session: Session) -> dt.datetime:
    return session.starts_at - BEFORE


def closes_at(session: Session) -> dt.datetime:
    return session.ends_at + AFTERWARDS


def in_time(session: Session, person: User | None, now: dt.datetime) -> Refusal | None:
    """From an hour before the start until sixty days after the end."""
    if now < opens_at(session):
        return Refusal("early", _("Attendance can be noted from an hour before the start."))
    if now >= closes_at(session):
        return Refusal("late", _("This was too long ago: attendance cannot be changed any more."))
    return None


RULES: tuple[rules.Rule, ...] = (rules.not_a_draft, rules.not_cancelled, in_time)


def _opened(session: Session, now: dt.datetime, *more: rules.Rule) -> Session:
    """The session as it is now, locked.

    Raises:
        Refused: attendance is not noted now.
    """
    [locked] = lock(session.pk)
    if no := rules.refusal((*RULES, *more), locked, None, now):
        raise Refused(no)
    return locked


@transaction.atomic
def mark(
    *, session: Session, handle: str, attended: bool | None, by: User, now: dt.datetime
) -> Registration:
    """One person on the list came, did not come, or is not marked any more; the last word holds.
    Who was noted at the door can only be taken back (`take_back`).

    Raises:
        Refused: attendance is not noted now, or that person is not on the list any more.
    """
    session = _opened(session, now)
    place = Registration.objects.registered().filter(session=session, handle=handle).first()
    if place is None:
        raise Refused(Refusal("gone", _("This person is not on the list any more.")))
    if place.attended != attended:
        place.attended = attended
        place.save(update_fields=["attended"])
        record(Action.ATTENDANCE, place, by=by, now=now, attended=attended)
    return place


@transaction.atomic
def mark_rest(*, session: Session, by: User, now: dt.datetime) -> ListAct | None:
    """Everyone on the list who is not marked did not come. None: there was nobody left. Can be
    taken back (`unmark_rest`).

    Raises:
        Refused: attendance is not noted now.
    """
    session = _opened(session, now)
    rest = Registration.objects.registered().filter(session=session, attended=None)
    before = dict.fromkeys(map(str, rest.values_list("pk", flat=True)))
    if not before:
        return None
    rest.update(attended=False)
    record(Action.ATTENDANCE, session, by=by, now=now, attended=False, people=len(before))
    kind = ListAct.Kind.ATTENDANCE
    return ListAct.objects.create(session=session, by=by, at=now, kind=kind, before=before)


@transaction.atomic
def unmark_rest(*, session: Session, handle: str, by: User, now: dt.datetime) -> int:
    """Takes `mark_rest` back, but for those who were marked as come since. Returns how many.

    Raises:
        Refused: it was taken back already, or too long ago.
    """
    session = _opened(session, now)
    act = undoable(session, now).filter(handle=handle).first()
    if act is None:
        raise Refused(Refusal("undone", _("This cannot be taken back any more.")))
    act.undone_at = now
    act.save(update_fields=["undone_at"])
    theirs = Registration.objects.filter(session=session, pk__in=act.before, attended=False)
    count = theirs.update(attended=None)
    record(Action.UNDONE, session, by=by, now=now, kind=str(act.kind), people=count)
    return count


def undoable(session: Session, now: dt.datetime) -> QuerySet[ListAct]:
    """What was done to the attendance lately and stands, the latest first."""
    return session.acts.filter(
        kind=ListAct.Kind.ATTENDANCE, undone_at=None, at__gt=now - UNDONE_WITHIN
    ).order_by("-pk")


@dataclass(frozen=True, slots=True)
class WalkIn:
    """Someone who came without signing up, with what they said of themselves. Without a way to
    `reach` them they are a count."""

    name: str = ""
    affiliate: Affiliate | None = None
    country: str = ""
    reach: str | Account = ""


@transaction.atomic
def walk_in(*, session: Session, who: WalkIn, by: User, now: dt.datetime) -> Registration:
    """Notes somebody who came without signing up. With an address or user name they are put on
    the list, and invited to acknowledge the policy; without, they never were on any list: they
    take no place, and are no sign-up.

    Raises:
        Refused: attendance is not noted now, the session is over and they could not be invited
            any more, or a rule keeps them from the list.
    """
    if not who.reach:
        return _nameless(_opened(session, now), who, by, now)
    session = _opened(session, now, rules.not_over)
    place = add_by_hand(session=session, reach=who.reach, name=who.name, by=by, now=now)
    if place.placed_at and place.placed_at >= now:  # not on the list until now
        place.source = Registration.Source.WALK_IN
    # What they said of themselves holds.
    place.affiliate, place.country = place.affiliate or who.affiliate, place.country or who.country
    place.attended = True
    place.save(update_fields=["source", "affiliate", "country", "attended"])
    record(Action.WALKED_IN, place, by=by, now=now)
    return place


def _nameless(session: Session, who: WalkIn, by: User, now: dt.datetime) -> Registration:
    place = Registration.objects.create(
        session=session,
        status=Registration.Status.WALK_IN,
        source=Registration.Source.WALK_IN,
        name=who.name,
        visibility=Registration.Visibility.HIDDEN,
        affiliate=who.affiliate,
        country=who.country,
        policy_version=PolicyVersion.objects.newest(),
        created_at=now,
        attended=True,
    )
    record(Action.WALKED_IN, place, by=by, now=now)
    return place


@transaction.atomic
def take_back(*, session: Session, handle: str, by: User, now: dt.datetime) -> None:
    """Somebody who was only a count was noted by mistake.

    Raises:
        Refused: attendance is not noted now.
    """
    session = _opened(session, now)
    status = Registration.Status.WALK_IN
    if Registration.objects.filter(session=session, status=status, handle=handle).delete()[0]:
        record(Action.UNDONE, session, by=by, now=now, kind="walk_in", people=1)


@transaction.atomic
def count_people(*, session: Session, number: int | None, by: User, now: dt.datetime) -> None:
    """How many were there, as somebody counted them; None: nobody did.

    Raises:
        Refused: attendance is not noted now.
    """
    session = _opened(session, now)
    if session.attendance == number:
        return
    session.attendance = number
    session.save(update_fields=["attendance"])
    record(Action.COUNTED, session, by=by, now=now, people=number)


def forget_walk_ins(now: dt.datetime) -> int:
    """Takes the names of those who were only noted at the door out of the database, as the names
    of participants are. Returns how many."""
    old = now - dt.timedelta(days=settings.RETENTION_DAYS)
    gone = Registration.objects.filter(
        person=None, status=Registration.Status.WALK_IN, session__ends_at__lt=old
    ).exclude(name="")
    return gone.update(name="")
