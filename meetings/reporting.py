"""What grant reports ask for: how many signed up, came, from where, and in which language.

Of sessions, meetings and programmes. Counts only: no name and no address is read here. They stay
the same when people are forgotten: their registrations remain without a person, and how many
different people these were is kept with the meeting and the programme (`former_people`).
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import gettext as _

from meetings.models import Meeting, Programme, Registration, Session

# Where others than those who run it read the report, fewer than these are not shown by themselves.
FEW = 3
Row = dict[str, Any]
Former = tuple[int, int]  # people who were forgotten, and how many of them came


@dataclass(slots=True)
class Figures:
    """Everything that is counted, of one session or many. None: nobody noted it here, as with
    sessions from before there was a portal."""

    meetings: int = 0
    sessions: int = 0
    signed_up: int | None = None
    came: int | None = None
    people: int | None = None  # different ones who signed up or came
    attendees: int | None = None  # different ones who came; only those marked one by one
    marked: int = 0  # signed up for a session where attendance was marked one by one ...
    marked_came: int = 0  # ... and came
    affiliates: Counter[str] = field(default_factory=Counter)
    countries: Counter[str] = field(default_factory=Counter)
    tongues: Counter[str] = field(default_factory=Counter)  # in which people read, by code
    languages: Counter[str] = field(default_factory=Counter)  # of the meetings, by code: sessions

    @property
    def share(self) -> int | None:
        """How many in a hundred of those who signed up came, as far as it was marked."""
        return round(100 * self.marked_came / self.marked) if self.marked else None

    @property
    def from_affiliates(self) -> int | None:
        return None if self.people is None else len(self.affiliates)

    @property
    def from_countries(self) -> int | None:
        return None if self.people is None else len(self.countries)


@dataclass(frozen=True, slots=True)
class Line:
    """The figures of one session, or of one meeting of a programme."""

    thing: Session | Meeting
    figures: Figures


@dataclass(frozen=True, slots=True)
class Report:
    """The lines, and what they come to."""

    lines: Sequence[Line]
    total: Figures
    to_come: int  # sessions that are not over yet: they are not counted


def of_meeting(meeting: Meeting, now: dt.datetime) -> Report:
    """A line for each session that took place."""
    sessions = Session.objects.not_called_off().filter(meeting=meeting)
    over, to_come = _over(sessions, now)
    rows = _registrations(Registration.objects.counted(now).filter(session__meeting=meeting))
    lines = []
    for session in over:
        session.meeting = meeting
        figures = _count([session], _of([session], rows))
        _add(figures, _former(rows.get(session.pk, [])))
        lines.append(Line(session, figures))
    total = _count(over, _of(over, rows))
    _add(total, _kept(meeting, map(_former, _of(over, rows))))
    return Report(lines, total, to_come)


def of_programme(programme: Programme, now: dt.datetime) -> Report:
    """A line for each meeting that took place, in the order of their first sessions."""
    sessions = Session.objects.not_called_off().filter(meeting__programme=programme)
    over, to_come = _over(sessions.select_related("meeting"), now)
    counted = Registration.objects.counted(now)
    rows = _registrations(counted.filter(session__meeting__programme=programme))
    by_meeting: dict[Meeting, list[Session]] = {}
    for session in over:
        by_meeting.setdefault(session.meeting, []).append(session)
    lines, former = [], []
    for meeting, its_sessions in by_meeting.items():
        figures = _count(its_sessions, _of(its_sessions, rows))
        former.append(_kept(meeting, map(_former, _of(its_sessions, rows))))
        _add(figures, former[-1])
        lines.append(Line(meeting, figures))
    total = _count(over, _of(over, rows))
    _add(total, _kept(programme, former))
    return Report(lines, total, to_come)


def _over(sessions: Any, now: dt.datetime) -> tuple[list[Session], int]:
    found = list(sessions.with_attendance().order_by("starts_at", "pk"))
    over = [session for session in found if session.ends_at <= now]
    return over, len(found) - len(over)


def _registrations(counted: Any) -> dict[int, list[Row]]:
    """By session. The language is the one kept with the place, or the person's present one."""
    reads = Coalesce(NullIf(F("language"), Value("")), F("person__language"), Value(""))
    fields = ("session_id", "person_id", "status", "source", "attended", "former", "country")
    of_affiliate = {"named": F("affiliate__name"), "its_country": F("affiliate__country")}
    found: dict[int, list[Row]] = {}
    for row in counted.order_by("pk").values(*fields, reads=reads, **of_affiliate):
        found.setdefault(row["session_id"], []).append(row)
    return found


