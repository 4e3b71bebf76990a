"""An outbox of its own: a topic for tests, a channel that does what the test says, a clock."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.utils import timezone

from members.models import User
from tests import factories as make
from tests.vsn.outbox.mail_server import Server, free_port
from vsn.outbox import dispatch, drain, registry
from vsn.outbox.channels import Message, Route, Transient
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
    """Keeps what it is given; `answers` says, by address, what happens instead (once each).

    While `down` is set nobody is there, and it says that for so long; `knocks` counts who asked.
    """

    def __init__(self, name: str = "email") -> None:
        self.name = name
        self.sent: list[tuple[str, str]] = []  # address and Message-ID
        self.announced: list[tuple[str, str]] = []
        self.answers: dict[str, list[Exception | Callable[[], object]]] = {}
        self.down: dt.timedelta | None = None
        self.knocks = 0

    def __call__(self) -> "FakeChannel":
        return self

    def __enter__(self) -> "FakeChannel":
        return self

    def __exit__(self, *error: object) -> None:
        """Nothing is open."""

    def announce(self, address: str, message: Message, message_id: str) -> None:
        self.announced.append((address, message_id))

    def send(self, address: str, message: Message, message_id: str) -> None:
        if self.down:
            self.knocks += 1
            raise Transient("down", self.down, everyone=True)
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


@pytest.fixture
def wiki(monkeypatch: pytest.MonkeyPatch) -> FakeChannel:
    """A stand-in beside the e-mail channel."""
    fake = FakeChannel("wiki_mail")
    monkeypatch.setattr(drain, "configured_channels", lambda: [drain.EmailChannel(), fake])
    return fake


@pytest.fixture(params=[True, False], ids=["pipelining", "one by one"])
def server(settings: Any, request: pytest.FixtureRequest) -> Iterator[Server]:
    handler = Server(pipelining=request.param)
    controller = Controller(handler, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = controller.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    try:
        yield handler
    finally:
        controller.stop()


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


CHANNELS = {"e": "email", "w": "wiki_mail"}


class Ways:
    """How each person is reached: "e", "w", "ew" (e-mail first), "we" or "" (not at all)."""

    def __init__(self) -> None:
        self.of: dict[int, str] = {}
        self.rendered = 0

    def render(self, rows: Sequence[Delivery], now: dt.datetime) -> dict[int, Message]:
        self.rendered += len(rows)
        return {row.pk: Message(self._routes(row), "Subject", "Text") for row in rows}

    def _routes(self, row: Delivery) -> tuple[Route, ...]:
        wanted = self.of[row.recipient_id]
        return tuple(Route(CHANNELS[way], row.recipient.email) for way in wanted)

    def owe(self, wanted: Sequence[str], clock: Clock, *, hours: float = 24) -> list[Delivery]:
        """A message to a new person for each of `wanted`."""
        people = make.people(len(wanted))
        self.of |= {who.pk: way for who, way in zip(people, wanted, strict=True)}
        known = set(Delivery.objects.values_list("pk", flat=True))
        return [row for row in owe(*people, at=clock(), hours=hours) if row.pk not in known]


@pytest.fixture
def ways(monkeypatch: pytest.MonkeyPatch) -> Ways:
    ways = Ways()
    monkeypatch.setitem(registry.renderers, TOPIC, ways.render)
    return ways
