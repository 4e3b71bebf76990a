"""The steps that the actions on a list share. Each runs inside its caller's transaction.

Locks are taken in one order everywhere, or two requests could wait for each other for ever: the
sessions by their ids, then registrations, then addresses, then people.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import DatabaseError, IntegrityError, connection
from django.db.models import BigAutoField, Case, Count, F, OuterRef, QuerySet, Subquery, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from meetings import rules
from meetings.links import shut_out
from meetings.models import Registration, Session
from meetings.querysets import ACTIVE
from members.actions import acknowledge
from members.models import PolicyVersion, User
from members.rules import (
    Refusal,
    Refused,
    acknowledged_number,
    asking_exclusions,
    required_number,
    routes,
)
from vsn.hot import Given, Hot, adding, reserving
from vsn.outbox import dispatch
from vsn.outbox.models import Delivery
from vsn.outbox.nudge import nudge
from vsn.trips import Question, ask, later, send

Status = Registration.Status
# What a stranger can have sent to an address, and how often in an hour; the rest is sent later.
ASKED_BY_STRANGERS = ("confirm", "already", "refused")
AN_HOUR = dt.timedelta(hours=1)
MAILS_AN_HOUR = 3

FORGOTTEN = Refusal(
    "forgotten",
    _("Everything about you was deleted a moment ago, so nothing was kept of this either."),
)
P, T = ParamSpec("P"), TypeVar("T")


def unless_forgotten(act: Callable[P, T]) -> Callable[P, T]:
    """Around the transaction of an act that writes down something about a person. Who is forgotten
    while it runs is missed by the database at the end only, when it drops all of the act: they are
    told so. Whom the act looked up itself, by an address or an account, it looks up anew.

    Raises:
        Refused: somebody whom the act was given is not there any more.
    """

    @wraps(act)
    def ask_again(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return act(*args, **kwargs)
        except DatabaseError as error:
            if connection.in_atomic_block:
                raise  # part of something larger, which is dropped as a whole
            if _is_gone(kwargs.values()):
                raise Refused(FORGOTTEN) from error
            if not isinstance(error, IntegrityError):
                raise
        return act(*args, **kwargs)

    return ask_again


def _is_gone(given: Iterable[object]) -> bool:
    given = list(given)
    people = {one.pk for one in given if isinstance(one, User)}
    people |= {one.person_id for one in given if isinstance(one, Registration)}
    return User.objects.filter(pk__in=people).count() < len(people)


def _locking() -> QuerySet[Session]:
    locking = Session.objects.select_for_update(of=("self",), no_key=True)
    return locking.select_related("meeting").order_by()


def _ends() -> QuerySet[Session, Any]:
    """When the last one of the list was placed, and how many there are if that matters."""
    placed = Registration.objects.registered().filter(session=OuterRef("pk")).order_by()
    # Asked for alone, the last one is the end of an index, however long the list.
    last = placed.order_by("-placed_at").values("placed_at")[:1]
    count = placed.values("session").annotate(count=Count("pk")).values("count")
    limited = When(capacity__isnull=False, then=Coalesce(Subquery(count), 0))
    session = Session.objects.filter(pk=Given("session", BigAutoField())).order_by()
    return session.values_list(Subquery(last), Case(limited, default=0))


# Asked with every sign-up, while everyone else who signs up is waiting.
_locked = Hot(lambda: _locking().filter(pk=Given("pk", BigAutoField())))
_end = Hot(_ends)


def lock(*ids: int) -> list[Session]:
    """The sessions as they are now; nobody else changes them or their lists until the commit."""
    if len(ids) == 1:
        locked = _locked(pk=ids[0])
    else:
        locked = list(_locking().filter(pk__in=ids).order_by("pk"))
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
    if person is None:
        [session] = lock(session.pk)
    else:
        session = _locked_for(session, person, now)
    if no := rules.refusal(asked, session, person, now):
        raise Refused(no)
    return session


def _locked_for(session: Session, person: User, now: dt.datetime) -> Session:
    """Locked, and whatever the rules and the list have to know of the person, in one trip."""
    # What is no matter of the list comes before others wait for us.
    reserved, excluded, [locked], tries, [end] = ask(
        reserving(Registration),
        asking_exclusions(person, now),
        _locked.asking(pk=session.pk),
        session.asking_tries_of(person),
        _end.asking(session=session.pk),
    )
    locked.kept_exclusions = {person.pk: excluded}
    locked.kept_tries = {person.pk: tries}
    locked.kept_end, locked.kept_id = end, reserved
    return locked


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
        pk=session.__dict__.pop("kept_id", None),
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
    if registration._state.adding:
        later(adding(registration))
    else:
        registration.save()
    if registration.policy_ticked:
        acknowledge(
            person=registration.person,
            version=registration.policy_version,
            now=now,
            session_uid=session.uid,
        )
    if registration.pk is None:
        send()  # what follows names it by its id
    if told:
        tell(registration, "signed_up", cause="once", now=now)
    list_changed(session.pk)
    nudge()


def _line_up(registration: Registration, session: Session, now: dt.datetime) -> None:
    """Puts the registration last. Requests get the session's lock in another order than they
    came, so it is the lock that says who came first."""
    # Good for one: the next one comes behind this one.
    last, count = session.__dict__.pop("kept_end", None) or _end(session=session.pk)[0]
    registration.placed_at = max(now, last + dt.timedelta(microseconds=1)) if last else now
    registration.was_waiting = session.capacity is not None and count >= session.capacity


def end(
    registration: Registration, status: Registration.Status, now: dt.datetime, *, told: bool = True
) -> bool:
    """Ends an active place; only the first of several requests does. The personal address stops.
    Of a draft nobody has heard yet, nor hears now."""
    [session] = lock(registration.session_id)
    was = Registration.objects.filter(pk=registration.pk).values_list("status", flat=True).first()
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
    later(Question(_COUNT_UP, [session_id]))


_COUNT_UP = "UPDATE meetings_session SET list_version = list_version + 1 WHERE id = %s"


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
