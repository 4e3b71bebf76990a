"""The locks hold what pyproject.toml asks for, with hashes, and name no place to fetch it from."""

import re
import tomllib

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.checks.running import ROOT

_ENTRY = re.compile(
    r"^(?P<name>[\w.-]+)==(?P<version>[^\s;]+).*\\\n(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+",
    re.MULTILINE,
)


def _pinned(lock: str) -> dict[str, str]:
    """Names and versions of the entries that have hashes."""
    return {
        canonicalize_name(entry["name"]): entry["version"]
        for entry in _ENTRY.finditer((ROOT / lock).read_text())
    }


def _unmet(lock: str, wanted: list[str]) -> list[str]:
    pinned = _pinned(lock)
    return [
        f"{lock} does not meet {requirement} (make lock)"
        for requirement in map(Requirement, wanted)
        if not requirement.specifier.contains(pinned.get(canonicalize_name(requirement.name), "0"))
    ]


def in_step() -> list[str]:
    """the locks meet pyproject.toml (make lock)"""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    needed, test = project["dependencies"], project["optional-dependencies"]["test"]
    return _unmet("requirements.lock", needed) + _unmet("requirements-dev.lock", needed + test)


def hashed() -> list[str]:
    """every entry of the locks has hashes, and nothing else is in them"""
    return [
        f"{lock}: {line}"
        for lock in ("requirements.lock", "requirements-dev.lock")
        for line in _ENTRY.sub("", (ROOT / lock).read_text()).splitlines()
    ]
