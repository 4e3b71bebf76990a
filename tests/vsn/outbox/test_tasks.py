"""A tick plans, then sends; what fails in one part does not stop the other."""

import datetime as dt
import logging

import pytest
from django.utils import timezone

from members.models import User
from tests.vsn.outbox.conftest import FakeChannel, owe
from vsn.outbox import tasks
from vsn.outbox.models import Delivery, Heartbeat

pytestmark = pytest.mark.django_db


def test_what_is_planned_is_sent_in_the_same_tick(
    channel: FakeChannel, dana: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "planners", [lambda now: owe(dana, at=now)])
    tasks.tick()
    tasks.tick()
    assert channel.addresses == ["dana@example.org"]
    assert Heartbeat.objects.get().name == tasks.PLANNER


def test_a_planner_that_fails_holds_up_no_message(
    channel: FakeChannel,
    dana: User,
    monkeypatch: pytest.MonkeyPatch,
    logged_errors: list[logging.LogRecord],
) -> None:
    def broken(now: dt.datetime) -> None:
        raise LookupError("a bug")

    owe(dana)
    monkeypatch.setattr(tasks, "planners", [broken])
    tasks.tick()
    assert channel.addresses == ["dana@example.org"]
    assert not Heartbeat.objects.exists()  # so that /readyz turns red
    assert len(logged_errors) == 1
    logged_errors.clear()


def test_a_dead_workers_rows_are_taken_up(
    channel: FakeChannel, dana: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "planners", [])
    owe(dana)
    Delivery.objects.update(
        state="claimed", lease_until=timezone.now() - dt.timedelta(seconds=1), lease_token=None
    )
    tasks.tick()
    assert channel.addresses == ["dana@example.org"]


def test_what_would_come_too_late_is_not_sent(
    channel: FakeChannel, dana: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "planners", [])
    owe(dana, hours=-1)
    tasks.tick()
    assert channel.sent == []
    assert Delivery.objects.get().state == "expired"


def test_tidy_forgets_old_rows_only(dana: User) -> None:
    old = timezone.now() - dt.timedelta(days=60)
    owe(dana, cause="old", at=old)
    owe(dana, cause="new")
    Delivery.objects.filter(cause="old").update(state="sent", settled_at=old)
    tasks.tidy()
    assert [row.cause for row in Delivery.objects.all()] == ["new"]
