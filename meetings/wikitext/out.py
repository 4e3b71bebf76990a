"""Sign-up pages and programmes written as wikitext, in the layout that the network's pages have.

In English whatever the reader's language: that is what the pages on Meta are written in, and what
the importer reads. Pure: who may be shown, and as what, is decided by the caller.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from vsn.mediawiki.escaping import plain

HEADING = "I want to take part in the meeting"
SOMEBODY = "a participant"
WAITING = "(waiting list)"

# No account can be called so: whatever it is, it is no target for a link.
_NO_TITLE = re.compile(r"[#<>\[\]|{}\x00-\x1f\x7f]|~~~|__|&\w+;|&#\w+;|%[0-9A-Fa-f]{2}|^[:/.]")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on a list. Without a name they are "a participant"; with a user name, which is
    known to be theirs, they are linked. `at` is when they came onto the list."""

    name: str = ""
    user_name: str = ""
    at: datetime | None = None
    waiting: bool = False


@dataclass(frozen=True, slots=True)
class Dates:
    """When a session is. `ends_at` is None where only the start is known; `days` are given
    instead where the hours are not."""

    starts_at: datetime
    ends_at: datetime | None = None
    days: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a programme; `address` is the public page."""

    topic: str
    address: str
    dates: Dates
    language: str
    host: str
    participants: str


def user_link(user_name: str, label: str = "") -> str:
    """`[[User:X|X]] ([[User talk:X|talk]])`, or just the words where X can be no title."""
    if not user_name or _NO_TITLE.search(user_name):
        return plain(label or user_name)
    talk = f"[[User talk:{user_name}|talk]]"
    return f"[[User:{user_name}|{plain(label or user_name)}]] ({talk})"


def moment(at: datetime) -> str:
    """`Wednesday 14 February 2024, 15:00 UTC`"""
    at = at.astimezone(UTC)
    return f"{at:%A} {at.day} {at:%B %Y, %H:%M} UTC"


def span(dates: Dates) -> str:
    """`Wednesday 14 February 2024, 15:00–16:30 UTC`, as far as it is known."""
    if dates.days:
        return plain(dates.days)
    if dates.ends_at is None:
        return moment(dates.starts_at)
    start, end = dates.starts_at.astimezone(UTC), dates.ends_at.astimezone(UTC)
    if start.date() != end.date():
        return f"{moment(start)} – {moment(end)}"
    return f"{start:%A} {start.day} {start:%B %Y, %H:%M}–{end:%H:%M} UTC"


def one_list(dates: Dates, people: Iterable[Person]) -> str:
    """The date in bold, and the numbered names below it."""
    when = plain(dates.days) if dates.days else moment(dates.starts_at)
    return "\n".join([f"'''{when}'''", "", *map(_line, people)]).rstrip() + "\n"


def lists(parts: Iterable[str]) -> str:
    """What `one_list` wrote for each session, under the heading that the pages have."""
    return "\n".join([f"== {HEADING} ==", "", *parts])


def _line(person: Person) -> str:
    if not person.name:
        who = SOMEBODY
    elif person.user_name:
        who = user_link(person.user_name, person.name)
    else:
        who = plain(person.name)
    words = ["#", who, _signed(person), WAITING if person.waiting else ""]
    return " ".join(filter(None, words))


def _signed(person: Person) -> str:
    """The time as signatures have it. Whoever is not named is not found by their time either."""
    if person.at is None or not person.name:
        return ""
    at = person.at.astimezone(UTC)
    return f"{at:%H:%M}, {at.day} {at:%B %Y} (UTC)"


def header(
    *, title: str, summary: str, facts: Sequence[tuple[str, Sequence[str]]], address: str
) -> str:
    """What stands above the list: title, facts as pairs of a word and its lines (wikitext
    already), and where to sign up."""
    lines = [f"'''{plain(title)}'''", ""]
    if summary:
        lines += [plain(summary), ""]
    for word, values in facts:
        lines += [f"; {word}", *(f": {value}" for value in values)] if values else []
    lines += [
        "",
        "== Register for the meeting! ==",
        "",
        f"[{address} Sign up on the network's portal]. You do not need to be a member. "
        "The link of the video call reaches you in time, and you can move or cancel yourself.",
        "",
    ]
    return "\n".join(lines)


def programme(title: str, rows: Iterable[Row]) -> str:
    """A table: topic, date, language, host, participants."""
    lines = [
        '{| class="wikitable sortable"',
        f"|+ {plain(title)}",
        "! Topic !! Date !! Language !! Host !! Participants",
    ]
    for row in rows:
        cells = (
            f"[{row.address} {plain(row.topic)}]",
            span(row.dates),
            plain(row.language),
            plain(row.host),
            plain(row.participants),
        )
        lines += ["|-", "| " + " || ".join(cells)]
    return "\n".join([*lines, "|}", ""])
