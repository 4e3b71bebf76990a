"""A wake-up for the workers after a commit. Best effort: the row is safe, the beat comes anyway.

Publishing can hang for a minute when the broker is frozen, so a thread of its own does it and no
request ever waits. The first nudge is published at once, those soon after it together as one: when
many sign up at the same time, waking the workers for each would cost more than the sign-ups.
"""

import threading
from time import sleep

import structlog
from celery import current_app
from django.db import transaction

log = structlog.stdlib.get_logger(__name__)
TICK = "vsn.outbox.tasks.tick"
PAUSE = 0.25  # seconds
_wanted = threading.Event()
_starting = threading.Lock()
_thread: threading.Thread | None = None


def nudge() -> None:
    """Wakes the workers once the present transaction is committed; returns at once."""
    transaction.on_commit(_wake, robust=True)


def _wake() -> None:
    global _thread
    _wanted.set()
    with _starting:
        # A fork leaves threads behind, so each process looks for its own.
        if _thread is None or not _thread.is_alive():
            _thread = threading.Thread(target=_publish, name="nudge", daemon=True)
            _thread.start()


def _publish() -> None:
    while _wanted.wait():
        _wanted.clear()
        try:
            current_app.send_task(TICK, expires=3600, retry=False)
        except Exception as error:
            log.warning("nudge failed", error=type(error).__name__)
        sleep(PAUSE)
