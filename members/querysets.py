"""Questions to the tables of people and policies."""

import datetime as dt
import uuid
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

    def touching(self, *, meeting_uid: uuid.UUID, affiliate_id: int | None) -> "ExclusionQuerySet":
        """Those that count for a meeting on the platform of that affiliate."""
        return self.filter(
            Q(scope="everything")
            | Q(scope="meeting", meeting_uid=meeting_uid)
            | Q(scope="affiliate", affiliate_id=affiliate_id, affiliate_id__isnull=False)
        )
