"""Text that messages need: times in words; what all messages have in common is members' own."""

import datetime as dt

from django.utils import formats, timezone
from django.utils.translation import pgettext

from meetings.models import Session
from members.wording import as_html, as_read_by, tidy
from vsn.templatetags.times import offset

__all__ = ["as_html", "as_read_by", "tidy", "times"]


def times(session: Session) -> dict[str, str]:
    """The session's time in the active zone and language, and in UTC.

    UTC is left out where it is the reader's own. `local`: "Wednesday 25 November 2026,
    16:00–17:30 (Vienna, UTC+1)"; `utc`: "15:00–16:30 UTC"; `day`: "Wednesday 25 November".
    """
    start, end = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
    if session.precision == Session.Precision.DAY:
        first, last = _day(session.first_day), _day(session.last_day)
        return {
            "local": first if first == last else f"{first} – {last}",
            "utc": "",
            "day": _short(session.first_day),
        }
    zone = timezone.get_current_timezone_name().rsplit("/", 1)[-1].replace("_", " ")
    shift = offset(start)
    where = shift if zone == shift else f"{zone}, {shift}"
    in_utc = _span(session, start.astimezone(dt.UTC), end.astimezone(dt.UTC))
    return {
        "local": f"{_day(start)}, {_span(session, start, end)} ({where})",
        "utc": "" if zone == shift else f"{in_utc} UTC",
        "day": _short(start),
    }


def _day(moment: dt.date) -> str:
    return formats.date_format(moment, pgettext("format of a date", "l j F Y"))


def _short(moment: dt.date) -> str:
    return formats.date_format(moment, pgettext("format of a date", "l j F"))


def _span(session: Session, start: dt.datetime, end: dt.datetime) -> str:
    """From when to when, as far as that is known; with the day where it goes on for days."""
    if session.precision == Session.Precision.START:
        return f"{start:%H:%M}"
    last = f"{end:%H:%M}"
    if end - start >= dt.timedelta(hours=12):
        last = f"{_day(end)}, {last}"
    return f"{start:%H:%M}–{last}"
