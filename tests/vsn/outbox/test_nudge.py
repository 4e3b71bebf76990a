"""The wake-up: after the commit, from a thread of its own, and never anybody's problem."""

import threading

import pytest
from django.db import transaction

from vsn.outbox import nudge

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def published(monkeypatch: pytest.MonkeyPatch) -> threading.Semaphore:
    """Counts the wake-ups that were published instead of sending them to a broker."""
    count = threading.Semaphore(0)
    monkeypatch.setattr(nudge.current_app, "send_task", lambda *task, **options: count.release())
    return count


def came(count: threading.Semaphore) -> bool:
    return count.acquire(timeout=30)


def test_a_commit_wakes_the_workers(published: threading.Semaphore) -> None:
    with transaction.atomic():
        nudge.nudge()
    assert came(published)


def test_many_at_once_wake_the_workers_twice_and_the_last_one_counts(
    published: threading.Semaphore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At once for the first, and once more for all that came while it was quiet."""
    quiet, over = threading.Semaphore(0), threading.Semaphore(0)

    def pause(_seconds: float) -> None:
        quiet.release()
        assert over.acquire(timeout=30)

    monkeypatch.setattr(nudge, "sleep", pause)
    nudge.nudge()
    assert came(published) and came(quiet)
    for _ in range(100):
        nudge.nudge()
    assert not published.acquire(blocking=False)
    over.release()
    assert came(published) and came(quiet)
    over.release()
    assert not published.acquire(blocking=False)


def test_a_rollback_wakes_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    woken = []
    monkeypatch.setattr(nudge, "_wake", lambda: woken.append("up"))
    with pytest.raises(LookupError), transaction.atomic():
        nudge.nudge()
        raise LookupError
    assert woken == []
    with transaction.atomic():
        nudge.nudge()
        assert woken == []
    assert woken == ["up"]


def test_a_broken_broker_is_nobodys_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    tried = threading.Semaphore(0)

    def broken(*task: str, **options: object) -> None:
        tried.release()
        raise ConnectionError("no broker")

    monkeypatch.setattr(nudge.current_app, "send_task", broken)
    with transaction.atomic():
        nudge.nudge()
    assert came(tried)
    with transaction.atomic():
        nudge.nudge()
    assert came(tried)  # the thread lives on


def test_a_frozen_broker_holds_up_no_request(monkeypatch: pytest.MonkeyPatch) -> None:
    frozen, thawed = threading.Event(), threading.Event()

    def hang(*task: str, **options: object) -> None:
        frozen.set()
        thawed.wait()

    monkeypatch.setattr(nudge.current_app, "send_task", hang)
    nudge.nudge()
    assert frozen.wait(30)
    nudge.nudge()  # returns although the publishing thread hangs, or this test never ends
    thawed.set()
