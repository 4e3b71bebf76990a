"""How a message leaves: one small class per way, and the two ways in which it can go wrong."""

import datetime as dt
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, Protocol


class Transient(Exception):
    """It may work later. `everyone`: the channel itself is down, nobody's attempt counts."""

    def __init__(
        self, reason: str, retry_after: dt.timedelta | None = None, *, everyone: bool = False
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry_after = retry_after
        self.everyone = everyone


class Undeliverable(Exception):
    """It will never work for this address; `reason` is for the facilitator, without the address."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Route:
    """One way to reach a person, for example `Route("email", "dana@example.org")`."""

    channel: str
    address: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes along; `mime` may carry parameters (`text/calendar; method=CANCEL`)."""

    name: str
    content: bytes
    mime: str


@dataclass(frozen=True, slots=True)
class Message:
    """What one person is told: their routes in order, and the text in their language.

    `text_alone` is the text for a channel that carries nothing else: what the attachments hold
    is named there by its address. Empty where it would be the same as `text`.
    """

    routes: tuple[Route, ...]
    subject: str
    text: str
    html: str = ""
    attachments: tuple[Attachment, ...] = field(default=())
    text_alone: str = ""


class Channel(AbstractContextManager[Any], Protocol):
    """`with channel: channel.send(...)`: what it needs to be open serves a whole batch."""

    name: str

    def announce(self, address: str, message: Message, message_id: str) -> None:
        """The next `send` will be this one, if nothing comes between: time to do what can be
        done beforehand, without waiting. The message itself stays here."""

    def send(self, address: str, message: Message, message_id: str) -> None:
        """Hands one message over.

        Raises:
            Transient: it may work later.
            Undeliverable: this address will never take it.
        """
