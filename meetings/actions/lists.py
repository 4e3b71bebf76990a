"""The steps that the actions on a list share. Each runs inside its caller's transaction."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import Count, F, Max
from django.utils.translation import gettext_lazy as _

from meetings import rules
from meetings.models import Registration, Session
from members.actions import acknowledge
from members.models import PolicyVersion, User
from members.rules import Refusal, Refused, acknowledged_number, required_number
from vsn.outbox import dispatch
from vsn.outbox.nudge import nudge

Status = Registration.Status


def open_session(session: Session, person: User | None, now: dt.datetime) -> Session:
    """The session as it is now, locked if its places are counted, and open for this person."""
    sessions = Session.objects.select_related("meeting")
    if session.capacity is not None:
        sessions = sessions.select_for_update(of=("self",))
    session = sessions.get(pk=session.pk)
    if no := rules.refusal(rules.SIGN_UP, session, person, now):
        raise Refused(no)
    return session


def check_policy(person: User, policy: PolicyVersion, *, ticked: bool) -> None:
    if not ticked and acknowledged_number(person) < required_number(policy):
        sentence = _("Please read the safe space policy and say that you will keep to it.")
        raise Refused(Refusal("policy", sentence))


def active(session: Session, person: User) -> Registration | None:
    found = Registration.objects.active().filter(session=session, person=person)
    return found.select_related("session").first()


def new_registration(
    session: Session, person: User, policy: PolicyVersion, now: dt.datetime
) -> Registration:
    before = Registration.objects.filter(session=session, person=person).count()
    return Registration(
        session=session, person=person, policy_version=policy, created_at=now, attempt=before
    )


def store(registration: Registration) -> Registration:
    """Saves it, or returns the one that another request of the same person stored first."""
    try:
        with transaction.atomic():
            registration.save()
    except IntegrityError:
        twin = active(registration.session, registration.person)
        if twin is None:
            raise
        return twin
    return registration


def registered(session: Session) -> int:
    return Registration.objects.registered().filter(session=session).count()


def take_place(
    registration: Registration, session: Session, now: dt.datetime, *, told: bool = True
) -> None:
    """From now on the person is on the list, in order of arrival, and has acknowledged what they
    ticked."""
    registration.status, registration.placed_at = Status.REGISTERED, now
    if session.capacity is not None:
        _line_up(registration, session, now)
    registration.save(update_fields=["status", "placed_at", "was_waiting"])
    if registration.policy_ticked:
        acknowledge(
            person=registration.person,
            version=registration.policy_version,
            now=now,
            session_uid=session.uid,
        )
    if told:
        tell(registration, "signed_up", cause="once", now=now)
    nudge()
    if not list_changed(session.pk, unlimited=session.capacity is None):
        # Places came to be counted while we were at it: take our turn among them.
        _line_up(registration, Session.objects.select_for_update().get(pk=session.pk), now)
        registration.save(update_fields=["placed_at", "was_waiting"])
        list_changed(session.pk)


def _line_up(registration: Registration, session: Session, now: dt.datetime) -> None:
    """Puts the registration last in a session whose row is locked. Requests get the lock in
    another order than they came, so it is the lock that says who came first."""
    others = Registration.objects.registered().filter(session=session).exclude(pk=registration.pk)
    figures = others.aggregate(count=Count("pk"), last=Max("placed_at"))
    if figures["last"]:
        registration.placed_at = max(now, figures["last"] + dt.timedelta(microseconds=1))
    registration.was_waiting = figures["count"] >= (session.capacity or 0)


def end(
    registration: Registration, status: Registration.Status, now: dt.datetime, *, told: bool = True
) -> bool:
    """Ends an active place; only the first of several requests does. The personal address stops."""
    was = registration.status
    changed = (
        Registration.objects.active()
        .filter(pk=registration.pk)
        .update(status=status, ended_at=now, key_revision=F("key_revision") + 1)
    )
    if not changed:
        return False
    registration.refresh_from_db(fields=["status", "ended_at", "key_revision"])
    if told and was == Status.REGISTERED:
        tell(registration, "place_cancelled", cause=str(status), now=now)
    list_changed(registration.session_id)
    nudge()
    return True


def list_changed(session_id: int, *, unlimited: bool = False) -> bool:
    """Counts the version of the public list up. Last in the transaction: from here on the
    session's row is locked until the commit. With `unlimited`, False if there is a capacity now.
    """
    session = Session.objects.filter(pk=session_id)
    if unlimited:
        session = session.filter(capacity__isnull=True)
    return bool(session.update(list_version=F("list_version") + 1))


def tell(registration: Registration, topic: str, *, cause: str, now: dt.datetime) -> None:
    person = registration.person
    if person is None or not person.email:
        return
    not_after = max(registration.session.ends_at, now + dt.timedelta(days=1))
    owed = dispatch.owed(
        topic, registration, to=person.pk, cause=cause, now=now, not_after=not_after
    )
    dispatch.enqueue([owed])
    nudge()


def tell_about(session: Session, person: User, topic: str, *, cause: str, now: dt.datetime) -> None:
    owed = dispatch.owed(
        topic, session, to=person.pk, cause=cause, now=now, not_after=session.ends_at
    )
    dispatch.enqueue([owed])
    nudge()
