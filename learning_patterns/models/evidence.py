"""Who vouches for a pattern, and how it went for those who tried it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from learning_patterns.models.patterns import WROTE, Pattern


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


class Trial(models.Model):
    """Someone did what the pattern says, and tells how it went. One per person: trying again
    changes it."""

    class Outcome(models.TextChoices):
        WORKED = "worked", _("it worked")
        PARTLY = "partly", _("it worked in part")
        FAILED = "failed", _("it did not work")

    pattern = models.ForeignKey(Pattern, models.CASCADE, related_name="trials")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("by"), **WROTE)
    outcome = models.CharField(_("how it went"), max_length=10, choices=Outcome)
    place = models.CharField(_("where"), max_length=200)
    audience = models.CharField(_("for whom"), max_length=200, blank=True)
    story = models.TextField(_("what happened"))
    adapted = models.TextField(_("what you did differently"), blank=True)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("report of trying it")
        verbose_name_plural = _("reports of trying it")
        ordering = ["-at"]
        constraints = [models.UniqueConstraint(fields=["pattern", "person"], name="one_trial")]

    def __str__(self) -> str:
        return f"{self.pattern_id} {self.outcome}"
