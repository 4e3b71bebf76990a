"""The dates of a series: on the clock of the facilitator, across every change of the clocks."""

import contextlib
import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from meetings.repeating import MOST, Rhythm, Wall, read_list, series, slots

HOUR = dt.timedelta(hours=1)


def days(*texts: str) -> list[dt.date]:
    return [dt.date.fromisoformat(text) for text in texts]


def at(text: str) -> Wall:
    return Wall(dt.datetime.fromisoformat(text))


@pytest.mark.parametrize(
    ("first", "rhythm", "count", "expected"),
    [
        ("2026-12-08", Rhythm.ONCE, 5, ["2026-12-08"]),
        ("2026-12-28", Rhythm.WEEKLY, 2, ["2026-12-28", "2027-01-04"]),
        ("2026-12-28", Rhythm.FORTNIGHTLY, 2, ["2026-12-28", "2027-01-11"]),
        ("2026-12-08", Rhythm.MONTHLY, 3, ["2026-12-08", "2027-01-12", "2027-02-09"]),
        ("2026-11-24", Rhythm.LAST, 3, ["2026-11-24", "2026-12-29", "2027-01-26"]),
        # The fifth Tuesday: few months have one, so the last is meant.
        ("2026-12-29", Rhythm.MONTHLY, 3, ["2026-12-29", "2027-01-26", "2027-02-23"]),
    ],
)
def test_series(first: str, rhythm: str, count: int, expected: list[str]) -> None:
    assert series(dt.date.fromisoformat(first), rhythm, count) == days(*expected)


def test_the_last_weekday_has_to_be_the_last() -> None:
    with pytest.raises(ValidationError, match="not the last such weekday"):
        series(dt.date(2026, 11, 17), Rhythm.LAST, 2)


@given(st.dates(), st.sampled_from(Rhythm), st.integers())
def test_a_series_is_bounded_and_keeps_its_weekday(
    first: dt.date, rhythm: Rhythm, count: int
) -> None:
    try:
        found = series(first, rhythm, count)
    except ValidationError:
        return
    assert 1 <= len(found) <= MOST and found[0] == first
    assert found == sorted(set(found)) and {day.weekday() for day in found} == {first.weekday()}


@pytest.mark.parametrize(
    ("zone", "change", "before", "after"),
    [
        ("Europe/Vienna", "2027-03-28", 15, 14),
        ("America/Santiago", "2027-04-04", 19, 20),
        ("Australia/Lord_Howe", "2027-04-04", 5, 5),
        ("Asia/Kathmandu", "2027-03-28", 10, 10),
    ],
)
def test_the_hour_on_the_wall_stays(zone: str, change: str, before: int, after: int) -> None:
    """16:00 there on both sides of the night on which the clocks are changed."""
    first = dt.date.fromisoformat(change) - dt.timedelta(days=3)
    walls = [Wall(dt.datetime.combine(day, dt.time(16))) for day in series(first, Rhythm.WEEKLY, 2)]
    found = slots(walls, HOUR, zone)
    assert [slot.starts_at.hour for slot in found] == [before, after]
    assert all(slot.ends_at - slot.starts_at == HOUR for slot in found)


@pytest.mark.parametrize(
    ("zone", "wall"),
    [
        ("Europe/Vienna", "2027-03-28T02:30"),
        ("America/New_York", "2027-03-14T02:30"),
        ("Africa/Cairo", "2027-04-30T00:30"),
    ],
)
def test_a_time_that_does_not_exist_is_said_with_its_day(zone: str, wall: str) -> None:
    with pytest.raises(ValidationError, match=f"On {wall[:10]} clocks in {zone} are put forward"):
        slots([at("2027-01-05T12:00"), at(wall)], HOUR, zone)


@pytest.mark.parametrize(
    ("zone", "wall", "utc"),
    [
        ("Europe/Vienna", "2027-10-31T02:30", "2027-10-31T00:30+00:00"),
        ("America/New_York", "2027-11-07T01:30", "2027-11-07T05:30+00:00"),
        ("Africa/Cairo", "2027-10-28T23:30", "2027-10-28T20:30+00:00"),
    ],
)
def test_of_a_time_that_comes_twice_it_is_the_first(zone: str, wall: str, utc: str) -> None:
    [slot] = slots([at(wall)], HOUR, zone)
    assert slot.twice and slot.starts_at == dt.datetime.fromisoformat(utc)


def test_a_session_across_the_change_lasts_as_long_as_it_says() -> None:
    [slot] = slots([at("2027-03-28T01:30")], 2 * HOUR, "Europe/Vienna")
    assert slot.ends_at - slot.starts_at == 2 * HOUR


def test_dates_come_in_their_order_and_each_once() -> None:
    walls = [at("2027-05-02T10:00"), at("2027-05-01T10:00"), at("2027-05-02T10:00")]
    assert [slot.starts_at.day for slot in slots(walls, HOUR, "UTC")] == [1, 2]


@pytest.mark.parametrize(
    "line",
    [
        "2026-11-25 16:00", "2026-11-25T16:00", "2026-11-25 16.00", "25.11.2026 16:00",
        "25/11/2026 16:00", "25-11-2026 16:00", "2026/11/25 16:00", "25 November 2026, 4 pm",
        "Nov 25, 2026 4:00 pm", "Wednesday 25 November 2026 16h00", "25. Nov 2026, 16 Uhr",
        "25 de noviembre de 2026, 16:00", "16:00, 25 November 2026",
    ],
)  # fmt: skip
def test_usual_ways_of_writing(line: str) -> None:
    assert read_list(f"\n  {line}  \n") == [at("2026-11-25T16:00")]


def test_an_end_can_be_given_too() -> None:
    [one, other] = read_list("2026-11-25 16:00-17:30\n2026-12-31 23:30 – 00:15")
    assert (one.lasts, other.lasts) == (1.5 * HOUR, 0.75 * HOUR)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("3/4/2027 16:00", "read in two ways"),
        ("30 February 2027 16:00", "no such day"),
        ("2027-02-25 25:00", "no such time"),
        ("2027-02-25", "add the time"),
        ("25 November 16:00", "add the year"),
        ("Monday 25 November 2026 16:00", "another day of the week"),
        ("2026-11-25 16:00 UTC", "time zone has its own field"),
        ("2026-11-25 16:00, 2026-11-26 16:00", "one date and one time"),
        ("soon", "no date in this"),
        ("16:00", "no date in this"),
    ],
)
def test_what_is_no_date_is_said_line_by_line(line: str, words: str) -> None:
    with pytest.raises(ValidationError) as refused:
        read_list(f"2027-01-01 10:00\n\n{line}")
    [said] = refused.value.messages
    assert said.startswith("Line 3: ") and words in said


def test_a_list_is_bounded() -> None:
    with pytest.raises(ValidationError):
        read_list("2027-01-01 10:00\n" * (MOST + 1))


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(ValidationError):
        assert len(read_list(text)) <= MOST
