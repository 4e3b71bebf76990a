"""A page, in whichever of its three forms, to the people who signed up on it."""

import re
from bisect import bisect_right
from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _

from meetings.wikitext.dating import dated
from meetings.wikitext.facts import Facts
from meetings.wikitext.html import lines_of_html
from meetings.wikitext.lines import Line
from meetings.wikitext.lists import Lists, Session
from meetings.wikitext.page import Entry, SignUpPage, Skipped, Unreadable
from meetings.wikitext.people import read_line
from meetings.wikitext.plain import lines_of_text

# In bytes of UTF-8; the longest sign-up pages have a tenth of it.
LARGEST = 500_000
# Or items, or rows: what is short costs as much as what is long.
MOST_LINES = 20_000
MOST_HEADINGS = 1_000

_HTML = re.compile(
    r"<(?:!doctype|html|body|a\s[^<>]{0,200}href|li|ol|ul|dl|dd|h[1-6]|p|tr)\b", re.IGNORECASE
)
_WIKITEXT = re.compile(r"\[\[|\{\{|^={2,6}[^=\n]{1,200}={2,6}\s*$|'''|^[#*:;]+ ?\S", re.MULTILINE)


def read(text: str, *, year: int | None = None) -> SignUpPage:
    """What the page says, wikitext, HTML or pasted text alike.

    `year` is for dates that name none; without it, signatures, title and other dates of the page
    decide. A list with a heading and without people is there with no entries; a page that is no
    sign-up page has no sessions. Raises Unreadable for what cannot be a page at all.
    """
    text = _checked(text)
    lines = lines_of_html(text) if _is_html(text) else lines_of_text(text)
    if len(lines) > MOST_LINES:
        raise _too_many_lines()
    lists = Lists(lines)
    if len(lists.sessions) > MOST_HEADINGS:
        raise Unreadable(
            _("This has more than 1,000 headings and dates, too much for a sign-up page.")
        )
    return _page(lists, year)


def _checked(text: str) -> str:
    if len(text) > LARGEST or len(text.encode(errors="replace")) > LARGEST:
        raise Unreadable(_("This is more than 500 kB, too much for a sign-up page."))
    if "\0" in text:
        raise Unreadable(_("This is not text."))
    if not text.strip():
        raise Unreadable(_("There is nothing here: the page is empty."))
    text = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    if text.count("\n") > MOST_LINES:
        raise _too_many_lines()
    return text


def _too_many_lines() -> Unreadable:
    return Unreadable(_("This is more than 20,000 lines, too much for a sign-up page."))


def _is_html(text: str) -> bool:
    return len(_HTML.findall(text)) > len(_WIKITEXT.findall(text))


def _page(lists: Lists, year: int | None) -> SignUpPage:
    found: list[tuple[Session, list[Entry]]] = []
    skipped: list[Skipped] = []
    for session in lists.sessions:
        entries, left_out = _people(session)
        skipped += left_out
        if entries or session.is_named:
            found.append((session, entries))
    facts = Facts()
    facts.read(lists.prose)
    sessions = dated(_without_parents(found), facts, year)
    return SignUpPage(tuple(sessions), tuple(sorted(skipped, key=lambda line: line.line)))


def _people(session: Session) -> tuple[list[Entry], list[Skipped]]:
    entries: list[Entry] = []
    skipped: list[Skipped] = []
    for bunch in session.bunches:
        if bunch.mode == "was there":
            skipped += [_attended(line) for line in bunch.lines]
        if not bunch.is_list_of_people:
            continue
        skipped += bunch.skipped
        for line in bunch.lines:
            result = read_line(line, bunch.around)
            if isinstance(result, Skipped):
                skipped.append(result)
            else:
                entries += result
    once, again = _merged(entries)
    return _in_order(once), skipped + again


def _attended(line: Line) -> Skipped:
    return Skipped(line.number, line.raw, _("This list says who was there; that is no sign-up."))


def _merged(entries: list[Entry]) -> tuple[list[Entry], list[Skipped]]:
    """One entry for each account, the first; people without an account are never taken for one."""
    first: dict[str, Entry] = {}
    once, again = [], []
    for entry in entries:
        known = first.get(entry.user_name or "")
        if known is None:
            once.append(entry)
            first |= {entry.user_name: entry} if entry.user_name else {}
            continue
        reason = _("The same person as in line %(line)s.") % {"line": known.line}
        if known.status != entry.status:
            reason += " " + _("The two lines differ on whether they come.")
        again.append(Skipped(entry.line, entry.raw, reason))
    return once, again


def _in_order(entries: list[Entry]) -> list[Entry]:
    """With a warning at the signatures that are older than those above them: as few as explain the
    order, so that one late time does not cast doubt on all that follow."""
    kept = _longest_rise([entry.signed_at for entry in entries])
    warning = _("The time of this signature is out of order.")
    return [
        replace(entry, warnings=(*entry.warnings, warning))
        if entry.signed_at and position not in kept
        else entry
        for position, entry in enumerate(entries)
    ]


def _longest_rise(times: list[datetime | None]) -> set[int]:
    """The positions of the longest run, gaps allowed, in which no time goes back."""
    ends: list[datetime] = []
    last: list[int] = []
    before: dict[int, int | None] = {}
    for position, time in enumerate(times):
        if time is None:
            continue
        place = bisect_right(ends, time)
        ends[place : place + 1] = [time]
        last[place : place + 1] = [position]
        before[position] = last[place - 1] if place else None
    kept: set[int] = set()
    position = last[-1] if last else None
    while position is not None:
        kept.add(position)
        position = before[position]
    return kept


def _without_parents(found: list[tuple[Session, list[Entry]]]) -> list[tuple[Session, list[Entry]]]:
    """Without the empty headings whose lists stand under headings of their own."""
    filled = {session.section for session, entries in found if entries or session.occasions}
    return [
        (session, entries)
        for session, entries in found
        if entries or session.occasions or session.section not in filled
    ]
