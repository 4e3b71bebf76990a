"""`manage.py import_pattern`: a learning pattern from a page of Meta, from a file."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from learning_patterns import actions, wikitext
from learning_patterns.actions import Conflict
from learning_patterns.wikitext import WikiPattern
from members.models import User
from members.rules import Refused


class Command(BaseCommand):
    help = "Brings a learning pattern in from the wikitext of its page on Meta."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="its wikitext; - for standard input")
        parser.add_argument("--page", required=True, help="the name of the page")
        parser.add_argument("--revision", type=int, help="the number of its revision")
        parser.add_argument("--language", default="en", help="the code of its language")
        parser.add_argument("--by", metavar="ADDRESS", help="who brings it in: a member's address")
        parser.add_argument(
            "--keep",
            action="store_true",
            help="what was changed here and there stays as it is here",
        )
        parser.add_argument("--preview", action="store_true", help="store nothing, show all")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            found = wikitext.read(_text(options["file"]), page=options["page"])
        except wikitext.Unreadable as error:
            raise CommandError(str(error)) from error
        said = _as_data(found)
        if not options["preview"]:
            said |= self._store(found, options)
        self.stdout.write(json.dumps(said, ensure_ascii=False, indent=2))

    def _store(self, found: WikiPattern, options: dict[str, Any]) -> dict[str, Any]:
        by = User.objects.filter(email__iexact=options["by"] or "").first()
        if by is None:
            raise CommandError("Add --by ADDRESS of a member, or --preview to look first.")
        try:
            done = actions.import_pattern(
                found=found,
                page=options["page"],
                language=options["language"],
                revision=options["revision"],
                keep=options["keep"],
                by=by,
                now=timezone.now(),
            )
        except Refused as error:
            raise CommandError(str(error.refusal)) from error
        except Conflict as conflict:
            fields = ", ".join(conflict.merge.conflicts)
            raise CommandError(
                f"Changed here and there, differently: {fields}. Add --keep to leave them so."
            ) from conflict
        return {"address": done.pattern.get_absolute_url(), "created": done.created,
                "revision": done.revision}  # fmt: skip


def _text(name: str) -> str:
    try:
        raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        return raw.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{name} cannot be read as text: {error}") from error


def _as_data(found: WikiPattern) -> dict[str, Any]:
    return {
        "title": found.title,
        "fields": {name: text for name, text in found.fields.items() if text},
        "categories": found.categories,
        "created_on": found.created_on.isoformat() if found.created_on else None,
        "endorsements": found.endorsements,
        "left_out": [str(one) for one in found.left_out],
    }
