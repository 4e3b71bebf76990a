"""What every portal of a run needs and takes long to make: a migrated database, collected static
files. Whoever asks first makes it, for all workers of the run; everybody gets a copy.

Migrating and collecting as such are tested where the portal is started by its own commands, under
tests/faults. Tests of what a migration does run it themselves.
"""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connection
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent
_FOLDER = Path(os.environ["FOLDER_OF_THE_RUN"]) / "prepared"
_TEMPLATE = f"template_of_{_FOLDER.parent.name}".lower()
_MARK = "template-on-postgresql"

_MIGRATE = """
call_command("migrate", interactive=False, verbosity=0)
call_command("createcachetable", verbosity=0)
"""
_COLLECT = 'call_command("collectstatic", interactive=False, verbosity=0)'


def _once(name: str, make: Callable[[Path], None]) -> Path:
    """The file or folder of that name, which `make` makes if nobody has done so yet."""
    _FOLDER.mkdir(exist_ok=True)
    wanted = _FOLDER / name
    with (_FOLDER / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not wanted.exists():
            work = _FOLDER / f"{name}.work"
            shutil.rmtree(work, ignore_errors=True)
            work.mkdir()
            make(work)
            (work / name).rename(wanted)
    return wanted


def _command(code: str, work: Path, database: str) -> None:
    """As the portal itself, in a process of its own."""
    setup = "import django; django.setup(); from django.core.management import call_command\n"
    more = {"VAR_DIR": str(work), "DATABASE_URL": database, "STATIC_MANIFEST": "1"}
    done = subprocess.run(
        [sys.executable, "-c", setup + code],
        cwd=ROOT, env={**os.environ, **more}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def static_files() -> Path:
    """The folder of the collected files, with their manifest. Only to be read."""
    return _once("static", lambda work: _command(_COLLECT, work, f"sqlite:///{work}/no.sqlite3"))


# --- The database --------------------------------------------------------------------------------


def sqlite_file() -> Path:
    """A migrated database in which nobody is yet, to be copied."""
    name = "portal.sqlite3"
    return _once(name, lambda work: _command(_MIGRATE, work, f"sqlite:///{work / name}"))


def postgres_template() -> str:
    """The same on the server that the tests run on: the name of the database."""

    def make(work: Path) -> None:
        for statement in ("DROP DATABASE IF EXISTS {}", "CREATE DATABASE {}"):
            with postgres() as server:
                server.execute(sql.SQL(statement).format(sql.Identifier(_TEMPLATE)))
        _command(_MIGRATE, work, url_of(_TEMPLATE))
        (work / _MARK).touch()

    _once(_MARK, make)
    return _TEMPLATE


def copy_in_place_of_migrating() -> None:
    """The database that the tests themselves get begins as a copy: there is nothing to migrate."""
    test = connection.settings_dict["TEST"]
    if connection.vendor == "sqlite":
        shutil.copy(sqlite_file(), test["NAME"])
    else:
        test["TEMPLATE"] = postgres_template()


def remove() -> None:
    """At the end of the run. Files are in a folder that goes anyway."""
    if "PYTEST_XDIST_WORKER" not in os.environ and (_FOLDER / f"{_MARK}.lock").exists():
        with postgres() as server:
            drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
            server.execute(drop.format(sql.Identifier(_TEMPLATE)))


@contextmanager
def postgres() -> Iterator[psycopg.Connection]:
    """The server that the tests run on, to make and drop databases."""
    server = settings.DATABASES["default"]
    login = {"host": server["HOST"], "port": server["PORT"], "user": server["USER"]}
    if server["PASSWORD"]:
        login["password"] = server["PASSWORD"]
    with closing(psycopg.connect(dbname="postgres", autocommit=True, **login)) as admin:
        yield admin


def url_of(name: str) -> str:
    """The DATABASE_URL under which a portal finds that database."""
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    server = connection.settings_dict
    login = f"{server['USER']}:{server['PASSWORD']}".rstrip(":")
    return f"postgres://{login}@{server['HOST']}:{server['PORT'] or 5432}/{name}"
