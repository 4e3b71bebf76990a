"""Patterns are tied to the meetings in which they came up."""

import datetime as dt

from django.db import transaction

from learning_patterns import rules
from learning_patterns.actions.locking import locked
from learning_patterns.models import Pattern, Tie
from meetings.models import Meeting
from members.models import User
from members.rules import Refused
from vsn.audit.journal import record
from vsn.audit.models import Action


@transaction.atomic
def tie(*, pattern: Pattern, meeting: Meeting, by: User, now: dt.datetime) -> bool:
    """Says that the pattern came up in the meeting. False if that was said before.

    Raises:
        Refused: they do not run the meeting, or the pattern is archived or not for them to read.
    """
    # Locked, so that of two who tie it at once the second finds what the first did.
    wanted = Tie(pattern=locked(pattern), meeting=meeting, by=by, at=now)
    if no := rules.tie_refusal(rules.TIE, wanted, by, now):
        raise Refused(no)
    return tie_answer(pattern=pattern, meeting=meeting, by=by, now=now)


@transaction.atomic
def tie_answer(*, pattern: Pattern, meeting: Meeting, by: User, now: dt.datetime) -> bool:
    """The pattern answers a question of the meeting, whoever says so. False if it was tied to it
    before. Whoever calls has locked the pattern."""
    made = {"by": by, "at": now}
    new = Tie.objects.get_or_create(pattern=pattern, meeting=meeting, defaults=made)[1]
    if new:
        record(Action.PATTERN_TIED, meeting, by=by, now=now, pattern=pattern.pk)
    return new


@transaction.atomic
def untie(*, pattern: Pattern, meeting: Meeting, by: User, now: dt.datetime) -> bool:
    """Takes it back. False if the pattern was not tied to the meeting.

    Raises:
        Refused: they do not run the meeting.
    """
    gone = Tie(pattern=locked(pattern), meeting=meeting)
    if no := rules.tie_refusal(rules.UNTIE, gone, by, now):
        raise Refused(no)
    if not Tie.objects.filter(pattern=pattern, meeting=meeting).delete()[0]:
        return False
    record(Action.PATTERN_UNTIED, meeting, by=by, now=now, pattern=pattern.pk)
    return True
