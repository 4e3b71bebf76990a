"""What is long in the building is built once for the tests that ask for it one after the other.

It lies in a transaction around those of the tests, so each finds it as it was built and undoes
what it did itself. Before a test that asks for something else, all of it is taken back.
"""

import copy
import time
import uuid
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker
from pytest_django.plugin import blocking_manager_key

from tests.logged import no_errors

BUILDERS: dict[str, Callable[[], Any]] = {}
# What is built is told in times from now: it must not grow old.
_SECONDS = 300


def kept(build: Callable[[], Any]) -> Callable[[], Any]:
    """Marks the builder of the fixture of that name."""
    BUILDERS[build.__name__.removeprefix("build_")] = build
    return build


class Keeper:
    """Holds one thing at a time, on the connection that the tests use."""

    def __init__(self, blocker: DjangoDbBlocker) -> None:
        self.blocker, self.name, self.thing, self.since = blocker, "", None, 0.0
        self.transaction: Any = None

    def get(self, name: str) -> Any:
        """A copy, so that no test sees what another one did to it; or one built for this test."""
        return copy.deepcopy(self.thing) if self.name == name else BUILDERS[name]()

    def make_ready(self, name: str) -> None:
        """Before any test's own transaction: this is there, and nothing else is."""
        if self.name == name and time.monotonic() - self.since < _SECONDS:
            return
        self.end()
        if name:
            try:
                self._begin(name)
            except BaseException:
                self.end()
                raise

    def _begin(self, name: str) -> None:
        own = {**settings.CACHES["default"], "KEY_PREFIX": uuid.uuid4().hex}
        caches = override_settings(CACHES={**settings.CACHES, "default": own})
        with self.blocker.unblock(), caches, no_errors():
            self.transaction = transaction.atomic()
            self.transaction.__enter__()
            self.thing = BUILDERS[name]()
            self.name, self.since = name, time.monotonic()

    def end(self) -> None:
        if self.transaction is None:
            return
        with self.blocker.unblock():
            connection.set_rollback(True)
            self.transaction.__exit__(None, None, None)
        self.name, self.thing, self.transaction = "", None, None


_KEEPER = pytest.StashKey[Keeper]()


@pytest.fixture(scope="session")
def keeper(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Keeper]:
    made = request.config.stash[_KEEPER] = Keeper(django_db_blocker)
    yield made
    made.end()


@pytest.hookimpl(tryfirst=True)  # before the test's own transaction begins
def pytest_runtest_setup(item: pytest.Item) -> None:
    if keeper := item.config.stash.get(_KEEPER, None):
        names = set(getattr(item, "fixturenames", ()))
        asked = BUILDERS.keys() & names
        keeper.make_ready(asked.pop() if len(asked) == 1 and not _empties(item) else "")


# --- What the installation brings along stays ----------------------------------------------------


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """A test with transactions of its own empties the tables afterwards, and with them the first
    policy version, which a migration brings: the next test finds it again."""
    yield
    # After the last one the tests' database is gone: this would be the real one.
    if nextitem and _empties(item):
        with item.config.stash[blocking_manager_key].unblock():
            if not apps.get_model("members", "PolicyVersion").objects.exists():
                first_policy = import_module("members.migrations.0002_first_policy")
                first_policy.publish_first_version(apps, None)


def _empties(item: pytest.Item) -> bool:
    mark = item.get_closest_marker("django_db")
    emptied = _EMPTYING & set(getattr(item, "fixturenames", ()))
    return bool(emptied or (mark and mark.kwargs.get("transaction")))


_EMPTYING = {"transactional_db", "live_server", "django_db_reset_sequences"}
