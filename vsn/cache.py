"""The shared cache on Redis. It may go away without taking a page with it: a reader who cannot be
counted is let pass, and a sign-up never waits for a counter."""

import time
from collections.abc import Callable
from typing import Any

import structlog
from django.core.cache.backends.redis import RedisCache
from django.utils.functional import cached_property
from redis import RedisError

log = structlog.stdlib.get_logger(__name__)
# So long nobody asks a Redis that did not answer: each who asked would wait for nothing.
SILENCE_SECONDS = 10


class ForgivingRedisCache(RedisCache):
    """Django's own; while Redis does not answer, nothing is known and nothing is kept."""

    @cached_property
    def _cache(self) -> Any:
        return _Forgiving(self._class(self._servers, **self._options))


class _Forgiving:
    """Hands every question on to the client, and answers itself when there is no answer."""

    silent_until = 0.0

    def __init__(self, client: Any) -> None:
        self._client = client

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def ask(*args: Any) -> Any:
            if time.monotonic() >= _Forgiving.silent_until:
                try:
                    return getattr(self._client, name)(*args)
                except RedisError as error:
                    log.warning("cache away", error=type(error).__name__)
                    _Forgiving.silent_until = time.monotonic() + SILENCE_SECONDS
            return _otherwise(name, *args)

        return ask


def _otherwise(name: str, *args: Any) -> Any:
    """What Django promises for a key that is not there."""
    if name == "incr":
        raise ValueError(args[0])
    if name == "get":
        return args[1]
    return {} if name == "get_many" else None
