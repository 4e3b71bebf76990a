"""When a meeting is, from the words on its page; what these do not say stays None."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

from django.utils.translation import gettext as _

from meetings.wikitext.clock import Span, find_spans
from meetings.wikitext.dates import Day, find_days
from meetings.wikitext.zones import ZONE, is_out_of_season, zone_of

_HALF_A_DAY = timedelta(hours=12)
_DASH = re.compile(
    r"\s{0,2}(?:[-–—−]|to|until|till|bis|à|a|al|hasta|tot|do|até)\s{0,2}", re.IGNORECASE
)
_LONE_ZONE = re.compile(ZONE)


@dataclass(frozen=True)
class Occasion:
    """One date as written, with the hours beside it; `until` is the day it ends, if named."""

    day: Day | None
    spans: tuple[Span, ...] = ()
    until: Day | None = None


@dataclass(frozen=True)
class Settled:
    """What an occasion comes to: aware times or None, and what somebody should look at."""

    starts_at: datetime | None = None
    ends_at: datetime | None = None
    warnings: tuple[str, ...] = ()


def find_occasions(text: str) -> list[Occasion]:
    """Every date in a line with its hours, in their order; an hour alone has no day."""
    days, spans = find_days(text), find_spans(_without_days(text))
    if not days:
        return [Occasion(None, tuple(spans))] if spans else []
    hours_first = bool(spans) and spans[0].start < days[0].start
    grouped = [_spans_of(index, days, spans, hours_first) for index in range(len(days))]
    return _joined(text, [Occasion(day, own) for day, own in zip(days, grouped, strict=True)])


def remainder(text: str) -> str:
    """What a line says beside its days, hours and zones."""
    blank = _without_days(text)
    for span in find_spans(blank):
        blank = blank[: span.start] + "\0" * (span.end - span.start) + blank[span.end :]
    return _LONE_ZONE.sub(" ", blank).replace("\0", " ")


def zone_in(text: str) -> str:
    """The first time zone named in a line ("Timezone: +00:00"), or ""."""
    match = _LONE_ZONE.search(text)
    return match[0].replace(" ", "") if match else ""


def settle(occasion: Occasion, years: Iterable[int], zone: str = "") -> Settled:
    """The times of an occasion. Where it names no year or zone, `years` are the candidates, the
    best first, and `zone` is the page's."""
    if occasion.day is None:
        return Settled(warnings=(_("The page does not say on which day this is."),))
    day, warnings = _date(occasion.day, tuple(years))
    if day is None:
        return Settled(warnings=tuple(warnings))
    spans = occasion.spans[:1] if occasion.until else occasion.spans
    span, hour_warnings = _choose(spans, day, zone)
    warnings += hour_warnings
    if span is None:
        return Settled(warnings=tuple(warnings))
    tz = _zone(span.zone or zone)
    starts_at = _at(day, span.starts, tz)
    if is_out_of_season(span.zone or zone, starts_at.astimezone(tz)):
        warnings.append(
            _("On that day clocks did not show %(zone)s; please check the hour.")
            % {"zone": span.zone or zone}
        )
    return Settled(starts_at, _end(occasion, span, day, tz), tuple(warnings))


def _without_days(text: str) -> str:
    for day in find_days(text):
        text = text[: day.start] + "\0" * (day.end - day.start) + text[day.end :]
    return text


def _spans_of(
    index: int, days: tuple[Day, ...], spans: list[Span], first: bool
) -> tuple[Span, ...]:
    """The hours that belong to a day: those before it if the line begins with an hour."""
    last = index == len(days) - 1
    if first:
        low = days[index - 1].end if index else 0
        high = len(days) and (float("inf") if last else days[index].start)
    else:
        low = days[index].end
        high = float("inf") if last else days[index + 1].start
    return tuple(span for span in spans if low <= span.start < high)


