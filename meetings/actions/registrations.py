"""Signing up and confirming: how a person gets onto a list."""

import datetime as dt
from dataclasses import dataclass, fields

from django.db import transaction

from meetings import rules
from meetings.actions.lists import (
    active,
    check_policy,
    new_registration,
    open_session,
    store,
    take_place,
    tell,
    tell_about,
)
from meetings.models import Registration, Session
from members.actions import acknowledge, find_or_make_person, prove_email
from members.models import Affiliate, PolicyVersion, User
from members.rules import Refused, acknowledged_number, required_number
from vsn.audit.journal import record
from vsn.audit.models import Action
from vsn.outbox.models import Delivery
from vsn.outbox.nudge import nudge

Status = Registration.Status


@dataclass(frozen=True, slots=True)
class Details:
    """What a person says about themselves when they sign up."""

    name: str
    visibility: str = Registration.Visibility.NAME
    affiliate: Affiliate | None = None
    country: str = ""
    note: str = ""
    policy_ticked: bool = False

    def fill_in(self, registration: Registration, policy: PolicyVersion) -> None:
        """Also over an earlier try: what was shown and ticked last is what counts."""
        registration.policy_version = policy
        for field in fields(self):
            setattr(registration, field.name, getattr(self, field.name))


@transaction.atomic
def sign_up(*, session: Session, person: User, details: Details, now: dt.datetime) -> Registration:
    """A signed-in person takes a place, or one on the waiting list. Doing it twice changes nothing.

    Raises:
        Refused: a rule of `rules.SIGN_UP` says no, or the policy is not acknowledged.
    """
    session = open_session(session, person, now)
    known = active(session, person)
    if known and known.status == Status.REGISTERED:
        return known
    policy = PolicyVersion.objects.newest()
    check_policy(person, policy, ticked=details.policy_ticked)
    registration = known or new_registration(session, person, policy, now)
    details.fill_in(registration, policy)
    if (twin := store(registration)) is not registration:
        return twin
    take_place(registration, session, now)
    remember_name(person, details.name)
    record(Action.SIGNED_UP, registration, by=person, now=now)
    return registration


@transaction.atomic
def sign_up_by_email(
    *,
    session: Session,
    email: str,
    details: Details,
    now: dt.datetime,
    language: str = "",
    time_zone: str = "",
) -> None:
    """Someone who is not signed in asks for a place: what happens next is only in the mail.

    So a stranger learns nothing: not whether the address is known, on the list, or excluded.

    Raises:
        Refused: the session is not open for anyone.
    """
    if no := rules.refusal(rules.OPEN, session, None, now):
        raise Refused(no)
    person = find_or_make_person(email=email)
    if person.confirmed_at is None:
        User.objects.filter(pk=person.pk).update(language=language, time_zone=time_zone)
    if rules.refusal(rules.SIGN_UP, session, person, now):
        tell_about(session, person, "refused", cause=f"{now:%Y%m%d}", now=now)
        return
    known = active(session, person)
    if known and known.status == Status.REGISTERED:
        # Not more than once an hour, whoever asks.
        tell(known, "already", cause=f"{now:%Y%m%d%H}", now=now)
        return
    policy = PolicyVersion.objects.newest()
    registration = known or new_registration(session, person, policy, now)
    details.fill_in(registration, policy)
    registration = store(registration)
    if not known:
        record(Action.SIGNED_UP, registration, by=None, now=now)
    asked = Delivery.objects.filter(
        topic="confirm", about_type="meetings.registration", about_id=registration.pk
    ).count()
    tell(registration, "confirm", cause=f"n{asked}", now=now)


@transaction.atomic
def confirm(*, registration: Registration, now: dt.datetime) -> Registration:
    """The person followed the address in their mail: it is theirs, and so is the place.

    Raises:
        Refused: meanwhile the session is closed, or the person was excluded.
    """
    person = registration.person
    session = open_session(registration.session, person, now)
    registration = Registration.objects.select_for_update().get(pk=registration.pk)
    if registration.status != Status.UNCONFIRMED:
        return registration
    registration.person = person
    prove_email(person=person, now=now)
    remember_name(person, registration.name)
    take_place(registration, session, now)
    record(Action.CONFIRMED, registration, by=person, now=now)
    return registration


@transaction.atomic
def add_by_hand(
    *, session: Session, email: str, name: str, by: User, now: dt.datetime
) -> Registration:
    """A facilitator adds someone who wrote to them. The person is invited to acknowledge the
    policy (`links.plan_invitations`) and gets the link after that.

    Raises:
        Refused: a rule says no.
    """
    person = find_or_make_person(email=email)
    session = open_session(session, person, now)
    known = active(session, person)
    if known and known.status == Status.REGISTERED:
        return known
    policy = PolicyVersion.objects.newest()
    registration = known or new_registration(session, person, policy, now)
    registration.name, registration.policy_version = name, policy
    registration.policy_ticked = False  # whatever a stranger may have ticked in their name
    registration.visibility = Registration.Visibility.HIDDEN  # until they choose themselves
    registration.source = Registration.Source.FACILITATOR
    registration = store(registration)
    # Who acknowledged the policy before is not invited to, so this is how they hear of it.
    acknowledged = acknowledged_number(person) >= required_number(policy)
    take_place(registration, session, now, told=acknowledged)
    record(Action.ADDED, registration, by=by, now=now)
    return registration


@transaction.atomic
def acknowledge_for(*, registration: Registration, now: dt.datetime) -> None:
    """The person acknowledges the newest policy on their personal page; the link follows."""
    person = registration.person
    if registration.source == Registration.Source.FACILITATOR:
        # They came through an address that only their mailbox had.
        prove_email(person=person, now=now)
    acknowledge(
        person=person,
        version=PolicyVersion.objects.newest(),
        now=now,
        session_uid=registration.session.uid,
    )
    nudge()


def remember_name(person: User, name: str) -> None:
    """What they called themselves first is offered the next time."""
    if not person.name:
        person.name = name
        person.save(update_fields=["name"])
