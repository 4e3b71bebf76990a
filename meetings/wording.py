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
    day = formats.date_format(start, pgettext("format of a date", "l j F Y"))
    short = formats.date_format(start, pgettext("format of a date", "l j F"))
    if session.precision == Session.Precision.DAY:
        return {"local": day, "utc": "", "day": short}
    zone = timezone.get_current_timezone_name().rsplit("/", 1)[-1].replace("_", " ")
    shift = offset(start)
    where = shift if zone == shift else f"{zone}, {shift}"
    utc_start, utc_end = (moment.astimezone(dt.UTC) for moment in (start, end))
    return {
        "local": f"{day}, {start:%H:%M}–{end:%H:%M} ({where})",
        "utc": "" if zone == shift else f"{utc_start:%H:%M}–{utc_end:%H:%M} UTC",
        "day": short,
    }


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
