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
from members.models import Affiliate, Affiliation, Membership, MembershipStep, User
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
    standing_refusal,
    verdict,
)
from vsn.audit.journal import record
from vsn.audit.models import Action
from vsn.outbox import dispatch
from vsn.outbox.nudge import nudge

Kind, Role, Status = MembershipStep.Kind, Membership.Role, Membership.Status
# A decision is still worth telling after so long.
TOLD_WITHIN = dt.timedelta(days=30)

CHANGED = Refusal(
    "changed", _("Somebody else has changed this in the meantime. Please look at it again.")
)


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
    membership.status, membership.applied_at = Status.APPLIED, now
    membership.decided_at = membership.decided_by = None
    membership.save()
    step = _step(membership, Kind.APPLIED, by=person, now=now)
    record(Action.MEMBERSHIP_APPLIED, membership, by=person, now=now, role=membership.role)
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
    membership = _take(membership, seen)
    _obey(ANSWER, membership, by)
    _become(membership, Status.APPLIED)
    step = _step(membership, Kind.ANSWERED, by=by, now=now, text=text)
    record(Action.MEMBERSHIP_ANSWERED, membership, by=by, now=now)
    _tell_admins(step, now)


@transaction.atomic
def withdraw(*, membership: Membership, by: User, seen: int, now: dt.datetime) -> None:
    """The applicant does not want to join any more, for now."""
    membership = _take(membership, seen)
    _obey(WITHDRAW, membership, by)
    _become(membership, Status.WITHDRAWN)
    _step(membership, Kind.WITHDREW, by=by, now=now)
    record(Action.MEMBERSHIP_WITHDRAWN, membership, by=by, now=now)


@transaction.atomic
def ask(*, membership: Membership, text: str, by: User, seen: int, now: dt.datetime) -> None:
    """An admin asks the applicant something; the answer brings the application back."""
    membership = _take(membership, seen)
    _obey(DECIDE, membership, by)
    _become(membership, Status.ASKED)
    _tell(_step(membership, Kind.ASKED, by=by, now=now, text=text), now)
    record(Action.MEMBERSHIP_ASKED, membership, by=by, now=now)


@transaction.atomic
def place(
    *, membership: Membership, affiliate: Affiliate, by: User, seen: int, now: dt.datetime
) -> None:
    """An admin says which affiliate on our list the applicant means."""
    membership = _take(membership, seen)
    _obey(DECIDE, membership, by)
    membership.affiliate, membership.affiliate_named = affiliate, ""
    membership.save(update_fields=["affiliate", "affiliate_named"])
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
    membership = _take(membership, seen)
    _obey(DECIDE, membership, by)
    votes = {"votes_for": votes_for, "votes_against": votes_against}
    _step(membership, Kind.VOTED, by=by, now=now, voted_on=voted_on, **votes)
    record(Action.MEMBERSHIP_VOTED, membership, by=by, now=now, **votes)


@transaction.atomic
def approve(*, membership: Membership, role: str, by: User, seen: int, now: dt.datetime) -> None:
    """The applicant belongs to the network now, with an entry in the directory that members see
    and, if they named one, a tie to their affiliate."""
    membership = _take(membership, seen)
    _obey(APPROVE, membership, by, role)
    membership.role, membership.until = role, None
    membership.since = membership.since or now.date()
    _become(membership, Status.ACTIVE, by=by, now=now)
    _tie(membership, now)
    make_entry(membership=membership, now=now)
    _tell(_step(membership, Kind.APPROVED, by=by, now=now, role=role), now)
    record(Action.MEMBERSHIP_APPROVED, membership, by=by, now=now, role=role)


def _tie(membership: Membership, now: dt.datetime) -> None:
    if not membership.affiliate_id:
        return
    present = Affiliation.objects.present(now.date()).filter(
        person=membership.person_id, affiliate=membership.affiliate_id
    )
    if not present.exists():
        Affiliation.objects.create(
            person_id=membership.person_id,
            affiliate_id=membership.affiliate_id,
            job_title=membership.job_title,
        )


