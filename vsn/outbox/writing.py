"""What is to be sent now, asked of those who write the messages."""

import datetime as dt
from collections.abc import Sequence

import structlog

from vsn.outbox import dispatch
from vsn.outbox.channels import Message
from vsn.outbox.models import Delivery
from vsn.outbox.registry import Moot, renderers

log = structlog.stdlib.get_logger(__name__)
# An error of ours: logged, seen in the administration, and tried again until it is too late.
UNWRITTEN = "the message could not be written"


def write(chunk: Sequence[Delivery], now: dt.datetime) -> dict[int, Message]:
    """The messages by delivery id; what is moot or cannot be written is settled here."""
    ready: dict[int, Message] = {}
    by_topic: dict[str, list[Delivery]] = {}
    for delivery in chunk:
        by_topic.setdefault(delivery.topic, []).append(delivery)
    for topic, rows in by_topic.items():
        for delivery, message in _write_topic(topic, rows, now):
            if isinstance(message, Moot):
                dispatch.settle(delivery, Delivery.State.MOOT, now, reason=message.reason)
            else:
                ready[delivery.pk] = message
    return ready


def _write_topic(
    topic: str, rows: Sequence[Delivery], now: dt.datetime
) -> list[tuple[Delivery, Message | Moot]]:
    """One bad row must not hold up the others: after an error each is tried alone."""
    try:
        messages = renderers[topic](rows, now)
        return [(row, messages.get(row.pk) or Moot("gone")) for row in rows]
    except Exception:
        if len(rows) > 1:
            return [pair for row in rows for pair in _write_topic(topic, [row], now)]
        log.exception("cannot be written", delivery=str(rows[0].uid), topic=topic)
        if dispatch.hand_over(rows[0], now):
            dispatch.put_back(rows[0], now, reason=UNWRITTEN)
        return []
