"""An outbox of its own: a topic for tests, a channel that does what the test says, a clock."""

import datetime as dt
from collections.abc import Callable, Sequence

import pytest
from django.utils import timezone

from members.models import User
from tests import factories as make
from vsn.outbox import dispatch, drain, registry
from vsn.outbox.channels import Message, Route
from vsn.outbox.models import Delivery

TOPIC = "for tests"


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = timezone.now()

    def __call__(self) -> dt.datetime:
        return self.now

    def move(self, **step: float) -> dt.datetime:
        self.now += dt.timedelta(**step)
        return self.now


class FakeChannel:
    """Keeps what it is given; `answers` says, by address, what happens instead (once each)."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []  # address and Message-ID
        self.answers: dict[str, list[Exception | Callable[[], None]]] = {}

    def __call__(self) -> "FakeChannel":
        return self

    def __enter__(self) -> "FakeChannel":
        return self

    def __exit__(self, *error: object) -> None:
        """Nothing is open."""

    def send(self, address: str, message: Message, message_id: str) -> None:
        if todo := self.answers.get(address):
            answer = todo.pop(0)
            if isinstance(answer, Exception):
                raise answer
            answer()
        self.sent.append((address, message_id))

    @property
    def addresses(self) -> list[str]:
        return [address for address, _id in self.sent]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def channel(monkeypatch: pytest.MonkeyPatch) -> FakeChannel:
    fake = FakeChannel()
    monkeypatch.setattr(drain, "EmailChannel", fake)
    return fake


@pytest.fixture(autouse=True)
def topic(monkeypatch: pytest.MonkeyPatch) -> None:
    """The words of the topic for tests: every person is told their own address."""

    def render(rows: Sequence[Delivery], now: dt.datetime) -> dict[int, Message]:
        return {
            row.pk: Message((Route("email", row.recipient.email),), "Subject", "Text")
            for row in rows
        }

    monkeypatch.setitem(registry.renderers, TOPIC, render)


def owe(
    *people: User, cause: str = "once", at: dt.datetime | None = None, hours: float = 24
) -> list[Delivery]:
    """Owes each person a message that has to be there within `hours`; about themselves."""
    now = at or timezone.now()
    not_after = now + dt.timedelta(hours=hours)
    dispatch.enqueue(
        dispatch.owed(TOPIC, who, to=who.pk, cause=cause, now=now, not_after=not_after)
        for who in people
    )
    return list(Delivery.objects.filter(cause=cause).order_by("pk"))


def owe_some(count: int, at: dt.datetime, hours: float = 24) -> list[Delivery]:
    return owe(*make.people(count), at=at, hours=hours)
