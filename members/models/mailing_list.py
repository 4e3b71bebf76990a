"""The mailing list, which is kept elsewhere: what was on it when an admin last brought it up to
date. Whoever is forgotten here has still to be taken off there, so their address stays in this
table, alone, until somebody has done it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from members.models.people import User


class ListAddress(models.Model):
    """An address that is on the mailing list. Whose it is is not kept."""

    address = models.EmailField(_("e-mail address"), unique=True)

    class Meta:
        verbose_name = _("address on the mailing list")
        verbose_name_plural = _("addresses on the mailing list")

    def __str__(self) -> str:
        return f"#{self.pk}"


class ListRun(models.Model):
    """An admin brought the mailing list up to date."""

    # One after the other: of two admins at once one comes second.
    number = models.PositiveIntegerField(_("number"), unique=True)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))
    added = models.PositiveIntegerField(_("added"))
    removed = models.PositiveIntegerField(_("removed"))

    class Meta:
        verbose_name = _("update of the mailing list")
        verbose_name_plural = _("updates of the mailing list")
        ordering = ["-number"]

    def __str__(self) -> str:
        return str(self.number)
