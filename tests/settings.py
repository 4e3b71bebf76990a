"""The portal's own settings, in an environment made for tests.

Only DATABASE_URL and REDIS_URL are taken from outside (so that the same tests run on SQLite and
on PostgreSQL with Redis); nothing that a developer has in a shell or in `.env` leaks in. The
module hands over to `vsn.settings` itself: there is no second set of settings to keep in step.
"""

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

_FROM_OUTSIDE = ("DATABASE_URL", "REDIS_URL")
_ENVIRONMENT = {
    "ENV_FILE": os.devnull,
    "DEMO": "1",
    "DEBUG": "0",
    "SITE_URL": "http://testserver",
    "SECRET_KEY": "only-for-tests-" + "x" * 50,
    "ADMIN_MFA_REQUIRED": "1",
    "STATIC_MANIFEST": "0",
    "EVEN_STEP_SECONDS": "0.02",  # nobody measures here
    "EMAIL_URL": "",
    # So that what is shown only where it is configured is looked at too.
    "WIKIMEDIA_OAUTH_ID": "the-portal",
    "WIKIMEDIA_OAUTH_SECRET": "only-for-tests",
}


def _own_folder() -> str:
    """A folder for this process alone; the workers' folders lie inside the first process's."""
    inside = os.environ["VAR_DIR"] if "PYTEST_XDIST_WORKER" in os.environ else None
    folder = tempfile.mkdtemp(prefix="portal-tests-", dir=inside)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _without_the_callers_settings() -> None:
    """Forget every variable that the example file names, as itself and as a file."""
    example = Path(__file__).parent.parent / ".env.example"
    for line in example.read_text().splitlines():
        name = line.lstrip("# ").partition("=")[0]
        if name.isupper() and name not in _FROM_OUTSIDE:
            os.environ.pop(name, None)
        os.environ.pop(f"{name}_FILE", None)


_var = _own_folder()
Path(_var, "static").mkdir()  # served as it is; nothing is collected for tests
_without_the_callers_settings()
# The first process's folder, for what is made once for all workers (tests/prepared.py).
os.environ.setdefault("FOLDER_OF_THE_RUN", _var)
os.environ.update(_ENVIRONMENT, VAR_DIR=_var)
# Programs that a test starts are the portal itself, not the portal under test.
os.environ["DJANGO_SETTINGS_MODULE"] = "vsn.settings"

import vsn.settings  # noqa: E402

sys.modules[__name__] = vsn.settings
