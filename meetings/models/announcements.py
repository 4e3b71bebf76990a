"""What facilitators write to those on their lists."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from meetings.models.meetings import Meeting
from meetings.models.sessions import Session
from members.tokens import new_handle


class Announcement(models.Model):
    """One message to everyone on a list, or to some. Who gets it stands in the outbox; the text
    is kept here, and forgotten when the outbox forgets the deliveries."""

    class Audience(models.TextChoices):
        EVERYONE = "everyone", _("everyone on the list and the waiting list")
        PLACES = "places", _("those who have a place")
        WAITING = "waiting", _("those on the waiting list")
        CHOSEN = "chosen", _("those who were chosen")

    handle = models.CharField(max_length=13, unique=True, default=new_handle, editable=False)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="announcements")
    # None: all sessions of the meeting that are not over.
    session = models.ForeignKey(
        Session, models.CASCADE, null=True, blank=True, related_name="announcements"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(db_index=True)
    audience = models.CharField(_("to"), max_length=10, choices=Audience)
    subject = models.CharField(_("subject"), max_length=150)
    text = models.TextField(_("text"), max_length=5000)
    recipients = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("message to a list")
        verbose_name_plural = _("messages to lists")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"#{self.pk} {self.at:%Y-%m-%d}"

    @property
    def cause(self) -> str:
        """Of the deliveries: each person is told it once."""
        return f"a{self.pk}"
