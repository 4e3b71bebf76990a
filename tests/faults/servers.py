"""PostgreSQL, Redis and any other program, started for a test and ended by its own number."""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from pathlib import Path

import psycopg
import redis
from psycopg import sql

from tests import services

ROOT = Path(__file__).resolve().parent.parent.parent


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


# So long that only what never comes fails, however busy the machine is.
PATIENCE = 600


def until(
    holds: Callable[[], object], what: str, seconds: float = PATIENCE, pause: float = 0.05
) -> None:
    """Waits until `holds()` is true. Fails, saying `what` did not come about."""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            raise AssertionError(f"not within {seconds} s: {what}")
        time.sleep(pause)


class Program:
    """A program in a process group of its own, so that one signal reaches all of it."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        log: Path,
        environment: Mapping[str, str] | None = None,
        user: str | None = None,
        folder: Path = ROOT,
    ) -> None:
        self.log = log
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                command,
                cwd=folder,
                env=environment,
                user=user,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        return self.process.pid

    @property
    def runs(self) -> bool:
        return self.process.poll() is None

    def children(self) -> list[int]:
        """The processes that this one started itself."""
        listed = subprocess.run(
            ["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True
        )
        pairs = (map(int, line.split()) for line in listed.stdout.splitlines())
        return [pid for pid, parent in pairs if parent == self.pid]

    def signal(self, number: signal.Signals) -> None:
        """To the first process only."""
        self.process.send_signal(number)

    def kill(self) -> None:
        """SIGKILL to the whole group; nobody can prepare for it."""
        if self.runs:
            os.killpg(self.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """Tells it to stop, and waits until it has."""
        if self.runs:
            self.process.terminate()
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.kill()


class Postgres:
    """A cluster in a folder of its own. `hasty`: a power cut could cost it data, a kill cannot."""

    def __init__(self, *, hasty: bool = True) -> None:
        self.hasty = hasty
        self.folder = Path(tempfile.mkdtemp(prefix="faults-postgres-"))
        self.port, self.user = free_port(), services.unprivileged_user()
        self.programs = services.postgres_binaries()
        if self.user:
            shutil.chown(self.folder, self.user)
        subprocess.run(
            [self.programs / "initdb", "-D", "data", "-U", "postgres", "-A", "trust",
             "-E", "UTF8", "--no-locale", "-N"],
            cwd=self.folder, user=self.user, capture_output=True, check=True,
        )  # fmt: skip
        self.start()

    def url(self, database: str = "postgres") -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        command = [str(self.programs / "postgres"), "-D", "data", "-p", str(self.port),
                   "-k", str(self.folder), "-c", "listen_addresses=127.0.0.1",
                   "-c", f"fsync={'off' if self.hasty else 'on'}"]  # fmt: skip
        log = self.folder / "log"
        self.program = Program(command, log=log, user=self.user, folder=self.folder)
        until(self._answers, "PostgreSQL answers")

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.url(), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def stop(self, *, immediately: bool = False) -> None:
        """Fast (rolls back and disconnects), or immediately (as if it had crashed)."""
        self.program.signal(signal.SIGQUIT if immediately else signal.SIGINT)
        self.program.process.wait(20)

    def copy_of(self, template: str) -> str:
        """A new database like `template`; returns its name."""
        name = f"portal_{secrets.token_hex(4)}"
        self.run("CREATE DATABASE {} TEMPLATE {}", name, template)
        return name

    def drop(self, name: str) -> None:
        self.run("DROP DATABASE {} WITH (FORCE)", name)

    def run(self, statement: str, *names: str) -> None:
        with psycopg.connect(self.url(), autocommit=True) as server:
            server.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    def remove(self) -> None:
        self.program.kill()
        shutil.rmtree(self.folder, ignore_errors=True)


class Redis:
    """A server that keeps what it was given, as docker-compose.yml asks of it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.start()

    def start(self) -> None:
        command = [services.redis_binary(), "--bind", "127.0.0.1", "--port", str(self.port),
                   "--dir", str(self.folder), "--appendonly", "yes",
                   "--maxmemory-policy", "noeviction"]  # fmt: skip
        self.program = Program(command, log=self.folder / "redis.log")
        until(self._answers, "Redis answers")

    def _answers(self) -> bool:
        client = redis.Redis(port=self.port, socket_connect_timeout=2, socket_timeout=2)
        try:
            return bool(client.ping())
        except redis.RedisError:
            return False
        finally:
            client.close()

    def freeze(self) -> None:
        """It keeps its connections and answers nobody: worse than being away."""
        self.program.signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self.program.signal(signal.SIGCONT)
