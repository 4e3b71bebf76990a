"""Sending what is due: batches over one connection, each row settled as soon as it is sent."""

import datetime as dt
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial

import structlog
from django.db import transaction

from vsn.outbox import dispatch
from vsn.outbox.channels import Message, Transient, Undeliverable
from vsn.outbox.channels.email import EmailChannel
from vsn.outbox.models import Delivery
from vsn.outbox.registry import Moot, renderers

log = structlog.stdlib.get_logger(__name__)
State = Delivery.State
Clock = Callable[[], dt.datetime]

BATCH = 100
CHUNK = 25
# Facts older than this are read again before the next message goes out.
FRESH = dt.timedelta(seconds=1)
CHANNEL_PAUSE = dt.timedelta(seconds=15)
# An error of ours: logged, seen in the administration, and tried again until it is too late.
UNWRITTEN = "the message could not be written"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a message in hand went, not written down yet: `settle(now)` does it."""

    delivery: Delivery
    settle: Callable[[dt.datetime], object]
    sent_by: str = ""  # the channel that took it, if one did


class Drain:
    """One worker's turn. `Drain(clock).run()` sends what is due until `budget` is over."""

    def __init__(self, clock: Clock, budget: dt.timedelta = dt.timedelta(seconds=40)) -> None:
        self.clock = clock
        self.until = clock() + budget
        self.sent = 0

    def run(self) -> int:
        """Returns how many messages were sent."""
        with ExitStack() as stack:
            self.channels = {"email": stack.enter_context(EmailChannel())}
            while self.clock() < self.until and (rows := dispatch.claim(self.clock(), BATCH)):
                if not self._send_all(rows):
                    break
        return self.sent

    def _send_all(self, rows: list[Delivery]) -> bool:
        """Sends the rows chunk by chunk. False: stop, the channel is down or time is over."""
        while rows:
            chunk, rest = rows[:CHUNK], rows[CHUNK:]
            try:
                rows = self._send_chunk(chunk) + rest
            except Transient as down:
                log.warning("channel down", reason=down.reason)
                dispatch.release(chunk + rest, self.clock(), down.retry_after or CHANNEL_PAUSE)
                return False
            if self.clock() >= self.until:
                dispatch.release(rows, self.clock(), dt.timedelta())
                return False
        return True

    def _send_chunk(self, chunk: list[Delivery]) -> list[Delivery]:
        """Returns what is left when the facts have become old.

        Settling one message and taking the next in hand share a transaction: at any moment at
        most one message is in hand, and it costs one commit.
        """
        rendered_at = self.clock()
        messages = self._render(chunk, rendered_at)
        last: Outcome | None = None
        try:
            for position, delivery in enumerate(chunk):
                if (message := messages.get(delivery.pk)) is None:
                    continue
                if self.clock() - rendered_at > FRESH and position:
                    return chunk[position:]
                ours, last = self._take_in_hand(delivery, last), None
                if ours:
                    last = self._attempt(delivery, message)
        finally:
            if last:
                last.settle(self.clock())
        return []

    def _take_in_hand(self, delivery: Delivery, last: Outcome | None) -> bool:
        now = self.clock()
        if last and last.sent_by:
            return dispatch.pass_on(last.delivery, delivery, now, channel=last.sent_by)
        with transaction.atomic():
            if last:
                last.settle(now)
            return dispatch.hand_over(delivery, now)

    def _attempt(self, delivery: Delivery, message: Message) -> Outcome:
        """Hands the message to the person's routes in order.

        Raises:
            Transient: with `everyone` set, when the channel itself is down.
        """
        reason = "there is no way to reach this person"
        for route in message.routes:
            try:
                self.channels[route.channel].send(route.address, message, delivery.message_id)
            except Undeliverable as refused:
                reason = refused.reason
            except Transient as later:
                if later.everyone:
                    raise
                return Outcome(
                    delivery,
                    partial(
                        dispatch.put_back, delivery, reason=later.reason, pause=later.retry_after
                    ),
                )
            except ValueError:
                # An address or a header that cannot be written: this one only, not the batch.
                log.exception("cannot be written", delivery=str(delivery.uid), topic=delivery.topic)
                return Outcome(delivery, partial(dispatch.put_back, delivery, reason=UNWRITTEN))
            else:
                self.sent += 1
                settle = partial(dispatch.settle, delivery, State.SENT, channel=route.channel)
                return Outcome(delivery, settle, sent_by=route.channel)
        log.warning("undeliverable", delivery=str(delivery.uid), reason=reason)
        return Outcome(delivery, partial(dispatch.settle, delivery, State.FAILED, reason=reason))

    def _render(self, chunk: Sequence[Delivery], now: dt.datetime) -> dict[int, Message]:
        """The messages by delivery id; what is moot or cannot be written is settled here."""
        ready: dict[int, Message] = {}
        by_topic: dict[str, list[Delivery]] = {}
        for delivery in chunk:
            by_topic.setdefault(delivery.topic, []).append(delivery)
        for topic, rows in by_topic.items():
            for delivery, message in self._render_topic(topic, rows, now):
                if isinstance(message, Moot):
                    dispatch.settle(delivery, State.MOOT, now, reason=message.reason)
                else:
                    ready[delivery.pk] = message
        return ready

    def _render_topic(
        self, topic: str, rows: Sequence[Delivery], now: dt.datetime
    ) -> list[tuple[Delivery, Message | Moot]]:
        """One bad row must not hold up the others: after an error each is tried alone."""
        try:
            messages = renderers[topic](rows, now)
            return [(row, messages.get(row.pk) or Moot("gone")) for row in rows]
        except Exception:
            if len(rows) > 1:
                return [pair for row in rows for pair in self._render_topic(topic, [row], now)]
            log.exception("cannot be written", delivery=str(rows[0].uid), topic=topic)
            if dispatch.hand_over(rows[0], now):
                dispatch.put_back(rows[0], now, reason=UNWRITTEN)
            return []