@transaction.atomic
def decline(*, membership: Membership, reason: str, by: User, seen: int, now: dt.datetime) -> None:
    """The applicant cannot join, and is told why. They may apply again."""
    membership = _take(membership, seen)
    _obey(DECIDE, membership, by)
    _become(membership, Status.DECLINED, by=by, now=now)
    _tell(_step(membership, Kind.DECLINED, by=by, now=now, text=reason), now)
    record(Action.MEMBERSHIP_DECLINED, membership, by=by, now=now)


@transaction.atomic
def end(*, membership: Membership, reason: str, by: User, seen: int, now: dt.datetime) -> None:
    """Somebody is no longer active. Their entry says so and has nothing else on it."""
    membership = _take(membership, seen)
    _obey(END, membership, by)
    membership.until = now.date()
    _become(membership, Status.INACTIVE, by=by, now=now)
    refresh_words([membership.person_id], now)
    _tell(_step(membership, Kind.ENDED, by=by, now=now, text=reason), now)
    record(Action.MEMBERSHIP_ENDED, membership, by=by, now=now)


@transaction.atomic
def reinstate(*, membership: Membership, by: User, seen: int, now: dt.datetime) -> None:
    """Somebody who was no longer active is again, in the role they had."""
    membership = _take(membership, seen)
    _obey(REINSTATE, membership, by)
    membership.until = None
    _become(membership, Status.ACTIVE, by=by, now=now)
    make_entry(membership=membership, now=now)
    _tell(_step(membership, Kind.REINSTATED, by=by, now=now, role=membership.role), now)
    record(Action.MEMBERSHIP_REINSTATED, membership, by=by, now=now)


# --- What all of them do -------------------------------------------------------------------------


def _take(membership: Membership, seen: int) -> Membership:
    """The membership as it is now, locked, if it is still what the page showed.

    Raises:
        Refused: it has been changed since.
    """
    same = Membership.objects.filter(pk=membership.pk, revision=seen)
    if not same.update(revision=F("revision") + 1):
        raise Refused(CHANGED)
    return Membership.objects.select_related("person").get(pk=membership.pk)


def _obey(rules: tuple, membership: Membership, by: User, role: str = "") -> None:
    if no := standing_refusal(rules, membership, by, role):
        raise Refused(no)


def _become(
    membership: Membership,
    status: Membership.Status,
    *,
    by: User | None = None,
    now: dt.datetime | None = None,
) -> None:
    """The new status; with `by` and `now` it is a decision."""
    membership.status = status
    if by:
        membership.decided_by, membership.decided_at = by, now
    membership.save()


def _step(
    membership: Membership, kind: MembershipStep.Kind, *, by: User, now: dt.datetime, **more: object
) -> MembershipStep:
    return MembershipStep.objects.create(membership=membership, kind=kind, by=by, at=now, **more)


def _tell(step: MembershipStep, now: dt.datetime) -> None:
    """Owes the person whom it is about a message; whom nothing reaches finds it on their page."""
    person = step.membership.person
    if routes(person):
        dispatch.enqueue([_owed(f"membership_{step.kind}", step, person, now)])
        nudge()


def _tell_admins(step: MembershipStep, now: dt.datetime) -> None:
    admins = User.objects.filter(is_staff=True, is_active=True)
    others = admins.exclude(pk=step.membership.person_id)
    dispatch.enqueue(
        [_owed("membership_waits", step, admin, now) for admin in others if routes(admin)]
    )
    nudge()


def _owed(topic: str, step: MembershipStep, to: User, now: dt.datetime) -> dispatch.Delivery:
    return dispatch.owed(topic, step, to=to.pk, cause="made", now=now, not_after=now + TOLD_WITHIN)
