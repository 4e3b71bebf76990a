"""What somebody has typed and not saved yet. It is theirs alone, so nothing of it is journalled."""

import datetime as dt
from collections.abc import Mapping

from django.conf import settings
from django.db import transaction

from learning_patterns.models import Unsaved
from members.models import User

# Of one person; more windows than anybody has open.
MOST = 20


@transaction.atomic
def keep_unsaved(
    *, person: User, page: str, data: Mapping[str, list[str]], now: dt.datetime
) -> None:
    """Keeps what stands in a form now, in place of what stood there before. `page` is the key of
    the form. Of many forms the oldest go."""
    kept = {"data": dict(data), "at": now}
    Unsaved.objects.update_or_create(person=person, page=page, defaults=kept)
    mine = Unsaved.objects.filter(person=person).order_by("-at", "-pk")
    Unsaved.objects.filter(pk__in=list(mine.values_list("pk", flat=True)[MOST:])).delete()


@transaction.atomic
def throw_away(*, person: User, page: str) -> bool:
    """It is saved, or not wanted. True if there was something."""
    return bool(Unsaved.objects.filter(person=person, page=page).delete()[0])


@transaction.atomic
def forget_unsaved(now: dt.datetime) -> int:
    """Deletes what nobody came back to in UNSAVED_DAYS. Returns how many."""
    old = now - dt.timedelta(days=settings.UNSAVED_DAYS)
    return Unsaved.objects.filter(at__lt=old).delete()[0]
