"""What a DATABASE_URL says is kept; what it does not say is filled in."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROGRAM = "import json, vsn.settings as s; print(json.dumps(s.DATABASES['default']['OPTIONS']))"


def options(tmp_path: Path, url: str) -> dict[str, object]:
    environment = {
        "PATH": os.environ["PATH"], "ENV_FILE": os.devnull, "VAR_DIR": str(tmp_path),
        "DEMO": "1", "DATABASE_URL": url,
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, env=environment,
        capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    found: dict[str, object] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize(
    ("url", "kept", "filled_in"),
    [
        (
            "postgres://u:p@db/portal?sslmode=verify-full&sslrootcert=/ca.pem",
            {"sslmode": "verify-full", "sslrootcert": "/ca.pem"},
            {"pool", "connect_timeout"},
        ),
        ("postgres://u:p@db/portal?connect_timeout=30", {"connect_timeout": 30}, {"pool"}),
        ("sqlite:////tmp/portal.sqlite3?timeout=99", {"timeout": 99}, {"transaction_mode"}),
    ],
)
def test_options_in_the_address_are_kept(
    tmp_path: Path, url: str, kept: dict[str, object], filled_in: set[str]
) -> None:
    found = options(tmp_path, url)
    assert {name: found[name] for name in kept} == kept
    assert filled_in <= found.keys()
