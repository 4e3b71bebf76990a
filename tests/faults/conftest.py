"""A portal of its own for each test: servers are started once, databases are copied."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import prepared
from tests.faults.portal import Portal
from tests.faults.promise import PEOPLE
from tests.faults.servers import Postgres, Redis
from tests.faults.sink import Sink


@dataclass(slots=True)
class Site:
    """A portal and what it depends on."""

    portal: Portal
    sink: Sink
    redis: Redis | None = None
    postgres: Postgres | None = None


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    server = Postgres()
    yield server
    server.remove()


def _seeded(folder: Path, database: str, *commands: str) -> None:
    portal = Portal(folder, database, redis="", smtp_port=1)
    for command in (*commands, f"-m tests.faults.seed {PEOPLE}"):
        portal.do("python", *command.split())


@pytest.fixture(scope="session")
def template(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A PostgreSQL database in which everyone is owed the link."""
    postgres.run("CREATE DATABASE {}", "seeded")
    folder = tmp_path_factory.mktemp("seed")
    _seeded(folder, postgres.url("seeded"), "manage.py migrate --verbosity 0")
    return "seeded"


@pytest.fixture(scope="session")
def template_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same on SQLite."""
    folder = tmp_path_factory.mktemp("seed")
    file = shutil.copy(prepared.sqlite_file(), folder)
    _seeded(folder, f"sqlite:///{file}")
    return Path(file)


@pytest.fixture
def sink() -> Iterator[Sink]:
    with Sink() as server:
        yield server


@pytest.fixture
def deployed(postgres: Postgres, template: str, sink: Sink, tmp_path: Path) -> Iterator[Site]:
    """On PostgreSQL and Redis, as docker-compose.yml has it."""
    redis, name = Redis(tmp_path), postgres.copy_of(template)
    portal = Portal(tmp_path, postgres.url(name), redis.url, sink.port)
    try:
        yield Site(portal, sink, redis, postgres)
    finally:
        portal.end()
        redis.program.kill()
        postgres.drop(name)


@pytest.fixture
def embedded(template_file: Path, sink: Sink, tmp_path: Path) -> Iterator[Site]:
    """On SQLite and the filesystem broker, as `make run` has it."""
    file = shutil.copy(template_file, tmp_path)
    portal = Portal(tmp_path, f"sqlite:///{file}", redis="", smtp_port=sink.port)
    try:
        yield Site(portal, sink)
    finally:
        portal.end()
