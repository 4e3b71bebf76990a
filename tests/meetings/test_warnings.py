"""What may speak against a date. It is said and forbids nothing."""

import datetime as dt
from collections import Counter

import pytest

from meetings.models import Session
from meetings.regions import FRIDAY_AND_SATURDAY, REGIONS, where, zone_of_country
from meetings.repeating import Slot
from meetings.views.desk.looking import people_by_zone
from meetings.warnings import MOST_ZONES, is_night, is_weekend, look
from members.models import User
from tests import factories as make
from vsn.middleware import zone_names

HOUR = dt.timedelta(hours=1)
LONG_AGO = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


def slot(start: str, lasts: dt.timedelta = HOUR) -> Slot:
    begins = dt.datetime.fromisoformat(start).replace(tzinfo=dt.UTC)
    return Slot(begins, begins + lasts, "UTC")


@pytest.mark.parametrize(
    ("start", "hours", "night"),
    [
        ("12:00", 1, False), ("20:30", 1.5, False), ("21:00", 1, False), ("21:00", 1.1, True),
        ("22:00", 1, True), ("06:59", 1, True), ("07:00", 1, False), ("03:00", 1, True),
        ("07:00", 15, True), ("20:00", 12, True), ("07:00", 14.9, False),
    ],
)  # fmt: skip
def test_night_is_from_22_to_7(start: str, hours: float, night: bool) -> None:
    begins = dt.datetime.fromisoformat(f"2027-03-03T{start}")
    assert is_night(begins, begins + hours * HOUR) is night


@pytest.mark.parametrize(
    ("day", "zone", "weekend"),
    [
        ("2027-03-05", "Europe/Vienna", False), ("2027-03-06", "Europe/Vienna", True),
        ("2027-03-07", "Europe/Vienna", True), ("2027-03-05", "Africa/Cairo", True),
        ("2027-03-07", "Africa/Cairo", False),
    ],
)  # fmt: skip
def test_days_off_are_those_of_the_place(day: str, zone: str, weekend: bool) -> None:
    begins = dt.datetime.fromisoformat(f"{day}T10:00")
    assert is_weekend(begins, begins + HOUR, zone) is weekend


def test_a_date_is_read_in_the_places_of_the_members() -> None:
    zones = Counter({"Europe/Vienna": 2, "Europe/Berlin": 3, "Asia/Kolkata": 4, "Asia/Tokyo": 0})
    [one] = look([slot("2027-03-03T17:00")], zones, [], LONG_AGO)
    found = {place.cities: (f"{place.starts:%H:%M}", place.people) for place in one.places}
    assert found == {
        ("Berlin", "Vienna"): ("18:00", 5),
        ("Kolkata",): ("22:30", 4),
        ("Tokyo",): ("02:00", 0),
    }
    assert one.sentences == ["Night in Kolkata, Tokyo (4 members)."]


def test_a_date_that_suits_everyone_is_not_spoken_against() -> None:
    [one] = look([slot("2027-03-03T14:00")], Counter({"Europe/Vienna": 1}), [], LONG_AGO)
    assert one.sentences == []


def test_the_change_of_the_clocks_is_seen() -> None:
    """17:00 in Vienna is 21:30 in Kolkata in winter and 20:30 in summer."""
    zones = Counter({"Asia/Kolkata": 1})
    winter, summer = look([slot("2027-03-24T16:00"), slot("2027-03-31T15:00")], zones, [], LONG_AGO)
    assert [f"{one.places[0].starts:%H:%M}" for one in (winter, summer)] == ["21:30", "20:30"]
    assert [one.places[0].night for one in (winter, summer)] == [True, False]


def test_only_so_many_places_and_those_with_the_most_people() -> None:
    zones = Counter({f"Etc/GMT-{n}": n for n in range(1, 13)})
    [one] = look([slot("2027-03-03T10:00")], zones, [], LONG_AGO)
    assert [place.people for place in one.places] == list(range(12 - MOST_ZONES + 1, 13))


def test_what_overlaps_is_a_clash_and_what_follows_is_none(db: None) -> None:
    start = slot("2027-03-03T10:00").starts_at
    meeting = make.meeting(title="Something else")

    def other(begins: dt.datetime, lasts: dt.timedelta = HOUR) -> Session:
        return Session(meeting=meeting, starts_at=begins, ends_at=begins + lasts)

    touching = [other(start - HOUR), other(start + HOUR)]
    crossing = [other(start - HOUR / 2), other(start + HOUR / 2), other(start - HOUR, 3 * HOUR)]
    [one] = look([slot("2027-03-03T10:00")], Counter(), [*touching, *crossing], LONG_AGO)
    assert list(one.clashes) == crossing
    assert one.sentences == ["At the same time: Something else."] * 3


def test_the_past_and_an_hour_that_comes_twice_are_said() -> None:
    begins = dt.datetime(2027, 10, 31, 0, 30, tzinfo=dt.UTC)
    twice = Slot(begins, begins + HOUR, "Europe/Vienna", twice=True)
    [one] = look([twice], Counter(), [], begins + HOUR)
    assert one.sentences[0] == "This date has passed." and "comes twice" in one.sentences[1]


# --- Who is where --------------------------------------------------------------------------------


def test_every_zone_that_we_name_exists() -> None:
    named = {zone_of_country(c) for c in ("Ghana", "austria ", "USA")} | set(REGIONS.values())
    assert (named | FRIDAY_AND_SATURDAY) <= zone_names()
    assert (zone_of_country("Atlantis"), zone_of_country(None)) == ("", "")


def test_a_chosen_zone_counts_before_a_country() -> None:
    people = [("Asia/Tokyo", "Ghana"), ("", "Ghana"), ("Mars/Base", None, "Peru"), ("", "")]
    assert where(people) == {"Asia/Tokyo": 1, "Africa/Accra": 1, "America/Lima": 1}


def test_active_members_are_counted_once(chidi: User, dana: User) -> None:
    chidi.time_zone = "Africa/Lagos"
    chidi.save()
    for country in ("Ghana", "Peru"):
        chidi.affiliations.create(affiliate=make.affiliate(country=country))
    make.membership(make.person(), country="Peru")
    make.membership(make.person(), country="Peru", status="inactive")
    works = make.person()
    make.membership(works)
    works.affiliations.create(affiliate=make.affiliate(country="Ghana"))
    dana.time_zone = "Asia/Tokyo"  # no member
    dana.save()
    counted = {zone: count for zone, count in people_by_zone().items() if count}
    assert counted == {"Africa/Lagos": 1, "America/Lima": 1, "Africa/Accra": 1}


def test_where_nobody_is_known_it_is_the_regions_of_the_network(db: None) -> None:
    assert set(people_by_zone()) == set(REGIONS.values())
    make.affiliate(in_network=True, region="South Asia")
    assert dict(people_by_zone()) == {"Asia/Kolkata": 0}
