"""Which patterns came up in which meetings."""

from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef

from learning_patterns.querysets.patterns import PatternQuerySet


class TieQuerySet(models.QuerySet):
    def of(self, meeting: Any, readable: PatternQuerySet) -> "TieQuerySet":
        """Of one meeting, with the pattern and who said so, the latest first. `is_readable`: the
        pattern is one of those."""
        known = readable.filter(pk=OuterRef("pattern")).order_by()
        found = self.filter(meeting=meeting).annotate(is_readable=Exists(known))
        return found.select_related("pattern", "by").order_by("-at", "-pk")
