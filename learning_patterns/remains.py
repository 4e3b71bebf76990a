"""What remains of a meeting besides its digests: the patterns that came out of it, and the
questions that nobody there could answer."""

from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, F, IntegerField, QuerySet, Value
from django.urls import reverse

from learning_patterns.models import Pattern, Question
from learning_patterns.succession import tied_or_after
from meetings.models import Meeting, Session

_PAGES = {"pattern": "patterns:pattern", "question": "patterns:question"}


@dataclass(frozen=True, slots=True)
class Remnant:
    """One of them. `status` is a question's; how many tried it and for how many it worked are a
    pattern's."""

    kind: str
    slug: str
    name: str
    language: str
    status: str
    tried: int
    worked: int

    def get_absolute_url(self) -> str:
        return reverse(_PAGES[self.kind], args=[self.slug])


def remains(meeting: Meeting) -> list[Remnant]:
    """What everyone may see: published patterns by title, then the questions that are open still.
    One query."""
    rows = _patterns(meeting).union(_questions(meeting), all=True)
    return [Remnant(*row) for row in rows.order_by("kind", "called", "address")]


def _patterns(meeting: Meeting) -> QuerySet[Any, tuple[Any, ...]]:
    """Where one went to the archive, what replaces it in the end."""
    found = Pattern.objects.published().filter(pk__in=tied_or_after(meeting.pk)).with_evidence()
    return _rows("pattern", found, name="title", status=Value(""), counts=("tried", "worked"))


def _questions(meeting: Meeting) -> QuerySet[Any, tuple[Any, ...]]:
    still = [Question.Status.OPEN, Question.Status.TAKEN]
    sessions = Session.objects.visible_to(None).filter(meeting=meeting).order_by()
    found = Question.objects.filter(session__in=sessions, status__in=still)
    return _rows("question", found, name="text", status=F("status"))


def _rows(
    kind: str, found: QuerySet[Any], *, name: str, status: Any, counts: tuple[str, ...] = ()
) -> QuerySet[Any, tuple[Any, ...]]:
    nobody = Value(0, IntegerField())
    tried, worked = (F(count) for count in counts) if counts else (nobody, nobody)
    return (
        found.order_by()
        .annotate(
            kind=Value(kind, CharField()),
            address=F("slug"),
            called=F(name),
            tongue=F("language"),
            stands=status,
            of_tried=tried,
            of_worked=worked,
        )
        .values_list("kind", "address", "called", "tongue", "stands", "of_tried", "of_worked")
    )
