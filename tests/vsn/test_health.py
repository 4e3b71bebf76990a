"""Red when links cannot go out."""

import datetime as dt
import logging
from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from members.models import User
from tests import factories as make
from tests.vsn.outbox.conftest import owe
from vsn import health
from vsn.outbox.models import Delivery, Heartbeat

pytestmark = pytest.mark.django_db


@pytest.fixture
def beating() -> Heartbeat:
    return Heartbeat.objects.create(name="planner", at=timezone.now())


def red() -> set[str]:
    return {name for name, check in health.checks(timezone.now()).items() if not check["ok"]}


def test_green(client: Client, beating: Heartbeat) -> None:
    assert red() == set()
    answer = client.get("/readyz")
    assert answer.status_code == 200 and answer.json()["planner"]["ok"]
    assert "no-store" in answer["Cache-Control"]


def test_a_tick_makes_it_green() -> None:
    assert red() == {"planner"}
    make.tick()
    assert red() == set()


def test_no_beat(client: Client, logged_errors: list[logging.LogRecord]) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["planner"] == {"ok": False, "detail": "never ran"}
    logged_errors.clear()


def test_an_old_beat(beating: Heartbeat, settings: Any) -> None:
    Heartbeat.objects.update(at=timezone.now() - dt.timedelta(seconds=settings.OUTBOX_TICK_SECONDS))
    assert red() == set()
    Heartbeat.objects.update(at=timezone.now() - dt.timedelta(hours=1))
    assert red() == {"planner"}


def test_overdue_deliveries(beating: Heartbeat, dana: User) -> None:
    owe(dana)
    assert red() == set()
    Delivery.objects.update(next_at=timezone.now() - dt.timedelta(minutes=10))
    assert red() == {"deliveries"}
    Delivery.objects.update(state="sent")
    assert red() == set()


def test_what_came_too_late_is_not_overdue(beating: Heartbeat, dana: User) -> None:
    past = timezone.now() - dt.timedelta(minutes=10)
    owe(dana)
    Delivery.objects.update(next_at=past, not_after=past)
    assert red() == set()


def test_a_broken_database_is_named_and_no_500(
    client: Client,
    beating: Heartbeat,
    monkeypatch: pytest.MonkeyPatch,
    logged_errors: list[logging.LogRecord],
) -> None:
    def broken(now: dt.datetime) -> health.Check:
        raise DatabaseError("secret details")

    monkeypatch.setattr(health, "_database", broken)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["database"] == {"ok": False, "detail": "DatabaseError"}
    assert "secret" not in answer.content.decode()
    logged_errors.clear()


def test_a_broker_that_is_away(
    client: Client, beating: Heartbeat, settings: Any, unused_port: int
) -> None:
    settings.REDIS_URL = f"redis://127.0.0.1:{unused_port}/0"
    assert red() == {"broker"}


def test_a_folder_that_is_away(beating: Heartbeat, settings: Any, tmp_path: Any) -> None:
    settings.REDIS_URL = ""
    settings.VAR_DIR = tmp_path
    assert red() == {"broker"}
    (tmp_path / "broker").mkdir()
    assert red() == set()


def test_healthz_asks_nothing(client: Client, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert client.get("/healthz").content == b"ok\n"


def test_nothing_personal(client: Client, beating: Heartbeat, dana: User) -> None:
    owe(dana)
    assert "dana" not in client.get("/readyz").content.decode()
