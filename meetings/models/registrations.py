"""Who is on which list, and what they report."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from meetings.models.sessions import Session
from meetings.querysets import RegistrationQuerySet, ReportQuerySet
from members.models import Affiliate, PolicyVersion
from members.tokens import make_key, new_handle

PLACE = "place"


class Registration(models.Model):
    """One person's place on one session's list.

    Who is on the waiting list is not stored: it follows from `placed_at` and the capacity. A
    registration without a person is what remains of someone who was forgotten, or stands for
    someone who came without signing up and left no address: a count. The latter never was on a
    list (`Status.WALK_IN`), so it takes no place, is no sign-up and stands on no page for others.
    """

    class Status(models.TextChoices):
        UNCONFIRMED = "unconfirmed", _("not confirmed yet")
        REGISTERED = "registered", _("signed up")
        CANCELLED = "cancelled", _("cancelled")
        REMOVED = "removed", _("removed by a facilitator")
        WALK_IN = "walk_in", _("came without signing up")

    class Visibility(models.TextChoices):
        NAME = "name", _("show my name")
        ANONYMOUS = "anonymous", _("say “a participant”")
        HIDDEN = "hidden", _("leave me out; only the facilitator sees me")

    class Source(models.TextChoices):
        SELF = "self", _("signed up")
        FACILITATOR = "facilitator", _("added by a facilitator")
        IMPORT = "import", _("from a sign-up page")
        WALK_IN = "walk_in", _("came without signing up")

    handle = models.CharField(max_length=13, unique=True, default=new_handle, editable=False)
    # Part of the secret address of the personal page: counting up revokes it.
    key_revision = models.PositiveIntegerField(default=0, editable=False)
    # Found by `registration_try` and `registration_person`.
    session = models.ForeignKey(
        Session, models.CASCADE, related_name="registrations", db_index=False
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="registrations",
        db_index=False,
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
    # The newest version when they signed up; whether they have acknowledged it is another question
    # (`having_acknowledged`).
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
    # Question and answer, each as it was worded then: [["Which topic?", "Burnout"], ...].
    answers = models.JSONField(_("answers"), default=list, blank=True)
    # That they did, never what they said.
    gave_feedback = models.BooleanField(default=False, editable=False)
    gave_follow_up = models.BooleanField(default=False, editable=False)
    # The language they read in, kept for the figures when the person is forgotten.
    language = models.CharField(max_length=15, blank=True, editable=False)
    # Its person was forgotten; without one and not `former`, nobody ever said who it was.
    former = models.BooleanField(default=False, db_default=False, editable=False)

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
            models.Index(fields=["session", "person"], name="registration_try"),
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

    def sequence(self, *, with_link: bool) -> int:
        """SEQUENCE in this person's calendar: rises with each change of the session, when the
        link comes into the entry, when the place is cancelled, and past that when they sign up
        again (RFC 5545, 3.8.7.4)."""
        over = self.status in {self.Status.CANCELLED, self.Status.REMOVED}
        return self.session.sequence + 4 * self.attempt + (2 if over else int(with_link))


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
    # When somebody last worked on it; its readers are reminded when it lies still.
    touched_at = models.DateTimeField(_("last worked on"))
    reminded_at = models.DateTimeField(null=True, editable=False)
    reminders = models.PositiveIntegerField(default=0, editable=False)  # since it was touched
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True, editable=False)
    # Counts every step: whoever works on it says which state they saw.
    revision = models.PositiveIntegerField(default=0, editable=False)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d} {self.get_status_display()}"


class ReportNote(models.Model):
    """What a reader of a report noted about it. Notes are added, never changed."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="notes")
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    # What became of the report with this note, if that changed.
    status = models.CharField(_("status"), max_length=10, choices=Report.Status, blank=True)
    text = models.TextField(_("text"), blank=True)

    class Meta:
        verbose_name = _("note about a report")
        verbose_name_plural = _("notes about reports")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"#{self.pk} {self.at:%Y-%m-%d}"
