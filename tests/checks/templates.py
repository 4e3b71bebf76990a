"""Templates compile, have the usual form, and hold nothing that the browser's policy refuses."""

import re
import sys
from pathlib import Path

from tests.checks.running import ROOT, manage, problems, run, tracked

_COMPILE = """
from pathlib import Path
from django.template import engines
for name in {names!r}:
    try:
        engines["django"].get_template(name)
    except Exception as error:
        print(f"{{name}}: {{error}}")
        failed = True
if "failed" in globals():
    raise SystemExit(1)
"""
_REFUSED = {
    "an inline style": re.compile(r"<[^>]*\sstyle\s*=|<style[\s>]", re.I),
    "an inline script": re.compile(r"<script(?![^>]*(\bsrc=|application/json))[\s>]", re.I),
    "an event handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.I),
    "blocktranslate without trimmed": re.compile(r"\{% blocktranslate(?![^%]*\btrimmed\b)"),
}


def _all() -> list[Path]:
    return tracked("templates/*.html", "templates/*.txt", "templates/*.xml")


def compiled() -> list[str]:
    """every template compiles"""
    names = [str(path.relative_to(ROOT / "templates")) for path in _all()]
    return problems(manage("shell", "-v0", "-c", _COMPILE.format(names=names), DEMO="1"))


def formatted() -> list[str]:
    """templates have djade's form (make format)"""
    pages = [str(path) for path in tracked("templates/*.html")]
    if not pages:
        return ["no templates found"]
    djade = Path(sys.executable).with_name("djade")
    return problems(run(str(djade), "--target-version", "5.2", "--check", *pages))


def plain() -> list[str]:
    """no inline style, script or handler in a page; blocktranslate is trimmed"""
    return [
        f"{path.relative_to(ROOT)}: {what}"
        for path in tracked("templates/*.html")
        for what, pattern in _REFUSED.items()
        if pattern.search(path.read_text())
    ]
