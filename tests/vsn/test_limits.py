"""How often something anonymous may happen."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.core.cache import caches
from django.test import RequestFactory

from vsn.limits import allow, client

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2027, 3, 1, 12, tzinfo=dt.UTC)


def test_the_first_ones_pass() -> None:
    asked = [allow("mail", "dana", times=3, seconds=3600) for _ in range(5)]
    assert asked == [True, True, True, False, False]


def test_everyone_and_everything_is_counted_apart() -> None:
    assert allow("mail", "dana", times=1, seconds=3600)
    assert allow("mail", "eve", times=1, seconds=3600)
    assert allow("sign-up", "dana", times=1, seconds=3600)
    assert not allow("mail", "dana", times=1, seconds=3600)


def test_a_new_window_begins_at_zero() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        assert allow("mail", "dana", times=1, seconds=3600)
        assert not allow("mail", "dana", times=1, seconds=3600)
        clock.shift(dt.timedelta(hours=1))
        assert allow("mail", "dana", times=1, seconds=3600)


def test_no_name_is_stored(monkeypatch: pytest.MonkeyPatch) -> None:
    keys: list[str] = []
    cache = caches["default"]
    add = cache.add

    def keep(key: str, *args: object, **kwargs: object) -> object:
        keys.append(key)
        return add(key, *args, **kwargs)

    monkeypatch.setattr(cache, "add", keep)
    allow("mail", "dana@example.org", times=1, seconds=60)
    assert keys and "dana" not in str(keys)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "203.0.113.7", "10.0.0.1"),  # anybody can send this header
        (1, "198.51.100.1, 203.0.113.7", "203.0.113.7"),
        (2, "198.51.100.1, 203.0.113.7", "198.51.100.1"),
        (2, "203.0.113.7", "10.0.0.1"),
        (1, "", ""),
    ],
)
def test_whom_a_request_comes_from(
    settings: Any, proxies: int, forwarded: str, expected: str
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    request = RequestFactory().get(
        "/", REMOTE_ADDR="10.0.0.1", headers={"x-forwarded-for": forwarded}
    )
    assert client(request) == expected
