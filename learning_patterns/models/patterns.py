"""Problem, solution, things to consider, when to use: the fields Meta has, and what became of
each of them."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from learning_patterns.querysets import PatternQuerySet, RevisionQuerySet

# Someone who leaves takes their name along; what they wrote stays.
WROTE = {"null": True, "blank": True, "on_delete": models.SET_NULL, "related_name": "+"}


class Category(models.Model):
    """What a pattern is for. Lower case, at most three words (Meta's rule of thumb)."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    slug = models.SlugField(_("address"), max_length=60, unique=True)

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Pattern(models.Model):
    """One thing learned, told so that someone elsewhere can try it.

    The columns hold what readers see: the revision numbered `shown`. Of a draft that is always
    the newest one; of a published pattern it is the newest that somebody else has looked at.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        IN_REVIEW = "in_review", _("in review")
        PUBLISHED = "published", _("published")
        ARCHIVED = "archived", _("archived")

    slug = models.SlugField(_("address"), max_length=120, unique=True)
    title = models.CharField(_("title"), max_length=200)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    language = models.CharField(_("language"), max_length=15, default="en")
    categories = models.ManyToManyField(
        Category, blank=True, related_name="patterns", verbose_name=_("categories")
    )
    # Where it was learned.
    affiliates = models.ManyToManyField(
        "members.Affiliate", blank=True, related_name="patterns", verbose_name=_("affiliates")
    )
    problem = models.TextField(_("problem"))
    solution = models.TextField(_("solution"))
    considerations = models.TextField(_("things to consider"), blank=True)
    when_to_use = models.TextField(_("when to use"), blank=True)
    examples = models.TextField(_("examples"), blank=True)
    see_also = models.TextField(_("see also"), blank=True)
    related = models.TextField(_("related patterns"), blank=True)
    external_links = models.TextField(_("external links"), blank=True)
    references = models.TextField(_("references"), blank=True)
    creators = models.CharField(_("creators"), max_length=300, blank=True)
    # Loaded from there only where the portal is told to (COMMONS_IMAGES); else it is a link.
    image = models.URLField(_("picture on Wikimedia Commons"), max_length=500, blank=True)
    source_url = models.URLField(_("source"), max_length=500, blank=True)
    created_on = models.DateField(_("written on"), null=True, blank=True)
    # The page of Meta it was brought in from, that page's revision, and what it said then.
    wiki_page = models.CharField(
        _("page on Meta"), max_length=255, unique=True, null=True, blank=True, editable=False
    )
    wiki_revision = models.PositiveBigIntegerField(null=True, editable=False)
    wiki_content = models.JSONField(null=True, editable=False)

    author = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("started by"), **WROTE)
    revision = models.PositiveIntegerField(_("newest revision"), default=0, editable=False)
    shown = models.PositiveIntegerField(_("revision shown"), default=0, editable=False)
    published_at = models.DateTimeField(_("first published"), null=True, editable=False)
    changed_at = models.DateTimeField(_("text last changed"), null=True, editable=False)
    review_on = models.DateField(_("look at it again on"), null=True, blank=True)
    replaced_by = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="replaces",
        verbose_name=_("replaced by"),
    )  # fmt: skip

    # A translation: of which pattern, and which of its revisions it says what that says.
    original = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="translations",
        verbose_name=_("translation of"),
    )  # fmt: skip
    original_revision = models.PositiveIntegerField(
        _("in line with revision"), null=True, editable=False
    )

    objects = PatternQuerySet.as_manager()

    class Meta:
        verbose_name = _("learning pattern")
        verbose_name_plural = _("learning patterns")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("patterns:pattern", args=[self.slug])

    @property
    def has_pending(self) -> bool:
        """True if a published pattern has a newer text that nobody else has looked at."""
        return self.status == self.Status.PUBLISHED and self.revision > self.shown

    @property
    def root(self) -> "Pattern":
        """What is translated: a translation's original, else the pattern itself."""
        return self.original or self

    @property
    def is_behind(self) -> bool:
        """True for a translation whose original has moved on since."""
        return bool(self.original and self.original.shown > (self.original_revision or 0))

    def review_is_due(self, today: dt.date) -> bool:
        published = self.status == self.Status.PUBLISHED
        return published and self.review_on is not None and self.review_on <= today


class Revision(models.Model):
    """Everything one save held. Never changed afterwards."""

    pattern = models.ForeignKey(Pattern, models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField(_("number"))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("by"), **WROTE)
    at = models.DateTimeField(_("at"))
    comment = models.CharField(_("what you changed"), max_length=300, blank=True)
    restores = models.PositiveIntegerField(_("brings back"), null=True, blank=True)
    content = models.JSONField(_("content"))  # see learning_patterns.content
    original_revision = models.PositiveIntegerField(_("in line with revision"), null=True)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["pattern", "number"], name="one_revision_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.pattern_id}.{self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise TypeError("A revision never changes.")
        super().save(*args, **kwargs)
