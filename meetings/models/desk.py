"""What facilitators did to a list at once, so that it can be taken back."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from meetings.models.sessions import Session
from members.tokens import new_handle


class ListAct(models.Model):
    """One act on one or many places. `before` holds what they were, by their ids: never a name,
    an address or a text. Taken back once at most, and only while nothing else happened to them."""

    class Kind(models.TextChoices):
        REMOVED = "removed", _("removed")
        MOVED = "moved", _("moved")
        FIRST = "first", _("put first on the waiting list")
        ATTENDANCE = "attendance", _("attendance")

    handle = models.CharField(max_length=13, unique=True, default=new_handle, editable=False)
    session = models.ForeignKey(Session, models.CASCADE, related_name="acts")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField(db_index=True)
    kind = models.CharField(max_length=10, choices=Kind)
    before = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True)

    @property
    def count(self) -> int:
        """How many places it is about."""
        return max(map(len, self.before.values()), default=0)

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"
