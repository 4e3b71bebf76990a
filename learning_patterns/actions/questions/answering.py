"""Members take questions up, and answer them with patterns."""

import datetime as dt

from django.db import transaction

from learning_patterns import rules
from learning_patterns.actions.locking import locked as locked_pattern
from learning_patterns.actions.questions.locking import locked_if
from learning_patterns.actions.ties import tie_answer
from learning_patterns.models import Pattern, Question
from learning_patterns.notices import questions as notices
from members.models import User
from members.rules import Refused
from vsn.audit.journal import record
from vsn.audit.models import Action

Status = Question.Status


@transaction.atomic
def take(*, question: Question, by: User, now: dt.datetime) -> Question:
    """A member wants to answer it with a pattern; who asked is told.

    Raises:
        Refused: somebody was quicker, it is settled, or this person does not write patterns.
    """
    question = locked_if(rules.TAKE, question, by, now)
    _take(question, by, now)
    question.save()
    notices.tell("question_taken", question, now)
    return question


@transaction.atomic
def release(*, question: Question, by: User, now: dt.datetime) -> Question:
    """Whoever took it up gives it back, or an admin does, and they are told; a draft that was
    chosen for it stays a draft.

    Raises:
        Refused: nobody has it in hand, or somebody else.
    """
    question = locked_if(rules.RELEASE, question, by, now)
    return _back(question, by, now)


@transaction.atomic
def link(*, question: Question, pattern: Pattern, by: User, now: dt.datetime) -> Question:
    """This pattern answers it: at once if it is published, else as soon as it is. Whoever chooses
    one has taken the question up; somebody else who had it in hand is told.

    Raises:
        Refused: it is settled, the pattern is in the archive or chosen already, it is a draft and
            somebody else took the question up lately, or this person does not write patterns.
    """
    pattern = locked_pattern(pattern)
    question = locked_if(rules.LINK, question, by, now)
    if no := rules.may_answer(question, pattern, by, now):
        raise Refused(no)
    before, question.pattern = question.taken_by, pattern
    if taken := question.status == Status.OPEN or before != by:
        _take(question, by, now)
    record(Action.QUESTION_LINKED, question, by=by, now=now, pattern=pattern.pk)
    if pattern.status == Pattern.Status.PUBLISHED:
        _answered(question, by, now)
    else:
        question.save()
        if taken:
            notices.tell("question_taken", question, now)
    if before and before != by:
        notices.tell("question_released", question, now, to=before)
    return question


def settle_for(*, pattern: Pattern, by: User, now: dt.datetime) -> int:
    """Every question that waits for this pattern is answered, now that it is published. Returns
    how many. Inside the transaction that publishes, and has locked the pattern."""
    return len([_answered(one, by, now) for one in _waiting_for(pattern)])


def give_up_for(*, pattern: Pattern, by: User, now: dt.datetime) -> int:
    """Nothing will come of this pattern: the questions that wait for it are open again. Returns
    how many. Inside the transaction that archives."""
    if pattern.published_at:
        return 0
    return len([_back(one, by, now) for one in _waiting_for(pattern)])


def give_back_overdue(now: dt.datetime) -> int:
    """What was taken up long ago and has no pattern yet is open again, and who took it is told.
    Returns how many. Safe to run at any time and side by side."""
    ids = list(Question.objects.overdue(now).values_list("pk", flat=True)[:100])
    return sum(_give_back(pk, now) for pk in ids)


@transaction.atomic
def _give_back(pk: int, now: dt.datetime) -> bool:
    still = Question.objects.overdue(now).select_for_update(of=("self",)).filter(pk=pk).first()
    if still:
        _back(still, None, now)
    return still is not None


def _waiting_for(pattern: Pattern) -> list[Question]:
    """Locked, in the order of their ids."""
    waiting = Question.objects.locked().filter(pattern=pattern, status=Status.TAKEN)
    return list(waiting.order_by("pk"))


def _take(question: Question, by: User, now: dt.datetime) -> None:
    question.status, question.taken_by, question.taken_at = Status.TAKEN, by, now
    record(Action.QUESTION_TAKEN, question, by=by, now=now)


def _back(question: Question, by: User | None, now: dt.datetime) -> Question:
    """Open for everyone again; who had it is told unless it was they who gave it back."""
    taker = question.taken_by
    question.status, question.pattern = Status.OPEN, None
    question.taken_by = question.taken_at = None
    question.save()
    record(Action.QUESTION_RELEASED, question, by=by, now=now)
    if taker and taker != by:
        notices.tell("question_released", question, now, to=taker)
    return question


def _answered(question: Question, by: User, now: dt.datetime) -> Question:
    question.status, question.settled_at = Status.ANSWERED, now
    question.save()
    record(Action.QUESTION_ANSWERED, question, by=by, now=now, pattern=question.pattern_id)
    if question.session and question.pattern:
        tie_answer(pattern=question.pattern, meeting=question.session.meeting, by=by, now=now)
    notices.tell("question_answered", question, now)
    return question
