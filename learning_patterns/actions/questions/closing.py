"""Questions are closed and opened again, and who asked tells what stuck."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from learning_patterns import rules
from learning_patterns.actions.evidence import tell_trial, withdraw_trial
from learning_patterns.actions.locking import locked as locked_pattern
from learning_patterns.actions.questions.locking import locked_if
from learning_patterns.models import Question, Trial
from learning_patterns.notices import questions as notices
from members.models import User
from members.rules import Refusal, Refused
from vsn.audit.journal import record
from vsn.audit.models import Action

Status = Question.Status


@transaction.atomic
def close(*, question: Question, why: str, by: User, now: dt.datetime) -> Question:
    """It needs no answer any more, or can have none; who asked is told if somebody else says so,
    and so is who had it in hand.

    Raises:
        Refused: it is settled, or not theirs to close.
    """
    question = locked_if(rules.CLOSE, question, by, now)
    taker = question.taken_by
    question.status, question.settled_at, question.why_closed = Status.CLOSED, now, why
    question.pattern = question.taken_by = question.taken_at = None
    question.save()
    record(Action.QUESTION_CLOSED, question, by=by, now=now)
    if question.asked_by != by:
        notices.tell("question_closed", question, now)
    if taker and taker not in {by, question.asked_by}:
        notices.tell("question_released", question, now, to=taker)
    return question


@transaction.atomic
def reopen(*, question: Question, by: User, now: dt.datetime) -> Question:
    """It is open again: it was closed too early, or the pattern does not answer it.

    Raises:
        Refused: it is open, not theirs, or who asked has told what came of the answer.
    """
    question = locked_if(rules.REOPEN, question, by, now)
    question.status, question.settled_at, question.why_closed = Status.OPEN, None, ""
    question.pattern = question.taken_by = question.taken_at = None
    question.save()
    record(Action.QUESTION_REOPENED, question, by=by, now=now)
    return question


@transaction.atomic
def tell_stuck(
    *,
    question: Question,
    stuck: str,
    text: str,
    place: str,
    by: User,
    now: dt.datetime,
    with_name: bool = False,
) -> Question:
    """What came of the answer, told by who asked; telling again changes it. `with_name`: it stands
    with the pattern as a trial of theirs; without, members alone read it beside the question.

    Raises:
        Refused: it is not theirs, it is too early, or the pattern is not published any more.
    """
    pattern = question.pattern and locked_pattern(question.pattern)
    question = locked_if(rules.TELL_STUCK, question, by, now)
    shown = with_name and stuck in Trial.Outcome.values and pattern is not None
    if shown:
        if not (place and text):
            raise Refused(Refusal("untold", _("Please say where and what happened.")))
        tell_trial(pattern=pattern, by=by, outcome=stuck, place=place, story=text, now=now)
    elif question.stuck_shown and pattern:
        withdraw_trial(pattern=pattern, by=by, now=now)
    question.stuck, question.stuck_text, question.stuck_place = stuck, text, place
    question.stuck_shown, question.stuck_at = shown, now
    question.save()
    record(Action.QUESTION_STUCK, question, by=by, now=now, outcome=stuck)
    return question


def forget_askers(now: dt.datetime) -> int:
    """Of questions that were settled long ago nobody knows any more who asked. Returns how many."""
    return Question.objects.to_forget(now).update(
        asked_by=None, posted_by=None, shows_name=False, stuck_text="", stuck_place=""
    )
