"""The time in a signature, as MediaWiki writes it in many languages, or a person by hand."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from meetings.wikitext.dates import Day, find_days
from meetings.wikitext.zones import ZONE, zone_of

_UTC_IN_ARABIC = "ت ع م"
_HOUR = r"(?P<hour>\d{1,2})\s?[:.hH]\s?(?P<minute>\d{2})(?::\d{2})?(?:min)?"
_BEFORE = re.compile(
    rf"(?<!\d){_HOUR}[\s,،]{{0,3}}(?:(?:de|on|le|am|il|den|la|el|em|del|dia)\s)?[\s,]{{0,2}}$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf"[\s,،]{{0,3}}(?:(?:à|at|um|a las|às|kl\.?|kello|klo|alle|ore|o|ob|u|T)\s?)?{_HOUR}(?!\d)",
    re.IGNORECASE,
)
_ZONE = re.compile(rf"[\s,،]{{0,3}}[(（]?\s?(?P<zone>{ZONE}|{_UTC_IN_ARABIC})\s?[)）]?")
_UNKNOWN_ZONE = re.compile(r"\s?[(（][A-Z]{2,5}[)）]")


@dataclass(frozen=True)
class Stamp:
    """A signature's time in `text[start:end]`; `when` is None if it cannot be told."""

    start: int
    end: int
    when: datetime | None
    has_hour: bool
    has_brackets: bool

    @property
    def is_whole(self) -> bool:
        """Whether it has all that a wiki writes in a signature."""
        return self.has_hour and self.has_brackets


def find_stamps(text: str) -> list[Stamp]:
    """Every time of a signature in a line. A day or an hour that lacks something is one only where
    there is none that is whole: beside a signature it is part of a comment."""
    stamps = [stamp for day in find_days(text) if (stamp := _stamp(text, day))]
    whole = [stamp for stamp in stamps if stamp.is_whole]
    return whole or [stamp for stamp in stamps if stamp.has_hour] or stamps[:1]


def _stamp(text: str, day: Day) -> Stamp | None:
    start, end = day.start, day.end
    before = _BEFORE.search(text, max(0, start - 28), start)
    after = None if before else _AFTER.match(text, end)
    hour = before or after
    if before:
        start = before.start()
    if after:
        end = after.end()
    if not hour and day.year is None:
        return None
    zone = _ZONE.match(text, end) or _UNKNOWN_ZONE.match(text, end)
    return Stamp(
        start,
        zone.end() if zone else end,
        _when(day, hour, zone),
        bool(hour),
        bool(zone) and text[zone.end() - 1] in ")）",
    )


def _when(day: Day, hour: re.Match[str] | None, zone: re.Match[str] | None) -> datetime | None:
    name = zone.groupdict().get("zone") if zone else None
    tz = zone_of("UTC" if name == _UTC_IN_ARABIC else name.replace(" ", "")) if name else None
    if day.year is None or not hour or tz is None or day.problem:
        return None
    try:
        local = datetime(
            day.year, day.month, day.day, int(hour["hour"]), int(hour["minute"]), tzinfo=tz
        )
    except ValueError:
        return None
    return local.astimezone(UTC)
