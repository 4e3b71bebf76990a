"""How the checks start programs: the portal's commands, set up as a deployment would be."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent

PRODUCTION = {
    "ENV_FILE": os.devnull,
    "DEMO": "0",
    "DEBUG": "0",
    "SITE_URL": "https://portal.example.org",
    "SECRET_KEY": "a-made-up-key-for-checks-0123456789-abcdefghijklmnopqrstuvwxyz-!#%",
    "DATABASE_URL": "postgres://portal:secret@127.0.0.1:1/portal",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "EMAIL_URL": "smtp://127.0.0.1:1",
    "DJANGO_SETTINGS_MODULE": "vsn.settings",
}


def run(*command: str, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """The finished program with its output in `stdout`; a failure is for the caller to judge."""
    return subprocess.run(
        command,
        cwd=cwd,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


def manage(
    *arguments: str, cwd: Path = ROOT, **environment: str
) -> subprocess.CompletedProcess[str]:
    """`manage.py` with production-like settings and a folder of its own for data."""
    with tempfile.TemporaryDirectory() as var:
        variables = {**PRODUCTION, "VAR_DIR": var, **environment}
        return run(sys.executable, "-W", "error", "manage.py", *arguments, cwd=cwd, **variables)


def problems(finished: subprocess.CompletedProcess[str]) -> list[str]:
    """The last lines of a program that failed; nothing for one that did not."""
    return finished.stdout.strip().splitlines()[-20:] if finished.returncode else []


def tracked(*patterns: str) -> list[Path]:
    """Files of the project by pattern: those in git, and new ones that git would take."""
    listed = run("git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns)
    if listed.returncode:  # an empty list would let every check pass
        raise SystemExit(f"git does not tell which files there are: {listed.stdout}")
    return [path for line in listed.stdout.splitlines() if (path := ROOT / line).is_file()]