def _joined(text: str, occasions: list[Occasion]) -> list[Occasion]:
    """ "15:00, 25 April – 16:00, 25 April" is one occasion, not two."""
    joined: list[Occasion] = []
    for occasion in occasions:
        previous = joined[-1] if joined else None
        if previous and previous.until is None and _is_range(text, previous, occasion):
            joined[-1] = Occasion(previous.day, previous.spans + occasion.spans, occasion.day)
        else:
            joined.append(occasion)
    return joined


def _is_range(text: str, first: Occasion, second: Occasion) -> bool:
    if len(first.spans) != 1 or len(second.spans) != 1:
        return False
    end = max(first.day.end, first.spans[0].end)
    start = min(second.day.start, second.spans[0].start)
    return bool(_DASH.fullmatch(text, end, start))


def _date(day: Day, years: tuple[int, ...]) -> tuple[date | None, list[str]]:
    if day.problem == "impossible":
        return None, [_("There is no such day; please check the date.")]
    if day.problem == "two ways":
        return None, [_("This date can be read in two ways, day or month first.")]
    candidates = (day.year,) if day.year else years
    dates = [found for year in candidates if (found := _possible(year, day))]
    if not dates:
        return None, [_("The page does not say the year.")]
    chosen = next((found for found in dates if day.weekday in {None, found.weekday()}), dates[0])
    warnings = []
    if day.weekday not in {None, chosen.weekday()}:
        warnings.append(
            _("%(date)s is not the day of the week that the page says.")
            % {"date": chosen.isoformat()}
        )
    if day.problem == "several days":
        warnings.append(_("The page names several days; this is the first."))
    return chosen, warnings


def _possible(year: int, day: Day) -> date | None:
    try:
        return date(year, day.month, day.day)
    except ValueError:
        return None


def _zone(name: str) -> tzinfo:
    return zone_of(name) or UTC


def _at(day: date, minutes: int, tz: tzinfo) -> datetime:
    midnight = datetime(day.year, day.month, day.day, tzinfo=tz)
    return (midnight + timedelta(minutes=minutes)).astimezone(UTC)


def _choose(spans: tuple[Span, ...], day: date, zone: str) -> tuple[Span | None, list[str]]:
    """The hours to believe, and why not if there are none."""
    if not spans:
        return None, [_("The page does not say at what hour.")]
    if spans[0].starts is None:
        return None, [_("There is no such hour; please check the time.")]
    known = [span for span in spans if span.starts is not None and zone_of(span.zone or zone)]
    if not known:
        return None, [_zone_missing(spans[0].zone or zone)]
    certain = [span for span in known if span.sure]
    if not certain:
        return None, [_("The hour may be in the morning or in the afternoon; please ask.")]
    chosen = certain[0]
    starts = _at(day, chosen.starts, _zone(chosen.zone or zone))
    if not all(_agrees(span, day, zone, starts) for span in known):
        if not spans[0].sure:
            return None, [_("The hours on the page contradict each other.")]
        return chosen, [_("The page gives several hours; this is the first.")]
    return chosen, []


def _agrees(span: Span, day: date, zone: str, starts: datetime) -> bool:
    apart = _at(day, span.starts, _zone(span.zone or zone)) - starts
    return not apart % (timedelta(days=1) if span.sure else _HALF_A_DAY)


def _zone_missing(name: str) -> str:
    if name:
        return _("%(zone)s stands for several time zones; please ask.") % {"zone": name}
    return _("The page does not say in which time zone the hour is.")


def _end(occasion: Occasion, span: Span, day: date, tz: tzinfo) -> datetime | None:
    if occasion.until is None:
        return None if span.ends is None else _at(day, span.ends, tz)
    last = occasion.spans[-1]
    if last.starts is None or not last.sure:
        return None
    end_day = _possible(occasion.until.year or day.year, occasion.until)
    return end_day and _at(end_day, last.starts, _zone(last.zone) if last.zone else tz)
