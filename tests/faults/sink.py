"""A real SMTP server that does what the test tells it to, and writes down what it accepted."""

import asyncio
import email
import logging
import threading
from collections import Counter
from dataclasses import dataclass, field
from email.message import Message
from types import TracebackType
from typing import Any, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.faults.servers import PATIENCE, free_port

# A line for each line of each message would hide what matters.
logging.getLogger("mail.log").setLevel(logging.WARNING)


@dataclass(frozen=True, slots=True)
class Accepted:
    """A message for which the server said yes, or dropped the line when it should have."""

    message_id: str
    recipient: str
    message: Message


@dataclass(slots=True)
class Pause:
    """One message in hand: received, and neither accepted nor refused before `go`."""

    message_id: str
    recipient: str
    answer: str = "250 OK"
    go: threading.Event = field(default_factory=threading.Event)

    def release(self, answer: str = "250 OK") -> None:
        self.answer = answer
        self.go.set()


class _Protocol(SMTP):
    """Adds the one thing that a handler cannot do: to go away in the middle of a message."""

    async def smtp_DATA(self, argument: str) -> None:
        sink = self.event_handler
        if sink.messages + 1 in sink.cut_in_the_middle and not argument:
            sink.messages += 1
            await self.push("354 End data with <CR><LF>.<CR><LF>")
            self.transport.abort()
            return
        await super().smtp_DATA(argument)


class Sink:
    """`with Sink() as sink:` listens at `sink.port`. Messages are counted from 1."""

    def __init__(self) -> None:
        self.port = free_port()
        self.server: Controller | None = None
        self.begin_anew()

    def begin_anew(self) -> None:
        """Nothing was accepted yet, and everything will be."""
        self.accepted: list[Accepted] = []
        self.messages = 0
        self.pipelining = True  # announced, as most mail servers do
        self.refused: dict[str, str] = {}  # recipient: answer to RCPT
        self.refuse_all = ""  # answer to every RCPT, if any
        self.hang_at: set[int] = set()
        self.cut_in_the_middle: set[int] = set()
        self.cut_before_yes: set[int] = set()
        self.hold_at: set[int] = set()
        self.held: Pause | None = None
        self.delay = 0.0

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.held:
            self.held.go.set()
        self.stop()

    def start(self) -> None:
        self.server = _Controller(self, hostname="127.0.0.1", port=self.port)
        self.server.start()

    def stop(self) -> None:
        """Nobody listens any more."""
        if self.server:
            self.server.stop(no_assert=True)
        self.server = None

    def copies(self) -> Counter[str]:
        """How often each Message-ID was accepted."""
        return Counter(each.message_id for each in self.accepted)

    # --- What aiosmtpd asks ----------------------------------------------------------------------

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, name: str, answers: list[str]
    ) -> list[str]:
        session.host_name = name
        return [answers[0], "250-PIPELINING", *answers[1:]] if self.pipelining else answers

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if answer := self.refuse_all or self.refused.get(address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.messages += 1
        number = self.messages
        message = email.message_from_bytes(envelope.content or b"")
        took = Accepted(message["Message-ID"], envelope.rcpt_tos[0], message)
        await asyncio.sleep(self.delay)
        if number in self.hang_at:
            await asyncio.sleep(3600)
        if number in self.hold_at:
            self.held = Pause(took.message_id, took.recipient)
            await asyncio.to_thread(self.held.go.wait, PATIENCE)
            if self.held.answer != "250 OK":
                return self.held.answer
        self.accepted.append(took)
        if number in self.cut_before_yes:
            server.transport.abort()
        return "250 OK"


class _Controller(Controller):
    def factory(self) -> Any:
        return _Protocol(self.handler, hostname="sink.example.org", enable_SMTPUTF8=True)
