"""The catalogues under locale/ hold exactly the texts of the code, and are compiled.

`python -m tests.checks.translations --write` (make messages) brings them up to date.
"""

import shutil
import sys
import tempfile
from pathlib import Path

import polib

from tests.checks.running import ROOT, manage, problems, run

_SOURCES = ("vsn", "members", "meetings", "learning_patterns", "templates", "locale")


def _catalogues(root: Path = ROOT) -> list[Path]:
    return sorted(root.glob("locale/*/LC_MESSAGES/django.po"))


def _collect(root: Path) -> list[str]:
    """Let Django write the catalogues below `root` anew; the answer is what went wrong."""
    languages = [path.parent.parent.name for path in _catalogues(root)]
    chosen = [part for language in languages for part in ("--locale", language)]
    options = (
        "--no-obsolete",
        "--add-location",
        "file",
        "--ignore",
        "migrations",
        "--ignore",
        "tests",
    )
    return problems(manage("makemessages", *chosen, *options, cwd=root, DEMO="1"))


def _texts(catalogue: Path) -> set[tuple[str | None, str, str]]:
    return {(e.msgctxt, e.msgid, e.msgid_plural) for e in polib.pofile(str(catalogue))}


def collected() -> list[str]:
    """the catalogues hold the texts of the code (make messages)"""
    if not _catalogues():
        return ["no catalogue under locale/"]
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in _SOURCES:
            shutil.copytree(ROOT / name, copy / name, dirs_exist_ok=True)
        shutil.copy(ROOT / "manage.py", copy)
        if failed := _collect(copy):
            return failed
        return [
            problem
            for now in _catalogues(copy)
            for problem in _difference(now.relative_to(copy), now)
        ]


def _difference(name: Path, now: Path) -> list[str]:
    before, after = _texts(ROOT / name), _texts(now)
    missing = [f"{name}: not collected yet: {text[1]!r}" for text in after - before]
    return missing + [f"{name}: no longer used: {text[1]!r}" for text in before - after]


def compiled() -> list[str]:
    """each .mo is what its .po compiles to, and placeholders agree"""
    found = []
    for path in _catalogues():
        found += problems(run("msgfmt", "--check", "--output-file", "/dev/null", str(path)))
        binary = path.with_suffix(".mo")
        if not binary.exists():
            found.append(f"{binary.relative_to(ROOT)} is missing")
        elif _pairs(polib.pofile(str(path))) != _pairs(polib.mofile(str(binary))):
            found.append(f"{binary.relative_to(ROOT)} is older than its .po")
    return found


def _pairs(catalogue: polib.POFile | polib.MOFile) -> set[tuple[str | None, str, str]]:
    return {
        (e.msgctxt or None, e.msgid, e.msgstr or str(sorted(e.msgstr_plural.items())))
        for e in catalogue.translated_entries()
    }


def complete() -> list[str]:
    """every text is translated, and none merely guessed (fuzzy)"""
    found = []
    for path in _catalogues():
        name, catalogue = path.relative_to(ROOT), polib.pofile(str(path))
        if path.parent.parent.name != "en":  # the code is written in English
            found += [
                f"{name}: untranslated: {e.msgid!r}" for e in catalogue.untranslated_entries()
            ]
        found += [f"{name}: only guessed: {e.msgid!r}" for e in catalogue.fuzzy_entries()]
    return found


def write() -> int:
    """Collect and compile in place."""
    failed = _collect(ROOT)
    for path in _catalogues():
        failed += problems(
            run("msgfmt", "--check", "--output-file", str(path.with_suffix(".mo")), str(path))
        )
    print("\n".join(failed) or "The catalogues are up to date.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(write() if "--write" in sys.argv else 2)
