"""Who may decide about an exclusion."""

import datetime as dt
from collections.abc import Callable, Iterable

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from members.models import Exclusion, User
from members.rules.people import identities, identity
from members.rules.refusals import Refusal

# So long an urgent exclusion from everything holds although nobody else has agreed ...
PROVISIONAL = dt.timedelta(days=7)
# ... and so long after that it cannot be made urgent again.
ONCE_IN = dt.timedelta(days=90)
State = Exclusion.State
ExclusionRule = Callable[[Exclusion, User, dt.datetime], Refusal | None]


def exclusion_refusal(
    rules: Iterable[ExclusionRule], exclusion: Exclusion, by: User, now: dt.datetime
) -> Refusal | None:
    """The first reason why `by` may not do this."""
    return next((no for rule in rules if (no := rule(exclusion, by, now))), None)


def _by_admin(exclusion: Exclusion, by: User, now: dt.datetime) -> Refusal | None:
    if by.is_staff and by.is_active:
        return None
    return Refusal("no_admin", _("Only admins decide about this."))


def _not_about_oneself(exclusion: Exclusion, by: User, now: dt.datetime) -> Refusal | None:
    family = Exclusion.objects.family(exclusion.root_id)
    if not family.filter(identity__in=identities(by)).exists():
        return None
    return Refusal("oneself", _("Nobody decides about themselves. Another admin has to do this."))


def _not_over(exclusion: Exclusion, by: User, now: dt.datetime) -> Refusal | None:
    if exclusion.ends_at is None or exclusion.ends_at > now:
        return None
    return Refusal("over", _("This exclusion is over."))


def _waits(exclusion: Exclusion, by: User, now: dt.datetime) -> Refusal | None:
    if exclusion.state == State.PROPOSED:
        return None
    return Refusal("state", _("It does not wait for anybody to agree any more."))


def _agreed(exclusion: Exclusion, by: User, now: dt.datetime) -> Refusal | None:
    if exclusion.state == State.AGREED:
        return None
    return Refusal("state", _("A second admin has to agree to it first."))


def _by_another(exclusion: Exclusion, by: User, now: dt.datetime) -> Refusal | None:
    if exclusion.decided_by_id != by.pk:
        return None
    return Refusal("own", _("You proposed this. Another admin has to agree to it."))


CONFIRM: tuple[ExclusionRule, ...] = (
    _by_admin, _not_about_oneself, _waits, _not_over, _by_another,
)  # fmt: skip
# Whoever proposed it may take it back.
DROP: tuple[ExclusionRule, ...] = (_by_admin, _not_about_oneself, _waits)
REVIEW: tuple[ExclusionRule, ...] = (_by_admin, _not_about_oneself, _agreed, _not_over)
LIFT = REVIEW


def hashes(address_or_name: str) -> list[str]:
    """Under which this may stand on the list: with the present key and former ones."""
    return [identity(address_or_name, key) for key in settings.IDENTITY_KEYS]


def may_exclude(
    exclusion: Exclusion, named: list[str], by: User, now: dt.datetime, *, urgent: bool
) -> Refusal | None:
    """Why this cannot be put on the list, if so; `named`: the hashes of whom it is about."""
    if no := _by_admin(exclusion, by, now):
        return no
    if set(named) & set(identities(by)):
        return Refusal("nobody", _("This is you. Another admin has to do this."))
    same = Exclusion.objects.filter(
        identity__in=named,
        scope=exclusion.scope,
        affiliate=exclusion.affiliate,
        meeting_uid=exclusion.meeting_uid,
    ).exclude(state=State.DROPPED)
    if any(not _not_over(one, by, now) for one in same):
        return Refusal("known", _("This exclusion is on the list already."))
    if urgent and _was_urgent(named, now):
        sentence = _(
            "This was in force for a while already and nobody else agreed. Now it takes effect "
            "only when a second admin agrees."
        )
        return Refusal("urgent", sentence)
    return None


def _was_urgent(named: list[str], now: dt.datetime) -> bool:
    """One admin alone keeps nobody out for longer by proposing it again and again."""
    before = Exclusion.objects.filter(identity__in=named, provisional_until__gt=now - ONCE_IN)
    return before.exclude(state=State.AGREED).exists()


def other_admins(by: User) -> bool:
    """True if there is anybody else who could agree."""
    return User.objects.filter(is_staff=True, is_active=True).exclude(pk=by.pk).exists()
