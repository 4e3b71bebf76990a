"""`manage.py import_signup_page`: the people of a sign-up page, from a file."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from meetings import importer
from meetings.importer import Preview, report
from meetings.models import Meeting
from meetings.wikitext import SignUpPage, Unreadable, read
from meetings.wikitext.preview import as_data, as_text
from members.rules import Refused

_YEARS = range(2001, 2101)


class Command(BaseCommand):
    help = "Reads a sign-up page (wikitext, HTML or pasted text) and brings in who is on it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="the page; - for standard input")
        parser.add_argument("--meeting", metavar="SLUG", help="the meeting whose page it is")
        parser.add_argument("--year", type=int, help="the year of dates that name none")
        parser.add_argument("--preview", action="store_true", help="store nothing, show all")
        parser.add_argument("--json", action="store_true", help="the answer for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        page = _read(options["file"], options["year"])
        if options["preview"]:
            self._show(page, as_json=options["json"])
        elif options["meeting"]:
            self._store(page, _meeting(options["meeting"]), as_json=options["json"])
        else:
            raise CommandError("Add --meeting SLUG to bring people in, or --preview to look first.")

    def _show(self, page: SignUpPage, *, as_json: bool) -> None:
        if not as_json:
            self.stdout.write(as_text(page), ending="")
            return
        self.stdout.write(json.dumps(as_data(page), ensure_ascii=False, indent=2))
        if not any(session.entries for session in page.sessions):
            self.stderr.write("0 found: nobody signed up on this page.")

    def _store(self, page: SignUpPage, meeting: Meeting, *, as_json: bool) -> None:
        """What a facilitator gets who says yes to everything that the preview proposes."""
        now = timezone.now()
        try:
            accounts = importer.ask_wiki(page)
            preview = importer.look(page, meeting=meeting, accounts=accounts, now=now)
            _check(preview)
            done = importer.carry_out(preview, meeting=meeting, by=None, now=now)
        except Refused as error:
            raise CommandError(str(error.refusal)) from error
        if as_json:
            data = report.as_data(preview, done)
            self.stdout.write(json.dumps(data, ensure_ascii=False, indent=2))
        else:
            self.stdout.write(report.as_text(preview, done), ending="")


def _meeting(slug: str) -> Meeting:
    found = Meeting.objects.filter(slug=slug).first()
    if found is None:
        raise CommandError(f"There is no meeting {slug!r}. Its slug is the end of its address.")
    return found


def _check(preview: Preview) -> None:
    """Raises CommandError if there is nobody, or no list they could come onto."""
    if not preview.found:
        raise CommandError("0 found: nobody signed up on this page. Nothing was stored.")
    open_ = [one for one in preview.lists if one.session and not one.refusal]
    if not open_:
        why = {str(one.refusal) for one in preview.lists if one.refusal}
        why = why or {"No session of this meeting starts when the page says."}
        raise CommandError(f"{' '.join(sorted(why))} Nothing was stored.")


def _read(file: str, year: int | None) -> SignUpPage:
    """The page in a file. Raises CommandError with a sentence for whatever stands in the way."""
    if year is not None and year not in _YEARS:
        raise CommandError(f"--year is between {_YEARS.start} and {_YEARS.stop - 1}.")
    try:
        return read(_bytes(file).decode("utf-8-sig"), year=year)
    except UnicodeDecodeError as error:
        raise CommandError("This file is not UTF-8; please save it as UTF-8 first.") from error
    except Unreadable as error:
        raise CommandError(str(error)) from error


def _bytes(file: str) -> bytes:
    if file == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(file).read_bytes()
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror}.") from error
