"""What this machine offers the tests beyond Python: PostgreSQL, Redis, Chromium, MediaWiki.

Each group of tests that needs something has an entry in `GROUPS`: a function that answers why
the group cannot run here, or None when it can. `tests/conftest.py` asks it once per run.
"""

import functools
import os
import pwd
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import psycopg
import redis

POSTGRES_URL = os.environ.get("TEST_POSTGRES_URL", "postgres://postgres@127.0.0.1:5432/postgres")
REDIS_URL = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/15")

_POSTGRES_FOLDERS = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql*/bin",
    "/usr/local/opt/postgresql*/bin",
)
_PHP_MODULES = ("intl", "mbstring", "pdo_sqlite", "xml")
# The first is the same browser without a window to draw, and takes two thirds of the time.
_CHROMIUM_NAMES = (
    "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome-stable",
    "google-chrome",
)  # fmt: skip
_CHROMIUM_FILES = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)


@functools.cache
def postgres_binaries() -> Path | None:
    """The folder with `initdb`, `pg_ctl` and `postgres`, newest version first."""
    folders = [Path(found).parent] if (found := shutil.which("initdb")) else []
    for pattern in _POSTGRES_FOLDERS:
        folders += sorted(Path("/").glob(pattern.lstrip("/")), key=_version, reverse=True)
    programs = ("initdb", "pg_ctl", "postgres")
    return next((f for f in folders if all((f / name).exists() for name in programs)), None)


def _version(folder: Path) -> int:
    """The number in the folder's path: 15 for /usr/lib/postgresql/15/bin."""
    return int("".join(c for c in folder.parent.name if c.isdigit()) or 0)


@functools.cache
def redis_binary() -> str | None:
    """A server that speaks Redis's protocol."""
    return shutil.which("redis-server") or shutil.which("valkey-server")


@functools.cache
def chromium() -> str | None:
    """The browser's program: CHROMIUM, a system package, or the one that playwright installed."""
    named = [os.environ.get("CHROMIUM"), *map(shutil.which, _CHROMIUM_NAMES), *_CHROMIUM_FILES]
    own = sorted(Path.home().glob(".cache/ms-playwright/chromium-*/chrome-linux*/chrome"))
    return next((str(path) for path in [*named, *own] if path and Path(path).exists()), None)


@functools.cache
def mediawiki() -> Path | None:
    """The folder of MediaWiki's scripts: MEDIAWIKI, or the system package's."""
    folder = Path(os.environ.get("MEDIAWIKI", "/usr/share/mediawiki"))
    return folder if (folder / "api.php").exists() else None


@functools.cache
def php_lacks() -> list[str]:
    """What MediaWiki needs of PHP and does not find here; ["PHP"] without PHP."""
    if not shutil.which("php"):
        return ["PHP"]
    listed = subprocess.run(["php", "-m"], capture_output=True, text=True, check=False).stdout
    return sorted({f"php-{name}" for name in _PHP_MODULES} - {f"php-{m}" for m in listed.split()})


@functools.cache
def unprivileged_user() -> str | None:
    """Whom to run PostgreSQL as when we are root (it refuses root); None when we are not."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in ("postgres", "nobody", "daemon") if name in names)


@functools.cache
def postgres_answers() -> bool:
    """Whether a PostgreSQL server lets us in at TEST_POSTGRES_URL."""
    try:
        with psycopg.connect(POSTGRES_URL, connect_timeout=3):
            return True
    except psycopg.Error:
        return False


@functools.cache
def redis_answers() -> bool:
    """Whether a Redis server answers at TEST_REDIS_URL."""
    client = redis.Redis.from_url(REDIS_URL, socket_connect_timeout=3, socket_timeout=3)
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False
    finally:
        client.close()


def _no_postgres() -> str | None:
    return None if postgres_answers() else "no PostgreSQL server answers"


def _no_redis() -> str | None:
    return None if redis_answers() else "no Redis server answers"


def _no_browser() -> str | None:
    return None if chromium() else "no Chromium"


def _no_faults() -> str | None:
    missing = [
        name
        for name, found in (
            ("PostgreSQL", postgres_binaries()),
            ("Redis", redis_binary()),
        )
        if not found
    ]
    return f"no server programs of {' and '.join(missing)}" if missing else None


def _no_wiki() -> str | None:
    missing = [*([] if mediawiki() else ["MediaWiki"]), *php_lacks()]
    return f"no {' and '.join(missing)}" if missing else None


GROUPS: dict[str, Callable[[], str | None]] = {
    "postgres": _no_postgres,
    "redis": _no_redis,
    "browser": _no_browser,
    "faults": _no_faults,
    "wiki": _no_wiki,
}


@functools.cache
def unavailable() -> dict[str, str]:
    """The groups that cannot run here, each with its reason."""
    return {name: reason for name, why in GROUPS.items() if (reason := why()) is not None}
