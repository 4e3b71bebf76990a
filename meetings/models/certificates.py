"""What leaves the portal with a trace: certificates of participation, and lists with addresses."""

from django.conf import settings
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


class AddressExport(models.Model):
    """Somebody took the addresses of a list, and said why. In the history of the meeting; who is
    on the list is not kept here, only how many."""

    class Purpose(models.TextChoices):
        CALL = "call", _("the call is run with another tool that needs the addresses")
        URGENT = "urgent", _("people have to be told something that the portal cannot send")
        ORGANISER = "organiser", _("the host asked for them, and those on the list know it")
        OTHER = "other", _("something else")

    session = models.ForeignKey(Session, models.CASCADE, related_name="address_exports")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    purpose = models.CharField(_("what for"), max_length=10, choices=Purpose)
    reason = models.CharField(_("why"), max_length=300)
    people = models.PositiveIntegerField(_("people"))

    class Meta:
        verbose_name = _("export of addresses")
        verbose_name_plural = _("exports of addresses")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.get_purpose_display()}"
