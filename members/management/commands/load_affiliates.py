"""`manage.py load_affiliates [FILE]`: the real affiliates, into a portal that is in use."""

import json
from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from members.actions.affiliates_file import Unreadable, bring_in_affiliates

SHIPPED = settings.BASE_DIR / "vsn" / "demo" / "data" / "affiliates.json"


class Command(BaseCommand):
    help = (
        "Brings in affiliates from a file of facts (default: the one that comes with the portal). "
        "Running it again changes nothing; what admins filled in stays."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, default=SHIPPED, help="JSON, see docs")

    def handle(self, *, file: Path, **options: object) -> None:
        try:
            content = json.loads(file.read_text(encoding="utf-8"))
            done = bring_in_affiliates(rows=content["affiliates"], now=timezone.now())
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        except (ValueError, KeyError, TypeError) as error:
            raise CommandError(f"{file} is no file of affiliates.") from error
        except Unreadable as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"Added {done.added} (of them {done.former} no longer recognised), filled in gaps of "
            f"{done.filled}, retired {done.retired}, left {done.same} as they were."
        )
