"""What holds for every test: no logged error, no network, and which groups run here."""

import ipaddress
import logging
import os
import socket
import uuid
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import hypothesis
import pytest
from django.apps import apps
from django.conf import settings as portal_settings
from pytest_django.plugin import blocking_manager_key
from xdist.scheduler import LoadGroupScheduling

from tests import services

pytest_plugins = ["tests.cast", "tests.world", "tests.wiki.fixtures"]

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


# Each of these folders stays on one worker: its tests share real processes.
_TOGETHER = {
    "tests/browser/": "browser",
    "tests/stories/": "stories",
    "tests/faults/": "faults",
    "tests/oauth/": "stories",
    "tests/wiki/": "wiki",
}


# What these see is the same on every database: texts that are read, a wiki that is spoken to, and
# the pages that the table of permissions asks for on each of them.
_ONCE = (
    "tests/demo/test_data.py", "tests/meetings/wikitext/", "tests/oauth/", "tests/test_leaks.py",
    "tests/vsn/mediawiki/", "tests/wiki/",
)  # fmt: skip


class Scheduler(LoadGroupScheduling):
    """Groups by folder. xdist 3.8's own groups do nothing with pytest 9.2: the worker writes them
    into `_nodeid`, which is not what it reports any more."""

    def _split_scope(self, nodeid: str) -> str:
        named = (group for folder, group in _TOGETHER.items() if nodeid.startswith(folder))
        return next(named, nodeid)


@pytest.hookimpl(optionalhook=True)  # without xdist there is nothing to schedule
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Scheduler:
    return Scheduler(config, log)


@pytest.hookimpl(tryfirst=True)  # before `-m wiki` looks at the marks
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what cannot run here."""
    for item in items:
        if "wiki_server" in getattr(item, "fixturenames", ()):
            item.add_marker("wiki")
        if item.nodeid.startswith(_ONCE):
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


# --- What the installation brings along stays ----------------------------------------------------


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """A test with transactions of its own empties the tables afterwards, and with them the first
    policy version, which a migration brings: the next test finds it again."""
    yield
    if nextitem is None:  # the tests' database is gone: this would be the real one
        return
    mark = item.get_closest_marker("django_db")
    emptied = _EMPTYING & set(getattr(item, "fixturenames", ()))
    if emptied or (mark and mark.kwargs.get("transaction")):
        with item.config.stash[blocking_manager_key].unblock():
            if not apps.get_model("members", "PolicyVersion").objects.exists():
                first_policy = import_module("members.migrations.0002_first_policy")
                first_policy.publish_first_version(apps, None)


_EMPTYING = {"transactional_db", "live_server", "django_db_reset_sequences"}


# --- A logged error fails the test ---------------------------------------------------------------


@pytest.fixture(autouse=True)
def logged_errors(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[logging.LogRecord]]:
    """Errors logged so far. A test that provokes one takes this fixture, looks, and clears it."""
    errors: list[logging.LogRecord] = []
    hand_on = logging.Logger.callHandlers

    def look(logger: logging.Logger, record: logging.LogRecord) -> None:
        if record.levelno >= logging.ERROR:
            errors.append(record)
        hand_on(logger, record)

    monkeypatch.setattr(logging.Logger, "callHandlers", look)
    yield errors
    if errors:
        pytest.fail("logged: " + "; ".join(f"{e.name}: {e.getMessage()}" for e in errors))


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
