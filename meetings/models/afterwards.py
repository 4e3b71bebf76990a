"""What remains of a session: its digest, and what people thought of it."""

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from meetings.models.sessions import Session


class Digest(models.Model):
    """What is published after a session: notes, and links to slides, recordings, patterns."""

    class LinkKind(models.TextChoices):
        SLIDES = "slides", _("Slides")
        RECORDING = "recording", _("Recording")
        DOCUMENT = "document", _("Document")
        PATTERN = "pattern", _("Learning pattern")

    session = models.OneToOneField(Session, models.CASCADE, primary_key=True, related_name="digest")
    text = models.TextField(_("notes"), blank=True, help_text=_("Markdown"))
    # Each with its kind, label and address.
    links = models.JSONField(default=list, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    saved_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    # When it was wanted that everyone who signed up gets it; once only.
    mailed_at = models.DateTimeField(null=True, blank=True)
    # Counts every save: who saves says which one they saw.
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("digest")
        verbose_name_plural = _("digests")

    def __str__(self) -> str:
        return f"digest of session {self.session_id}"


class Feedback(models.Model):
    """What one person thought. Nothing here says who: no person, no moment, and an id that tells
    nothing about the order."""

    class Kind(models.TextChoices):
        SESSION = "session", _("after the session")
        FOLLOW_UP = "follow_up", _("some months later")

    class Again(models.TextChoices):
        YES = "yes", _("yes")
        PERHAPS = "perhaps", _("perhaps")
        NO = "no", _("no")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(Session, models.CASCADE, related_name="feedback")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.SESSION)
    # The day from which one could answer. The day of the answer would say who it was, to anyone who
    # knows when somebody followed the address in their mail.
    on = models.DateField()
    useful = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    again = models.CharField(max_length=10, choices=Again, blank=True)
    # Told, together with others that came about the same time (`opinions.to_be_told`).
    is_told = models.BooleanField(default=False, db_default=False, editable=False)
    took_home = models.TextField(max_length=2000, blank=True)
    better = models.TextField(max_length=2000, blank=True)

    class Meta:
        verbose_name = _("feedback")
        verbose_name_plural = _("feedback")

    def __str__(self) -> str:
        return f"feedback on session {self.session_id}"
