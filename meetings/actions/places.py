"""What happens to a place that someone has: how it is shown, moved, given back."""

import datetime as dt

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from meetings import rules
from meetings.actions.lists import (
    active,
    end,
    list_changed,
    lock,
    new_registration,
    open_session,
    registered,
    take_place,
    tell,
)
from meetings.models import Registration, Session
from members.models import User
from members.rules import Refusal, Refused
from vsn.audit.journal import record
from vsn.audit.models import Action

Status = Registration.Status
# What goes along when someone moves.
KEPT = (
    "name", "visibility", "affiliate_id", "country", "note", "answers", "language", "policy_ticked",
    "source",
)  # fmt: skip


@transaction.atomic
def change_appearance(
    *, registration: Registration, name: str, visibility: str, now: dt.datetime
) -> None:
    """How the person is named, and whether the public list shows them."""
    lock(registration.session_id)
    # Who was forgotten a moment ago is named by nobody any more.
    mine = Registration.objects.active().filter(pk=registration.pk, person__isnull=False)
    if not mine.update(name=name, visibility=visibility):
        return
    list_changed(registration.session_id)
    record(Action.RENAMED, registration, by=registration.person, now=now, visibility=visibility)


@transaction.atomic
def cancel(*, registration: Registration, now: dt.datetime) -> bool:
    """The person gives their place back; their personal address stops. False: it was over already.

    Raises:
        Refused: the session is over; who signed up then stays on record.
    """
    if no := rules.not_over(registration.session, None, now):
        raise Refused(no)
    if not end(registration, Status.CANCELLED, now):
        return False
    record(Action.CANCELLED, registration, by=registration.person, now=now)
    return True


@transaction.atomic
def remove(*, registration: Registration, reason: str, by: User, now: dt.datetime) -> bool:
    """A facilitator takes someone off the list; the reason is kept. False: it was over already."""
    if not end(registration, Status.REMOVED, now):
        return False
    Registration.objects.filter(pk=registration.pk).update(removed_reason=reason)
    record(Action.REMOVED, registration, by=by, now=now)
    return True


@transaction.atomic
def move(*, registration: Registration, to: Session, now: dt.datetime) -> Registration:
    """Another session of the same meeting instead: the old place is kept until the new one is
    sure.

    Raises:
        Refused: the new session is closed or full, the old one over, or the person is on the new
            list or not sure of the old place yet; nothing changes.
    """
    if no := _cannot_leave(registration, to, now):
        raise Refused(no)
    lock(registration.session_id, to.pk)
    registration.refresh_from_db()
    person = registration.person
    to = open_session(to, person, now)
    if person:  # not forgotten a moment ago
        _make_way(to, person)
    if person is None or registration.status != Status.REGISTERED:
        raise Refused(Refusal("ended", _("This place is no longer yours, so it cannot be moved.")))
    new = new_registration(to, person, registration.policy_version, now)
    for field in KEPT:
        setattr(new, field, getattr(registration, field))
    end(registration, Status.CANCELLED, now, told=False)
    take_place(new, to, now)
    tell(registration, "place_cancelled", cause="moved", now=now)
    record(Action.MOVED_PLACE, new, by=person, now=now, left=registration.session.number)
    return new


def _cannot_leave(registration: Registration, to: Session, now: dt.datetime) -> Refusal | None:
    if to.meeting_id != registration.session.meeting_id or to.pk == registration.session_id:
        return Refusal("other_meeting", _("That is not a session you can move to."))
    if registration.status == Status.UNCONFIRMED:
        return Refusal("unconfirmed", _("Please confirm your place first."))
    return rules.not_over(registration.session, None, now)


def _make_way(to: Session, person: User) -> None:
    """Nothing stands in the way of a place on that session.

    Raises:
        Refused: the person is on its list already, or it is full.
    """
    known = active(to, person)
    if known and known.status == Status.REGISTERED:
        raise Refused(Refusal("already", _("You are on the list of that session already.")))
    if to.capacity is not None and registered(to) >= to.capacity:
        raise Refused(Refusal("full", _("That session is full. You keep the place you have.")))
    if known:
        known.delete()  # asked for by someone who has not proved to be this person


@transaction.atomic
def mark_attendance(
    *, registration: Registration, attended: bool | None, by: User, now: dt.datetime
) -> None:
    """Who came; sign-ups are not attendance."""
    registration.attended = attended
    registration.save(update_fields=["attended"])
    record(Action.ATTENDANCE, registration, by=by, now=now, attended=attended)


def renew_feed(*, person: User) -> None:
    """Revokes the address of the personal calendar feed; there is a new one from now on."""
    User.objects.filter(pk=person.pk).update(feed_revision=F("feed_revision") + 1)
