"""Signing up and confirming: how a person gets onto a list."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, fields

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from meetings import rules
from meetings.actions.lists import (
    active,
    attempts,
    check_policy,
    lock,
    new_registration,
    open_session,
    paced,
    take_place,
    tell,
    tell_about,
    unless_forgotten,
)
from meetings.models import Registration, Session
from members.actions import (
    acknowledge,
    find_or_make_by_account,
    find_or_make_person,
    owner_of,
    prove,
    remember,
)
from members.models import Affiliate, PolicyVersion, User
from members.rules import Refusal, Refused, acknowledged_number, required_number
from vsn.audit.journal import record
from vsn.audit.models import Action
from vsn.mediawiki.client import Account
from vsn.outbox.models import Delivery
from vsn.outbox.nudge import nudge
from vsn.trips import in_few_trips

Status = Registration.Status
Visibility = Registration.Visibility
PRIVACY = [Visibility.NAME, Visibility.ANONYMOUS, Visibility.HIDDEN]


@dataclass(frozen=True, slots=True)
class Details:
    """What a person says about themselves when they sign up."""

    name: str
    visibility: str = Visibility.NAME
    affiliate: Affiliate | None = None
    country: str = ""
    note: str = ""
    # Question and answer, each as it was worded then.
    answers: Sequence[Sequence[str]] = ()
    policy_ticked: bool = False
    # None: nobody was shown a form, so the newest counts.
    policy_version: PolicyVersion | None = None

    def policy(self) -> PolicyVersion:
        """What was shown: nobody acknowledges what they have not seen."""
        return self.policy_version or PolicyVersion.objects.newest()

    def fill_in(self, registration: Registration, policy: PolicyVersion) -> None:
        """Also over an earlier try: what was shown and ticked last is what counts."""
        for field in fields(self):
            setattr(registration, field.name, getattr(self, field.name))
        registration.answers = [list(pair) for pair in self.answers]
        registration.policy_version = policy


@dataclass(frozen=True, slots=True)
class Reader:
    """The language and time zone the page was read in; empty where they are not known."""

    language: str = ""
    time_zone: str = ""


@unless_forgotten
@in_few_trips()
def sign_up(
    *,
    session: Session,
    person: User,
    details: Details,
    now: dt.datetime,
    reader: Reader = Reader(),
) -> Registration:
    """A signed-in person takes a place, or one on the waiting list. Doing it twice changes nothing.

    Raises:
        Refused: a rule of `rules.SIGN_UP` says no, or the policy is not acknowledged.
    """
    session = open_session(session, person, now)
    known = active(session, person)
    if known and known.status == Status.REGISTERED:
        return known
    policy = details.policy()
    check_policy(person, policy, ticked=details.policy_ticked)
    registration = known or new_registration(session, person, policy, now)
    details.fill_in(registration, policy)
    take_place(registration, session, now)
    remember(person, name=details.name, language=reader.language, time_zone=reader.time_zone)
    record(Action.SIGNED_UP, registration, by=person, now=now)
    return registration


@unless_forgotten
@in_few_trips()
def sign_up_stranger(
    *,
    session: Session,
    reach: str | Account,
    details: Details,
    now: dt.datetime,
    reader: Reader = Reader(),
) -> None:
    """Someone who is not signed in asks for a place, and says how to reach them: by an address, or
    by an account that the wiki was just asked about. What happens next is only in the mail.

    So a stranger learns nothing: not whether the address is known, on the list, or excluded.

    Raises:
        Refused: the session is not open for anyone.
    """
    session = open_session(session, None, now, rules.OPEN)
    person = _find_or_make(reach)
    if rules.refusal(rules.SIGN_UP, session, person, now):
        tell_about(session, person, "refused", cause=f"{now:%Y%m%d}", now=now)
        return
    known = active(session, person)
    if known and known.status == Status.REGISTERED:
        # Not more than once an hour, whoever asks.
        tell(known, "already", cause=f"{now:%Y%m%d%H}", now=now, at=paced(person, now))
        return
    registration = _note_down(known, session, person, details, now)
    if not known:
        record(Action.SIGNED_UP, registration, by=None, now=now)
    if person.confirmed_at is None and not person.registrations.registered().exists():
        remember(person, language=reader.language, time_zone=reader.time_zone, over=True)
    _ask_to_confirm(registration, now)


def _find_or_make(reach: str | Account) -> User:
    if isinstance(reach, Account):
        return find_or_make_by_account(reach)
    return find_or_make_person(email=reach)


def _note_down(
    known: Registration | None, session: Session, person: User, details: Details, now: dt.datetime
) -> Registration:
    """What was asked for, until it is confirmed."""
    policy = details.policy()
    registration = known or new_registration(session, person, policy, now)
    registration.created_at = now  # asked for again: kept for as long again
    before = registration.visibility
    details.fill_in(registration, policy)
    if known:
        # Who of the two asked is not known before it is confirmed: the more private wish holds.
        registration.visibility = max(before, details.visibility, key=PRIVACY.index)
    registration.save()
    return registration


def _ask_to_confirm(registration: Registration, now: dt.datetime) -> None:
    asked = Delivery.objects.filter(
        topic="confirm", about_type="meetings.registration", about_id=registration.pk
    )
    states = list(asked.values_list("state", flat=True))
    if Delivery.State.QUEUED not in states:
        at = paced(registration.person, now)
        tell(registration, "confirm", cause=f"n{len(states)}", now=now, at=at)


@unless_forgotten
@in_few_trips()
def confirm(
    *,
    registration: Registration,
    now: dt.datetime,
    reader: Reader = Reader(),
) -> Registration:
    """The person followed the address in their mail: what it was sent to is theirs, and so is the
    place.

    Returns the registration that stands: another one if the address turned out to belong to
    someone who is on the list already.

    Raises:
        Refused: meanwhile the session is closed, the person was excluded, or the sign-up is gone.
    """
    lock(registration.session_id)
    registration = _still_there(registration)
    person = registration.person
    owner = owner_of(person.email) or person
    session = open_session(registration.session, owner, now)
    if registration.status != Status.UNCONFIRMED:
        return registration
    if owner != person:
        if theirs := active(session, owner):
            registration.delete()
            return theirs
        registration.attempt = attempts(session, owner)
    first = owner.confirmed_at is None
    registration.person = owner
    prove(owner, now)
    take_place(registration, session, now)
    remember(
        owner,
        name=registration.name,
        language=reader.language,
        time_zone=reader.time_zone,
        over=first,
    )
    record(Action.CONFIRMED, registration, by=owner, now=now)
    return registration


def _still_there(registration: Registration) -> Registration:
    found = Registration.objects.select_for_update().filter(pk=registration.pk).first()
    if found is None or found.person is None:
        # Confirmed twice at once, or purged a moment ago.
        raise Refused(Refusal("gone", _("This sign-up is no longer there. Please sign up again.")))
    return found


@unless_forgotten
@transaction.atomic
def add_by_hand(
    *,
    session: Session,
    reach: str | Account,
    name: str,
    by: User,
    now: dt.datetime,
    affiliate: Affiliate | None = None,
) -> Registration:
    """A facilitator adds someone who wrote to them. The person is invited to acknowledge the
    policy (`links.plan_invitations`) and gets the link after that.

    Raises:
        Refused: a rule says no.
    """
    session = open_session(session, None, now, rules.OPEN)
    person = _find_or_make(reach)
    if no := rules.not_excluded(session, person, now):
        raise Refused(no)
    known = active(session, person)
    if known and known.status == Status.REGISTERED:
        return known
    policy = PolicyVersion.objects.newest()
    registration = known or new_registration(session, person, policy, now)
    registration.name, registration.policy_version = name, policy
    registration.affiliate = affiliate or registration.affiliate
    registration.policy_ticked = False  # whatever a stranger may have ticked in their name
    registration.visibility = Registration.Visibility.HIDDEN  # until they choose themselves
    registration.source = Registration.Source.FACILITATOR
    # Who acknowledged the policy before is not invited to, so this is how they hear of it.
    acknowledged = acknowledged_number(person) >= required_number(policy)
    take_place(registration, session, now, told=acknowledged)
    record(Action.ADDED, registration, by=by, now=now)
    return registration


@unless_forgotten
@transaction.atomic
def acknowledge_for(
    *, registration: Registration, now: dt.datetime, number: int | None = None
) -> None:
    """The person acknowledges the newest policy on their personal page; the link follows.

    Raises:
        Refused: version `number` is what they were shown, and there is a newer one.
    """
    person, newest = registration.person, PolicyVersion.objects.newest()
    if number is not None and number != newest.number:
        sentence = _("The policy was changed a moment ago. Please read it again.")
        raise Refused(Refusal("policy_changed", sentence))
    if registration.source != Registration.Source.SELF:
        # They came through an address that only a message to them had.
        prove(person, now)
    acknowledge(person=person, version=newest, now=now, session_uid=registration.session.uid)
    nudge()
