"""`make run`: one command starts everything, and one signal ends everything."""

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
# So long that only what never comes fails, however busy the machine is.
SECONDS_TO_START, SECONDS_TO_END = 600, 90

pytestmark = pytest.mark.faults


class Portal:
    """The portal as a newcomer starts it, in a folder of its own."""

    def __init__(self, var: Path) -> None:
        with closing(socket.socket()) as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.var = var
        self.output = var / f"output-{self.port}.txt"
        # The virtual environment is there already: no installing in the middle of a test.
        command = ["make", "--old-file=.venv/.runtime", f"BIN={Path(sys.executable).parent}", "run"]
        with self.output.open("w") as output:
            self.make = subprocess.Popen(
                command,
                cwd=ROOT,
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def _environment(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        return kept | {"VAR_DIR": str(self.var), "PORT": str(self.port), "ENV_FILE": os.devnull}

    def said(self) -> str:
        return self.output.read_text()

    def wait_until_open(self) -> None:
        """Until the portal answers that web, worker and clock all work."""
        end = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < end and self.make.poll() is None:
            try:
                with urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=5) as answer:
                    if answer.status == 200:
                        return
            except (URLError, OSError):
                pass
            time.sleep(0.3)
        pytest.fail(f"not open: {self.said()}")

    def processes(self) -> set[int]:
        """`make` and everything below it, now."""
        listed = subprocess.run(
            ["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True
        )
        parents = [tuple(map(int, line.split())) for line in listed.stdout.splitlines()]
        family = {self.make.pid}
        while more := {pid for pid, parent in parents if parent in family} - family:
            family |= more
        return family


def alive(pids: set[int]) -> set[int]:
    """Those of `pids` that still run, as `ps` tells it (a zombie does not run)."""
    listed = subprocess.run(
        ["ps", "-o", "pid=,stat=", "-p", ",".join(map(str, pids))],
        capture_output=True,
        text=True,
        check=False,
    )
    rows = [line.split() for line in listed.stdout.splitlines()]
    return {int(pid) for pid, state in rows if not state.startswith("Z")}


@contextmanager
def started(var: Path) -> Iterator[Portal]:
    portal = Portal(var)
    family: set[int] = set()
    try:
        portal.wait_until_open()
        family = portal.processes()
        yield portal
    finally:
        for pid in alive(family | {portal.make.pid}):
            os.kill(pid, signal.SIGKILL)
        portal.make.wait()


def end(portal: Portal, how: str) -> None:
    """As a terminal does it (Ctrl-C, closed), or as a supervisor does it (TERM to one process)."""
    if how == "TERM":
        portal.make.terminate()
    else:
        os.killpg(portal.make.pid, getattr(signal, f"SIG{how}"))


def facts(var: Path) -> tuple[list[tuple[int, str]], str]:
    """What the first start wrote down, and any other finds again."""
    with closing(sqlite3.connect(var / "portal.sqlite3")) as database:
        sessions = database.execute("SELECT id, starts_at FROM meetings_session ORDER BY id")
        return sessions.fetchall(), (var / "secret_key").read_text()


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a first start leaves behind: it makes a database and fills it."""
    var = tmp_path_factory.mktemp("first")
    with started(var) as portal:
        end(portal, "INT")
        portal.make.wait(SECONDS_TO_END)
    return var


@pytest.fixture
def var(first: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(first, tmp_path / "var"))


@pytest.mark.parametrize("how", ["INT", "TERM", "HUP"])
def test_everything_ends_together(var: Path, how: str) -> None:
    with started(var) as portal:
        family = portal.processes()
        assert len(family) >= 5  # make or the starter, honcho's two watchers, web, worker
        end(portal, how)
        portal.make.wait(SECONDS_TO_END)
        deadline = time.monotonic() + SECONDS_TO_END
        while alive(family) and time.monotonic() < deadline:
            time.sleep(0.2)
        assert alive(family) == set(), portal.said()


def test_a_second_start_finds_the_data_of_the_first_and_lets_nobody_else_in(
    first: Path, var: Path
) -> None:
    with started(var) as portal:
        another = Portal(var)
        assert another.make.wait(SECONDS_TO_START) != 0
        assert "running already" in another.said()
        end(portal, "INT")
        portal.make.wait(SECONDS_TO_END)
    assert facts(var) == facts(first)
    assert facts(first)[0]


def test_a_taken_port_is_named(tmp_path: Path) -> None:
    with closing(socket.socket()) as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        environment = {**os.environ, "PORT": str(holder.getsockname()[1]), "VAR_DIR": str(tmp_path)}
        tried = subprocess.run(
            [sys.executable, "-m", "vsn.start"],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
    assert tried.returncode == 1
    assert "is taken" in tried.stderr
    assert f"PORT={environment['PORT']}" not in tried.stderr
