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
    new_registration,
    open_session,
    registered,
    store,
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
KEPT = ("name", "visibility", "affiliate_id", "country", "note", "policy_ticked", "source")


@transaction.atomic
def change_appearance(
    *, registration: Registration, name: str, visibility: str, now: dt.datetime
) -> None:
    """How the person is named, and whether the public list shows them."""
    registration.name, registration.visibility = name, visibility
    registration.save(update_fields=["name", "visibility"])
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
    person = registration.person
    if to.meeting_id != registration.session.meeting_id or to.pk == registration.session_id:
        raise Refused(Refusal("other_meeting", _("That is not a session you can move to.")))
    if registration.status == Status.UNCONFIRMED:
        raise Refused(Refusal("unconfirmed", _("Please confirm your place first.")))
    if no := rules.not_over(registration.session, None, now):
        raise Refused(no)
    # One order of locks for everyone, or two moves against each other would wait for ever.
    list(
        Session.objects.select_for_update()
        .filter(pk__in=[registration.session_id, to.pk])
        .order_by("pk")
    )
    to = open_session(to, person, now)
    if active(to, person):
        raise Refused(Refusal("already", _("You are on the list of that session already.")))
    if to.capacity is not None and registered(to) >= to.capacity:
        raise Refused(Refusal("full", _("That session is full. You keep the place you have.")))
    new = new_registration(to, person, registration.policy_version, now)
    for field in KEPT:
        setattr(new, field, getattr(registration, field))
    new = store(new)
    if not end(registration, Status.CANCELLED, now, told=False):
        raise Refused(Refusal("ended", _("This place is no longer yours, so it cannot be moved.")))
    take_place(new, to, now)
    tell(registration, "place_cancelled", cause="moved", now=now)
    record(Action.MOVED_PLACE, new, by=person, now=now, left=registration.session.number)
    return new


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
