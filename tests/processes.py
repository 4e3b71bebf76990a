"""A portal that people can visit: its own database, its real processes, and the test beside them.

For H4: `tests.faults.portal.Portal` is used as it is; what is added here is the address that mails
lead to, static files, and `beside`, which lets the test use the same database through Django.
"""

import secrets
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
import redis
from django.apps import apps
from django.conf import settings
from django.core.management.color import no_style
from django.db import OperationalError, connection
from psycopg import sql
from pytest_django import DjangoDbBlocker

from members.models import PolicyText, PolicyVersion
from tests import prepared
from tests.faults.portal import SERVICES, Portal
from tests.faults.servers import free_port, until
from tests.faults.sink import Sink
from vsn.outbox.models import Delivery, Heartbeat

# What migrations wrote is kept between tests: the first policy, and Django's own lists.
_KEPT = {PolicyVersion, PolicyText, Heartbeat}
_KEPT_APPS = {"contenttypes"}


class LivePortal(Portal):
    """A deployment with an address: web server, worker and clock as they run in production."""

    def __init__(self, folder: Path, database: str, smtp_port: int, **more: str) -> None:
        super().__init__(folder, database, settings.REDIS_URL, smtp_port)
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.environment |= {
            "SITE_URL": self.address,
            # The same keys as in the test, so that it can read and write what the portal does.
            "SECRET_KEY": settings.SECRET_KEY,
            "STATIC_MANIFEST": "1",
            "ADMIN_MFA_REQUIRED": "1",
            "EMAIL_TIMEOUT": "15",
            "OUTBOX_LEASE_SECONDS": "30",
        } | more

    def open(self) -> None:
        """Starts the web server and waits until it answers."""
        self.start("web", SERVICES["web"]["command"], BIND=f"127.0.0.1:{self.port}")
        until(lambda: _listens(self.address), f"the web server answers\n{self.said()}")

    def turns(self, count: int = 2) -> None:
        """Waits until the planner has looked that many times and everything found is settled."""
        for _ in range(count):
            seen = _last_turn()
            until(lambda seen=seen: _last_turn() != seen, f"the planner turns\n{self.said()}")
        until(lambda: not _open_deliveries(), f"everything owed is sent\n{self.said()}")


def _listens(address: str) -> bool:
    try:
        with urlopen(f"{address}/healthz", timeout=5) as answer:
            return answer.status == 200
    except (URLError, OSError):
        return False


def _last_turn() -> object:
    return Heartbeat.objects.filter(name="planner").values_list("at", flat=True).first()


def _open_deliveries() -> bool:
    return Delivery.objects.filter(state__in=["queued", "claimed"]).exists()


# --- The database, shared by the test and the portal ---------------------------------------------


@contextmanager
def own_database(folder: Path) -> Iterator[str]:
    """A new database of the kind the tests run on, migrated, with nobody in it; its name."""
    if connection.vendor == "sqlite":
        yield shutil.copy(prepared.sqlite_file(), folder)
        return
    name = f"portal_{secrets.token_hex(6)}"
    template = prepared.postgres_template()
    copy, drop = "CREATE DATABASE {} TEMPLATE {}", "DROP DATABASE {} WITH (FORCE)"
    with prepared.postgres() as server:
        server.execute(sql.SQL(copy).format(sql.Identifier(name), sql.Identifier(template)))
        try:
            yield name
        finally:
            server.execute(sql.SQL(drop).format(sql.Identifier(name)))


@contextmanager
def beside(name: str, blocker: DjangoDbBlocker) -> Iterator[None]:
    """The test's own Django uses that database meanwhile, also while a browser is driven."""
    with pytest.MonkeyPatch.context() as patch, blocker.unblock():
        # Playwright's loop is always running; it never touches the database itself.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        _disconnect()
        patch.setitem(connection.settings_dict, "NAME", name)
        try:
            yield
        finally:
            _disconnect()


def _disconnect() -> None:
    connection.close()
    if connection.vendor == "postgresql" and connection.pool:
        connection.close_pool()


def begin_anew() -> None:
    """Empties every table but what migrations wrote; the portal runs on."""
    until(lambda: not _open_deliveries(), "everything owed is sent")
    models = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model not in _KEPT and model._meta.app_label not in _KEPT_APPS
        and model._meta.db_table != "auth_permission" and model._meta.managed
    ]  # fmt: skip
    tables = [model._meta.db_table for model in models]
    statements = connection.ops.sql_flush(no_style(), tables)
    until(lambda: _flushed(statements), "the tables are emptied")
    PolicyText.objects.filter(version__number__gt=1).delete()
    PolicyVersion.objects.filter(number__gt=1).delete()
    forget_limits()


def _flushed(statements: list[str]) -> bool:
    try:
        connection.ops.execute_sql_flush(statements)
    except OperationalError:  # the worker was at the same tables in another order: once more
        return False
    return True


def forget_limits() -> None:
    """Everybody may do everything again. Only the cache: the broker's keys are the worker's."""
    if not settings.REDIS_URL:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM cache")
        return
    with redis.Redis.from_url(settings.REDIS_URL) as server:
        if keys := list(server.scan_iter(":1:*")):
            server.delete(*keys)


@contextmanager
def live_portal(
    folder: Path, blocker: DjangoDbBlocker, *, workers: bool, **more: str
) -> Iterator[tuple[LivePortal, Sink]]:
    """Everything at once: database, mail server, web server, and who sends if `workers`."""
    with ExitStack() as stack:
        name = stack.enter_context(own_database(folder))
        sink = stack.enter_context(Sink())
        portal = LivePortal(folder, prepared.url_of(name), sink.port, **more)
        stack.callback(portal.end)
        (folder / "static").symlink_to(prepared.static_files())
        stack.enter_context(beside(name, blocker))
        if workers:
            portal.run_workers()
        portal.open()
        yield portal, sink
