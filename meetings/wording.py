"""Text that messages need: times in words, and plain text as simple HTML."""

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import contextmanager
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.utils import formats, timezone, translation
from django.utils.html import escape
from django.utils.translation import pgettext

from meetings.models import Session
from members.models import User
from vsn.templatetags.times import offset

_LINK = re.compile(r"https?://[^\s<]+[^\s<.,;:)]")


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


@contextmanager
def as_read_by(person: User) -> Iterator[None]:
    """In that person's language and time zone."""
    try:
        zone = ZoneInfo(person.time_zone or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        # An admin mistyped it, or the zone was renamed: better in UTC than not at all.
        zone = ZoneInfo("UTC")
    with translation.override(person.language or settings.LANGUAGE_CODE), timezone.override(zone):
        yield


def tidy(text: str) -> str:
    """Without the empty lines that a template leaves where it had nothing to say."""
    return re.sub(r"\n{3,}", "\n\n", text.strip()) + "\n"


def as_html(text: str) -> str:
    """Paragraphs and links, nothing else: no picture, no style, no tracking."""
    linked = _LINK.sub(r'<a href="\g<0>">\g<0></a>', escape(text.strip()))
    body = "".join(
        f"<p>{part.replace(chr(10), '<br>')}</p>" for part in re.split(r"\n{2,}", linked)
    )
    language, direction = translation.get_language(), "ltr"
    if translation.get_language_bidi():
        direction = "rtl"
    return (
        f'<!doctype html><html lang="{language}" dir="{direction}">'
        f'<meta charset="utf-8"><body>{body}</body></html>'
    )
