"""The life of a row: enqueue, claim, hand over, settle, recover, expire.

The guard against sending twice is one conditional UPDATE: who changed the row owns it until the
lease ends. That holds on SQLite too, where Django silently ignores `skip_locked`. Times are
passed in; nothing here asks a clock.
"""

import datetime as dt
import uuid
from collections.abc import Iterable

from django.conf import settings
from django.db import connection, models, transaction
from django.db.models import F, Q

from vsn.hot import adding
from vsn.outbox.models import Delivery
from vsn.trips import later

State = Delivery.State
PAUSES = [dt.timedelta(seconds=s) for s in (15, 30, 60, 120, 300, 600, 900)]
SHORTEST_PAUSE, LONGEST_PAUSE = PAUSES[0], PAUSES[-1]
_ALL = Q()


def lease() -> dt.timedelta:
    """How long a worker may hold a row without a sign of life."""
    return dt.timedelta(seconds=settings.OUTBOX_LEASE_SECONDS)


def owed(
    topic: str,
    about: models.Model,
    *,
    to: int,
    cause: str,
    now: dt.datetime,
    not_after: dt.datetime,
) -> Delivery:
    """A row for `enqueue`: person `to` (their id) is owed `topic` about `about` because of `cause`.

    A second row with the same four is never stored.
    """
    return Delivery(
        recipient_id=to,
        topic=topic,
        about_type=about._meta.label_lower,
        about_id=about.pk,
        cause=cause,
        created_at=now,
        next_at=now,
        not_after=not_after,
    )


def enqueue(deliveries: Iterable[Delivery]) -> None:
    """Stores what is not known yet, in the caller's transaction. Known causes are left alone."""
    rows = list(deliveries)
    if len(rows) == 1:  # as with every sign-up
        later(adding(rows[0], unless_known=True))
    else:
        Delivery.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)


def claim(now: dt.datetime, limit: int, among: Q = _ALL) -> list[Delivery]:
    """Takes up to `limit` due rows for the caller alone, oldest first, until the lease ends."""
    token = uuid.uuid4()
    with transaction.atomic():
        due = Delivery.objects.filter(among, state=State.QUEUED, next_at__lte=now)
        ids = list(
            due.order_by("next_at", "pk")
            .select_for_update(skip_locked=True)
            .values_list("pk", flat=True)[:limit]
        )
        taken = Delivery.objects.filter(pk__in=ids, state=State.QUEUED).update(
            state=State.CLAIMED, lease_token=token, lease_until=now + lease()
        )
    if not taken:
        return []
    mine = Delivery.objects.filter(pk__in=ids, lease_token=token)
    return list(mine.order_by("next_at", "pk"))


def hand_over(delivery: Delivery, now: dt.datetime) -> bool:
    """Marks that the message is given to a channel now. False: the row is not ours any more."""
    changed = _ours(delivery).update(
        handed_over_at=now, lease_until=now + lease(), attempts=F("attempts") + 1
    )
    delivery.attempts += changed
    return bool(changed)


def pass_on(sent: Delivery, delivery: Delivery, now: dt.datetime, *, channel: str) -> bool:
    """`settle(sent, State.SENT, ...)` and `hand_over(delivery, ...)` in one statement, of which a
    long batch does little else."""
    with connection.cursor() as cursor:
        cursor.execute(_SETTLE_AND_HAND_OVER, {
            "sent": sent.pk,
            "next": delivery.pk,
            "token": _for_database("lease_token", delivery.lease_token),
            "now": _for_database("settled_at", now),
            "until": _for_database("lease_until", now + lease()),
            "channel": channel,
        })  # fmt: skip
        ours = (delivery.pk,) in cursor.fetchall()
    delivery.attempts += ours
    return ours


_SETTLE_AND_HAND_OVER = """
UPDATE outbox_delivery SET
    state = CASE id WHEN %(sent)s THEN 'sent' ELSE state END,
    settled_at = CASE id WHEN %(sent)s THEN %(now)s ELSE settled_at END,
    channel = CASE id WHEN %(sent)s THEN %(channel)s ELSE channel END,
    reason = CASE id WHEN %(sent)s THEN '' ELSE reason END,
    lease_token = CASE id WHEN %(sent)s THEN NULL ELSE lease_token END,
    lease_until = CASE id WHEN %(sent)s THEN NULL ELSE %(until)s END,
    handed_over_at = CASE id WHEN %(sent)s THEN handed_over_at ELSE %(now)s END,
    attempts = attempts + CASE id WHEN %(sent)s THEN 0 ELSE 1 END
WHERE id IN (%(sent)s, %(next)s) AND state = 'claimed' AND lease_token = %(token)s
RETURNING id
"""


