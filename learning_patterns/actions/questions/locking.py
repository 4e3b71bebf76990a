"""One at a time, and only as the rules allow.

Locks are taken in one order: patterns, then questions by their ids, then people.
"""

import datetime as dt
from collections.abc import Iterable

from learning_patterns import rules
from learning_patterns.models import Question
from members.models import User
from members.rules import Refused


def obey(
    rule: Iterable[rules.QuestionRule], question: Question, person: User, now: dt.datetime
) -> None:
    """Raises Refused with the first of the rules that says no."""
    if no := rules.question_refusal(rule, question, person, now):
        raise Refused(no)


def locked_if(
    rule: Iterable[rules.QuestionRule], question: Question, person: User, now: dt.datetime
) -> Question:
    """The question as it is now, for the caller alone until the transaction ends, once the rules
    have been obeyed for it."""
    question = Question.objects.locked().get(pk=question.pk)
    obey(rule, question, person, now)
    return question
