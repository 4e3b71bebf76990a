"""The shared cache on Redis. It may go away without taking a page with it: a reader who cannot be
counted is let pass, and a sign-up never waits for a counter."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

import structlog
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis import RedisError

log = structlog.stdlib.get_logger(__name__)
# So long nobody asks a Redis that did not answer: each who asked would wait for nothing.
SILENCE_SECONDS = 10


class Client(RedisCacheClient):
    """While Redis does not answer, nothing is known and nothing is kept."""

    silent_until = 0.0


class ForgivingRedisCache(RedisCache):
    """Django's own, over `Client`."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = Client


def _nothing(*args: Any) -> Any:
    return None


def _unknown(key: str, *args: Any) -> Any:
    """What `incr` promises for a key that is not there."""
    raise ValueError(key)


def _forgiving(name: str, otherwise: Callable[..., Any]) -> Callable[..., Any]:
    ask = getattr(RedisCacheClient, name)

    @wraps(ask)
    def method(self: Client, *args: Any) -> Any:
        if time.monotonic() < Client.silent_until:
            return otherwise(*args)
        try:
            return ask(self, *args)
        except RedisError as error:
            log.warning("cache away", error=type(error).__name__)
            Client.silent_until = time.monotonic() + SILENCE_SECONDS
            return otherwise(*args)

    return method


_OTHERWISE: dict[str, Callable[..., Any]] = {
    "get": lambda key, default: default,
    "get_many": lambda keys: {},
    "incr": _unknown,
    **dict.fromkeys(
        ("add", "set", "set_many", "touch", "delete", "delete_many", "has_key"), _nothing
    ),
}
for _name, _otherwise in _OTHERWISE.items():
    setattr(Client, _name, _forgiving(_name, _otherwise))
