"""The steps that the actions on a list share. Each runs inside its caller's transaction.

Locks are taken in one order everywhere, or two requests could wait for each other for ever: the
sessions by their ids, then registrations, then addresses, then people.
"""

import datetime as dt
from collections.abc import Sequence

from django.db.models import Aggregate, Count, F, Max
from django.utils.translation import gettext_lazy as _

from meetings import rules
from meetings.links import shut_out
from meetings.models import Registration, Session
from meetings.querysets import ACTIVE
from members.actions import acknowledge
from members.models import PolicyVersion, User
from members.rules import Refusal, Refused, acknowledged_number, required_number, routes
from vsn.outbox import dispatch
from vsn.outbox.models import Delivery
from vsn.outbox.nudge import nudge

Status = Registration.Status
# What a stranger can have sent to an address, and how often in an hour; the rest is sent later.
ASKED_BY_STRANGERS = ("confirm", "already", "refused")
AN_HOUR = dt.timedelta(hours=1)
MAILS_AN_HOUR = 3


def lock(*ids: int) -> list[Session]:
    """The sessions as they are now; nobody else changes them or their lists until the commit."""
    locking = Session.objects.select_for_update(of=("self",), no_key=True)
    locked = list(locking.select_related("meeting").filter(pk__in=ids).order_by("pk"))
    for session in locked:
        session.kept_tries = {}
    return locked


def read_ahead(session: Session, people: list[User], now: dt.datetime) -> set[int]:
    """Everybody's tries on this list at once, kept while it is locked. Returns who is excluded."""
    session.kept_tries |= {person.pk: [] for person in people}
    tries = session.registrations.filter(person__in=people).order_by("pk")
    for one in tries.values_list("pk", "status", "attempt", "person_id", named=True):
        session.kept_tries[one.person_id].append(one)
    return {pk for _session, pk in shut_out([(session, person) for person in people], now)}


def open_session(
    session: Session,
    person: User | None,
    now: dt.datetime,
    asked: Sequence[rules.Rule] = rules.SIGN_UP,
) -> Session:
    """The session as it is now, locked.

    Raises:
        Refused: one of the rules says no.
    """
    # An exclusion is no matter of the list: asked before others have to wait for us.
    excluded = rules.not_excluded in asked and rules.not_excluded(session, person, now)
    [session] = lock(session.pk)
    of_the_list = [rule for rule in asked if rule is not rules.not_excluded]
    if no := excluded or rules.refusal(of_the_list, session, person, now):
        raise Refused(no)
    return session


def check_policy(person: User, policy: PolicyVersion, *, ticked: bool) -> None:
    if not ticked and acknowledged_number(person) < required_number(policy):
        sentence = _("Please read the safe space policy and say that you will keep to it.")
        raise Refused(Refusal("policy", sentence))


def active(session: Session, person: User) -> Registration | None:
    for one in session.tries_of(person):
        if one.status in ACTIVE:
            return session.registrations.select_related("person").get(pk=one.pk)
    return None


def new_registration(
    session: Session, person: User, policy: PolicyVersion, now: dt.datetime
) -> Registration:
    return Registration(
        session=session,
        person=person,
        policy_version=policy,
        created_at=now,
        attempt=attempts(session, person),
    )


def attempts(session: Session, person: User) -> int:
    """How often the person has signed up for the session so far; more where a place that was
    cancelled was given back."""
    tries = session.tries_of(person)
    return max([len(tries), *(one.attempt + 1 for one in tries)])


def registered(session: Session) -> int:
    return Registration.objects.registered().filter(session=session).count()


def take_place(
    registration: Registration, session: Session, now: dt.datetime, *, told: bool = True
) -> None:
    """From now on the person is on the list, in order of arrival, and has acknowledged what they
    ticked."""
    registration.status = Status.REGISTERED
    _line_up(registration, session, now)
    registration.save()
    if registration.policy_ticked:
        acknowledge(
            person=registration.person,
            version=registration.policy_version,
            now=now,
            session_uid=session.uid,
        )
    if told:
        tell(registration, "signed_up", cause="once", now=now)
    list_changed(session.pk)
    nudge()


def _line_up(registration: Registration, session: Session, now: dt.datetime) -> None:
    """Puts the registration last. Requests get the session's lock in another order than they
    came, so it is the lock that says who came first."""
    # Asked for alone, the last one is the end of an index, however long the list.
    wanted: dict[str, Aggregate] = {"last": Max("placed_at")}
    if session.capacity is not None:
        wanted["count"] = Count("pk")
    others = Registration.objects.registered().filter(session=session).aggregate(**wanted)
    last = others["last"]
    registration.placed_at = max(now, last + dt.timedelta(microseconds=1)) if last else now
    registration.was_waiting = "count" in others and others["count"] >= session.capacity


def end(
    registration: Registration, status: Registration.Status, now: dt.datetime, *, told: bool = True
) -> bool:
    """Ends an active place; only the first of several requests does. The personal address stops.
    Of a draft nobody has heard yet, nor hears now."""
    [session] = lock(registration.session_id)
    was = Registration.objects.values_list("status", flat=True).get(pk=registration.pk)
    changed = (
        Registration.objects.active()
        .filter(pk=registration.pk)
        .update(status=status, ended_at=now, key_revision=F("key_revision") + 1)
    )
    if not changed:
        return False
    registration.refresh_from_db(fields=["status", "ended_at", "key_revision"])
    if told and was == Status.REGISTERED and not rules.not_a_draft(session, None, now):
        tell(registration, "place_cancelled", cause=str(status), now=now)
    list_changed(registration.session_id)
    nudge()
    return True


def list_changed(session_id: int) -> None:
    """Counts the version of the public list up, so that it is drawn anew."""
    Session.objects.filter(pk=session_id).update(list_version=F("list_version") + 1)


def tell(
    registration: Registration,
    topic: str,
    *,
    cause: str,
    now: dt.datetime,
    at: dt.datetime | None = None,
) -> None:
    """Owes the person a notice about their place, now or from `at` on."""
    person = registration.person
    if person is None or not routes(person):
        return
    at = at or now
    not_after = max(registration.session.ends_at, at + dt.timedelta(days=1))
    owed = dispatch.owed(
        topic, registration, to=person.pk, cause=cause, now=now, not_after=not_after
    )
    owed.next_at = at
    dispatch.enqueue([owed])
    nudge()


def tell_about(session: Session, person: User, topic: str, *, cause: str, now: dt.datetime) -> None:
    """Owes someone who has no place a notice about the session."""
    owed = dispatch.owed(
        topic, session, to=person.pk, cause=cause, now=now, not_after=session.ends_at
    )
    owed.next_at = paced(person, now)
    dispatch.enqueue([owed])
    nudge()


def paced(person: User, now: dt.datetime) -> dt.datetime:
    """When the next message that a stranger can cause may go to this person: nothing they asked
    for is lost, and nobody can fill somebody else's mailbox."""
    lately = Delivery.objects.filter(
        recipient=person, topic__in=ASKED_BY_STRANGERS, next_at__gt=now - AN_HOUR
    )
    times = lately.order_by("-next_at").values_list("next_at", flat=True)[:MAILS_AN_HOUR]
    return now if len(times) < MAILS_AN_HOUR else max(now, times[MAILS_AN_HOUR - 1] + AN_HOUR)
