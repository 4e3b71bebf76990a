"""Sign-up pages as they are after reading, for tests that are not about reading."""

import datetime as dt
from typing import Any

from meetings.wikitext import Entry, SessionList, SignUpPage


def entry(user_name: str | None = None, **fields: Any) -> Entry:
    """A plain yes, signed with a user name."""
    known = {
        "line": 1, "raw": "", "user_name": user_name, "display_name": user_name, "affiliate": None,
        "signed_at": None, "status": "yes", "recorded_by": None, "email": None,
    }  # fmt: skip
    return Entry(**(known | fields))


def page(*lists: tuple[dt.datetime | None, list[Entry]]) -> SignUpPage:
    """A page with these lists: when they are for, and who is on them."""
    found = [
        SessionList(f"List {number}", starts_at, None, tuple(entries))
        for number, (starts_at, entries) in enumerate(lists)
    ]
    return SignUpPage(tuple(found), ())
