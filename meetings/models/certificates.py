"""Certificates of participation."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from meetings.models.registrations import Registration
from meetings.models.sessions import Session


class Certificate(models.Model):
    """Says that somebody came to a session. Whoever is shown the number can look it up.

    When the person is forgotten, the name goes and the number stays: it was given out.
    """

    number = models.CharField(_("number"), max_length=24, unique=True, editable=False)
    session = models.ForeignKey(Session, models.PROTECT, related_name="certificates")
    registration = models.OneToOneField(
        Registration, models.SET_NULL, null=True, related_name="certificate"
    )
    name = models.CharField(_("name"), max_length=80, blank=True)
    issued_at = models.DateTimeField(_("issued at"))

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")

    def __str__(self) -> str:
        return self.number
