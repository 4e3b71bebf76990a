"""What holds for every test: no logged error, no network, and which groups run here."""

import ipaddress
import logging
import os
import socket
import uuid
from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest
from django.conf import settings as portal_settings
from django.db import connection, connections
from pytest_django import DjangoDbBlocker

from tests import prepared, services
from tests.logged import no_errors

pytest_plugins = [
    "tests.counting", "tests.kept", "tests.cast", "tests.world", "tests.wiki.fixtures",
    "tests.scheduling",
]  # fmt: skip

# Made-up input: the same in every run, no clock decides, and nothing is kept between runs.
hypothesis.settings.register_profile(
    "portal",
    database=None,
    deadline=None,
    derandomize=True,
    max_examples=50,
    suppress_health_check=[
        hypothesis.HealthCheck.too_slow,
        hypothesis.HealthCheck.function_scoped_fixture,
    ],
)
hypothesis.settings.load_profile("portal")

# --- Groups that need something this machine may not have ----------------------------------------


def pytest_configure(config: pytest.Config) -> None:
    """With REQUIRE_ALL=1 (as in CI) a missing group is an error before the first test."""
    if os.environ.get("REQUIRE_ALL") == "1" and services.unavailable():
        raise pytest.UsageError(f"REQUIRE_ALL=1, but {_not_run()}")


# What these see is the same on every database: a wiki that is spoken to, and the pages that the
# table of permissions asks for on each of them.
_ONCE = (
    "tests/oauth/", "tests/test_leaks.py", "tests/vsn/mediawiki/", "tests/vsn/test_charts.py",
    "tests/vsn/test_markdown.py", "tests/wiki/",
)  # fmt: skip
# Without a database by name, but there is a cache or a broker, or settings name one.
_EVERYWHERE = ("tests/test_", "tests/vsn/test_")


def _sees_the_same_everywhere(item: pytest.Item) -> bool:
    """By its place, or because it has no database: pytest-django would stop it at the first
    query."""
    if item.nodeid.startswith(_ONCE):
        return True
    asks = {"db", "transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    without = not asks and not item.get_closest_marker("django_db")
    return without and not item.nodeid.startswith(_EVERYWHERE)


@pytest.hookimpl(tryfirst=True)  # before `-m wiki` looks at the marks
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what cannot run here."""
    for item in items:
        if "wiki_server" in getattr(item, "fixturenames", ()):
            item.add_marker("wiki")
        if _sees_the_same_everywhere(item):
            item.add_marker("once")
    out = set(services.unavailable())
    if "bench" not in config.option.markexpr:
        out.add("bench")
    kept, left_out = [], []
    for item in items:
        groups = {mark.name for mark in item.iter_markers()}
        (left_out if groups & out else kept).append(item)
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = kept


def pytest_terminal_summary(terminalreporter: Any) -> None:
    if services.unavailable():
        terminalreporter.write_line(_not_run())


def _not_run() -> str:
    """One line: `not run: browser (no Chromium), redis (no Redis server answers)`."""
    return "not run: " + ", ".join(f"{g} ({why})" for g, why in services.unavailable().items())


# --- The database is migrated once ---------------------------------------------------------------


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """What lies where the tests' SQLite file will be is the copy, not to be thrown away."""
    return connection.vendor == "sqlite"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    prepared.copy_in_place_of_migrating()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    yield
    with django_db_blocker.unblock():
        connections.close_all()  # a database that is kept is left connected


def pytest_unconfigure() -> None:
    prepared.remove()


# --- A logged error fails the test ---------------------------------------------------------------


@pytest.fixture(autouse=True)
def logged_errors() -> Iterator[list[logging.LogRecord]]:
    """Errors logged so far. A test that provokes one takes this fixture, looks, and clears it."""
    with no_errors() as errors:
        yield errors


# --- Nothing leaves this machine -----------------------------------------------------------------


class NetworkUsed(AssertionError):
    """A test tried to reach another machine."""


def _is_loopback(host: Any) -> bool:
    if host in (None, "", b"", "localhost", b"localhost", socket.gethostname()):
        return True
    try:
        return ipaddress.ip_address(host.decode() if isinstance(host, bytes) else host).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True, scope="session")
def only_loopback() -> Iterator[None]:
    """Connecting to, or looking up, anything but this machine raises NetworkUsed."""
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex
    getaddrinfo = socket.getaddrinfo

    def check(family: int, address: Any) -> None:
        if family != socket.AF_UNIX and not _is_loopback(address[0]):
            raise NetworkUsed(f"no test may connect to {address}")

    def guarded_connect(self: socket.socket, address: Any) -> None:
        check(self.family, address)
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        check(self.family, address)
        return connect_ex(self, address)

    def guarded_getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        if not _is_loopback(host):
            raise NetworkUsed(f"no test may look up {host}")
        return getaddrinfo(host, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded_connect)
        patch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
        patch.setattr(socket, "getaddrinfo", guarded_getaddrinfo)
        yield


# --- Each test counts for itself -----------------------------------------------------------------


@pytest.fixture(autouse=True)
def own_cache_keys(settings: Any) -> None:
    """No test sees what another one or another run left in the shared cache: the limiter starts
    at zero. By the settings, so that it holds in every thread; Redis rolls nothing back."""
    default = {**portal_settings.CACHES["default"], "KEY_PREFIX": uuid.uuid4().hex}
    settings.CACHES = {**portal_settings.CACHES, "default": default}
