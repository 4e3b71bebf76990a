"""What is measured: the portal as deployed and the bare site, by the same server over the same
database, and a mail server beside them."""

import socket
import sys
from contextlib import closing
from pathlib import Path

from tests.faults.portal import SERVICES, Portal
from tests.faults.servers import Postgres, Program, Redis, free_port, until

AS_DEPLOYED = {
    "STATIC_MANIFEST": "1",
    "LOG_LEVEL": "INFO",
    "EMAIL_TIMEOUT": "15",
    "OUTBOX_LEASE_SECONDS": "90",
}
BARE = {"DJANGO_SETTINGS_MODULE": "tests.benchmark.bare.settings"}
LEAST = {"DJANGO_SETTINGS_MODULE": "tests.benchmark.least.settings"}
MAKE_TABLE = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", run_syncdb=True, verbosity=0)
"""


class Sites:
    """Servers of their own in a folder of their own; `end` ends them all."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.postgres, self.redis = Postgres(hasty=False), Redis(folder)
        self.smtp_port = free_port()
        self.portals: list[Portal] = []
        command = [sys.executable, "-m", "tests.benchmark.sink", str(self.smtp_port)]
        self.mail_server = Program(command, log=folder / "sink.log")
        until(lambda: _listens(self.smtp_port), "the mail server answers")

    def portal(self, name: str) -> Portal:
        """A portal with an empty database of its own."""
        self.postgres.run("CREATE DATABASE {}", name)
        folder = self.folder / name
        folder.mkdir()
        portal = Portal(folder, self.postgres.url(name), self.redis.url, self.smtp_port)
        portal.environment |= AS_DEPLOYED
        portal.do("python", "manage.py", "migrate", "--verbosity", "0")
        portal.do("python", "manage.py", "collectstatic", "--noinput", "--verbosity", "0")
        self.portals.append(portal)
        return portal

    def bare(self, portal: Portal, **more: str) -> str:
        """Starts the bare site over the portal's database; returns its address."""
        ours, portal.environment = portal.environment, portal.environment | BARE
        portal.do("python", "-c", MAKE_TABLE)
        port = free_port()
        command = [
            word.replace("vsn.wsgi", "tests.benchmark.bare.wsgi")
            for word in SERVICES["web"]["command"]
        ]
        portal.start("bare", command, BIND=f"127.0.0.1:{port}", **more)
        portal.environment = ours
        until(lambda: _listens(port), "the bare site answers")
        return f"127.0.0.1:{port}"

    def least(self, portal: Portal, **more: str) -> str:
        """Starts the portal that does nothing at a sign-up but to ask the database; its address."""
        port = free_port()
        command = SERVICES["web"]["command"]
        portal.start("least", command, BIND=f"127.0.0.1:{port}", **LEAST, **more)
        until(lambda: _listens(port), "the least site answers")
        return f"127.0.0.1:{port}"

    def end(self) -> None:
        for portal in self.portals:
            portal.end()
        self.mail_server.kill()
        self.redis.program.kill()
        self.postgres.remove()


def _listens(port: int) -> bool:
    with closing(socket.socket()) as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
