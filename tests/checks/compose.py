"""docker-compose.yml: accepted by the client where there is one, and sensible in any case."""

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import yaml

from tests.checks.running import ROOT, problems, run

SERVICES = {"web", "worker", "beat", "migrate", "postgres", "redis", "mail"}


def load() -> dict[str, Any]:
    """The file as it stands, variables not filled in."""
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())


def _client() -> list[str] | None:
    """The command that reads compose files; it needs no engine for that."""
    if shutil.which("docker") and not run("docker", "compose", "version").returncode:
        return ["docker", "compose"]
    return ["docker-compose"] if shutil.which("docker-compose") else None


def accepted() -> list[str]:
    """docker-compose config accepts the file and .env.example (where a client is installed)"""
    client = _client()
    if client is None:
        missing = os.environ.get("REQUIRE_ALL") == "1" or os.environ.get("CI") == "true"
        return ["no docker-compose client"] if missing else []
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(ROOT / "docker-compose.yml", folder)
        shutil.copy(ROOT / ".env.example", Path(folder) / ".env")
        return problems(run(*client, "--profile", "try", "config", "--quiet", cwd=Path(folder)))


def sensible() -> list[str]:
    """services, health checks, volumes and references in docker-compose.yml are sound"""
    compose = load()
    services = compose["services"]
    found = [f"no service {name}" for name in SERVICES - services.keys()]
    for name, service in services.items():
        found += [f"{name}: {problem}" for problem in _problems(service, compose)]
    if services["beat"].get("deploy", {}).get("replicas") != 1:
        found.append("beat: there must be exactly one")
    redis = " ".join(services["redis"]["command"])
    if "--appendonly yes" not in redis or "noeviction" not in redis:
        found.append("redis: must keep what it is given (append-only file, noeviction)")
    return found


def _problems(service: dict[str, Any], compose: dict[str, Any]) -> list[str]:
    found = []
    if not service.get("image") and not service.get("build"):
        found.append("neither image nor build")
    if "healthcheck" not in service and service.get("restart") != "no":
        found.append("no health check")
    if isinstance(service.get("command"), str):
        found.append("command must be a list: no shell between signals and the program")
    for other in service.get("depends_on", {}):
        if other not in compose["services"]:
            found.append(f"depends on unknown {other}")
    for volume in service.get("volumes", []):
        name = volume.partition(":")[0]
        if name.isidentifier() and name not in compose.get("volumes", {}):
            found.append(f"unknown volume {name}")
    return found
