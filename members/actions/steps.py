"""What every act on a membership does: take it as it was shown, obey the rules, leave a step,
tell the person."""

import datetime as dt

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from members.models import Affiliate, Affiliation, Membership, MembershipStep, User
from members.rules import Refusal, Refused, routes, standing_refusal
from vsn.outbox import dispatch
from vsn.outbox.nudge import nudge

# A decision is still worth telling after so long.
TOLD_WITHIN = dt.timedelta(days=30)

CHANGED = Refusal(
    "changed", _("Somebody else has changed this in the meantime. Please look at it again.")
)


def take(membership: Membership, seen: int) -> Membership:
    """The membership as it is now, locked, if it is still what the page showed.

    Raises:
        Refused: it has been changed since.
    """
    same = Membership.objects.filter(pk=membership.pk, revision=seen)
    if not same.update(revision=F("revision") + 1):
        raise Refused(CHANGED)
    return Membership.objects.select_related("person").get(pk=membership.pk)


def obey(rules: tuple, membership: Membership, by: User, role: str = "") -> None:
    if no := standing_refusal(rules, membership, by, role):
        raise Refused(no)


def become(
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


def note(
    membership: Membership, kind: MembershipStep.Kind, *, by: User, now: dt.datetime, **more: object
) -> MembershipStep:
    return MembershipStep.objects.create(membership=membership, kind=kind, by=by, at=now, **more)


def tell(step: MembershipStep, now: dt.datetime) -> None:
    """Owes the person whom it is about a message; whom nothing reaches finds it on their page."""
    person = step.membership.person
    if routes(person):
        dispatch.enqueue([owed(f"membership_{step.kind}", step, person, now)])
        nudge()


def owed(topic: str, step: MembershipStep, to: User, now: dt.datetime) -> dispatch.Delivery:
    return dispatch.owed(topic, step, to=to.pk, cause="made", now=now, not_after=now + TOLD_WITHIN)


def tie(membership: Membership, now: dt.datetime) -> None:
    """Their affiliation to the affiliate they named; an admin has confirmed it by that."""
    if not membership.affiliate_id:
        return
    present = Affiliation.objects.present(now.date()).filter(
        person=membership.person_id, affiliate=membership.affiliate_id
    )
    if not present.update(self_said=False):
        Affiliation.objects.create(
            person_id=membership.person_id,
            affiliate_id=membership.affiliate_id,
            job_title=membership.job_title,
        )


def put_at(membership: Membership, affiliate: Affiliate) -> None:
    """What the person named is this affiliate."""
    membership.affiliate, membership.affiliate_named = affiliate, ""
    membership.affiliate_dismissed = ""
    membership.save(update_fields=["affiliate", "affiliate_named", "affiliate_dismissed"])
