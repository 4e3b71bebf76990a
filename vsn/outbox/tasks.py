"""What the beat and the nudge call. No arguments: everything is in the database."""

import structlog
from celery import shared_task

from vsn.outbox import dispatch
from vsn.outbox.clock import database_clock
from vsn.outbox.drain import Drain
from vsn.outbox.models import Heartbeat
from vsn.outbox.nudge import nudge
from vsn.outbox.registry import planners

log = structlog.stdlib.get_logger(__name__)
PLANNER = "planner"


@shared_task
def tick() -> None:
    """Writes down who is owed what, then sends what is due. Safe to run at any time, twice, and
    side by side."""
    clock = database_clock()
    now = clock()
    try:
        for planner in planners:
            planner(now)
        Heartbeat.objects.update_or_create(name=PLANNER, defaults={"at": now})
    except Exception:
        # What is already owed must go out all the same.
        log.exception("planning failed")
    dispatch.recover(now)
    dispatch.expire(now)
    if sent := Drain(clock, wake_another=nudge).run():
        log.info("sent", messages=sent)


@shared_task
def tidy() -> None:
    """Deletes deliveries whose story ended long ago."""
    dispatch.forget_old(database_clock()())
