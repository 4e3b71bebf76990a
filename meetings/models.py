"""What is offered, when, and who comes."""

import datetime as dt
import uuid

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from meetings.querysets import (
    MeetingQuerySet,
    RegistrationQuerySet,
    ReportQuerySet,
    SessionQuerySet,
)
from members.models import Affiliate, PolicyVersion
from members.tokens import make_key, new_handle

PLACE = "place"
DEFAULT_LEADS = [24 * 60, 60]


def default_leads() -> list[int]:
    """A day and an hour before, in minutes."""
    return list(DEFAULT_LEADS)


class Status(models.TextChoices):
    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    CANCELLED = "cancelled", _("cancelled")


class Programme(models.Model):
    """A named season of meetings."""

    name = models.CharField(_("name"), max_length=100)
    slug = models.SlugField(_("address"), unique=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    description = models.TextField(_("description"), blank=True)

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["-starts_on"]

    def __str__(self) -> str:
        return self.name


class Meeting(models.Model):
    """What is offered; when it takes place stands in its sessions."""

    class Kind(models.TextChoices):
        PEER_SUPPORT = "peer_support", _("Peer support")
        WORKSHOP = "workshop", _("Skill-sharing workshop")
        CONFERENCE_SESSION = "conference_session", _("Conference session")
        ANNUAL_CONFERENCE = "annual_conference", _("Annual conference")
        CONFERENCE_CALL = "conference_call", _("Conference call")
        CLINIC = "clinic", _("Clinic")
        FOCUS_GROUP = "focus_group", _("Focus group")
        INFORMATION_SESSION = "information_session", _("Information session")
        VISIT = "visit", _("Visit")

    class Form(models.TextChoices):
        ONLINE = "online", _("Online")
        IN_PERSON = "in_person", _("In person")
        BOTH = "both", _("Online and in person")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    form = models.CharField(_("form"), max_length=10, choices=Form, default=Form.ONLINE)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    cancel_reason = models.CharField(_("why it was cancelled"), max_length=300, blank=True)
    summary = models.CharField(_("summary"), max_length=300, blank=True)
    description = models.TextField(_("description"), blank=True, help_text=_("Markdown"))
    # ISO 639 codes. Empty: not stated (some old meetings).
    language = models.CharField(_("language"), max_length=15, blank=True)
    interpretation = models.JSONField(
        _("interpretation into"), default=list, blank=True, help_text=_("a list: ['es', 'fr']")
    )
    place = models.CharField(_("place"), max_length=200, blank=True)
    platform = models.CharField(_("platform"), max_length=60, blank=True)
    platform_affiliate = models.ForeignKey(
        Affiliate,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("platform provided by"),
    )
    programme = models.ForeignKey(
        Programme,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="meetings",
        verbose_name=_("programme"),
    )
    hosts = models.ManyToManyField(
        Affiliate, blank=True, related_name="hosted_meetings", verbose_name=_("hosts")
    )
    facilitators = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="Facilitator", related_name="facilitated_meetings"
    )
    lead_minutes = models.JSONField(
        _("the link goes out"), default=default_leads, help_text=_("minutes before: [1440, 60]")
    )
    warning_hours = models.PositiveIntegerField(
        _("warn the facilitators of a missing link"), default=48, help_text=_("hours before")
    )
    personal_addresses_only = models.BooleanField(
        _("messages lead to the personal page and never hold the call link"), default=False
    )
    source_url = models.URLField(_("source"), blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("meetings:meeting", args=[self.slug])


class Facilitator(models.Model):
    """Runs the calls of a meeting: every right is per meeting."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="facilitations")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="facilitations"
    )
    affiliate = models.ForeignKey(
        Affiliate, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("facilitator")
        verbose_name_plural = _("facilitators")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person"], name="one_facilitation")
        ]

    def __str__(self) -> str:
        return str(self.person)


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

    @property
    def calendar_uid(self) -> str:
        """The same in mail, file and feed."""
        return f"{self.uid}@{settings.SITE_HOST}"

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


class Registration(models.Model):
    """One person's place on one session's list.

    Who is on the waiting list is not stored: it follows from `placed_at` and the capacity. A
    registration without a person is what remains of someone who was forgotten: a count.
    """

    class Status(models.TextChoices):
        UNCONFIRMED = "unconfirmed", _("not confirmed yet")
        REGISTERED = "registered", _("signed up")
        CANCELLED = "cancelled", _("cancelled")
        REMOVED = "removed", _("removed by a facilitator")

    class Visibility(models.TextChoices):
        NAME = "name", _("show my name")
        ANONYMOUS = "anonymous", _("say “a participant”")
        HIDDEN = "hidden", _("leave me out; only the facilitator sees me")

    class Source(models.TextChoices):
        SELF = "self", _("signed up")
        FACILITATOR = "facilitator", _("added by a facilitator")

    handle = models.CharField(max_length=13, unique=True, default=new_handle, editable=False)
    # Part of the secret address of the personal page: counting up revokes it.
    key_revision = models.PositiveIntegerField(default=0, editable=False)
    session = models.ForeignKey(Session, models.CASCADE, related_name="registrations")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="registrations"
    )
    status = models.CharField(
        _("status"), max_length=12, choices=Status, default=Status.UNCONFIRMED
    )
    name = models.CharField(_("name"), max_length=80)
    visibility = models.CharField(
        _("on the public list"), max_length=10, choices=Visibility, default=Visibility.NAME
    )
    affiliate = models.ForeignKey(
        Affiliate,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("affiliate"),
    )
    country = models.CharField(_("country"), max_length=100, blank=True)
    note = models.TextField(_("note to the facilitator"), max_length=1000, blank=True)
    # The newest version when they signed up; acknowledged only if `acknowledged` says so.
    policy_version = models.ForeignKey(PolicyVersion, models.PROTECT, related_name="+")
    # Ticked at sign-up; becomes an Acknowledgement once the person is proved to be the one.
    policy_ticked = models.BooleanField(default=False, editable=False)
    source = models.CharField(max_length=12, choices=Source, default=Source.SELF)
    created_at = models.DateTimeField(_("signed up at"))
    # The order of arrival: when the place was taken for sure.
    placed_at = models.DateTimeField(_("on the list since"), null=True)
    ended_at = models.DateTimeField(_("cancelled at"), null=True, blank=True)
    removed_reason = models.CharField(_("why removed"), max_length=300, blank=True)
    # Told that they were waiting: owed a word when they gain a place.
    was_waiting = models.BooleanField(default=False, editable=False)
    # How often this person had signed up for this session before: keeps calendars in order.
    attempt = models.PositiveIntegerField(default=0, editable=False)
    attended = models.BooleanField(_("came"), null=True, blank=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person"],
                condition=Q(status__in=["unconfirmed", "registered"]),
                name="one_active_registration",
            ),
            models.CheckConstraint(
                condition=~Q(status="registered") | Q(placed_at__isnull=False),
                name="registered_has_arrival",
            ),
        ]
        indexes = [
            models.Index(
                fields=["session", "placed_at", "id"],
                name="registration_arrival",
                condition=Q(status="registered"),
            ),
            models.Index(fields=["person", "status"], name="registration_person"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def key(self) -> str:
        """The unguessable part of the address of the personal page."""
        return make_key(PLACE, self.handle, self.key_revision)

    @property
    def place_path(self) -> str:
        return reverse("meetings:place", args=[self.key])

    @property
    def sequence(self) -> int:
        """SEQUENCE in this person's calendar: rises with each change of the session, and past
        the cancellation of earlier places (RFC 5545, 3.8.7.4)."""
        over = self.status in {self.Status.CANCELLED, self.Status.REMOVED}
        return self.session.revision + 2 * self.attempt + over


class Report(models.Model):
    """A report of a violation. Confidential; never visible to someone it is about."""

    class Addressee(models.TextChoices):
        FACILITATOR = "facilitator", _("the facilitator")
        AFFILIATE = "affiliate", _("the affiliate that provides the platform")
        ADMINS = "admins", _("the network's admins")

    class Status(models.TextChoices):
        NEW = "new", _("new")
        OPEN = "open", _("being worked on")
        CLOSED = "closed", _("closed")

    handle = models.CharField(max_length=13, unique=True, default=new_handle, editable=False)
    made_at = models.DateTimeField(_("made at"))
    session = models.ForeignKey(
        Session, models.SET_NULL, null=True, blank=True, related_name="reports"
    )
    addressee = models.CharField(_("addressed to"), max_length=12, choices=Addressee)
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    readers = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    concerned = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", blank=True)
    text = models.TextField(_("what happened"), max_length=5000)
    about = models.CharField(_("who it is about"), max_length=200, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.NEW)
    notes = models.TextField(_("notes"), blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d} {self.get_status_display()}"
