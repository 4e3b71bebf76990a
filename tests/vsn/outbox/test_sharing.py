"""A big backlog is shared: a worker that has more before it than one batch wakes another one."""

import pytest

from tests.vsn.outbox.conftest import Clock, FakeChannel, owe_some
from vsn.outbox import drain, nudge, tasks
from vsn.outbox.channels import Transient
from vsn.outbox.drain import Drain
from vsn.outbox.models import Delivery

pytestmark = pytest.mark.django_db
BATCH = 4


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drain, "BATCH", BATCH)


@pytest.mark.parametrize(("waiting", "woken"), [(BATCH - 1, 0), (BATCH, 1), (5 * BATCH, 1)])
def test_another_one_is_woken_once_a_run(
    channel: FakeChannel, clock: Clock, waiting: int, woken: int
) -> None:
    owe_some(waiting, clock())
    calls: list[str] = []
    assert Drain(clock, wake_another=lambda: calls.append("up")).run() == waiting
    assert len(calls) == woken


def test_what_two_share_is_sent_once(channel: FakeChannel, clock: Clock) -> None:
    """The one who was woken wakes the next one in turn, and that comes to an end."""
    rows, sent = owe_some(5 * BATCH, clock()), []

    def another() -> None:
        sent.append(Drain(clock, wake_another=another).run())

    another()
    assert len(sent) > 2
    assert sorted(channel.addresses) == sorted(row.recipient.email for row in rows)
    assert sum(sent) == len(rows)


def test_nobody_is_woken_to_knock_at_a_closed_door(channel: FakeChannel, clock: Clock) -> None:
    owe_some(3 * BATCH, clock())
    first = Delivery.objects.order_by("pk")[0].recipient.email
    channel.answers[first] = [Transient("down", everyone=True)]
    calls: list[str] = []
    assert Drain(clock, wake_another=lambda: calls.append("up")).run() == 0
    assert calls == []


def test_a_tick_wakes_the_workers(
    channel: FakeChannel, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []
    monkeypatch.setattr(tasks, "planners", [])
    monkeypatch.setattr(tasks, "nudge", lambda: calls.append("up"))
    owe_some(2 * BATCH, clock())
    tasks.tick()
    tasks.tick()
    assert calls == ["up"]
    assert tasks.tick.name == nudge.TICK
