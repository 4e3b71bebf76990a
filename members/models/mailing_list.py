"""The mailing list, which is kept elsewhere: what was on it when an admin last brought it up to
date. Whoever is forgotten here has still to be taken off there, so their address stays until
somebody has done it: locked, and without saying whose it was."""

from collections.abc import Sequence

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from members.models.people import User
from vsn import sealed


class ListAddress(models.Model):
    """An address that is on the mailing list. Whose it is is not kept."""

    # What it is found by, and what it is read from; neither says it to whoever reads the table.
    keyed = models.CharField(max_length=64, unique=True, editable=False)
    locked = models.TextField(editable=False)

    class Meta:
        verbose_name = _("address on the mailing list")
        verbose_name_plural = _("addresses on the mailing list")

    def __str__(self) -> str:
        return f"#{self.pk}"

    @classmethod
    def of(cls, address: str) -> "ListAddress":
        """A row for this address, not saved yet."""
        locked = sealed.lock(address, settings.ADDRESS_KEYS)
        return cls(keyed=listed_as(address)[0], locked=locked)

    @property
    def address(self) -> str:
        """The address, or "" if it was locked with a key that is gone."""
        return self._read(settings.ADDRESS_KEYS)

    @property
    def has_newest_keys(self) -> bool:
        """False if it needs a key that may be taken away one day."""
        address = self._read(settings.ADDRESS_KEYS[:1])
        return bool(address) and self.keyed == listed_as(address)[0]

    def _read(self, keys: Sequence[str]) -> str:
        try:
            return sealed.unlock(self.locked, keys)
        except sealed.Unreadable:
            return ""


def listed_as(address: str) -> list[str]:
    """What an address on the list is found by: with the present key and former ones. Not what an
    exclusion is found by, so that the two tables cannot be laid side by side."""
    return [sealed.keyed(f"mailing list:{address}", key) for key in settings.IDENTITY_KEYS]


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
