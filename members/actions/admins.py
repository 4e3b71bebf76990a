"""Who has the rights of an admin."""

import datetime as dt

from django.db import transaction

from members.models import User
from members.rules import Refused, may_unmake_admin
from vsn.audit.journal import record
from vsn.audit.models import Action


def keep_an_admin(*, without: User) -> bool:
    """False if the person is no admin. All admins are locked, or two could remove each other:
    inside a transaction.

    Raises:
        Refused: it is the last one.
    """
    admins = User.objects.filter(is_staff=True)
    if not admins.filter(pk=without.pk).exists():
        return False  # and nobody is locked for it
    locked = admins.select_for_update().order_by("pk").values_list("pk", flat=True)
    if without.pk not in list(locked):
        return False
    if no := may_unmake_admin(without):
        raise Refused(no)
    return True


@transaction.atomic
def unmake_admin(*, person: User, by: User, now: dt.datetime) -> None:
    """Takes the rights of an admin away.

    Raises:
        Refused: it is the last one.
    """
    if not keep_an_admin(without=person):
        return
    User.objects.filter(pk=person.pk).update(is_staff=False, is_superuser=False)
    record(Action.ADMIN_UNMADE, person, by=by, now=now)
