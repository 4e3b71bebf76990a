"""The deployment's own start commands, read out of docker-compose.yml, run without containers."""

import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from urllib.request import Request, urlopen

import psycopg
import pytest
from psycopg import sql

from tests import services
from tests.checks import compose
from tests.faults.servers import PATIENCE

ROOT = Path(__file__).resolve().parent.parent.parent
SERVICES = compose.load()["services"]

pytestmark = [pytest.mark.faults, pytest.mark.postgres]


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def as_compose_would(text: str, environment: dict[str, str]) -> str:
    """`text` with compose's variables filled in: `$$` is a dollar, `${X:-y}` is y without X."""
    text = re.sub(r"\$\{(\w+):-([^}]*)\}", lambda m: environment.get(m[1], m[2]), text)
    return text.replace("$$", "$")


class Deployment:
    """The services of docker-compose.yml as processes of this machine."""

    def __init__(self, folder: Path, database: str, stack: ExitStack) -> None:
        self.folder, self.stack = folder, stack
        self.web, self.redis = free_port(), free_port()
        binaries = str(Path(sys.executable).parent)
        self.environment = {
            "PATH": f"{binaries}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(folder),
            "HOSTNAME": socket.gethostname(),
            "ENV_FILE": os.devnull,
            "VAR_DIR": str(folder),
            "BEAT_FILE": str(folder / "celerybeat-schedule"),
            "BIND": f"127.0.0.1:{self.web}",
            "SITE_URL": "https://portal.example.org",
            "BEHIND_PROXY": "1",
            "SECRET_KEY": secrets.token_urlsafe(50),
            "EMAIL_URL": "smtp://127.0.0.1:1",
            "OUTBOX_TICK_SECONDS": "1",
            "DATABASE_URL": database,
            "REDIS_URL": f"redis://127.0.0.1:{self.redis}/0",
        }

    def command(self, service: str) -> list[str]:
        return [as_compose_would(word, self.environment) for word in SERVICES[service]["command"]]

    def run(self, *command: str, tries: int = 1) -> None:
        """A command that ends, such as `migrate`; one of its tries must do."""
        for _ in range(tries):
            done = subprocess.run(
                command,
                cwd=ROOT,
                env=self.environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                check=False,
            )
            if done.returncode == 0:
                return
        pytest.fail(done.stdout)

    def start(self, service: str, *more: str) -> subprocess.Popen[bytes]:
        """A service that stays until it is told to stop, or until the test ends."""
        with (self.folder / f"{service}.log").open("w") as log:
            process = subprocess.Popen(
                [*self.command(service), *more],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.stack.callback(self._end, process)
        return process

    def _end(self, process: subprocess.Popen[bytes]) -> None:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def answer(self, path: str) -> tuple[int, str]:
        request = Request(f"http://127.0.0.1:{self.web}{path}")
        request.add_header("X-Forwarded-Proto", "https")
        try:
            with urlopen(request, timeout=PATIENCE) as response:
                return response.status, response.read().decode()
        except OSError as error:
            return getattr(error, "code", 0), str(error)

    def logs(self) -> str:
        return "\n".join(f"{p.name}: {p.read_text()[-2000:]}" for p in self.folder.glob("*.log"))


@contextmanager
def own_database() -> Iterator[str]:
    name = f"compose_{secrets.token_hex(6)}"
    with psycopg.connect(services.POSTGRES_URL, autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield services.POSTGRES_URL.rpartition("/")[0] + f"/{name}"
        finally:
            drop = sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
            server.execute(drop)


@pytest.fixture
def deployment(tmp_path: Path) -> Iterator[Deployment]:
    with own_database() as database, ExitStack() as stack:
        yield Deployment(tmp_path, database, stack)


def wait_for_ready(deployment: Deployment, seconds: int = PATIENCE) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        status, _ = deployment.answer("/readyz")
        if status == 200:
            return
        time.sleep(0.3)
    pytest.fail(f"not ready: {deployment.answer('/readyz')}\n{deployment.logs()}")


def wait_for_web(deployment: Deployment) -> None:
    end = time.monotonic() + PATIENCE
    while deployment.answer("/healthz")[0] != 200 and time.monotonic() < end:
        time.sleep(0.2)


def test_the_commands_start_a_portal_that_is_ready_once_it_has_a_clock(
    deployment: Deployment,
) -> None:
    deployment.start("redis", "--port", str(deployment.redis), "--dir", str(deployment.folder))
    deployment.run("python", "manage.py", "collectstatic", "--noinput", "--verbosity", "0")
    deployment.run(*deployment.command("migrate"))

    stay = {"web": deployment.start("web")}
    wait_for_web(deployment)
    assert deployment.answer("/healthz")[0] == 200
    status, body = deployment.answer("/readyz")
    assert status == 503, deployment.logs()
    assert "@" not in body

    stay |= {name: deployment.start(name) for name in ("worker", "beat")}
    wait_for_ready(deployment)
    assert deployment.answer("/")[0] == 200, deployment.logs()
    check = SERVICES["worker"]["healthcheck"]
    kind, command = check["test"]
    assert kind == "CMD-SHELL"
    command = as_compose_would(command, deployment.environment)
    deployment.run("sh", "-c", command, tries=check["retries"])
    assert list(deployment.folder.glob("celerybeat-schedule*"))

    for name in ("beat", "worker", "web"):
        stay[name].terminate()
        grace = int(SERVICES[name]["stop_grace_period"].rstrip("s"))
        assert stay[name].wait(grace) == 0, deployment.logs()
