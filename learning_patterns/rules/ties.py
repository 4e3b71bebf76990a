"""What holds for patterns that came up in a meeting."""

import datetime as dt
from collections.abc import Callable, Iterable

from django.utils.translation import gettext_lazy as _

from learning_patterns.models import Pattern, Tie
from learning_patterns.rules.patterns import may_write
from meetings.models import Meeting
from meetings.rules import may_facilitate
from members.models import User
from members.rules import Refusal

TieRule = Callable[[Tie, User, dt.datetime], Refusal | None]


def may_start(person: User, meeting: Meeting | None) -> bool:
    """Members start patterns; those who run a meeting, patterns that came up in it."""
    return may_write(person) or (meeting is not None and may_facilitate(person, meeting))


def runs_the_meeting(tie: Tie, person: User, now: dt.datetime) -> Refusal | None:
    if may_facilitate(person, tie.meeting):
        return None
    return Refusal("not_theirs", _("Only those who run this meeting tie patterns to it."))


def may_be_read(tie: Tie, person: User, now: dt.datetime) -> Refusal | None:
    """Not even that there is one is said of a draft that they may not see."""
    seen = Pattern.objects.visible_to(person, writes=may_write(person))
    if seen.filter(pk=tie.pattern_id).exists():
        return None
    return Refusal("unseen", _("There is no pattern at that address."))


def is_recommended(tie: Tie, person: User, now: dt.datetime) -> Refusal | None:
    if tie.pattern.status == Pattern.Status.ARCHIVED:
        return Refusal("archived", _("This pattern is in the archive. Please choose another one."))
    return None


TIE: tuple[TieRule, ...] = (runs_the_meeting, may_be_read, is_recommended)
UNTIE: tuple[TieRule, ...] = (runs_the_meeting,)


def tie_refusal(
    rules: Iterable[TieRule], tie: Tie, person: User, now: dt.datetime
) -> Refusal | None:
    """The first rule that says no, or None if all let pass."""
    return next((no for rule in rules if (no := rule(tie, person, now))), None)
