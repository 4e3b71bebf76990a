"""Questions that stayed open."""

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Case, Count, Q, Value, When

DAY = dt.timedelta(days=1)
# What stuck is asked half a year after the answer, and who asked is known for that long.
ASKED_AGAIN_AFTER, ASKED_AGAIN_UNTIL = 182 * DAY, 196 * DAY
KNOWN_AFTER_ANSWER = 213 * DAY
# Who asked waits that long for an answer; after that they are forgotten like everybody else.
KNOWN_WITHOUT_ANSWER = 365 * DAY
# Who asked is forgotten with a question that has been settled for so long.
FORGOTTEN_AFTER = 365 * DAY
# Who takes a question up and does not begin to answer it gives it back after so long.
TAKEN_FOR = 60 * DAY

_UNSETTLED = ["open", "taken"]


class QuestionQuerySet(models.QuerySet):
    def visible_to(self, person: Any, *, writes: bool) -> "QuestionQuerySet":
        """What is not closed, for everyone; closed ones for those who write patterns, for who
        asked, and for those who run the meeting."""
        if writes:
            return self
        public = ~Q(status="closed")
        if not getattr(person, "is_authenticated", False):
            return self.filter(public)
        runs = Q(session__meeting__in=person.facilitations.values("meeting"))
        return self.filter(public | Q(asked_by=person) | runs)

    def open_first(self) -> "QuestionQuerySet":
        """Open, taken up, answered, closed; the newest of each first."""
        order = {"open": 0, "taken": 1, "answered": 2}
        whens = [When(status=status, then=Value(n)) for status, n in order.items()]
        return self.order_by(Case(*whens, default=Value(3)), "-asked_at", "-pk")

    def locked(self) -> "QuestionQuerySet":
        """With whom and what it names; nobody else changes it until the transaction ends."""
        named = ("asked_by", "posted_by", "taken_by", "pattern", "session__meeting")
        return self.select_for_update(of=("self",)).select_related(*named)

    def overdue(self, now: dt.datetime) -> "QuestionQuerySet":
        """Taken up long ago, and nobody has begun to answer them."""
        return self.filter(status="taken", pattern=None, taken_at__lte=now - TAKEN_FOR)

    def to_ask_again(self, now: dt.datetime) -> "QuestionQuerySet":
        """Answered half a year ago, and nobody has told what came of it."""
        return self.filter(
            status="answered",
            settled_at__lte=now - ASKED_AGAIN_AFTER,
            settled_at__gt=now - ASKED_AGAIN_UNTIL,
            stuck="",
            asked_by__is_active=True,
        )

    def unfinished(self, now: dt.datetime) -> "QuestionQuerySet":
        """Who asked these is still to be told, or asked, something; not without end."""
        waits = Q(status__in=_UNSETTLED, asked_at__gt=now - KNOWN_WITHOUT_ANSWER)
        told = Q(status="answered", stuck="", settled_at__gt=now - KNOWN_AFTER_ANSWER)
        return self.filter(waits | told)

    def to_forget(self, now: dt.datetime) -> "QuestionQuerySet":
        """Settled long ago, and somebody is still named."""
        named = Q(asked_by__isnull=False) | Q(posted_by__isnull=False)
        return self.filter(named, settled_at__lte=now - FORGOTTEN_AFTER)

    def outcomes(self) -> dict[str, int]:
        """How many told what came of the answer (`told`), and for how many it worked, in part or
        whole (`helped`)."""
        helped = Q(stuck__in=["worked", "partly"])
        return self.exclude(stuck="").aggregate(told=Count("pk"), helped=Count("pk", filter=helped))
