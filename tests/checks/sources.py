"""House rules that no general tool knows."""

import ast
import re
from pathlib import Path

from tests.checks.running import ROOT, tracked

MOST_LINES_IN_A_FILE = 300
MOST_LINES_IN_A_FUNCTION = 40
MOST_LINES_IN_A_TEMPLATE = 120

# With Redis a message with a time on it is delivered again after the visibility timeout.
_TIMED = re.compile(r"\b(eta|countdown)\s*=(?!=)")
_UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX)\b|pytest\.(skip|xfail)\b|mark\.(skip|xfail)\b")
_GETTEXT = re.compile(r"_|n?p?gettext(_lazy)?")
_HERE = Path(__file__)


def _python() -> list[Path]:
    return [path for path in tracked("*.py") if "migrations" not in path.parts and path != _HERE]


def _matches(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in _python()
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if pattern.search(line)
    ]


def wakeups() -> list[str]:
    """no task is sent with a time on it (eta, countdown)"""
    return _matches(_TIMED)


def words() -> list[str]:
    """nothing is left for later, and no test is skipped"""
    return _matches(_UNFINISHED)


def texts() -> list[str]:
    """no text stands in an f-string, where it is not collected for translators"""
    return [
        f"{path.relative_to(ROOT)}:{text.lineno}: {ast.unparse(text)}"
        for path in _python()
        for outer in ast.walk(ast.parse(path.read_text()))
        if isinstance(outer, ast.JoinedStr)
        for text in ast.walk(outer)
        if isinstance(text, ast.Call) and _GETTEXT.fullmatch(ast.unparse(text.func))
    ]


def sizes() -> list[str]:
    """files, functions and templates are short"""
    long_files = [
        f"{path.relative_to(ROOT)} has more than {most} lines"
        for paths, most in (
            (_python(), MOST_LINES_IN_A_FILE),
            (tracked("templates/*"), MOST_LINES_IN_A_TEMPLATE),
        )
        for path in paths
        if len(path.read_text().splitlines()) > most
    ]
    return long_files + [
        f"{path.relative_to(ROOT)}:{node.lineno}: {node.name} is too long"
        for path in _python()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= MOST_LINES_IN_A_FUNCTION
    ]
