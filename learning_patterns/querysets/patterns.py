"""Which patterns there are to read, to find and to work on."""

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils.translation import get_language

from learning_patterns.search import Search, backend, understand
from vsn.audit.models import Action, Entry

if TYPE_CHECKING:
    from learning_patterns.models import Revision

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

    def with_waits_since(self) -> "PatternQuerySet":
        """With `waits_since`: when somebody asked for a review, or wrote the first of the texts of
        a published pattern that nobody else has looked at."""
        asked = Entry.objects.filter(
            about_type="learning_patterns.pattern",
            about_id=OuterRef("pk"),
            action=Action.PATTERN_IN_REVIEW,
        )
        revisions = self.model._meta.get_field("revisions").related_model.objects
        newer = revisions.filter(pattern=OuterRef("pk"), number__gt=OuterRef("shown"))
        since = Case(
            When(status="in_review", then=Subquery(asked.order_by("-pk").values("at")[:1])),
            default=Subquery(newer.order_by("number").values("at")[:1]),
        )
        return self.annotate(waits_since=Coalesce(since, F("changed_at")))

    def review_due(self, today: dt.date) -> "PatternQuerySet":
        return self.published().filter(review_on__lte=today)

    def with_remarks(self, person: Any) -> "PatternQuerySet":
        """With `open_remarks`: how many nobody has done yet; and `remarked`: this person said
        something about it."""
        remarks = self.model._meta.get_field("remarks").related_model.objects
        of_theirs = remarks.filter(pattern=OuterRef("pk"), author=person)
        still_open = _count(remarks.filter(settled_at=None))
        return self.annotate(open_remarks=still_open, remarked=Exists(of_theirs))

    def behind(self) -> "PatternQuerySet":
        """Translations in use or in work whose original has moved on since."""
        moved = Q(original_revision=None) | Q(original__shown__gt=F("original_revision"))
        known = self.filter(moved, original__status="published").exclude(status="archived")
        return known.select_related("original")

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

    def narrowed(
        self,
        *,
        status: str = "",
        category: Sequence[str] = (),
        affiliate: Sequence[str] = (),
        language: Sequence[str] = (),
        evidence: Sequence[str] = (),
    ) -> "PatternQuerySet":
        """What is published (or in that status), in any of the categories, of any of the
        affiliates, in any of the languages, with every kind of evidence: "tried", "worked",
        "endorsed". A pattern that several of them lead to comes once."""
        found = self.filter(status=status or "published")
        for name, slugs in (("categories", category), ("affiliates", affiliate)):
            if slugs:
                # Of a join, each pattern would come as often as it has one of them.
                of_these = self.model._base_manager.filter(**{f"{name}__slug__in": slugs})
                found = found.filter(pk__in=of_these.values("pk"))
        if language:
            found = found.filter(language__in=language)
        if evidence:
            found = found.with_evidence().filter(**{f"{kind}__gt": 0 for kind in evidence})
        return found

    def facets(self) -> "models.QuerySet":
        """Kind ("category", "affiliate" or "language"), value, name and number of patterns; the
        most common of each kind first. One query."""
        bare, columns = self.order_by(), ("kind", "value", "name", "number")
        by_language = bare.annotate(kind=Value("language"), value=F("language"), name=Value(""))
        of_each = [
            bare.filter(**{f"{many}__isnull": False}).annotate(
                kind=Value(kind), value=F(f"{many}__slug"), name=F(f"{many}__name")
            )
            for kind, many in (("category", "categories"), ("affiliate", "affiliates"))
        ]
        first, *others = (
            found.values("kind", "value", "name").annotate(number=Count("pk")).values_list(*columns)
            for found in (by_language, *of_each)
        )
        return first.union(*others, all=True).order_by("kind", "-number", "name", "value")

    def with_evidence(self) -> "PatternQuerySet":
        """With `tried`, `worked`, `partly`, `failed` and `endorsed`: how many people each."""
        trials = self.model._meta.get_field("trials").related_model.objects
        endorsements = self.model._meta.get_field("endorsements").related_model.objects
        return self.annotate(
            tried=_count(trials),
            worked=_count(trials.filter(outcome="worked")),
            partly=_count(trials.filter(outcome="partly")),
            failed=_count(trials.filter(outcome="failed")),
            endorsed=_count(endorsements),
        )

    def best_known_first(self) -> "PatternQuerySet":
        """What worked for most people, or is vouched for by most, comes first; of equal ones that
        which failed less often."""
        weight = 2 * F("worked") + F("partly") + F("endorsed")
        return self.with_evidence().order_by(weight.desc(), "failed", "title", "pk")


def _count(rows: models.QuerySet) -> Coalesce:
    """How many of the rows belong to the pattern; no join, so that counts do not multiply."""
    of_it = rows.filter(pattern=OuterRef("pk")).order_by().values("pattern")
    counted = of_it.annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


class RevisionQuerySet(models.QuerySet):
    def numbered(self, number: int) -> "Revision | None":
        return self.filter(number=number).select_related("author").first()
