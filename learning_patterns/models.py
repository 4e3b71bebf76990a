"""Problem, solution, things to consider, when to use: the fields Meta has."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


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


class PatternQuerySet(models.QuerySet["Pattern"]):
    def published(self) -> "PatternQuerySet":
        return self.filter(status="published")


class Pattern(models.Model):
    """One thing learned, told so that someone elsewhere can try it."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        IN_REVIEW = "in_review", _("in review")
        PUBLISHED = "published", _("published")
        ARCHIVED = "archived", _("archived")

    slug = models.SlugField(_("address"), max_length=120, unique=True)
    title = models.CharField(_("title"), max_length=200)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    language = models.CharField(_("language"), max_length=15, default="en")
    categories = models.ManyToManyField(Category, blank=True, related_name="patterns")
    problem = models.TextField(_("problem"))
    solution = models.TextField(_("solution"))
    considerations = models.TextField(_("things to consider"), blank=True)
    when_to_use = models.TextField(_("when to use"), blank=True)
    examples = models.TextField(_("examples"), blank=True)
    source_url = models.URLField(_("source"), max_length=500, blank=True)
    created_on = models.DateField(_("written on"), null=True, blank=True)

    objects = PatternQuerySet.as_manager()

    class Meta:
        verbose_name = _("learning pattern")
        verbose_name_plural = _("learning patterns")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("patterns:pattern", args=[self.slug])


class Endorsement(models.Model):
    """Signed with a short reason."""

    pattern = models.ForeignKey(Pattern, models.CASCADE, related_name="endorsements")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    reason = models.CharField(_("reason"), max_length=300)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("endorsement")
        verbose_name_plural = _("endorsements")
        constraints = [
            models.UniqueConstraint(fields=["pattern", "person"], name="one_endorsement")
        ]

    def __str__(self) -> str:
        return f"{self.pattern_id} {self.person_id}"