def _of(sessions: Iterable[Session], rows: dict[int, list[Row]]) -> list[list[Row]]:
    return [rows.get(session.pk, []) for session in sessions]


def _count(sessions: Sequence[Session], lists: list[list[Row]]) -> Figures:
    figures = Figures(
        meetings=len({session.meeting_id for session in sessions}), sessions=len(sessions)
    )
    figures.languages.update(s.meeting.language for s in sessions if s.meeting.language)
    came = [session.came for session in sessions if session.came is not None]
    figures.came = sum(came) if came else None
    everyone = [row for rows in lists for row in rows]
    if everyone or not figures.came:
        figures.signed_up = len(_signed_up(everyone))
        figures.people = _different(everyone)
    if any(row["attended"] is not None for row in everyone):
        figures.attendees = _different([row for row in everyone if row["attended"]])
    for rows in lists:
        _add_marks(figures, _signed_up(rows))
    for row in everyone:
        _add_origin(figures, row)
    return figures


def _signed_up(rows: Iterable[Row]) -> list[Row]:
    """Without those who came without signing up, whether or not they left an address."""
    return [row for row in rows if "walk_in" not in (row["status"], row["source"])]


def _different(rows: Iterable[Row]) -> int:
    """Different people. Whoever never said who they are counts each time; those who were
    forgotten are counted elsewhere."""
    rows = list(rows)
    known = {row["person_id"] for row in rows} - {None}
    return len(known) + sum(row["person_id"] is None and not row["former"] for row in rows)


def _add_marks(figures: Figures, signed_up: list[Row]) -> None:
    if any(row["attended"] is not None for row in signed_up):
        figures.marked += len(signed_up)
        figures.marked_came += sum(row["attended"] is True for row in signed_up)


def _add_origin(figures: Figures, row: Row) -> None:
    if row["named"]:
        figures.affiliates[row["named"]] += 1
    if country := " ".join((row["country"] or row["its_country"] or "").split()):
        figures.countries[_as_known(country, figures.countries)] += 1
    if row["reads"]:
        figures.tongues[row["reads"]] += 1


def _as_known(country: str, known: Counter[str]) -> str:
    """People type it: `ghana` and `Ghana` are one."""
    if country in known:
        return country
    return next((name for name in known if name.casefold() == country.casefold()), country)


def _former(rows: Iterable[Row]) -> Former:
    """On one list nobody stands twice, so these need not be told apart."""
    came = [row["attended"] is True for row in rows if row["former"]]
    return len(came), sum(came)


def _kept(thing: Meeting | Programme, parts: Iterable[Former]) -> Former:
    """As many as were kept with it, but never fewer than in the largest of its parts nor more
    than in all together: a meeting may have come from another programme since, a session may have
    been called off, and somebody marked as come."""
    people, attendees = zip(*parts, (0, 0), strict=True)
    return (
        min(max(thing.former_people, *people), sum(people)),
        min(max(thing.former_attendees, *attendees), sum(attendees)),
    )


def _add(figures: Figures, former: Former) -> None:
    people, attendees = former
    if figures.people is not None:
        figures.people += people
    if figures.attendees is not None:
        figures.attendees += attendees


def ranked(counted: Counter[str], *, few: int = 0, most: int = 0) -> list[tuple[str, int]]:
    """The largest first. Those under `few`, and all after the first `most`, are one line at the
    end."""
    rows = sorted(counted.items(), key=lambda row: (-row[1], row[0].casefold()))
    shown = [row for row in rows if row[1] >= few][: most or None]
    others = rows[len(shown) :]
    if not others:
        return shown
    return [*shown, (_("others"), sum(count for _name, count in others))]
