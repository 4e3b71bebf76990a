"""What members write to each other through the portal."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from members.models.people import User


class MemberMessage(models.Model):
    """One message. It is kept as long as it takes to deliver it and to answer, then forgotten."""

    sender = models.ForeignKey(User, models.CASCADE, related_name="written", verbose_name=_("from"))
    recipient = models.ForeignKey(
        User, models.CASCADE, related_name="received", verbose_name=_("to")
    )
    at = models.DateTimeField(_("at"), db_index=True)
    text = models.TextField(_("text"))

    class Meta:
        verbose_name = _("message between members")
        verbose_name_plural = _("messages between members")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"#{self.pk} {self.at:%Y-%m-%d}"
