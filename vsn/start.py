"""Starts the whole portal on one machine: `python -m vsn.start`, which `make run` calls.

Web server, worker and clock (see Procfile) live and end together. Everything they keep is in
VAR_DIR, so that a second start finds the data of the first.
"""

import fcntl
import os
import signal
import socket
import sys
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    os.chdir(ROOT)
    port = int(os.environ.setdefault("PORT", "8000"))
    # Not 127.0.0.1: browsers keep no passkeys for numbers.
    address = f"http://localhost:{port}"
    var = Path(os.environ.setdefault("VAR_DIR", str(ROOT / "var")))
    lock = hold(var / "running.lock")
    require_free(port)
    os.environ.setdefault("DEMO", "1")
    # One line for every page is for whoever runs a portal, not for whoever tries it.
    os.environ.setdefault("LOG_LEVEL", "WARNING")
    os.environ.setdefault("SITE_URL", address)
    prepare()
    os.environ["ANNOUNCE"] = f"The portal is open at {address}/ (Ctrl-C ends it)"
    serve()
    lock.close()


def hold(path: Path) -> IO[str]:
    """The open lock file: two clocks over one folder of data would tell every hour twice."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = path.open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        sys.exit(f"The portal is running already on the data in {path.parent}.")
    return lock


def require_free(port: int) -> None:
    """Say so before anything is started, instead of failing in the middle of it."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            sys.exit(f"Port {port} is taken. Choose another one: make run PORT={port + 1}")


def prepare() -> None:
    """Bring tables, static files and the demonstration's data up to date; repeating is harmless."""
    import django  # noqa: PLC0415  settings are read here, after the environment is complete
    from django.core.management import call_command  # noqa: PLC0415

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vsn.settings")
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("load_demo")

    from django.db import connections  # noqa: PLC0415

    connections.close_all()  # what is started next must not share an open database file


def serve() -> None:
    """Run the Procfile until Ctrl-C, SIGTERM, a closed terminal, or the end of one of its parts."""
    from honcho.command import main as honcho  # noqa: PLC0415

    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    os.environ["PYTHONUNBUFFERED"] = "1"
    # honcho knows Ctrl-C and SIGTERM; without this a closed terminal would leave its children.
    signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
    # Not its own reading of .env: the settings read that file, after the environment.
    sys.argv = ["honcho", "-e", os.devnull, "start"]
    honcho()


if __name__ == "__main__":
    main()
