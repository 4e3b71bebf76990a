"""Where patterns come from: meetings, and the questions that stayed open there."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from learning_patterns.models.patterns import WROTE, Pattern
from learning_patterns.querysets import QuestionQuerySet, TieQuerySet
from members.tokens import make_key, new_handle

QUESTION = "question"  # what a key is good for


class Tie(models.Model):
    """A pattern that came up in a meeting."""

    pattern = models.ForeignKey(Pattern, models.CASCADE, related_name="ties")
    meeting = models.ForeignKey("meetings.Meeting", models.CASCADE, related_name="pattern_ties")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("by"), **WROTE)
    at = models.DateTimeField(_("at"))

    objects = TieQuerySet.as_manager()

    class Meta:
        verbose_name = _("pattern of a meeting")
        verbose_name_plural = _("patterns of meetings")
        ordering = ["-at"]
        constraints = [models.UniqueConstraint(fields=["pattern", "meeting"], name="one_tie")]

    def __str__(self) -> str:
        return f"{self.pattern_id} {self.meeting_id}"


class Question(models.Model):
    """Something that nobody could answer yet.

    Open, until a member takes it up; taken, until a pattern that answers it is published;
    answered; or closed, by whoever asked or looks after it, with a reason.
    """

    class Status(models.TextChoices):
        # Of a question: an exclusion is open as well, and a step is answered.
        OPEN = "open", pgettext_lazy("question", "open")
        TAKEN = "taken", _("taken up")
        ANSWERED = "answered", pgettext_lazy("question", "answered")
        CLOSED = "closed", _("closed")

    class Stuck(models.TextChoices):
        """What came of the answer, some months later."""

        WORKED = "worked", _("it worked")
        PARTLY = "partly", _("it worked in part")
        FAILED = "failed", _("it did not work")
        NOT_TRIED = "not_tried", _("not tried yet")

    slug = models.SlugField(_("address"), max_length=100, unique=True)
    text = models.CharField(_("question"), max_length=300)
    details = models.TextField(_("more about it"), blank=True, help_text=_("Markdown"))
    language = models.CharField(_("language"), max_length=15, default="en")
    # Nothing for what a member asks without a meeting.
    session = models.ForeignKey(
        "meetings.Session", models.SET_NULL, null=True, blank=True, related_name="questions",
        verbose_name=_("session"),
    )  # fmt: skip
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("asked by"), **(WROTE | {"related_name": "asked"})
    )
    # Who wrote it down, if that was somebody who runs the meeting.
    posted_by = models.ForeignKey(settings.AUTH_USER_MODEL, **WROTE)
    shows_name = models.BooleanField(_("show my name"), default=False)
    asked_at = models.DateTimeField(_("asked at"))
    # Finds it in the addresses that only who asked gets; see members.tokens.
    handle = models.CharField(max_length=13, unique=True, default=new_handle, editable=False)

    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.OPEN)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("taken up by"), **WROTE)
    taken_at = models.DateTimeField(null=True, blank=True, editable=False)
    # What answers it, or will when it is published.
    pattern = models.ForeignKey(
        Pattern, models.SET_NULL, null=True, blank=True, related_name="questions",
        verbose_name=_("learning pattern"),
    )  # fmt: skip
    # When it was answered or closed.
    settled_at = models.DateTimeField(null=True, blank=True, editable=False)
    why_closed = models.CharField(_("why it is closed"), max_length=300, blank=True)

    stuck = models.CharField(_("what came of it"), max_length=10, choices=Stuck, blank=True)
    stuck_place = models.CharField(_("where"), max_length=200, blank=True)
    stuck_text = models.TextField(_("what stuck"), blank=True)
    # It stands with the pattern, with their name.
    stuck_shown = models.BooleanField(default=False, editable=False)
    stuck_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["-asked_at", "-pk"]
        indexes = [models.Index(fields=["status", "settled_at"], name="question_settled")]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return reverse("patterns:question", args=[self.slug])

    @property
    def key(self) -> str:
        """The unguessable part of the address that only who asked gets."""
        return make_key(QUESTION, self.handle, 0)

    @property
    def own_path(self) -> str:
        return reverse("patterns:asked", args=[self.key])
