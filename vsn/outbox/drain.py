"""Sending what is due: batches over one connection, each row settled as soon as it is sent."""

import datetime as dt
from collections.abc import Callable, Sequence
from contextlib import ExitStack

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
        settle_last: Callable[[], object] = _nothing
        try:
            for position, delivery in enumerate(chunk):
                if (message := messages.get(delivery.pk)) is None:
                    continue
                if self.clock() - rendered_at > FRESH and position:
                    return chunk[position:]
                with transaction.atomic():
                    settle_last()
                    ours = dispatch.hand_over(delivery, self.clock())
                settle_last = _nothing
                if ours:
                    settle_last = self._attempt(delivery, message)
        finally:
            settle_last()
        return []

    def _attempt(self, delivery: Delivery, message: Message) -> Callable[[], object]:
        """Hands the message to the person's routes in order; returns how to settle the row.

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
                pause, why = later.retry_after, later.reason
                return lambda: dispatch.put_back(delivery, self.clock(), reason=why, pause=pause)
            except ValueError:
                # An address or a header that cannot be written: this one only, not the batch.
                log.exception("cannot be written", delivery=str(delivery.uid), topic=delivery.topic)
                return lambda: dispatch.put_back(delivery, self.clock(), reason=UNWRITTEN)
            else:
                self.sent += 1
                channel = route.channel
                return lambda: dispatch.settle(delivery, State.SENT, self.clock(), channel=channel)
        log.warning("undeliverable", delivery=str(delivery.uid), reason=reason)
        return lambda: dispatch.settle(delivery, State.FAILED, self.clock(), reason=reason)

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


def _nothing() -> None:
    """There is no message to settle yet."""
