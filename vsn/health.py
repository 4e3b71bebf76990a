"""Can links go out? What a process that is merely alive does not tell."""

import datetime as dt
from collections.abc import Callable
from typing import TypedDict

from django.conf import settings
from django.db import DatabaseError
from redis import Redis, RedisError

from vsn.outbox.models import Delivery, Heartbeat
from vsn.outbox.tasks import PLANNER

OVERDUE = dt.timedelta(minutes=2)


class Check(TypedDict):
    ok: bool
    detail: str


def checks(now: dt.datetime) -> dict[str, Check]:
    """One entry for each thing that has to work, with figures and no personal data."""
    named: dict[str, Callable[[dt.datetime], Check]] = {
        "database": _database,
        "broker": _broker,
        "planner": _planner,
        "deliveries": _deliveries,
    }
    return {name: _guarded(check, now) for name, check in named.items()}


def _guarded(check: Callable[[dt.datetime], Check], now: dt.datetime) -> Check:
    try:
        return check(now)
    except (DatabaseError, RedisError, OSError) as error:
        return {"ok": False, "detail": type(error).__name__}


def _database(now: dt.datetime) -> Check:
    Heartbeat.objects.exists()
    return {"ok": True, "detail": "answers"}


def _broker(now: dt.datetime) -> Check:
    if not settings.REDIS_URL:
        return {"ok": (settings.VAR_DIR / "broker").is_dir(), "detail": "files"}
    with Redis.from_url(
        settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2, retry=None
    ) as redis:
        redis.ping()
    return {"ok": True, "detail": "answers"}


def _planner(now: dt.datetime) -> Check:
    """Red after nine ticks without a beat: then something is broken, not merely busy."""
    beat = Heartbeat.objects.filter(name=PLANNER).first()
    if beat is None:
        return {"ok": False, "detail": "never ran"}
    age = (now - beat.at).total_seconds()
    return {"ok": age < 9 * settings.OUTBOX_TICK_SECONDS, "detail": f"{age:.0f} s ago"}


def _deliveries(now: dt.datetime) -> Check:
    overdue = Delivery.objects.filter(
        state=Delivery.State.QUEUED, next_at__lt=now - OVERDUE, not_after__gt=now
    ).count()
    return {"ok": overdue == 0, "detail": f"{overdue} overdue"}
