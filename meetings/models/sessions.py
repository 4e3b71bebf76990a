"""Sessions and their links."""

import datetime as dt
import uuid
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from meetings.models.meetings import Meeting, Status
from meetings.querysets import KEPT, SessionQuerySet
from vsn.hot import Given, Hot
from vsn.trips import Question, ask


def _all_tries() -> models.QuerySet:
    session = Given("session", models.BigAutoField())
    tries = Session._meta.get_field("registrations").related_model.objects.filter(
        session=session, person=Given("person", models.BigAutoField())
    )
    return tries.order_by("pk").values_list("pk", "status", "attempt", named=True)


_tries: Hot[Any] = Hot(_all_tries)


class Session(models.Model):
    """One dated occurrence of a meeting, with a list, a link and perhaps a capacity.

    `revision` counts every change that a calendar shows; `schedule` counts moves only, so that
    everyone is told each move once and gets the link anew at the new time.
    """

    class Precision(models.TextChoices):
        EXACT = "exact", _("start and end are known")
        START = "start", _("only the start is known")
        DAY = "day", _("only the days are known")

    class Recording(models.TextChoices):
        NONE = "none", _("Not recorded")
        AUDIO = "audio", _("Sound is recorded")
        VIDEO = "video", _("Sound and picture are recorded")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="sessions")
    number = models.PositiveIntegerField(_("number"))
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    # Called off while it was a draft: as unseen by others as it was before.
    never_public = models.BooleanField(default=False, db_default=False, editable=False)
    cancel_reason = models.CharField(_("why it was cancelled"), max_length=300, blank=True)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    precision = models.CharField(max_length=5, choices=Precision, default=Precision.EXACT)
    time_zone = models.CharField(
        _("time zone"), max_length=64, default="UTC", help_text=_("in which it was planned")
    )
    capacity = models.PositiveIntegerField(
        _("places"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("empty: no limit"),
    )
    recording = models.CharField(
        _("recording"), max_length=5, choices=Recording, default=Recording.NONE
    )
    recording_purpose = models.CharField(_("why it is recorded"), max_length=300, blank=True)
    recording_revision = models.PositiveIntegerField(default=0, editable=False)
    # Counted by hand before there was a portal, and after each session.
    attendance = models.PositiveIntegerField(_("people who came"), null=True, blank=True)
    revision = models.PositiveIntegerField(default=0, editable=False)
    schedule = models.PositiveIntegerField(default=0, editable=False)
    # Counts every change of the public list: names the cached list.
    list_version = models.PositiveIntegerField(default=0, editable=False)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["starts_at"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="session_number"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="session_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(recording="none") | ~Q(recording_purpose=""),
                name="recording_has_purpose",
            ),
        ]
        indexes = [models.Index(fields=["ends_at"]), models.Index(fields=["starts_at"])]

    def __str__(self) -> str:
        return f"{self.meeting} {self.starts_at:%Y-%m-%d %H:%M}"

    def tries_of(self, person: models.Model) -> list[Any]:
        """`pk`, `status` and `attempt` of all that is or was the person's on this list, the latest
        last. While the list is locked (`actions.lists.lock`) nobody else changes it, so it is read
        once."""
        kept: dict[int, list[Any]] = getattr(self, "kept_tries", {})
        if person.pk not in kept:
            [kept[person.pk]] = ask(self.asking_tries_of(person))
        return kept[person.pk]

    def asking_tries_of(self, person: models.Model) -> Question:
        return _tries.asking(session=self.pk, person=person.pk)

    @property
    def stands(self) -> bool:
        """What `not_called_off` asks of many: published, and not called off with its meeting."""
        return self.status == Status.PUBLISHED and self.meeting.status in KEPT

    @property
    def calendar_uid(self) -> str:
        """The same in mail, file and feed."""
        return f"{self.uid}@{settings.SITE_HOST}"

    @property
    def first_day(self) -> dt.date:
        """The day it begins where it was planned."""
        return self.starts_at.astimezone(ZoneInfo(self.time_zone)).date()

    @property
    def last_day(self) -> dt.date:
        """The last day that it takes part of."""
        last_moment = self.ends_at - dt.timedelta(microseconds=1)
        return last_moment.astimezone(ZoneInfo(self.time_zone)).date()

    @property
    def sequence(self) -> int:
        """SEQUENCE of a public calendar entry. Personal entries count finer in between."""
        return 4 * self.revision

    @property
    def first_lead(self) -> dt.timedelta:
        """How long before the start the link goes out for the first time."""
        return dt.timedelta(minutes=max(self.meeting.lead_minutes, default=0))

    @property
    def released_at(self) -> dt.datetime:
        """From then on the link can be had."""
        return self.starts_at - self.first_lead


class CallLink(models.Model):
    """The video-call link of a session, encrypted, apart from everything that is listed.

    Only `meetings.vault` reads it. `version` counts the changes; empty means removed.
    """

    session = models.OneToOneField(
        Session, models.CASCADE, primary_key=True, related_name="call_link"
    )
    ciphertext = models.TextField(blank=True, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(editable=False)

    def __str__(self) -> str:
        return f"link {self.version} of session {self.session_id}"
