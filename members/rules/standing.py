"""Who may have which standing in the network, and who decides about it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from members.models import Affiliate, Audience, Membership, MembershipStep, User
from members.rules.refusals import Refusal

Role, Status, Work = Membership.Role, Membership.Status, Membership.Work


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the regulations of the network say about somebody who wants a role."""

    possible: bool
    needs_vote: bool
    sentence: str | Promise


_SUPPORTS = Verdict(
    possible=True,
    needs_vote=False,
    sentence=_(
        "Whoever an affiliate employs to support volunteers becomes a member, no vote needed."
    ),
)
_BY_VOTE = Verdict(
    possible=True,
    needs_vote=True,
    sentence=_(
        "Staff and contractors of the Wikimedia Foundation become members by a vote of the members."
    ),
)
_ONLY_LIAISON = Verdict(
    possible=False,
    needs_vote=False,
    sentence=_(
        "Members are employed by an affiliate to support volunteers. Others can be liaisons."
    ),
)
_LIAISON = Verdict(
    possible=True,
    needs_vote=False,
    sentence=_(
        "Liaisons take part on an equal footing; they do not vote and have no administrative work."
    ),
)


def verdict(work: str, role: str) -> Verdict:
    """Whether somebody who does that work can have that role, and why."""
    if role == Role.LIAISON:
        return _LIAISON
    return {Work.SUPPORTS: _SUPPORTS, Work.FOUNDATION: _BY_VOTE}.get(work, _ONLY_LIAISON)


def vote_on(membership: Membership) -> MembershipStep | None:
    """The last vote of the members on the application as it stands."""
    since = membership.applied_at
    votes = [
        step
        for step in membership.steps.all()
        if step.kind == MembershipStep.Kind.VOTED and (since is None or step.at >= since)
    ]
    return votes[-1] if votes else None


# Asked in turn; the page shows the first refusal, the action obeys the same one.
StandingRule = Callable[[Membership, User, str], Refusal | None]


def standing_refusal(
    rules: Iterable[StandingRule], membership: Membership, by: User, role: str = ""
) -> Refusal | None:
    """The first reason why `by` may not do this; `role` is the one to be given."""
    return next((no for rule in rules if (no := rule(membership, by, role))), None)


def _by_admin(membership: Membership, by: User, role: str) -> Refusal | None:
    if by.is_staff and by.is_active:
        return None
    return Refusal("no_admin", _("Only admins decide about this."))


def _not_oneself(membership: Membership, by: User, role: str) -> Refusal | None:
    if membership.person_id != by.pk:
        return None
    return Refusal("oneself", _("Nobody decides about themselves. Another admin has to do this."))


def _oneself(membership: Membership, by: User, role: str) -> Refusal | None:
    if membership.person_id == by.pk:
        return None
    return Refusal("another", _("This is somebody else's application."))


def _oneself_or_admin(membership: Membership, by: User, role: str) -> Refusal | None:
    mine = membership.person_id == by.pk
    return None if mine else _by_admin(membership, by, role)


def _is(*statuses: str) -> StandingRule:
    def rule(membership: Membership, by: User, role: str) -> Refusal | None:
        if membership.status in statuses:
            return None
        sentence = _("This cannot be done any more: it stands at “%(status)s”.")
        return Refusal("status", sentence % {"status": membership.get_status_display()})

    return rule


def _affiliate_known(membership: Membership, by: User, role: str) -> Refusal | None:
    if role != Role.MEMBER or membership.work != Work.SUPPORTS or membership.affiliate_id:
        return None
    return Refusal("affiliate", _("Say first which affiliate is meant."))


def _role_possible(membership: Membership, by: User, role: str) -> Refusal | None:
    found = verdict(membership.work, role)
    return None if found.possible else Refusal("role", found.sentence)


def _vote_won(membership: Membership, by: User, role: str) -> Refusal | None:
    if not verdict(membership.work, role).needs_vote:
        return None
    vote = vote_on(membership)
    if vote is None:
        return Refusal("vote", _("Record the vote of the members first."))
    if vote.votes_for > vote.votes_against:
        return None
    return Refusal("vote", _("The members voted against it."))


_DECIDES: tuple[StandingRule, ...] = (_by_admin, _not_oneself)
ANSWER: tuple[StandingRule, ...] = (_oneself, _is(Status.ASKED))
WITHDRAW: tuple[StandingRule, ...] = (_oneself, _is(Status.APPLIED, Status.ASKED))
DECIDE = (*_DECIDES, _is(Status.APPLIED, Status.ASKED))
APPROVE = (*DECIDE, _role_possible, _affiliate_known, _vote_won)
END = (*_DECIDES, _is(Status.ACTIVE))
REINSTATE = (*_DECIDES, _is(Status.INACTIVE))
LEAVE: tuple[StandingRule, ...] = (_oneself, _is(Status.ACTIVE))
CONFIRM: tuple[StandingRule, ...] = (_oneself_or_admin, _is(Status.ACTIVE))
# What becomes of an affiliate that somebody named.
PUT = (*_DECIDES, _is(Status.APPLIED, Status.ASKED, Status.ACTIVE))


def may_apply(person: User) -> Refusal | None:
    """Why this person cannot apply now, if so."""
    status = Membership.objects.filter(person=person).values_list("status", flat=True).first()
    if status == Status.ACTIVE:
        return Refusal("active", _("You belong to the network already."))
    if status in {Status.APPLIED, Status.ASKED}:
        return Refusal("waiting", _("You have applied already."))
    return None


def may_moderate(user: object) -> bool:
    """True for admins: applications, affiliates and the journal are theirs."""
    return bool(getattr(user, "is_staff", False) and getattr(user, "is_active", False))


def audiences(user: object, *, as_admin: bool) -> tuple[str, ...]:
    """Whose eyes this reader sees the directory with; `as_admin`: with the rights of one."""
    if not getattr(user, "is_authenticated", False):
        return (Audience.PUBLIC.value,)
    inside = as_admin or (
        Membership.objects.filter(person_id=user.pk, status=Status.ACTIVE).exists()
    )
    return (Audience.PUBLIC.value, Audience.MEMBERS.value) if inside else (Audience.PUBLIC.value,)


# --- Affiliates and admins -----------------------------------------------------------------------


def may_merge(kept: Affiliate, gone: Affiliate) -> Refusal | None:
    """Why these two cannot become one, if so."""
    if kept.pk == gone.pk:
        return Refusal("same", _("This is the same affiliate. Choose another one."))
    return None


def may_unmake_admin(person: User) -> Refusal | None:
    """Why the rights of this admin cannot be taken away, if so. The last one stays."""
    others = User.objects.filter(is_staff=True, is_active=True).exclude(pk=person.pk)
    if not others.exists():
        return Refusal("last", _("This is the last admin. Make somebody else one first."))
    return None
