"""Questions to test with, made as the portal makes them."""

import datetime as dt
from typing import Any

from learning_patterns import actions
from learning_patterns.models import Pattern, Question
from meetings.models import Meeting, Session
from members.models import User
from tests import factories
from tests.factories import DAY, HOUR
from tests.learning_patterns.making import draft, member, published

TEXT = "How do others keep newcomers who come once?"
HALF_A_YEAR = 182 * DAY


def over(meeting: Meeting | None = None, *people: User, **fields: Any) -> Session:
    """A session that took place, with these people on its list."""
    fields.setdefault("starts_in", -3 * HOUR)
    made = factories.session(meeting, **fields)
    for one in people:
        factories.registration(made, one)
    return made


def question(by: User | None = None, **fields: Any) -> Question:
    fields.setdefault("text", TEXT)
    fields.setdefault("language", "en")
    fields.setdefault("now", factories.now())
    return actions.ask(by=by or member(), **fields)


def taken(by: User | None = None, taker: User | None = None, **fields: Any) -> Question:
    made = question(by, **fields)
    return actions.take(question=made, by=taker or member(), now=fields.get("now", factories.now()))


def answered(
    by: User | None = None, with_: Pattern | None = None, *, ago: dt.timedelta = HOUR, **fields: Any
) -> Question:
    """By a published pattern, so long ago."""
    made, pattern = question(by, **fields), with_ or published()
    return actions.link(question=made, pattern=pattern, by=member(), now=factories.now() - ago)


def closed(by: User | None = None, **fields: Any) -> Question:
    made = question(by, **fields)
    now = factories.now()
    return actions.close(question=made, why="I found out.", by=made.asked_by, now=now)


def in_work(by: User | None = None, taker: User | None = None, **fields: Any) -> Question:
    """Taken up, with a draft chosen for it."""
    taker = taker or member()
    made = question(by, **fields)
    return actions.link(question=made, pattern=draft(taker), by=taker, now=factories.now())


def fresh(one: Question) -> Question:
    return Question.objects.get(pk=one.pk)
