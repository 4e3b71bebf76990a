"""One at a time, and only as the rules allow."""

import datetime as dt

from learning_patterns import rules
from learning_patterns.models import Pattern
from members.models import User
from members.rules import Refused


def locked(pattern: Pattern) -> Pattern:
    """The pattern as it is now, and nobody else changes it until the transaction ends."""
    return Pattern.objects.select_for_update().get(pk=pattern.pk)


def obey(rule: tuple[rules.Rule, ...], pattern: Pattern, person: User, now: dt.datetime) -> None:
    """Raises Refused with the first of the rules that says no. Who is shut out of everything does
    nothing about patterns: pages do not ask that beforehand, it costs two queries."""
    if no := rules.refusal((*rule, rules.not_excluded), pattern, person, now):
        raise Refused(no)


def locked_if(
    rule: tuple[rules.Rule, ...], pattern: Pattern, person: User, now: dt.datetime
) -> Pattern:
    """`locked`, once the rules have been obeyed for it as it is now."""
    pattern = locked(pattern)
    obey(rule, pattern, person, now)
    return pattern
