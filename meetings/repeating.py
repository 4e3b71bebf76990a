"""The dates of a series. Pure: from what a facilitator types to moments in UTC.

Each date is a time on the clock of the facilitator's zone: across a change to or from summer time
it stays "16:00" there, and another moment elsewhere.
"""

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from meetings.fields import moments
from meetings.wikitext.moments import Occasion, find_occasions

MOST = 26
LONGEST = dt.timedelta(days=7)
_WEEK = dt.timedelta(weeks=1)
# "16.00" at the end of a line or before a dash; "16:00-17:30" is a range, not a zone.
_DOT = re.compile(r"(?<=\s)(\d{1,2})\.(\d{2})(?=\s|$|[-–—])")
_DASH = re.compile(r"(\d{1,2}[:hH]\d{2})\s?[-–—]\s?(\d{1,2}[:hH.]\d{2})")
_SLASHES = re.compile(r"\b(\d{4})/(\d{1,2})/(\d{1,2})\b")
_DASHES = re.compile(r"\b(\d{1,2})-(\d{1,2})-(\d{4})\b")


class Rhythm(TextChoices):
    ONCE = "once", _("One date")
    WEEKLY = "weekly", _("Every week")
    FORTNIGHTLY = "fortnightly", _("Every two weeks")
    MONTHLY = "monthly", _("Every month, on the same weekday (such as the second Tuesday)")
    LAST = "last", _("Every month, on the last such weekday")
    LIST = "list", _("Dates that I type in")
    NONE = "none", _("No date yet")


@dataclass(frozen=True, slots=True)
class Wall:
    """A date and time as they stand on a clock on the wall. `lasts`: if the end was given too."""

    at: dt.datetime
    lasts: dt.timedelta | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """When a session is. `twice`: clocks are put back then, and this is the first of the two."""

    starts_at: dt.datetime
    ends_at: dt.datetime
    time_zone: str
    twice: bool = False


def series(first: dt.date, rhythm: str, count: int) -> list[dt.date]:
    """The first `count` days of a series (at most `MOST`).

    Raises:
        ValidationError: the first day is not one of the series, or no calendar has it.
    """
    count = 1 if rhythm == Rhythm.ONCE else max(1, min(count, MOST))
    try:
        if rhythm in {Rhythm.MONTHLY, Rhythm.LAST}:
            return _monthly(first, count, last=rhythm == Rhythm.LAST)
        step = _WEEK * (2 if rhythm == Rhythm.FORTNIGHTLY else 1)
        return [first + step * number for number in range(count)]
    except (OverflowError, ValueError) as error:
        raise ValidationError(_("This is not a date in our calendar.")) from error


def _monthly(first: dt.date, count: int, *, last: bool) -> list[dt.date]:
    which = (first.day - 1) // 7
    if last and first != _weekday_of(first.year, first.month, first.weekday(), -1):
        raise ValidationError(_("The first date is not the last such weekday of its month."))
    if which == 4:  # few months have a fifth one: it is the last one that is meant
        last = True
    months = [divmod(first.month - 1 + number, 12) for number in range(count)]
    return [
        _weekday_of(first.year + years, month + 1, first.weekday(), -1 if last else which)
        for years, month in months
    ]


def _weekday_of(year: int, month: int, weekday: int, which: int) -> dt.date:
    days = [week[weekday] for week in calendar.monthcalendar(year, month) if week[weekday]]
    return dt.date(year, month, days[which])


def slots(walls: list[Wall], lasts: dt.timedelta, time_zone: str) -> list[Slot]:
    """The moments of those times, in their order, each once.

    Raises:
        ValidationError: a time that does not exist in that zone, with the day it is about.
    """
    found = {slot.starts_at: slot for wall in walls for slot in [_slot(wall, lasts, time_zone)]}
    return [found[start] for start in sorted(found)]


def _slot(wall: Wall, lasts: dt.timedelta, time_zone: str) -> Slot:
    known = moments(wall.at, time_zone)
    if not known:
        raise ValidationError(
            _(
                "On %(day)s clocks in %(zone)s are put forward: %(time)s does not exist there. "
                "Please choose another time."
            )
            % {"day": f"{wall.at:%Y-%m-%d}", "time": f"{wall.at:%H:%M}", "zone": time_zone},
            code="nonexistent",
        )
    start = known[0]
    try:
        end = start + (wall.lasts or lasts)
    except OverflowError as error:
        raise ValidationError(_("This is not a date in our calendar.")) from error
    return Slot(start, end, time_zone, twice=len(known) > 1)


def read_list(text: str) -> list[Wall]:
    """Dates and times as people write them, one in a line: `2026-11-25 16:00`, `25.11.2026 16:00`,
    `Wednesday 25 November 2026, 4 pm`, also with an end: `2026-11-25 16:00–17:30`.

    Raises:
        ValidationError: what is wrong with which line, all of them at once.
    """
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if len(lines) > MOST:
        raise ValidationError(_("At most %(most)s, please.") % {"most": MOST})
    walls, problems = [], []
    for number, line in lines:
        try:
            walls.append(_read(line.strip()[:200]))
        except ValidationError as error:
            problems.append(
                _("Line %(number)s: %(problem)s") % {"number": number, "problem": error.message}
            )
    if problems:
        raise ValidationError(problems)
    return walls


def _read(line: str) -> Wall:
    line = _DASHES.sub(r"\1/\2/\3", _SLASHES.sub(r"\1-\2-\3", line))
    found = find_occasions(_DASH.sub(r"\1 – \2", _DOT.sub(r"\1:\2", line)))
    if len(found) != 1:
        raise ValidationError(
            _("Please give one date and one time.") if found else _("We find no date in this.")
        )
    [occasion] = found
    day, minutes = _day(occasion), _minutes(occasion)
    start = dt.datetime.combine(day, dt.time()) + dt.timedelta(minutes=minutes)
    ends = occasion.spans[0].ends
    return Wall(start, None if ends is None else dt.timedelta(minutes=ends - minutes))


def _day(occasion: Occasion) -> dt.date:
    day = occasion.day
    if day is None:
        raise ValidationError(_("We find no date in this."))
    if day.problem == "two ways":
        raise ValidationError(
            _("This can be read in two ways, day or month first. Please write it as 2026-11-25.")
        )
    if day.problem == "several days" or occasion.until:
        raise ValidationError(_("Please give one date and one time."))
    if day.year is None:
        raise ValidationError(_("Please add the year."))
    try:
        date = dt.date(day.year, day.month, day.day)
    except ValueError as error:
        raise ValidationError(_("There is no such day.")) from error
    if day.weekday not in {None, date.weekday()}:
        raise ValidationError(_("This day is another day of the week."))
    return date


def _minutes(occasion: Occasion) -> int:
    if len(occasion.spans) != 1:
        raise ValidationError(_("Please add the time, for example 16:00."))
    [span] = occasion.spans
    if span.starts is None:
        raise ValidationError(_("There is no such time."))
    if span.zone:
        raise ValidationError(_("Leave the offset out; the time zone has its own field."))
    return span.starts
