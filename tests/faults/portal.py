"""The portal as processes: its production commands, its environment, and a look at its rows."""

import os
import shlex
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import psycopg

from tests.checks import compose
from tests.faults.servers import PATIENCE, ROOT, Program, free_port, until

SERVICES = compose.load()["services"]
PROCFILE = dict(
    line.partition(": ")[::2] for line in (ROOT / "Procfile").read_text().splitlines() if line
)
# On a busy machine everything takes its time. So a worker that lives keeps its rows, and a mail
# server that lives is waited for; the lease of one that died is ended by the test.
LEASE_SECONDS, EMAIL_TIMEOUT = 60, 30


class Database:
    """Looks at the rows from outside, past Django."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.is_postgres = url.startswith("postgres")

    def connect(self) -> Any:
        if self.is_postgres:
            return psycopg.connect(self.url, autocommit=True)
        path = self.url.removeprefix("sqlite:///")
        return sqlite3.connect(path, timeout=20, isolation_level=None)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with closing(self.connect()) as connection:
            return connection.execute(query).fetchall()

    def value(self, query: str) -> Any:
        return self.rows(query)[0][0]

    def run(self, statement: str) -> None:
        with closing(self.connect()) as connection:
            connection.execute(statement)

    @contextmanager
    def holding(self, statement: str) -> Iterator[None]:
        """A transaction that did `statement` and stays open: others wait for its locks."""
        with closing(self.connect()) as connection:
            connection.execute("BEGIN IMMEDIATE" if not self.is_postgres else "BEGIN")
            connection.execute(statement)
            yield
            connection.execute("ROLLBACK")

    def someone_waits(self, like: str) -> bool:
        """Whether a process waits for a lock with a statement like that (PostgreSQL)."""
        return bool(
            self.value(
                "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                f" AND datname = current_database() AND query LIKE '{like}'"
            )
        )

    def end_those_who_wait(self) -> None:
        """As if what they wait to do had never reached the server (PostgreSQL)."""
        self.run(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE wait_event_type = 'Lock' AND datname = current_database()"
        )

    # --- The outbox ------------------------------------------------------------------------------

    def count(self, *states: str) -> int:
        named = ", ".join(f"'{state}'" for state in states)
        return self.value(f"SELECT count(*) FROM outbox_delivery WHERE state IN ({named})")

    def settled(self) -> bool:
        """Rows were planned, and none is open."""
        return not self.count("queued", "claimed") and bool(self.count("sent", "failed"))

    def postpone_half(self) -> None:
        """Half of the rows are due tomorrow only, or when `let_time_pass` is called."""
        late = "now() + interval '1 day'" if self.is_postgres else "datetime('now', '+1 day')"
        self.run(f"UPDATE outbox_delivery SET next_at = {late} WHERE id % 2 = 0")

    def let_time_pass(self) -> None:
        """The pauses before the next try are over."""
        past = "now() - interval '1 minute'" if self.is_postgres else "datetime('now', '-1 minute')"
        self.run(f"UPDATE outbox_delivery SET next_at = {past} WHERE state = 'queued'")

    def let_leases_end(self) -> None:
        """Whoever holds rows is dead, and its time is over."""
        past = "now() - interval '1 minute'" if self.is_postgres else "datetime('now', '-1 minute')"
        self.run(f"UPDATE outbox_delivery SET lease_until = {past} WHERE state = 'claimed'")


class Portal:
    """One deployment on this machine."""

    def __init__(self, folder: Path, database: str, redis: str, smtp_port: int) -> None:
        self.folder, self.database = folder, Database(database)
        self.programs: list[Program] = []
        self.environment = {
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(folder),
            "HOSTNAME": socket.gethostname(),
            "DJANGO_SETTINGS_MODULE": "vsn.settings",
            "PYTHONDONTWRITEBYTECODE": "1",
            "ENV_FILE": os.devnull,
            "VAR_DIR": str(folder),
            "SITE_URL": "http://127.0.0.1",
            "SECRET_KEY": "only-for-faults-" + "x" * 50,
            "STATIC_MANIFEST": "0",
            "LOG_LEVEL": "WARNING",
            "DATABASE_URL": database,
            "REDIS_URL": redis,
            "EMAIL_URL": f"smtp://127.0.0.1:{smtp_port}",
            "EMAIL_TIMEOUT": str(EMAIL_TIMEOUT),
            "OUTBOX_TICK_SECONDS": "1",
            "OUTBOX_LEASE_SECONDS": str(LEASE_SECONDS),
        }

    def do(self, *command: str, seconds: int = PATIENCE) -> str:
        """A command that ends; returns what it said."""
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def start(self, name: str, command: list[str], **more: str) -> Program:
        """A program that stays until it is killed or the test is over."""
        log = self.folder / f"{name}-{len(self.programs)}.log"
        program = Program(command, log=log, environment=self.environment | more)
        self.programs.append(program)
        return program

    def worker(self, *more: str, **environment: str) -> Program:
        """As deployed; without Redis worker and clock are one process, as in `make run`."""
        if not self.environment["REDIS_URL"]:
            return self.start("worker", [*shlex.split(PROCFILE["worker"]), *more], **environment)
        return self.start("worker", [*SERVICES["worker"]["command"], *more], **environment)

    def kill(self, worker: Program) -> None:
        """It dies with what it holds, and its lease runs out."""
        worker.kill()
        self.database.let_leases_end()

    def beat(self) -> Program:
        number = len(self.programs)
        return self.start(
            "beat", SERVICES["beat"]["command"], BEAT_FILE=str(self.folder / f"beat-{number}")
        )

    def run_workers(self) -> Program:
        """Everything that sends: returns the worker."""
        if self.environment["REDIS_URL"]:
            self.beat()
        return self.worker()

    def web(self, **more: str) -> str:
        """Starts the web server; returns its address."""
        port = free_port()
        bind = f"127.0.0.1:{port}"
        self.start("web", SERVICES["web"]["command"], BIND=bind, **more)
        address = f"http://{bind}"
        until(lambda: _answers(f"{address}/healthz"), "the web server answers")
        return address

    def end(self) -> None:
        for program in self.programs:
            program.kill()

    def said(self) -> str:
        return "\n".join(
            f"--- {log.name}\n{log.read_text(errors='replace')[-1500:]}"
            for log in sorted(self.folder.glob("*.log"))
        )


def _answers(address: str) -> bool:
    try:
        with urlopen(address, timeout=5) as response:
            return response.status == 200
    except (URLError, OSError):
        return False
