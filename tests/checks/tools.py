"""The general tools: ruff and import-linter, with their settings in pyproject.toml."""

import sys
from pathlib import Path

from tests.checks.running import problems, run


def _tool(name: str, *arguments: str) -> list[str]:
    return problems(run(str(Path(sys.executable).with_name(name)), *arguments))


def linted() -> list[str]:
    """ruff finds nothing"""
    return _tool("ruff", "check", "--no-cache", "--output-format", "concise")


def formatted() -> list[str]:
    """code has ruff's form (make format)"""
    return _tool("ruff", "format", "--no-cache", "--check", "--output-format", "concise")


def layered() -> list[str]:
    """imports point down (import-linter)"""
    return _tool("lint-imports", "--no-cache", "--no-logo")
