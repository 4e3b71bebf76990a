"""What a sign-up page says, once it has been read: nothing here knows wikitext or a database."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Status = Literal["yes", "maybe", "no", "unclear"]


class Unreadable(Exception):
    """The text cannot be a sign-up page; the message is a sentence for who brought it."""


@dataclass(frozen=True)
class Entry:
    """One person on one list.

    `line` counts from 1 in the given text and `raw` is that line as it stood. `user_name` is an
    account as the wiki spells it, without its namespace; None where the line names no account.
    `display_name` is the name as people read it, None where there is none to show. `affiliate` is a
    proposal, an upper-case code. `signed_at` is aware. `recorded_by` is the account that wrote the
    line for somebody else; `signed_at` is then that account's time. `email` stands on the page, but
    must be shown to nobody. `warnings` are sentences for whoever checks the list.
    """

    line: int
    raw: str
    user_name: str | None
    display_name: str | None
    affiliate: str | None
    signed_at: datetime | None
    status: Status
    recorded_by: str | None
    email: str | None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class SessionList:
    """One list of people and the date it is for; times are aware, None where the page does not say.

    `warnings` are about the date: a weekday that contradicts it, an hour without am or pm. `line`
    is where the heading stands, 0 for a list without one.
    """

    heading: str
    starts_at: datetime | None
    ends_at: datetime | None
    entries: tuple[Entry, ...]
    warnings: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True)
class Skipped:
    """A line of a list, or a list, that is nobody's sign-up, and why."""

    line: int
    raw: str
    reason: str


@dataclass(frozen=True)
class SignUpPage:
    sessions: tuple[SessionList, ...]
    skipped: tuple[Skipped, ...]
