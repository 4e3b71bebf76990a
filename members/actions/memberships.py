"""Joining the network, and every decision about a membership.

Each act names the revision that the page showed. Counting it up is what locks the row and what
tells the second of two that somebody else was first.
"""

import datetime as dt
from dataclasses import dataclass, fields

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from members.actions.people import remember
from members.actions.profiles import make_entry, refresh_words
from members.actions.steps import become, note, obey, owed, put_at, take, tell, tie
from members.models import Affiliate, Membership, MembershipStep, User
from members.rules import (
    ANSWER,
    APPROVE,
    DECIDE,
    END,
    REINSTATE,
    WITHDRAW,
    Refusal,
    Refused,
    may_apply,
    routes,
    verdict,
)
from vsn.audit.journal import record
from vsn.audit.models import Action
from vsn.outbox import dispatch
from vsn.outbox.nudge import nudge

Kind, Role, Status = MembershipStep.Kind, Membership.Role, Membership.Status


@dataclass(frozen=True, slots=True)
class Application:
    """What somebody fills in to join."""

    role: str
    work: str
    affiliate: Affiliate | None = None
    affiliate_named: str = ""
    country: str = ""
    job_title: str = ""
    statement: str = ""


@transaction.atomic
def apply(
    *, person: User, application: Application, now: dt.datetime, name: str = ""
) -> Membership:
    """Somebody wants to join; also again, after a no, a withdrawal, or time away. `name` is how
    to call somebody whose name was not known.

    Raises:
        Refused: they belong to the network or have applied already, or the rules do not let them
            have that role.
    """
    said = verdict(application.work, application.role)
    if not said.possible:
        raise Refused(Refusal("role", said.sentence))
    membership = _row_of(person)
    if no := may_apply(person):
        raise Refused(no)
    remember(person, name=name)
    for field in fields(application):
        setattr(membership, field.name, getattr(application, field.name))
    membership.affiliate_dismissed = ""
    membership.status, membership.applied_at = Status.APPLIED, now
    membership.decided_at = membership.decided_by = None
    membership.save()
    step = note(membership, Kind.APPLIED, by=person, now=now)
    record(Action.MEMBERSHIP_APPLIED, membership, by=person, now=now, role=membership.role)
    if membership.affiliate_named:
        record(Action.AFFILIATE_PROPOSED, membership, by=person, now=now)
    _tell_admins(step, now)
    return membership


def _row_of(person: User) -> Membership:
    """The person's membership, counted up and so locked; a new one if there is none."""
    if Membership.objects.filter(person=person).update(revision=F("revision") + 1):
        return Membership.objects.get(person=person)
    try:
        with transaction.atomic():
            return Membership.objects.create(
                person=person, role=Role.LIAISON, status=Status.WITHDRAWN
            )
    except IntegrityError as error:  # sent twice at the same moment
        raise Refused(Refusal("waiting", _("You have applied already."))) from error


@transaction.atomic
def answer(*, membership: Membership, text: str, by: User, seen: int, now: dt.datetime) -> None:
    """The applicant answers what they were asked; the application waits for an admin again."""
    membership = take(membership, seen)
    obey(ANSWER, membership, by)
    become(membership, Status.APPLIED)
    step = note(membership, Kind.ANSWERED, by=by, now=now, text=text)
    record(Action.MEMBERSHIP_ANSWERED, membership, by=by, now=now)
    _tell_admins(step, now)


@transaction.atomic
def withdraw(*, membership: Membership, by: User, seen: int, now: dt.datetime) -> None:
    """The applicant does not want to join any more, for now."""
    membership = take(membership, seen)
    obey(WITHDRAW, membership, by)
    become(membership, Status.WITHDRAWN)
    note(membership, Kind.WITHDREW, by=by, now=now)
    record(Action.MEMBERSHIP_WITHDRAWN, membership, by=by, now=now)


@transaction.atomic
def ask(*, membership: Membership, text: str, by: User, seen: int, now: dt.datetime) -> None:
    """An admin asks the applicant something; the answer brings the application back."""
    membership = take(membership, seen)
    obey(DECIDE, membership, by)
    become(membership, Status.ASKED)
    tell(note(membership, Kind.ASKED, by=by, now=now, text=text), now)
    record(Action.MEMBERSHIP_ASKED, membership, by=by, now=now)


