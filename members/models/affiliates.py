"""Affiliates, and who works for them."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from members.models.people import User
from members.querysets import AffiliateQuerySet, AffiliationQuerySet


class Affiliate(models.Model):
    """An organisation of the movement. Its code is what people write, not a key."""

    class Kind(models.TextChoices):
        CHAPTER = "chapter", _("chapter")
        THEMATIC = "thematic", _("thematic organisation")
        USER_GROUP = "user_group", _("user group")

    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    code = models.CharField(_("code"), max_length=20, blank=True)
    other_name = models.CharField(_("also known as"), max_length=200, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    country = models.CharField(_("country"), max_length=100, blank=True)
    region = models.CharField(_("region"), max_length=100, blank=True)
    homepage = models.URLField(_("homepage"), blank=True)
    # ISO 639 codes.
    languages = models.JSONField(
        _("languages"), default=list, blank=True, help_text=_("a list: ['es', 'fr']")
    )
    in_network = models.BooleanField(_("takes part in the network"), default=False)
    is_former = models.BooleanField(_("no longer recognised"), default=False)

    objects = AffiliateQuerySet.as_manager()

    class Meta:
        verbose_name = _("affiliate")
        verbose_name_plural = _("affiliates")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("members:affiliate", args=[self.slug])

    @property
    def short(self) -> str:
        return self.code or self.name


class FormerAddress(models.Model):
    """Where an affiliate's page was before it was renamed or merged: it still leads there."""

    affiliate = models.ForeignKey(Affiliate, models.CASCADE, related_name="former_addresses")
    slug = models.SlugField(max_length=80, unique=True)

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")

    def __str__(self) -> str:
        return self.slug


class Affiliation(models.Model):
    """A person's tie to an affiliate, for a time."""

    person = models.ForeignKey(User, models.CASCADE, related_name="affiliations")
    affiliate = models.ForeignKey(Affiliate, models.PROTECT, related_name="affiliations")
    job_title = models.CharField(_("job title"), max_length=120, blank=True)
    # Conduct reports addressed to the affiliate go to these people.
    receives_reports = models.BooleanField(_("receives conduct reports"), default=False)
    # The person says so; neither an admin nor a colleague has confirmed it.
    self_said = models.BooleanField(_("said by the person alone"), default=False)
    started_on = models.DateField(_("since"), null=True, blank=True)
    ended_on = models.DateField(_("until"), null=True, blank=True)

    objects = AffiliationQuerySet.as_manager()

    class Meta:
        verbose_name = _("affiliation")
        verbose_name_plural = _("affiliations")

    def __str__(self) -> str:
        return f"{self.person} – {self.affiliate}"
