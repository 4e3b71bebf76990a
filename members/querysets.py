"""Questions to the tables of people and policies."""

import datetime as dt
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from members.models import PolicyVersion


class PolicyVersionQuerySet(models.QuerySet["PolicyVersion"]):
    def published(self) -> "PolicyVersionQuerySet":
        return self.filter(published_at__isnull=False)

    def newest(self) -> "PolicyVersion":
        """The version in force. The first one is part of the installation, so there is one."""
        return self.published().order_by("-number")[0]

    def required_number(self) -> int:
        """The newest version that everyone has to acknowledge; 0 when there is none."""
        return (
            self.published()
            .filter(needs_acknowledgement=True)
            .aggregate(number=models.Max("number"))["number"]
            or 0
        )


class ExclusionQuerySet(models.QuerySet):
    def in_force(self, now: dt.datetime) -> "ExclusionQuerySet":
        return self.filter(starts_at__lte=now).filter(Q(ends_at__isnull=True) | Q(ends_at__gt=now))
