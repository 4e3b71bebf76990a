"""Programmes, meetings and who runs them."""

import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from meetings.querysets import MeetingQuerySet
from members.models import Affiliate
from members.tokens import new_handle

DEFAULT_LEADS = [24 * 60, 60]
LONGEST_LEAD = 60 * 24 * 60  # sixty days


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
    # Different people among those who were forgotten since: they cannot be told apart any more.
    former_people = models.PositiveIntegerField(default=0, editable=False)
    former_attendees = models.PositiveIntegerField(default=0, editable=False)

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

    class Proposal(models.TextChoices):
        """How far a member's proposal has come. Empty: it is none, or was accepted. A cancelled
        meeting has one if it was never published, and is shown to nobody else."""

        STARTED = "started", _("being written")
        WAITING = "waiting", _("waits for an admin")
        DECLINED = "declined", _("declined")

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
    # What people are asked when they sign up, each in one line of the meeting's own language.
    questions = models.JSONField(_("questions on the form"), default=list, blank=True)
    asks_feedback = models.BooleanField(
        _("ask how it was, after each session"), default=True, db_default=True
    )
    follow_up_months = models.PositiveSmallIntegerField(
        _("ask again what came of it, after so many months"),
        null=True,
        blank=True,
        help_text=_(
            "Only people whom the portal still knows by then are asked: participants who are not "
            "members are forgotten some time after their last session."
        ),
    )
    source_url = models.URLField(_("source"), blank=True)
    proposal = models.CharField(
        _("proposal"), max_length=10, choices=Proposal, blank=True, editable=False
    )
    proposed_at = models.DateTimeField(null=True, editable=False)
    proposal_answer = models.CharField(max_length=500, blank=True, editable=False)
    # Counts every change of the details: who saves says which one they saw.
    revision = models.PositiveIntegerField(default=0, editable=False)
    # As in Programme.
    former_people = models.PositiveIntegerField(default=0, editable=False)
    former_attendees = models.PositiveIntegerField(default=0, editable=False)

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


class Invitation(models.Model):
    """Someone is asked to run a meeting too, or instead of who asks (`hands_over`)."""

    handle = models.CharField(max_length=13, unique=True, default=new_handle, editable=False)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="invitations")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="facilitator_invitations"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    # What who asks calls them: until they answer, nobody learns whose address or account it is.
    name = models.CharField(max_length=80)
    hands_over = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    accepted = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("invitation to facilitate")
        verbose_name_plural = _("invitations to facilitate")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "person", "by", "name"],
                condition=models.Q(answered_at__isnull=True),
                name="one_open_invitation",
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
