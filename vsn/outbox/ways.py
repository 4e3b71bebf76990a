"""Which way a message goes: a person's routes in their order, past channels that are down."""

import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

import structlog

from vsn.outbox import dispatch
from vsn.outbox.channels import Channel, Message, Route, Transient, Undeliverable
from vsn.outbox.models import Delivery
from vsn.outbox.writing import UNWRITTEN

log = structlog.stdlib.get_logger(__name__)
State = Delivery.State

CHANNEL_PAUSE = dt.timedelta(seconds=15)
# With less time than this left, nobody waits for a channel that is down if there is another way.
HURRY = dt.timedelta(hours=6)
UNREACHABLE = "there is no way to reach this person"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a message in hand went, not written down yet: `settle(now)` does it."""

    delivery: Delivery
    settle: Callable[[dt.datetime], object]
    sent_by: str = ""  # the channel that took it, if one did


class Ways:
    """The open channels by name, and what is known of them since the run began.

    `down`: those where nobody is there, each with how long it is to be left alone. They are not
    asked again in this run.
    """

    def __init__(self, channels: dict[str, Channel], clock: Callable[[], dt.datetime]) -> None:
        self.channels = channels
        self.clock = clock
        self.down: dict[str, dt.timedelta] = {}

    @property
    def all_down(self) -> bool:
        return self.down.keys() >= self.channels.keys()

    def pause(self, name: str) -> dt.timedelta:
        """How long a row has to wait for that channel."""
        return self.down.get(name, dt.timedelta())

    def way(self, delivery: Delivery, message: Message) -> str:
        """The channel that the row goes out over, or waits for; "" if there is none."""
        names = [route.channel for route in self._routes(delivery, message)]
        up = [name for name in names if name not in self.down]
        if up and self.in_a_hurry(delivery):
            return up[0]
        return names[0] if names else ""

    def in_a_hurry(self, delivery: Delivery) -> bool:
        return delivery.not_after - self.clock() < HURRY

    def announce(self, delivery: Delivery, message: Message) -> None:
        """Tells the channel which message comes next, while it is not in hand yet."""
        for route in self._routes(delivery, message)[:1]:
            if route.channel not in self.down:
                # What goes wrong goes wrong again when it is sent, and is told then.
                with suppress(Exception):
                    self.channels[route.channel].announce(
                        route.address, message, delivery.message_id
                    )

    def attempt(self, delivery: Delivery, message: Message) -> Outcome:
        """Hands the message to the person's routes in order, until one takes it. For one that is
        down it waits, unless it is in a hurry."""
        reason, waits = UNREACHABLE, None
        for route in self._routes(delivery, message):
            try:
                self._send(route, message, delivery)
            except Undeliverable as refused:
                reason = refused.reason
            except Transient as later:
                if not later.everyone:
                    return _again(delivery, later, route.channel)
                waits = waits or _untouched(delivery, self.down[route.channel], route.channel)
                if not self.in_a_hurry(delivery):
                    break
            else:
                settle = partial(dispatch.settle, delivery, State.SENT, channel=route.channel)
                return Outcome(delivery, settle, sent_by=route.channel)
        if waits:
            return waits
        log.warning("undeliverable", delivery=str(delivery.uid), reason=reason)
        return Outcome(delivery, partial(dispatch.settle, delivery, State.FAILED, reason=reason))

    def _routes(self, delivery: Delivery, message: Message) -> list[Route]:
        """In order; first the one that the row has come to already, since those before it refused
        for good. They come last: meanwhile that may have been put right."""
        routes = [route for route in message.routes if route.channel in self.channels]
        names = [route.channel for route in routes]
        start = names.index(delivery.channel) if delivery.channel in names else 0
        return routes[start:] + routes[:start]

    def _send(self, route: Route, message: Message, delivery: Delivery) -> None:
        """Hands the message over, unless the channel is known to be down.

        Raises:
            Transient, Undeliverable: as the channel does.
        """
        if route.channel in self.down:
            raise Transient("down", everyone=True)
        try:
            self.channels[route.channel].send(route.address, message, delivery.message_id)
        except Transient as later:
            if later.everyone:
                log.warning("channel down", channel=route.channel, reason=later.reason)
                pause = max(later.retry_after or CHANNEL_PAUSE, CHANNEL_PAUSE)
                self.down[route.channel] = min(pause, dispatch.LONGEST_PAUSE)
            raise
        except Undeliverable:
            raise
        except Exception as error:
            # A header that cannot be written, or a bug in a channel: this one only, not the
            # batch, let alone the other channel.
            log.exception("cannot be written", delivery=str(delivery.uid), topic=delivery.topic)
            raise Transient(UNWRITTEN) from error


def _again(delivery: Delivery, later: Transient, channel: str) -> Outcome:
    """It is tried again later, over that channel first."""
    reason, pause = later.reason, later.retry_after
    put_back = partial(dispatch.put_back, delivery, reason=reason, channel=channel, pause=pause)
    return Outcome(delivery, put_back)


def _untouched(delivery: Delivery, pause: dt.timedelta, channel: str) -> Outcome:
    """It waits for a channel that is down."""
    release = partial(dispatch.release, [delivery], pause=pause, channel=channel, tried=True)
    return Outcome(delivery, release)
