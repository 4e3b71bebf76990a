"""Bringing sign-up pages that were read already."""

from typing import Any

from django.utils import timezone

from meetings import actions, importer
from meetings.importer import Accounts, Choices, Line, Preview
from meetings.models import Meeting, Registration, Session
from meetings.wikitext import Entry, SignUpPage
from tests import factories as make
from tests.meetings.pages import page
from vsn.mediawiki.client import Account


def look(
    of: SignUpPage, meeting: Meeting, accounts: Accounts | None = None, **chosen: Any
) -> Preview:
    return importer.look(
        of, meeting=meeting, accounts=accounts, now=timezone.now(), choices=Choices(**chosen)
    )


def bring(
    of: SignUpPage, meeting: Meeting, accounts: Accounts | None = None, **chosen: Any
) -> list[actions.Brought]:
    """Looks, and says yes to what is shown."""
    preview = look(of, meeting, accounts, **chosen)
    return importer.carry_out(preview, meeting=meeting, by=make.anyone(), now=timezone.now())


def listed(session: Session) -> list[str]:
    """Who is on the list, in order of arrival."""
    found = Registration.objects.registered().filter(session=session).in_order()
    return list(found.values_list("name", flat=True))


def only(preview: Preview) -> Line:
    [one] = preview.lists
    [line] = one.lines
    return line


def accounts(*names: str, **values: Any) -> Accounts:
    values = {"emailable": True, "blocked": False} | values
    return {name: Account(name, 100 + i, **values) for i, name in enumerate(names)}


def of(session: Session, *entries: Entry) -> SignUpPage:
    return page((session.starts_at, list(entries)))
