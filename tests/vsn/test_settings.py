"""The settings read from an environment of their own, in a process of their own."""

import ast
import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ASKED = (
    "DEBUG", "DEMO", "SITE_HOST", "SITE_URL", "HTTPS", "ALLOWED_HOSTS", "ADMIN_MFA_REQUIRED",
    "SECRET_KEY", "CALL_LINK_KEYS", "ADDRESS_KEYS", "IDENTITY_KEYS", "EMAIL_BACKEND",
    "EMAIL_TIMEOUT", "CELERY_BROKER_URL", "SESSION_COOKIE_SECURE", "SECURE_HSTS_SECONDS",
    "SESSION_COOKIE_NAME",
    "DATABASES", "INSTALLED_APPS", "CELERY_TASK_TIME_LIMIT", "OUTBOX_LEASE_SECONDS",
)  # fmt: skip
PROGRAM = f"""
import json, vsn.settings as s
print(json.dumps({{name: getattr(s, name, None) for name in {ASKED!r}}}))
"""
PRODUCTION = {
    "SECRET_KEY": "s" * 60,
    "SITE_URL": "https://portal.example.org",
    "EMAIL_URL": "smtp://mail.example.org:25",
}


def run(tmp_path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    own = {"PATH": os.environ["PATH"], "ENV_FILE": os.devnull, "VAR_DIR": str(tmp_path)}
    return subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, env=own | environment,
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def settings(tmp_path: Path, **environment: str) -> dict[str, object]:
    done = run(tmp_path, **environment)
    assert done.returncode == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize(
    ("name", "value"), [("SECRET_KEY", ""), ("SECRET_KEY", "short"), ("EMAIL_URL", "")]
)
def test_production_needs_a_secret_and_a_mail_server(tmp_path: Path, name: str, value: str) -> None:
    done = run(tmp_path, **{**PRODUCTION, name: value})
    assert done.returncode != 0
    assert name in done.stderr
    assert not (tmp_path / "secret_key").exists()


def test_production_is_safe_by_default(tmp_path: Path) -> None:
    found = settings(tmp_path, **PRODUCTION)
    assert found["DEBUG"] is False and found["DEMO"] is False
    assert found["ADMIN_MFA_REQUIRED"] is True
    assert found["HTTPS"] and found["SESSION_COOKIE_SECURE"] and found["SECURE_HSTS_SECONDS"]
    assert found["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert found["SITE_HOST"] == "portal.example.org"
    assert "portal.example.org" in found["ALLOWED_HOSTS"] and "*" not in found["ALLOWED_HOSTS"]
    assert "vsn.demo" not in found["INSTALLED_APPS"]
    assert found["EMAIL_TIMEOUT"] == 15


def test_a_task_ends_before_its_lease(tmp_path: Path) -> None:
    found = settings(tmp_path, **PRODUCTION)
    assert found["CELERY_TASK_TIME_LIMIT"] < found["OUTBOX_LEASE_SECONDS"]


def test_the_demonstration_makes_its_own_secret_and_keeps_it(tmp_path: Path) -> None:
    first, second = (settings(tmp_path, DEMO="1") for _ in range(2))
    assert len(first["SECRET_KEY"]) >= 50
    assert first["SECRET_KEY"] == second["SECRET_KEY"]
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0
    assert first["ADMIN_MFA_REQUIRED"] is False and "vsn.demo" in first["INSTALLED_APPS"]


def test_a_secret_from_a_file(tmp_path: Path) -> None:
    name = "SECRET_KEY"
    path = tmp_path / "secret"
    path.write_text("from-a-file-" + "x" * 50)
    rest = {key: value for key, value in PRODUCTION.items() if key != name}
    found = settings(tmp_path, **rest, **{f"{name}_FILE": str(path)})
    assert found[name] == path.read_text()


def test_keys_that_were_not_given_are_derived_and_differ(tmp_path: Path) -> None:
    one = settings(tmp_path, **PRODUCTION)
    other = settings(tmp_path, **{**PRODUCTION, "SECRET_KEY": "t" * 60})
    for name in ("CALL_LINK_KEYS", "ADDRESS_KEYS", "IDENTITY_KEYS"):
        assert one[name] and one[name] != other[name]
        assert "ssss" not in str(one[name])


def test_a_new_secret_key_takes_nothing_away_while_the_old_one_is_kept(tmp_path: Path) -> None:
    old = settings(tmp_path, **PRODUCTION)
    changed = {**PRODUCTION, "SECRET_KEY": "t" * 60, "SECRET_KEY_FALLBACKS": "s" * 60}
    new = settings(tmp_path, **changed)
    for name in ("CALL_LINK_KEYS", "ADDRESS_KEYS", "IDENTITY_KEYS"):
        assert new[name][0] != old[name][0] and new[name][1:] == old[name]


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
def test_options_in_the_address_of_the_database_are_kept(
    tmp_path: Path, url: str, kept: dict[str, object], filled_in: set[str]
) -> None:
    found = settings(tmp_path, **PRODUCTION, DATABASE_URL=url)["DATABASES"]["default"]["OPTIONS"]
    assert {name: found[name] for name in kept} == kept
    assert filled_in <= found.keys()


def test_mail_and_broker_by_address(tmp_path: Path) -> None:
    mail = {"EMAIL_URL": "smtp+tls://user:pass@mail.example.org:587"}
    found = settings(tmp_path, **{**PRODUCTION, **mail}, REDIS_URL="redis://redis:6379/0")
    assert found["EMAIL_BACKEND"].endswith("smtp.EmailBackend")
    assert found["CELERY_BROKER_URL"] == "redis://redis:6379/0"


def test_one_machine_needs_no_broker(tmp_path: Path) -> None:
    assert settings(tmp_path, **PRODUCTION)["CELERY_BROKER_URL"].startswith("filesystem://")
    assert (tmp_path / "broker" / "queue").is_dir()


def test_no_setting_is_set_in_two_parts() -> None:
    """The parts come together by star imports, where the last one would silently win."""
    parts = [path for path in (ROOT / "vsn" / "settings").glob("*.py") if path.stem != "__init__"]
    places = Counter(
        name
        for path in parts
        for name in {
            node.id
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
        }
        if name.isupper()
    )
    assert places and {name for name, times in places.items() if times > 1} == set()


def test_every_part_is_among_the_settings() -> None:
    everything = (ROOT / "vsn" / "settings" / "__init__.py").read_text()
    for path in (ROOT / "vsn" / "settings").glob("*.py"):
        assert path.stem == "__init__" or f"from vsn.settings.{path.stem} import *" in everything
