"""Who is owed a word about patterns and questions now: repeatable statements over present facts."""

import datetime as dt

from django.db.models import Exists, OuterRef, QuerySet

from learning_patterns.models import Question
from learning_patterns.notices import questions as notices
from members.rules import reachable, wants
from vsn.outbox import dispatch
from vsn.outbox.models import Delivery

FOLLOW_UP = "question_follow_up"


def plan_follow_ups(now: dt.datetime) -> None:
    """What came of the answer? Half a year later, once."""
    told = Delivery.objects.filter(
        about_type="learning_patterns.question", about_id=OuterRef("pk"), topic=FOLLOW_UP,
        recipient=OuterRef("asked_by"), created_at__gt=OuterRef("settled_at"),
        state__in=[s for s in Delivery.State.values if s != Delivery.State.MOOT],
    )  # fmt: skip
    due = Question.objects.to_ask_again(now).filter(reachable("asked_by__"), ~Exists(told))
    dispatch.enqueue(
        notices.owe_follow_up(question, now)
        for question in due.select_related("asked_by", "session__meeting")
        if wants(question.asked_by, FOLLOW_UP) and notices.is_due(question, question.asked_by, now)
    )


def still_to_be_told(now: dt.datetime) -> QuerySet:
    """The ids of those who asked and are still to be told, or asked, something: nobody forgets
    them before, as it says where they asked."""
    return Question.objects.unfinished(now).filter(asked_by__isnull=False).values("asked_by")
