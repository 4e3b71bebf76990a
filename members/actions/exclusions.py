"""The exclusion list."""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from members.models import Exclusion, User
from members.rules import Refusal, Refused, identity
from vsn.audit.journal import record
from vsn.audit.models import Action

_COPIED = [field for field in Exclusion._meta.concrete_fields if not field.primary_key]


@transaction.atomic
def exclude(*, address_or_name: str, exclusion: Exclusion, by: User, now: dt.datetime) -> Exclusion:
    """Puts someone on the exclusion list. Of the address or user name only the keyed hash stays.

    Raises:
        Refused: there is nothing to make a hash of.
    """
    if not address_or_name.strip():
        raise Refused(Refusal("nobody", _("Give an e-mail address or a user name.")))
    exclusion.identity, exclusion.decided_by = identity(address_or_name), by
    exclusion.save()
    record(Action.EXCLUDED, exclusion, by=by, now=now, scope=exclusion.scope)
    return exclusion


def carry_over(*, of: str | None, to: str) -> None:
    """Whoever is excluded under `of`, which the person loses, is so under `to`, which they keep."""
    old = [identity(of, key) for key in settings.IDENTITY_KEYS] if of else []
    for exclusion in Exclusion.objects.filter(identity__in=old):
        exclusion.pk, exclusion.identity = None, identity(to)
        same = {field.attname: getattr(exclusion, field.attname) for field in _COPIED}
        if not Exclusion.objects.filter(**same).exists():
            exclusion.save(force_insert=True)


@transaction.atomic
def lift_exclusion(*, exclusion: Exclusion, by: User, now: dt.datetime) -> bool:
    """Ends an exclusion now. False: it was over already."""
    if exclusion.ends_at and exclusion.ends_at <= now:
        return False
    exclusion.ends_at = now
    exclusion.save(update_fields=["ends_at"])
    record(Action.EXCLUSION_LIFTED, exclusion, by=by, now=now)
    return True
