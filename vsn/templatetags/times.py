"""Dates and times as the reader reads them: their own time first, UTC beside it."""

import datetime as dt
from functools import lru_cache

from django import template
from django.utils import formats, timezone, translation
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import pgettext_lazy

register = template.Library()

# What `portal.js` redraws in the browser's own zone, by the name in data-time.
_FORMATS = {
    "time": "H:i",
    "date": pgettext_lazy("format of a date", "l j F Y"),
    "short": pgettext_lazy("format of a date", "j F"),
    "datetime": pgettext_lazy("format of a date", "l j F Y, H:i"),
    "weekday": "D",
    "day": "j",
}


def offset(moment: dt.datetime) -> str:
    """The offset of a local time as `UTC+1`, `UTC+5:30` or `UTC`."""
    minutes = int((moment.utcoffset() or dt.timedelta()).total_seconds() // 60)
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '−'}{hours}" + (f":{rest:02}" if rest else "")


@register.filter
def month(day: dt.date) -> str:
    """`Nov 2026`; with the small letter of languages that write their months so: `nov 2026`.
    Django's own short form knows it only of the whole name."""
    whole = formats.date_format(day, "F")
    return formats.date_format(day, "b Y" if whole[:1].islower() else "M Y")


@register.filter
def when(moment: dt.datetime, style: str = "datetime") -> SafeString:
    """A <time> element in the reader's zone; weekday, date and offset on hover."""
    zone, language = timezone.get_current_timezone_name(), translation.get_language()
    return _element(moment, style, zone, language)


@lru_cache(maxsize=4096)
def _element(moment: dt.datetime, style: str, zone: str, language: str | None) -> SafeString:
    """A list of meetings draws the same few hundred moments for everyone: ten times the names.

    Zone and language are the active ones; they are parameters so that the cache tells them apart.
    """
    local = timezone.localtime(moment)
    return format_html(
        '<time datetime="{}" data-time="{}" title="{} ({})">{}</time>',
        moment.astimezone(dt.UTC).isoformat(),
        style,
        formats.date_format(local, str(_FORMATS["datetime"])),
        offset(local),
        month(local) if style == "month" else formats.date_format(local, str(_FORMATS[style])),
    )


@register.filter
def utc(moment: dt.datetime, style: str = "time") -> str:
    """The same moment in UTC, as plain text."""
    moment = moment.astimezone(dt.UTC)
    if style == "time":
        return f"{moment:%H:%M}"
    return formats.date_format(moment, str(_FORMATS[style]))


@register.filter
def city(zone: str) -> str:
    """A time zone by its place alone: `Buenos Aires`."""
    return zone.rsplit("/", 1)[-1].replace("_", " ")


@register.simple_tag
def zone_name() -> str:
    """The active zone as `Vienna (UTC+1)`."""
    name, shift = city(timezone.get_current_timezone_name()), offset(timezone.localtime())
    return name if name == shift else f"{name} ({shift})"


@register.simple_tag
def local_offset(moment: dt.datetime) -> str:
    """The offset the reader's clock has at that moment, across daylight-saving changes."""
    return offset(timezone.localtime(moment))
