"""To those who asked, and those who answer."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

from learning_patterns import rules
from learning_patterns.models import Pattern, Question
from learning_patterns.querysets.questions import ASKED_AGAIN_UNTIL, DAY
from members.letters import address_of, compose
from members.models import User
from members.rules import routes
from vsn.outbox import dispatch
from vsn.outbox.channels import Message
from vsn.outbox.models import Delivery
from vsn.outbox.nudge import nudge
from vsn.outbox.registry import Moot, Renderer

Status = Question.Status
# After that a word about what happened is no news any more.
TOLD_WITHIN = 7 * DAY
CHANGED = Moot("the facts have changed")


def tell(topic: str, question: Question, now: dt.datetime, *, to: User | None = None) -> None:
    """Owes a word about what just happened to `to`, or to who asked. In the caller's transaction.
    Nothing if nobody is known, no message reaches them, or they are kept out."""
    to = to or question.asked_by
    if to is None or not routes(to) or to.pk == question.taken_by_id:
        return
    if not _may_hear(question, to, now):
        return
    why = cause(topic, question) or now.isoformat()
    until = now + TOLD_WITHIN
    dispatch.enqueue(
        [dispatch.owed(topic, question, to=to.pk, cause=why, now=now, not_after=until)]
    )
    nudge()


def owe_follow_up(question: Question, now: dt.datetime) -> Delivery:
    """A row for `enqueue`: what came of the answer?"""
    return dispatch.owed(
        "question_follow_up",
        question,
        to=question.asked_by_id,
        cause=cause("question_follow_up", question),
        now=now,
        not_after=question.settled_at + ASKED_AGAIN_UNTIL,
    )


def cause(topic: str, question: Question) -> str:
    """The moment a message is about: taken up or answered again, it is told again. "" where the
    question itself does not keep it."""
    moment = question.taken_at if topic == "question_taken" else question.settled_at
    return moment.astimezone(dt.UTC).isoformat() if moment else ""


def is_due(question: Question, person: User, now: dt.datetime) -> bool:
    """Whether this person can be asked what came of the answer; asked by planner and message."""
    return rules.question_refusal(rules.TELL_STUCK, question, person, now) is None


def _may_hear(question: Question, person: User, now: dt.datetime) -> bool:
    return rules.question_refusal(rules.HEAR, question, person, now) is None


def _is_out_of_hand(question: Question, person: User, now: dt.datetime) -> bool:
    """Who had it has it no more, and neither has somebody else who is still at it."""
    theirs = question.taken_by_id == person.pk
    return question.status != Status.TAKEN and not theirs and rules.may_write(person)


def _published(question: Question) -> bool:
    return bool(question.pattern and question.pattern.status == Pattern.Status.PUBLISHED)


# For each topic: how the question must still stand for it to be worth sending.
_WORTH: dict[str, Callable[[Question, User, dt.datetime], bool]] = {
    "question_posted": lambda q, to, now: q.status != Status.CLOSED,
    "question_taken": lambda q, to, now: q.status == Status.TAKEN,
    "question_answered": lambda q, to, now: q.status == Status.ANSWERED and _published(q),
    "question_closed": lambda q, to, now: q.status == Status.CLOSED,
    "question_released": _is_out_of_hand,
    "question_follow_up": lambda q, to, now: not q.stuck and is_due(q, to, now),
}
_FOR_TAKER = {"question_released"}


def render(deliveries: Sequence[Delivery], now: dt.datetime) -> Mapping[int, Message | Moot]:
    """Messages about questions, all of one topic."""
    topic = deliveries[0].topic
    named = Question.objects.select_related("pattern", "session__meeting")
    questions = named.in_bulk(d.about_id for d in deliveries)
    people = User.objects.in_bulk(d.recipient_id for d in deliveries)
    result: dict[int, Message | Moot] = {}
    for delivery in deliveries:
        question, to = questions.get(delivery.about_id), people[delivery.recipient_id]
        worth = (
            question
            and _is_news(delivery, question, to)
            and _may_hear(question, to, now)
            and _WORTH[topic](question, to, now)
        )
        result[delivery.pk] = _write(topic, to, question) if question and worth else CHANGED
    return result


def _is_news(delivery: Delivery, question: Question, to: User) -> bool:
    """True if it is still theirs, and about what happened last."""
    if delivery.topic in _FOR_TAKER:
        return True
    present = cause(delivery.topic, question)
    return question.asked_by_id == to.pk and present in {"", delivery.cause}


def _write(topic: str, to: User, question: Question) -> Message:
    """Only who asked gets the address that opens without signing in."""
    own = address_of("patterns:asked", question.key) if topic not in _FOR_TAKER else ""
    pattern = question.pattern
    return compose(
        f"learning_patterns/notices/{topic}",
        to,
        question=question,
        own=own,
        page=address_of("patterns:question", question.slug),
        pattern=pattern,
        answer=address_of("patterns:pattern", pattern.slug) if pattern else "",
    )


RENDERERS: dict[str, Renderer] = dict.fromkeys(_WORTH, render)
