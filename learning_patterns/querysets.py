"""Questions to the tables of learning patterns."""

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Count, F, IntegerField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import get_language

from learning_patterns.search import Search, backend, understand

if TYPE_CHECKING:
    from learning_patterns.models import Pattern, Revision

# Written out: the models below these querysets import them.
_READABLE = Q(status="published") | Q(status="archived", published_at__isnull=False)


class PatternQuerySet(models.QuerySet):
    def published(self) -> "PatternQuerySet":
        return self.filter(status="published")

    def visible_to(self, person: Any, *, writes: bool) -> "PatternQuerySet":
        """What is or once was published, for everyone; the rest for those who write patterns
        (`writes`, see the rules) and for whoever started it."""
        if writes:
            return self
        if not getattr(person, "is_authenticated", False):
            return self.filter(_READABLE)
        return self.filter(_READABLE | Q(author=person))

    def waiting(self) -> "PatternQuerySet":
        """A text of theirs waits for somebody else to look at it."""
        return self.filter(Q(status="in_review") | Q(status="published", revision__gt=F("shown")))

    def in_other_languages(self, pattern: "Pattern") -> "PatternQuerySet":
        """The published original and translations of a pattern, without itself."""
        family = Q(pk=pattern.root.pk) | Q(original=pattern.root)
        return self.published().filter(family).exclude(pk=pattern.pk).order_by("language")

    def review_due(self, today: dt.date) -> "PatternQuerySet":
        return self.published().filter(review_on__lte=today)

    def search(self, text: str, language: str = "") -> "PatternQuerySet":
        """The patterns that answer a question, the best first. Words without accents and in any
        form, "quoted passages" as they stand, nothing that has a -word.

        `language` is the one that the question is asked in (the page's if not given).
        """
        return self.answering(understand(text, language or get_language() or ""))

    def answering(self, search: Search) -> "PatternQuerySet":
        """As `search`, for a question that was looked up already; all if it asks for nothing."""
        if not search.question:
            return self
        found: PatternQuerySet = backend().matching(self, search)
        return found.order_by("-rank", "title")

    def in_categories(self, slugs: Sequence[str]) -> "PatternQuerySet":
        """In any of them; a pattern that is in several comes once."""
        through = self.model._meta.get_field("categories").remote_field.through.objects
        return self.filter(pk__in=through.filter(category__slug__in=slugs).values("pattern"))

    def facets(self) -> "models.QuerySet":
        """Kind ("category" or "language"), value, name and number of patterns, in one query."""
        bare, number = self.order_by(), Count("pk")
        columns = ("kind", "value", "name", "number")
        by_category = bare.filter(categories__isnull=False).annotate(
            kind=Value("category"), value=F("categories__slug"), name=F("categories__name")
        )
        by_language = bare.annotate(kind=Value("language"), value=F("language"), name=Value(""))
        first, second = (
            found.values("kind", "value", "name").annotate(number=number).values_list(*columns)
            for found in (by_category, by_language)
        )
        return first.union(second, all=True).order_by("kind", "name", "value")

    def with_evidence(self) -> "PatternQuerySet":
        """With `tried`, `worked`, `partly` and `endorsed`: how many people each."""
        trials = self.model._meta.get_field("trials").related_model.objects
        endorsements = self.model._meta.get_field("endorsements").related_model.objects
        return self.annotate(
            tried=_count(trials),
            worked=_count(trials.filter(outcome="worked")),
            partly=_count(trials.filter(outcome="partly")),
            endorsed=_count(endorsements),
        )

    def best_known_first(self) -> "PatternQuerySet":
        """What worked for most people, or is vouched for by most, comes first."""
        weight = 2 * F("worked") + F("partly") + F("endorsed")
        return self.with_evidence().order_by(weight.desc(), "title", "pk")


def _count(rows: models.QuerySet) -> Coalesce:
    """How many of the rows belong to the pattern; no join, so that counts do not multiply."""
    of_it = rows.filter(pattern=OuterRef("pk")).order_by().values("pattern")
    counted = of_it.annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


class RevisionQuerySet(models.QuerySet):
    def numbered(self, number: int) -> "Revision | None":
        return self.filter(number=number).select_related("author").first()
