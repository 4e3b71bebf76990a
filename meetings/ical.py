"""Calendar entries (RFC 5545, RFC 5546). Pure: everything that is shown is passed in.

The same session has the same UID in every mail, file and feed; SEQUENCE rises with each change.
The call link is only ever in what one person gets, never in a public file.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress, vText

from meetings.models import Session, Status

PRODUCT = "-//Volunteer Supporters Network//Portal//EN"
# Lines hold 75 octets at most, and go on after this (RFC 5545, 3.1).
LONGEST_LINE, FOLD = 75, b"\r\n "


@dataclass(frozen=True, slots=True)
class Entry:
    """A session as one person, or the public, sees it."""

    session: Session
    address: str  # the page about it, or the personal page
    link: str = ""  # the video-call link; personal entries only
    sequence: int | None = None  # of a personal entry; else that of the session
    cancelled: bool = False


def calendar(
    entries: Iterable[Entry], *, method: str = "PUBLISH", name: str = "", now: dt.datetime
) -> bytes:
    """The entries as an iCalendar file. `method` is PUBLISH or CANCEL."""
    result = Calendar()
    result.add("prodid", PRODUCT)
    result.add("version", "2.0")
    result.add("method", method)
    if name:
        result.add("x-wr-calname", name)
        result.add("refresh-interval", dt.timedelta(hours=1), parameters={"VALUE": "DURATION"})
    for entry in entries:
        result.add_component(_event(entry, now))
    return _folded(result.to_ical().replace(FOLD, b""))


def put_in(content: bytes, value: str, *, instead_of: str) -> bytes:
    """The file with `value` where the placeholder stood, as if it had been written with it."""
    return _folded(content.replace(FOLD, b"").replace(instead_of.encode(), value.encode()))


def _event(entry: Entry, now: dt.datetime) -> Event:
    session, meeting = entry.session, entry.session.meeting
    called_off = meeting.status == Status.CANCELLED and session.ends_at > now
    gone = entry.cancelled or called_off or session.status == Status.CANCELLED
    event = Event()
    event.add("uid", session.calendar_uid)
    event.add("dtstamp", now)
    event.add("sequence", session.sequence if entry.sequence is None else entry.sequence)
    event.add("summary", meeting.title)
    event.add("status", "CANCELLED" if gone else "CONFIRMED")
    _add_times(event, session)
    event.add("url", entry.address)
    organizer = vCalAddress(f"mailto:{settings.CONTACT_EMAIL}")
    organizer.params["cn"] = vText(settings.SITE_NAME)
    event.add("organizer", organizer)
    if not gone:
        event.add("location", entry.link or meeting.place or meeting.platform or _("Online"))
        event.add("description", _description(entry))
    return event


def _add_times(event: Event, session: Session) -> None:
    """UTC, so that no calendar has to know our time zones; whole days where no hour is known."""
    if session.precision == Session.Precision.DAY:
        # DTEND of whole days is the first day after (RFC 5545, 3.6.1).
        event.add("dtstart", session.first_day)
        event.add("dtend", session.last_day + dt.timedelta(days=1))
        return
    event.add("dtstart", session.starts_at.astimezone(dt.UTC))
    if session.precision == Session.Precision.EXACT:
        event.add("dtend", session.ends_at.astimezone(dt.UTC))


def _description(entry: Entry) -> str:
    lines = [entry.session.meeting.summary]
    if entry.link:
        lines.append(_("Join the call: %(link)s") % {"link": entry.link})
    lines.append(entry.address)
    return "\n\n".join(line for line in lines if line)


def _folded(content: bytes) -> bytes:
    lines = content.split(b"\r\n")
    return b"\r\n".join(_fold(line) if len(line) > LONGEST_LINE else line for line in lines)


def _fold(line: bytes) -> bytes:
    """Between characters, and not within an escaped one, which some calendars cannot read."""
    pieces, start, room = [], 0, LONGEST_LINE
    while len(line) - start > room:
        end = start + room
        while line[end] & 0b1100_0000 == 0b1000_0000:
            end -= 1
        if line[end - 1] in b"\\^":
            end -= 1
        pieces.append(line[start:end])
        start, room = end, LONGEST_LINE - 1
    return FOLD.join([*pieces, line[start:]])
