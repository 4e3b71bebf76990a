"""What was published lately, for feed readers."""

import datetime as dt
from collections.abc import Iterable

from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext_lazy

from learning_patterns.models import Pattern


class PatternFeed(Feed):
    """Learning patterns, newest text first."""

    feed_type = Atom1Feed
    title = gettext_lazy("Learning patterns of the Volunteer Supporters Network")
    subtitle = gettext_lazy("What colleagues learned, newest first.")

    def link(self) -> str:
        return reverse("patterns:patterns")

    def items(self) -> Iterable[Pattern]:
        published = Pattern.objects.published().filter(changed_at__isnull=False)
        return published.prefetch_related("categories").order_by("-changed_at", "-pk")[:50]

    def item_title(self, item: Pattern) -> str:
        return item.title

    def item_description(self, item: Pattern) -> str:
        return item.problem

    def item_pubdate(self, item: Pattern) -> dt.datetime | None:
        return item.published_at

    def item_updateddate(self, item: Pattern) -> dt.datetime | None:
        return item.changed_at

    def item_categories(self, item: Pattern) -> list[str]:
        return [category.name for category in item.categories.all()]
