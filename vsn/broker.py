"""Celery's brokers, with one difference each, so that a worker does not end itself.

On files: kombu opens a message's file before it writes into it. A worker that looks in between
takes an empty file and ends with "Unrecoverable error: JSONDecodeError" (seen on a busy machine).

On Redis: when the connection is lost, kombu puts wake-ups that were taken back into the queue,
over that same connection, and the worker ends with it (kombu 5.7.0; seen when Redis stopped in
the middle of a batch). Nothing needs to be put back: the next tick asks the same questions.
"""

import os
import uuid
from pathlib import Path
from time import monotonic
from typing import Any

from kombu.transport import TRANSPORT_ALIASES, filesystem, redis
from kombu.utils.encoding import str_to_bytes
from kombu.utils.json import dumps


def use() -> None:
    """From now on `filesystem://` and `redis://` mean these brokers."""
    TRANSPORT_ALIASES["filesystem"] = "vsn.broker:Transport"
    TRANSPORT_ALIASES["redis"] = TRANSPORT_ALIASES["rediss"] = "vsn.broker:RedisTransport"


class Channel(filesystem.Channel):
    def _put(self, queue: str, payload: Any, **kwargs: Any) -> None:
        name = f"{round(monotonic() * 1000)}_{uuid.uuid4()}.{queue}.msg"
        _write(Path(self.data_folder_out) / name, payload)

    def _queue_bind(self, exchange: str, routing_key: str, pattern: str, queue: str) -> None:
        bound = filesystem.exchange_queue_t(routing_key or "", pattern or "", queue or "")
        known = self.get_table(exchange)
        if bound not in known:
            self.control_folder.mkdir(exist_ok=True)
            _write(self._exchange_file(exchange), [bound, *known])


class Transport(filesystem.Transport):
    Channel = Channel


class RedisChannel(redis.Channel):
    do_restore = False


class RedisTransport(redis.Transport):
    Channel = RedisChannel


def _write(path: Path, content: Any) -> None:
    # A name that begins with a dot belongs to no queue.
    draft = path.with_name(f".{uuid.uuid4()}")
    draft.write_bytes(str_to_bytes(dumps(content)))
    os.replace(draft, path)
