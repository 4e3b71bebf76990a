"""The safe space policy, who acknowledged it, and who is excluded."""

import datetime as dt
import uuid
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from members.models.affiliates import Affiliate
from members.models.people import User
from members.querysets import ExclusionQuerySet, PolicyVersionQuerySet


class PolicyVersion(models.Model):
    """A version of the safe space policy. Once published it never changes."""

    number = models.PositiveIntegerField(_("version"), unique=True)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    # Counts every change of a draft: whoever saves says which state they had before them.
    revision = models.PositiveIntegerField(default=0, editable=False)
    # A change of substance: nobody gets a link before they have acknowledged it.
    needs_acknowledgement = models.BooleanField(
        _("everyone is asked to acknowledge it again"), default=True
    )

    objects = PolicyVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("policy version")
        verbose_name_plural = _("policy versions")
        ordering = ["-number"]

    def __str__(self) -> str:
        return str(self.number)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk and PolicyVersion.objects.published().filter(pk=self.pk).exists():
            raise TypeError("A published version never changes.")
        super().save(*args, **kwargs)

    def text_in(self, language: str | None) -> "PolicyText | None":
        """The text in that language, else in English, else in any."""
        texts = {text.language: text for text in self.texts.all()}
        found = texts.get(language or "") or texts.get("en")
        return found or next(iter(texts.values()), None)


class PolicyText(models.Model):
    """The text of a version in one language, as Markdown."""

    version = models.ForeignKey(PolicyVersion, models.PROTECT, related_name="texts")
    language = models.CharField(_("language"), max_length=15, default="en")
    body = models.TextField(_("text"), help_text=_("Markdown"))
    changes = models.TextField(_("what changed"), blank=True, help_text=_("Markdown"))

    class Meta:
        verbose_name = _("policy text")
        verbose_name_plural = _("policy texts")
        constraints = [
            models.UniqueConstraint(fields=["version", "language"], name="one_text_per_language")
        ]

    def __str__(self) -> str:
        return f"{self.version} ({self.language})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk and self.version.published_at:
            raise TypeError("A published version never changes.")
        super().save(*args, **kwargs)


class Acknowledgement(models.Model):
    """Who acknowledged which version, when, and for which session.

    The session is named by its uid: members know nothing of meetings. Without a person it is
    what remains of someone who was forgotten: a count.
    """

    person = models.ForeignKey(User, models.SET_NULL, null=True, related_name="acknowledgements")
    version = models.ForeignKey(PolicyVersion, models.PROTECT, related_name="acknowledgements")
    at = models.DateTimeField(_("at"))
    session_uid = models.UUIDField(null=True, blank=True)

    class Meta:
        verbose_name = _("acknowledgement")
        verbose_name_plural = _("acknowledgements")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "version", "session_uid"], name="one_acknowledgement"
            )
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.at:%Y-%m-%d}"


class Exclusion(models.Model):
    """An entry on the exclusion list: a keyed hash of an address or user name, nothing else."""

    class Scope(models.TextChoices):
        EVERYTHING = "everything", _("everything")
        AFFILIATE = "affiliate", _("the platform of one affiliate")
        MEETING = "meeting", _("one meeting")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        AGREED = "agreed", _("agreed")
        DROPPED = "dropped", _("not agreed")

    identity = models.CharField(max_length=64, db_index=True, editable=False)
    # Under another name, address or number of the same person: stands and falls with its original.
    copy_of = models.ForeignKey(
        "self", models.CASCADE, null=True, editable=False, related_name="copies"
    )
    # From everything: proposed by one admin, in force when another one agrees.
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.AGREED)
    # Urgent: in force until then although nobody else has agreed yet.
    provisional_until = models.DateTimeField(null=True, blank=True, editable=False)
    # Counts every step: whoever decides says which state they saw.
    revision = models.PositiveIntegerField(default=0, editable=False)
    scope = models.CharField(_("scope"), max_length=10, choices=Scope)
    affiliate = models.ForeignKey(
        Affiliate, models.PROTECT, null=True, blank=True, verbose_name=_("affiliate")
    )
    meeting_uid = models.UUIDField(_("meeting"), null=True, blank=True)
    reason = models.TextField(_("reason"))
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"), null=True, blank=True)
    review_on = models.DateField(_("review on"), null=True, blank=True)
    decided_by = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="+", verbose_name=_("decided by")
    )
    confirmed_by = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="+", verbose_name=_("agreed by")
    )

    objects = ExclusionQuerySet.as_manager()

    class Meta:
        verbose_name = _("exclusion")
        verbose_name_plural = _("exclusions")

    def __str__(self) -> str:
        return f"{self.get_scope_display()} #{self.pk}"

    @property
    def root_id(self) -> int:
        """The entry that an admin made, of which this one may be a copy."""
        return self.copy_of_id or self.pk

    def in_force(self, now: dt.datetime) -> bool:
        """What the queryset of the same name asks, of one entry."""
        provisional = self.provisional_until is not None and self.provisional_until > now
        proposed = self.state == self.State.PROPOSED and provisional
        over = self.ends_at is not None and self.ends_at <= now
        return (self.state == self.State.AGREED or proposed) and self.starts_at <= now and not over

    def touches(self, *, meeting_uid: uuid.UUID, affiliate_id: int | None) -> bool:
        """True if it counts for a meeting on the platform of that affiliate."""
        if self.scope == self.Scope.EVERYTHING:
            return True
        if self.scope == self.Scope.MEETING:
            return self.meeting_uid == meeting_uid
        return self.affiliate_id is not None and self.affiliate_id == affiliate_id


class ExclusionStep(models.Model):
    """What an admin did about an exclusion, and why. Never whom it is about."""

    class Kind(models.TextChoices):
        ADDED = "added", _("put on the list")
        PROPOSED = "proposed", _("proposed")
        CONFIRMED = "confirmed", _("agreed")
        DROPPED = "dropped", _("did not agree")
        REVIEWED = "reviewed", _("looked at again")
        LIFTED = "lifted", _("lifted")

    exclusion = models.ForeignKey(Exclusion, models.CASCADE, related_name="steps")
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))
    kind = models.CharField(_("step"), max_length=10, choices=Kind)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("step of an exclusion")
        verbose_name_plural = _("steps of exclusions")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d}"


class BanListCheck(models.Model):
    """Whether an admin who may read the Wikimedia Foundation's event ban list found a person on
    it: a yes or a no. The list itself is confidential and never comes here."""

    person = models.OneToOneField(User, models.CASCADE, related_name="ban_list_check")
    found = models.BooleanField(_("is on the event ban list"))
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))

    class Meta:
        verbose_name = _("look at the event ban list")
        verbose_name_plural = _("looks at the event ban list")

    def __str__(self) -> str:
        return f"#{self.pk} {self.at:%Y-%m-%d}"
