"""Who has the rights of an admin."""

import datetime as dt

from django.db import transaction

from members.models import User
from members.rules import Refused, may_unmake_admin
from vsn.audit.journal import record
from vsn.audit.models import Action


@transaction.atomic
def unmake_admin(*, person: User, by: User, now: dt.datetime) -> None:
    """Takes the rights of an admin away. All admins are locked, or two could remove each other.

    Raises:
        Refused: it is the last one.
    """
    admins = {a.pk: a for a in User.objects.select_for_update().filter(is_staff=True)}
    if person.pk not in admins:
        return
    if no := may_unmake_admin(person):
        raise Refused(no)
    User.objects.filter(pk=person.pk).update(is_staff=False, is_superuser=False)
    record(Action.ADMIN_UNMADE, person, by=by, now=now)