@transaction.atomic
def place(
    *, membership: Membership, affiliate: Affiliate, by: User, seen: int, now: dt.datetime
) -> None:
    """An admin says which affiliate on our list the applicant means."""
    membership = take(membership, seen)
    obey(DECIDE, membership, by)
    put_at(membership, affiliate)
    record(Action.MEMBERSHIP_PLACED, membership, by=by, now=now, affiliate=affiliate.pk)


@transaction.atomic
def record_vote(
    *,
    membership: Membership,
    votes_for: int,
    votes_against: int,
    voted_on: dt.date,
    by: User,
    seen: int,
    now: dt.datetime,
) -> None:
    """An admin writes down how the members voted. A later record counts instead."""
    membership = take(membership, seen)
    obey(DECIDE, membership, by)
    votes = {"votes_for": votes_for, "votes_against": votes_against}
    note(membership, Kind.VOTED, by=by, now=now, voted_on=voted_on, **votes)
    record(Action.MEMBERSHIP_VOTED, membership, by=by, now=now, **votes)


@transaction.atomic
def approve(*, membership: Membership, role: str, by: User, seen: int, now: dt.datetime) -> None:
    """The applicant belongs to the network now, with an entry in the directory that members see
    and, if they named one, a tie to their affiliate."""
    membership = take(membership, seen)
    obey(APPROVE, membership, by, role)
    membership.role, membership.until = role, None
    membership.since = membership.since or now.date()
    membership.confirmed_on, membership.asked_on = now.date(), None
    become(membership, Status.ACTIVE, by=by, now=now)
    tie(membership, now)
    make_entry(membership=membership, now=now)
    tell(note(membership, Kind.APPROVED, by=by, now=now, role=role), now)
    record(Action.MEMBERSHIP_APPROVED, membership, by=by, now=now, role=role)


@transaction.atomic
def decline(*, membership: Membership, reason: str, by: User, seen: int, now: dt.datetime) -> None:
    """The applicant cannot join, and is told why. They may apply again."""
    membership = take(membership, seen)
    obey(DECIDE, membership, by)
    become(membership, Status.DECLINED, by=by, now=now)
    tell(note(membership, Kind.DECLINED, by=by, now=now, text=reason), now)
    record(Action.MEMBERSHIP_DECLINED, membership, by=by, now=now)


@transaction.atomic
def end(*, membership: Membership, reason: str, by: User, seen: int, now: dt.datetime) -> None:
    """Somebody is no longer active. Their entry says so and has nothing else on it."""
    membership = take(membership, seen)
    obey(END, membership, by)
    membership.until, membership.asked_on = now.date(), None
    become(membership, Status.INACTIVE, by=by, now=now)
    refresh_words([membership.person_id], now)
    tell(note(membership, Kind.ENDED, by=by, now=now, text=reason), now)
    record(Action.MEMBERSHIP_ENDED, membership, by=by, now=now)


@transaction.atomic
def reinstate(*, membership: Membership, by: User, seen: int, now: dt.datetime) -> None:
    """Somebody who was no longer active is again, in the role they had."""
    membership = take(membership, seen)
    obey(REINSTATE, membership, by)
    membership.until = None
    membership.confirmed_on, membership.asked_on = now.date(), None
    become(membership, Status.ACTIVE, by=by, now=now)
    make_entry(membership=membership, now=now)
    tell(note(membership, Kind.REINSTATED, by=by, now=now, role=membership.role), now)
    record(Action.MEMBERSHIP_REINSTATED, membership, by=by, now=now)


# --- Telling the admins --------------------------------------------------------------------------


def _tell_admins(step: MembershipStep, now: dt.datetime) -> None:
    admins = User.objects.filter(is_staff=True, is_active=True)
    others = admins.exclude(pk=step.membership.person_id)
    dispatch.enqueue(
        [owed("membership_waits", step, admin, now) for admin in others if routes(admin)]
    )
    nudge()
