"""What stands around patterns, for pages that show several of them or much about one: one query,
however many patterns and whatever there is."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, ExtractYear
from django.urls import reverse

from learning_patterns.models import Pattern, Question, Tie
from meetings.models import Meeting, Session

# Lists of `Surroundings`, and where what is in them has its page.
_PAGES = {
    "affiliates": "members:affiliate",
    "meetings": "meetings:meeting",
    "translations": "patterns:pattern",
    "questions": "patterns:question",
}


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Something that belongs to a pattern. `note` is an affiliate's code, the year of a meeting
    ("" if it has no date yet), the language of a translation."""

    kind: str
    slug: str
    name: str
    note: str

    def get_absolute_url(self) -> str:
        if self.kind == "categories":
            return f"{reverse('patterns:patterns')}?category={self.slug}"
        return reverse(_PAGES[self.kind], args=[self.slug])


@dataclass(slots=True)
class Surroundings:
    """Of one pattern; each list in the order of notes and names."""

    categories: list[Neighbour] = field(default_factory=list)
    affiliates: list[Neighbour] = field(default_factory=list)
    meetings: list[Neighbour] = field(default_factory=list)
    # In other languages, be it the original or other translations of it. Published ones.
    translations: list[Neighbour] = field(default_factory=list)
    # That it answers.
    questions: list[Neighbour] = field(default_factory=list)


def surroundings(patterns: Iterable[Pattern], reader: Any) -> dict[int, Surroundings]:
    """By the patterns' ids; of meetings those that the reader may see. One query, none for none."""
    ids = [pattern.pk for pattern in patterns]
    around: dict[int, Surroundings] = defaultdict(Surroundings)
    if ids:
        first, *others = _parts(Pattern.objects.filter(pk__in=ids), reader)
        rows = first.union(*others, all=True).order_by("kind", "told", "called", "address")
        for pattern, *told in rows:
            neighbour = Neighbour(*told)
            getattr(around[pattern], neighbour.kind).append(neighbour)
    return around


def _parts(patterns: QuerySet[Pattern], reader: Any) -> list[QuerySet[Any, tuple[Any, ...]]]:
    bare = patterns.order_by()
    ties = Tie.objects.filter(pattern__in=bare, meeting__in=Meeting.objects.visible_to(reader))
    answered = Question.objects.filter(pattern__in=bare, status=Question.Status.ANSWERED)
    return [
        _rows("categories", bare.filter(categories__isnull=False), "categories"),
        _rows("affiliates", bare.filter(affiliates__isnull=False), "affiliates", note="code"),
        _rows("meetings", ties.order_by(), "meeting", of="pattern", name="title", note=_year()),
        _rows("questions", answered.order_by(), of="pattern", name="text"),
        *_translations(bare),
    ]


def _translations(bare: QuerySet[Pattern]) -> Iterable[QuerySet[Any, tuple[Any, ...]]]:
    """A translation's original, an original's translations, and a translation's siblings."""
    published = Pattern.Status.PUBLISHED
    for way in ("original", "translations", "original__translations"):
        found = bare.filter(**{f"{way}__status": published})
        found = found.annotate(other=F(f"{way}__pk")).exclude(other=F("pk"))
        yield _rows("translations", found, way, name="title", note="language")


def _year() -> Coalesce:
    """In which the meeting of a tie began."""
    sessions = Session.objects.published().filter(meeting=OuterRef("meeting"))
    began = sessions.order_by("starts_at").values(year=ExtractYear("starts_at"))
    return Coalesce(Cast(Subquery(began[:1]), CharField()), Value(""))


def _rows(
    kind: str,
    found: QuerySet[Any],
    way: str = "",
    *,
    of: str = "pk",
    name: str = "name",
    note: Any = None,
) -> QuerySet[Any, tuple[Any, ...]]:
    """Pattern, kind, address, name and note of what the patterns reach on that way."""
    at = f"{way}__" if way else ""
    told = F(f"{at}{note}") if isinstance(note, str) else (note or Value(""))
    return found.annotate(
        of_pattern=F(of),
        kind=Value(kind, CharField()),
        address=F(f"{at}slug"),
        called=F(f"{at}{name}"),
        told=told,
    ).values_list("of_pattern", "kind", "address", "called", "told")
