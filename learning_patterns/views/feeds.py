"""What was published lately, for feed readers."""

import datetime as dt
from collections.abc import Iterable

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language, gettext, gettext_lazy

from learning_patterns.forms import LibraryForm, facets_of
from learning_patterns.models import Pattern
from learning_patterns.querysets import PatternQuerySet
from learning_patterns.search import understand
from vsn import markdown

MOST = 50


class PatternFeed(Feed):
    """Learning patterns, newest text first; of the library as the address narrows it."""

    feed_type = Atom1Feed
    title = gettext_lazy("Learning patterns of the Volunteer Supporters Network")
    subtitle = gettext_lazy("What colleagues learned, newest first.")

    def get_object(self, request: HttpRequest) -> QueryDict:
        return request.GET

    def link(self, asked: QueryDict) -> str:
        return _address("patterns:patterns", asked)

    def feed_url(self, asked: QueryDict) -> str:
        return _address("patterns:feed", asked)

    def items(self, asked: QueryDict) -> Iterable[Pattern]:
        latest = _found(asked).filter(changed_at__isnull=False)
        return latest.prefetch_related("categories").order_by("-changed_at", "-pk")[:MOST]

    def item_title(self, item: Pattern) -> str:
        return item.title

    def item_description(self, item: Pattern) -> str:
        # Feed readers take it for HTML.
        return markdown.render(item.problem)

    def item_pubdate(self, item: Pattern) -> dt.datetime | None:
        return item.published_at

    def item_updateddate(self, item: Pattern) -> dt.datetime | None:
        return item.changed_at

    def item_categories(self, item: Pattern) -> list[str]:
        named = [category.name for category in item.categories.all()]
        is_due = item.review_is_due(timezone.localdate())
        return [*named, gettext("review due")] if is_due else named


def _found(asked: QueryDict) -> PatternQuerySet:
    """Nothing where the library has no such filter: a reader's feed does not overflow because a
    category is gone."""
    form = LibraryForm(asked, facets=facets_of(Pattern.objects.published()), writes=False)
    if not form.is_valid():
        return Pattern.objects.none()
    search = understand(form.cleaned_data["q"], get_language() or "")
    return Pattern.objects.narrowed(**form.filters).answering(search)


def _address(page: str, asked: QueryDict) -> str:
    return f"{reverse(page)}?{asked.urlencode()}".rstrip("?")
