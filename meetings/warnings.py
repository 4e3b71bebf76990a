"""What a facilitator may want to know before a date is fixed. It warns and never forbids."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.translation import gettext, ngettext

from meetings.models import Session
from meetings.regions import FRIDAY_AND_SATURDAY
from meetings.repeating import Slot

NIGHT_BEGINS, NIGHT_ENDS = dt.time(22), dt.time(7)
MOST_ZONES = 7
_FRIDAY, _SATURDAY, _SUNDAY = 4, 5, 6


@dataclass(frozen=True, slots=True)
class Place:
    """People whose clocks show the same during a session; 0 of them where nobody was counted."""

    cities: tuple[str, ...]
    people: int
    starts: dt.datetime  # on the clocks there, without a zone
    night: bool
    weekend: bool


@dataclass(frozen=True, slots=True)
class Outlook:
    """A session as it will be read in other parts of the world."""

    slot: Slot
    places: tuple[Place, ...]
    clashes: tuple[Session, ...]
    past: bool

    @property
    def sentences(self) -> list[str]:
        """What to look at, in words."""
        return [*_of_the_date(self), *_of_the_places(self.places)]


def look(
    slots: Sequence[Slot], zones: Counter[str], others: Iterable[Session], now: dt.datetime
) -> list[Outlook]:
    """What there is to know about each of the dates. `zones` counts people; `others` are sessions
    of other meetings."""
    others = list(others)
    return [
        Outlook(
            slot=slot,
            places=_places(slot, zones),
            clashes=tuple(
                s for s in others if s.starts_at < slot.ends_at and s.ends_at > slot.starts_at
            ),
            past=slot.starts_at <= now,
        )
        for slot in slots
    ]


def is_night(start: dt.datetime, end: dt.datetime) -> bool:
    """Whether any of it lies between 22 and 7 on that clock."""
    if end - start >= dt.timedelta(hours=15):
        return True
    last = end - dt.timedelta(microseconds=1)
    first, final = start.time(), last.time()
    dark = any(time >= NIGHT_BEGINS or time < NIGHT_ENDS for time in (first, final))
    return dark or start.date() != last.date()


def is_weekend(start: dt.datetime, end: dt.datetime, zone: str) -> bool:
    """Whether it begins or ends on a day off, as days off are there."""
    off = {_FRIDAY, _SATURDAY} if zone in FRIDAY_AND_SATURDAY else {_SATURDAY, _SUNDAY}
    last = end - dt.timedelta(microseconds=1)
    return bool({start.weekday(), last.weekday()} & off)


def _places(slot: Slot, zones: Counter[str]) -> tuple[Place, ...]:
    """Those with the most people, in the order of their clocks."""
    alike: dict[tuple[object, ...], list[str]] = {}
    for zone in zones:
        start, end = (at.astimezone(ZoneInfo(zone)) for at in (slot.starts_at, slot.ends_at))
        facts = start.replace(tzinfo=None), is_night(start, end), is_weekend(start, end, zone)
        alike.setdefault(facts, []).append(zone)
    made = [_place(slot, facts, of, zones) for facts, of in alike.items()]
    most = sorted(made, key=lambda place: -place.people)[:MOST_ZONES]
    return tuple(sorted(most, key=lambda place: place.starts))


def _place(slot: Slot, facts: tuple[object, ...], of: list[str], zones: Counter[str]) -> Place:
    _local, night, weekend = facts
    of.sort(key=lambda zone: (-zones[zone], zone))
    return Place(
        cities=tuple(zone.rsplit("/", 1)[-1].replace("_", " ") for zone in of[:2]),
        people=sum(zones[zone] for zone in of),
        starts=slot.starts_at.astimezone(ZoneInfo(of[0])).replace(tzinfo=None),
        night=bool(night),
        weekend=bool(weekend),
    )


def _of_the_date(outlook: Outlook) -> list[str]:
    said = []
    if outlook.past:
        said.append(gettext("This date has passed."))
    if outlook.slot.twice:
        said.append(
            gettext("Clocks are put back then, so this time comes twice: it is the first one.")
        )
    said += [
        gettext("At the same time: %(meeting)s.") % {"meeting": session.meeting.title}
        for session in outlook.clashes
    ]
    return said


def _of_the_places(places: Sequence[Place]) -> list[str]:
    night = [place for place in places if place.night]
    weekend = [place for place in places if place.weekend and not place.night]
    said = []
    if night:
        count = sum(place.people for place in night)
        sentence = ngettext(
            "Night in %(cities)s (%(count)s member).",
            "Night in %(cities)s (%(count)s members).",
            count,
        )
        plain = gettext("Night in %(cities)s.")
        said.append((sentence if count else plain) % {"cities": _cities(night), "count": count})
    if weekend:
        sentence = gettext("Weekend in %(cities)s.")
        said.append(sentence % {"cities": _cities(weekend)})
    return said


def _cities(places: Sequence[Place]) -> str:
    return ", ".join(place.cities[0] for place in places)
