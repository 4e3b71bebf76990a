"""What a page says about its dates outside the lists: fields, the title, a tool box."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from meetings.wikitext.dates import Day
from meetings.wikitext.labels import FIELD, FIELD_NAME, date_label
from meetings.wikitext.lines import Line
from meetings.wikitext.moments import Occasion, Settled, find_occasions, remainder, settle, zone_in

_ZONE_FIELD = re.compile(r"\W{0,4}time\s?zone|zeitzone|zona horaria|fuseau|fuso", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)20[0-4]\d(?!\d)")
# Whoever signs up does so before the meeting, but hardly more than half a year.
_LONGEST_AHEAD = timedelta(days=200)
_LATE = timedelta(days=1)
_MOST = 100
_LONGEST_SENTENCE = 300


@dataclass
class Facts:
    """The dates in fields, those elsewhere, the page's time zone and the years of its title."""

    fields: list[Occasion] = field(default_factory=list)
    others: list[Occasion] = field(default_factory=list)
    # Those inside sentences, of use only if there is no other and just one of them.
    mentioned: list[Occasion] = field(default_factory=list)
    zone: str = ""
    years: list[int] = field(default_factory=list)
    # The most dates that stand in one field: "14 February 15 UTC and 27 February 17 UTC".
    in_one_field: int = 0

    def read(self, lines: Iterable[Line]) -> None:
        """Takes in the lines that are in no list of people."""
        awaited = 0  # the line that a field's name announced
        for index, line in enumerate(lines):
            if index == 0 or line.level == 1:
                self.years += map(int, _YEAR.findall(line.text))
            if _ZONE_FIELD.match(line.text):
                self.zone = self.zone or zone_in(line.text)
            named = FIELD.match(line.text)
            if named or (awaited and line.number - awaited <= 2):
                occasions = find_occasions((named["value"] if named else line.text)[:500])
                self.in_one_field = max(self.in_one_field, len(occasions))
                self._take(self.fields, occasions)
            elif date_label(line.text):
                self._take(self.others, date_label(line.text))
            elif _is_hour_alone(line.text):
                self._take(self.fields or self.others, find_occasions(line.text))
            elif len(line.text) <= _LONGEST_SENTENCE:
                dates = [occasion for occasion in find_occasions(line.text) if occasion.day]
                self._take(self.mentioned, [one for one in dates if one.day.year])
            awaited = line.number if FIELD_NAME.fullmatch(line.text) else 0

    def _take(self, into: list[Occasion], occasions: Iterable[Occasion]) -> None:
        """An hour without a day belongs to the last day without an hour."""
        for occasion in occasions:
            if len(into) >= _MOST:
                return  # a page of a hundred dates is a calendar: none of them is the meeting's
            target = into if into and into[-1].day else self.others
            if occasion.day is None and target and not target[-1].spans:
                target[-1] = replace(target[-1], spans=occasion.spans)
            else:
                into.append(occasion)

    def days(self, *, apart_from: list[Occasion]) -> list[Occasion]:
        """One occasion for each day that the page names, fields before anything else."""
        for found in (self.fields, self.others):
            days = [
                occasion
                for occasion in _merged(found)
                if not any(_same(occasion.day, taken.day) for taken in apart_from)
            ]
            if days:
                return days
        return []

    def only_mentioned(self) -> Occasion | None:
        """The one day that sentences speak of, None if they speak of several or of none."""
        days = _merged(self.mentioned)
        return days[0] if len(days) == 1 else None

    def completed(self, occasion: Occasion) -> Occasion:
        """With the hour and the year that the page gives for that day elsewhere."""
        for other in _merged(self.fields + self.others):
            if other.day and _same(other.day, occasion.day):
                occasion = _both(occasion, other)
        return occasion

    def settle(
        self, occasion: Occasion, text: str, year: int | None, signed: list[datetime]
    ) -> Settled:
        """The times of an occasion. A year that it does not name comes from `year`, or from the
        signatures, or from the title, or from the other dates of the page."""
        years = (
            [year] if year else [*_years_of(occasion.day, signed), *self.years, *self._of_others()]
        )
        return settle(occasion, years, zone_in(text) or self.zone)

    def _of_others(self) -> Iterator[int]:
        for occasion in self.fields + self.others:
            if occasion.day and occasion.day.year:
                yield occasion.day.year


def _is_hour_alone(text: str) -> bool:
    if len(text) > 80:
        return False
    return bool(find_occasions(text)) and not re.search(r"[^\W\d_]{3}", remainder(text))


def _merged(found: list[Occasion]) -> list[Occasion]:
    days: list[Occasion] = []
    for occasion in found:
        if occasion.day is None:
            continue
        for index, other in enumerate(days):
            if _same(other.day, occasion.day):
                days[index] = _both(other, occasion)
                break
        else:
            days.append(occasion)
    return days


def _same(one: Day, other: Day) -> bool:
    years = {one.year, other.year} - {None}
    return (one.day, one.month) == (other.day, other.month) and len(years) < 2


def _both(one: Occasion, other: Occasion) -> Occasion:
    """`one`, and of `other` what it does not say itself."""
    day = replace(
        one.day,
        year=one.day.year or other.day.year,
        weekday=other.day.weekday if one.day.weekday is None else one.day.weekday,
    )
    if one.spans:
        return replace(one, day=day)
    return replace(one, day=day, spans=other.spans, until=other.until)


def _years_of(day: Day | None, signed: list[datetime]) -> Iterator[int]:
    """The year in which the day comes next after the first signature."""
    if not signed or not day or day.problem == "impossible":
        return
    first = min(signed).date()
    for year in (first.year, first.year + 1):
        try:
            found = date(year, day.month, day.day)
        except ValueError:
            continue
        if -_LATE <= found - first <= _LONGEST_AHEAD:
            yield year
            return
