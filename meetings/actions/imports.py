"""Bringing people in from a sign-up page on a wiki: all of it in one transaction, or nothing."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from meetings import rules
from meetings.actions.lists import active, lock, new_registration, read_ahead, take_place
from meetings.actions.places import remove
from meetings.actions.sessions import change_session
from meetings.models import Meeting, Registration, Session, Status
from members.actions import find_or_make_by_account, find_or_make_person
from members.models import Acknowledgement, Affiliate, PolicyVersion, User
from members.rules import Refused, required_number
from vsn.audit.journal import record
from vsn.audit.models import Action
from vsn.mediawiki.client import Account

# People may be put on the list of a draft: they hear of it when it is published.
CLOSED: tuple[rules.Rule, ...] = (rules.not_cancelled, rules.not_over)
ENDED = {Registration.Status.CANCELLED, Registration.Status.REMOVED}


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody on the page, found by the account or else by the address that stands there.
    `again`: also if they cancelled here or were removed."""

    name: str
    account: Account | None = None
    email: str = ""
    affiliate: Affiliate | None = None
    again: bool = False

    @property
    def who(self) -> str:
        """The same for the same account or address."""
        return self.account.name if self.account else self.email.lower()


@dataclass(frozen=True, slots=True)
class Batch:
    """What is to happen to one session's list. A session that is not stored yet is made, as a
    draft. `leaving`: those to take off, by the ids of their registrations."""

    session: Session
    arrivals: Sequence[Arrival] = ()
    leaving: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Brought:
    """What was done to one list, in numbers. `not_in`: may not come, or were there already."""

    session: Session
    brought_in: int
    taken_off: int
    not_in: int


@transaction.atomic
def bring_in(
    *, meeting: Meeting, batches: Iterable[Batch], by: User | None, now: dt.datetime
) -> list[Brought]:
    """Puts people on the lists of sessions, one batch for each, in the order in which the page
    names them and after everyone who has a place already: nobody who was told "you are on the
    list" loses it to a line on a wiki page. They are shown as "a participant" until they choose
    something else, and are invited to acknowledge the policy (`links.plan_invitations`). A second
    time changes nothing.

    `by` is None when it is done from the command line.

    Raises:
        Refused: one of the sessions was cancelled or is over; then nothing is changed at all.
    """
    by_session = {_stored(batch.session, by, now): batch for batch in batches}
    sessions = lock(*by_session)
    for session in sessions:
        if session.meeting_id != meeting.pk:
            raise ValueError("a session of another meeting")
        if no := rules.refusal(CLOSED, session, None, now):
            raise Refused(no)
    people = _people(by_session.values())
    return [_change_list(one, by_session[one.pk], people, by, now) for one in sessions]


def _stored(session: Session, by: User | None, now: dt.datetime) -> int:
    if session.pk is None:
        session.status = Status.DRAFT
        change_session(session=session, by=by, now=now)
    return session.pk


def _people(batches: Iterable[Batch]) -> dict[str, User]:
    """Everyone by their account or address: found in one order everywhere, or two imports of the
    same people could wait for each other for ever."""
    arrivals = {arrival.who: arrival for batch in batches for arrival in batch.arrivals}
    return {who: _find_or_make(arrivals[who]) for who in sorted(arrivals)}


def _find_or_make(arrival: Arrival) -> User:
    if arrival.account:
        return find_or_make_by_account(arrival.account)
    return find_or_make_person(email=arrival.email)


def _change_list(
    session: Session, batch: Batch, people: dict[str, User], by: User | None, now: dt.datetime
) -> Brought:
    policy = PolicyVersion.objects.newest()
    arriving = [people[arrival.who] for arrival in batch.arrivals]
    excluded = read_ahead(session, arriving, now)
    acknowledged = _who_acknowledged(arriving, policy)
    brought_in = 0
    for arrival in batch.arrivals:
        person = people[arrival.who]
        if person.pk in excluded or not person.is_active:
            continue
        if registration := _may_come(session, person, arrival, policy, now):
            _place(registration, arrival, session, now, told=person.pk in acknowledged)
            brought_in += 1
    taken_off = _take_off(session, batch.leaving, by, now)
    if brought_in or taken_off:
        counts = {"brought_in": brought_in, "taken_off": taken_off}
        record(Action.IMPORTED, session, by=by, now=now, **counts)
    return Brought(session, brought_in, taken_off, len(batch.arrivals) - brought_in)


def _who_acknowledged(people: list[User], policy: PolicyVersion) -> set[int]:
    enough = Acknowledgement.objects.filter(version__number__gte=required_number(policy))
    return set(enough.filter(person__in=people).values_list("person_id", flat=True))


def _may_come(
    session: Session, person: User, arrival: Arrival, policy: PolicyVersion, now: dt.datetime
) -> Registration | None:
    """The registration to fill in; None for those who are there already, or have left by
    themselves and were not asked back. Their number is all that is told of them."""
    if known := active(session, person):
        known.policy_version = policy
        return None if known.status == Registration.Status.REGISTERED else known
    tries = session.tries_of(person)
    if tries and tries[-1].status in ENDED and not arrival.again:
        return None
    return new_registration(session, person, policy, now)


def _place(
    registration: Registration,
    arrival: Arrival,
    session: Session,
    now: dt.datetime,
    *,
    told: bool,
) -> None:
    """`told`: who acknowledged the policy before is not invited to, so this is how they hear."""
    registration.name, registration.affiliate = arrival.name, arrival.affiliate
    registration.policy_ticked = False  # whatever a stranger may have ticked in their name
    # That they stood on a public page is not a choice they made here.
    registration.visibility = Registration.Visibility.ANONYMOUS
    registration.source = Registration.Source.IMPORT
    public = Status.DRAFT not in {session.status, session.meeting.status}
    take_place(registration, session, now, told=told and public)
    # The same person may stand on the page twice.
    session.kept_tries.pop(registration.person_id, None)


def _take_off(session: Session, ids: Sequence[int], by: User | None, now: dt.datetime) -> int:
    """Only those who came from a page: nobody else is expected to stand on one."""
    mine = Registration.objects.registered().filter(session=session, pk__in=ids)
    leaving = mine.filter(source=Registration.Source.IMPORT).select_related("session", "person")
    reason = _("No longer on the sign-up page.")
    return sum(remove(registration=one, reason=reason, by=by, now=now) for one in leaving)