def _for_database(field: str, value: object) -> object:
    return Delivery._meta.get_field(field).get_db_prep_value(value, connection)


def settle(
    delivery: Delivery,
    state: Delivery.State,
    now: dt.datetime,
    *,
    channel: str = "",
    reason: str = "",
) -> bool:
    """Ends the row, if it is still ours. A moot row gives its cause free: if the facts change
    back, the person is owed again."""
    values: dict[str, object] = {"cause": f"moot:{delivery.uid}"} if state == State.MOOT else {}
    return bool(
        _ours(delivery).update(
            state=state,
            settled_at=now,
            channel=channel,
            reason=reason,
            lease_token=None,
            lease_until=None,
            **values,
        )
    )


def put_back(
    delivery: Delivery,
    now: dt.datetime,
    *,
    reason: str,
    channel: str = "",
    pause: dt.timedelta | None = None,
) -> bool:
    """Queues the row again, for `channel` if it had come to one, after a pause that grows with
    its attempts.

    Near the end of its time the pause shrinks, so that there is always another try before it.
    """
    if pause is None:
        step = PAUSES[min(delivery.attempts, len(PAUSES)) - 1]
        pause = min(step, (delivery.not_after - now) / 10)
    pause = max(SHORTEST_PAUSE, pause)
    return bool(
        _ours(delivery).update(
            state=State.QUEUED,
            next_at=now + pause,
            channel=channel,
            reason=reason,
            lease_token=None,
            lease_until=None,
        )
    )


def release(
    deliveries: Iterable[Delivery],
    now: dt.datetime,
    pause: dt.timedelta = dt.timedelta(),
    *,
    channel: str | None = None,
    tried: bool = False,
) -> None:
    """Gives rows back untouched: the channel is down, another one is theirs, or our time is over.

    They wait for `channel`, if it is given. `tried`: they were in hand when it proved to be down;
    that counts for nobody.
    """
    held = {delivery.pk: delivery.lease_token for delivery in deliveries}
    ours = Delivery.objects.filter(
        pk__in=held, state=State.CLAIMED, lease_token__in=set(held.values())
    )
    values: dict[str, object] = {} if channel is None else {"channel": channel}
    if tried:
        values["attempts"] = F("attempts") - 1
    ours.update(
        state=State.QUEUED, next_at=now + pause, lease_token=None, lease_until=None, **values
    )


def recover(now: dt.datetime) -> int:
    """Queues again what a worker held when it died. Returns how many."""
    return Delivery.objects.filter(state=State.CLAIMED, lease_until__lt=now).update(
        state=State.QUEUED, next_at=now, lease_token=None, lease_until=None
    )


def expire(now: dt.datetime) -> int:
    """Ends what would come too late. Returns how many."""
    return Delivery.objects.filter(state=State.QUEUED, next_at__lte=now, not_after__lte=now).update(
        state=State.EXPIRED, settled_at=now
    )


def keep_until(moment: dt.datetime, about_type: str, ids: Iterable[int] | models.QuerySet) -> None:
    """These rows stay, and may be sent, at least until then: what they are about was put off."""
    Delivery.objects.filter(about_type=about_type, about_id__in=ids, not_after__lt=moment).update(
        not_after=moment
    )


def try_again(deliveries: models.QuerySet[Delivery], now: dt.datetime) -> int:
    """Queues again what failed for good and is not too late: the address or the mail server has
    been put right. Returns how many."""
    return deliveries.filter(state=State.FAILED, not_after__gt=now).update(
        state=State.QUEUED, next_at=now, attempts=0, settled_at=None
    )


def forget_old(now: dt.datetime) -> int:
    """Deletes rows whose story ended long ago. While a cause can still come up, its row stays."""
    old = now - dt.timedelta(days=settings.OUTBOX_RETENTION_DAYS)
    return Delivery.objects.filter(settled_at__lt=old, not_after__lt=old).delete()[0]


def _ours(delivery: Delivery) -> models.QuerySet[Delivery]:
    return Delivery.objects.filter(
        pk=delivery.pk, state=State.CLAIMED, lease_token=delivery.lease_token
    )
