"""When a meeting is: the ways in which pages say it, and what must not be guessed."""

from datetime import UTC, datetime

import pytest

from meetings.wikitext import SessionList, read

SIGNED = "[[User:Ada|Ada]] ([[User talk:Ada|talk]]) 17:18, {} (UTC)"


def session(label: str, *, signed: str = "1 February 2024", year: int | None = None) -> SessionList:
    """The only list of a page whose date is on a line of its own."""
    page = f"== List of participants ==\n{label}\n# {SIGNED.format(signed)}"
    [found] = read(page, year=year).sessions
    return found


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("label", "starts", "ends"),
    [
        ("Wednesday 14th February, time 15 UTC", "2024-02-14T15:00", None),
        ("Wednesday 14th February 15hs UTC", "2024-02-14T15:00", None),
        (
            "Monday 9 May 2022, 3–4.30 UTC (5–6.30 pm CEST)",
            "2022-05-09T15:00",
            "2022-05-09T16:30",
        ),
        ("Tuesday 7th November 2023, time 13 to 15 UTC", "2023-11-07T13:00", "2023-11-07T15:00"),
        ("Thursday 27 October 2022, 4pm CEST", "2022-10-27T14:00", None),
        ("Wednesday, 21 June 2023, 6–7 pm UTC", "2023-06-21T18:00", "2023-06-21T19:00"),
        ("25 April, 3 PM UTC", "2024-04-25T15:00", None),
        ("January 29, 2015. 4pm GMT", "2015-01-29T16:00", None),
        ("11–1 pm UTC, 3 May 2022", "2022-05-03T11:00", "2022-05-03T13:00"),
        ("14 February 2024, 22:00–1:00 UTC", "2024-02-14T22:00", "2024-02-15T01:00"),
        ("14 Feb 2024, 15:00 UTC - 16:00 UTC", "2024-02-14T15:00", "2024-02-14T16:00"),
        ("14 Feb 2024 15 UTC-16 UTC", "2024-02-14T15:00", "2024-02-14T16:00"),
        ("2024-02-14 15:00–16:30 UTC", "2024-02-14T15:00", "2024-02-14T16:30"),
        ("14/02/2024 15:00 UTC", "2024-02-14T15:00", None),
        ("10am EST on March 5, 2024", "2024-03-05T15:00", None),
        ("Friday 5 July 2024 at 17:00 UTC+2", "2024-07-05T15:00", None),
        ("5 July 2024, 17:00 UTC+05:30", "2024-07-05T11:30", None),
        ("14 Feb 2024, 17:00 UTC / 18:00 CET / 12:00 EST", "2024-02-14T17:00", None),
        ("Mittwoch, 14. Februar 2024, 18 Uhr (CET)", "2024-02-14T17:00", None),
        ("miércoles 14 de febrero de 2024, 17hs UTC-3", "2024-02-14T20:00", None),
        (
            "mercredi 14 février 2024 de 18h à 19h30 CET",
            "2024-02-14T17:00",
            "2024-02-14T18:30",
        ),
        ("mercoledì 14 febbraio 2024, ore 18:00 CET", "2024-02-14T17:00", None),
        ("14 de fevereiro de 2024, 15h UTC", "2024-02-14T15:00", None),
        ("środa 14 lutego 2024, 18:00 CET", "2024-02-14T17:00", None),
        ("woensdag 14 februari 2024 om 18:00 CET", "2024-02-14T17:00", None),
        ("středa 14. února 2024, 18:00 CET", "2024-02-14T17:00", None),
        ("onsdag 14 februari 2024 kl. 18:00 CET", "2024-02-14T17:00", None),
        ("dimecres 14 de febrer de 2024, 18:00 CET", "2024-02-14T17:00", None),
        ("2024年2月14日（水）15:00 UTC", "2024-02-14T15:00", None),
    ],
)
def test_a_date_as_people_write_it(label: str, starts: str, ends: str | None) -> None:
    found = session(label)

    assert (found.starts_at, found.ends_at) == (at(starts), at(ends) if ends else None)
    assert found.warnings == ()


@pytest.mark.parametrize(
    ("label", "warning"),
    [
        (
            "14 February 2024 at 3 UTC",
            "The hour may be in the morning or in the afternoon; please ask.",
        ),
        (
            "14 February 2024, 7:30 - 9:30 UTC",
            "The hour may be in the morning or in the afternoon; please ask.",
        ),
        ("14 February 2024, 3 UTC (4 pm EST)", "The hours on the page contradict each other."),
        ("14 February 2024", "The page does not say at what hour."),
        (
            "14 February 2024, 15:00",
            "The page does not say in which time zone the hour is.",
        ),
        ("14 February 2024, 4pm IST", "IST stands for several time zones; please ask."),
        ("30 February 2024, 15 UTC", "There is no such day; please check the date."),
        ("29 February 2023, 15 UTC", "There is no such day; please check the date."),
        ("14 February 2024, 25:00 UTC", "There is no such hour; please check the time."),
        (
            "02/03/2024, 15:00 UTC",
            "This date can be read in two ways, day or month first.",
        ),
        (
            "14 February 15 UTC and 27 February 17 UTC",
            "The page names 2 dates; it does not say which one this list is for.",
        ),
    ],
)
def test_what_a_date_does_not_say_is_not_guessed(label: str, warning: str) -> None:
    found = session(label)

    assert (found.starts_at, found.warnings) == (None, (warning,))


@pytest.mark.parametrize(
    ("label", "starts", "warning"),
    [
        (
            "Tuesday 14 February 2024, 15 UTC",
            "2024-02-14T15:00",
            "2024-02-14 is not the day of the week that the page says.",
        ),
        (
            "10 June 2024, 4pm CET",
            "2024-06-10T15:00",
            "On that day clocks did not show CET; please check the hour.",
        ),
        (
            "14–15 February 2024, 10:00 UTC",
            "2024-02-14T10:00",
            "The page names several days; this is the first.",
        ),
        (
            "14 February 2024, 15:00 UTC / 18:00 CET",
            "2024-02-14T15:00",
            "The page gives several hours; this is the first.",
        ),
    ],
)
def test_a_doubtful_date_is_read_and_said(label: str, starts: str, warning: str) -> None:
    found = session(label)

    assert (found.starts_at, found.warnings) == (at(starts), (warning,))


@pytest.mark.parametrize(
    ("signed", "year"),
    [
        ("29 January 2024", 2024),
        ("30 December 2023", 2024),
        ("13 February 2021", 2021),
    ],
)
def test_the_year_comes_from_the_signatures(signed: str, year: int) -> None:
    found = session("14 February, 15 UTC", signed=signed)

    assert found.starts_at == datetime(year, 2, 14, 15, tzinfo=UTC)


def test_the_year_that_is_given_counts_for_dates_without_one() -> None:
    assert session("14 February, 15 UTC", year=2030).starts_at == at("2030-02-14T15:00")
    assert session("14 February 2024, 15 UTC", year=2030).starts_at == at("2024-02-14T15:00")


def test_the_year_may_stand_in_the_title() -> None:
    text = "Training 2023/Sample\n\n== Participants ==\n14 February, 15 UTC\n# [[User:Ada]]"

    assert read(text).sessions[0].starts_at == at("2023-02-14T15:00")


def test_without_any_year_there_is_no_time() -> None:
    [found] = read("== Participants ==\n14 February, 15 UTC\n# [[User:Ada]]").sessions

    assert (found.starts_at, found.warnings) == (None, ("The page does not say the year.",))


def test_a_deadline_is_not_the_date() -> None:
    text = (
        "; Date: 14 February 2024, 15 UTC\n== Participants ==\n"
        "Sign up until 10 February 2024, 12:00 UTC\n# [[User:Ada]]"
    )

    assert read(text).sessions[0].starts_at == at("2024-02-14T15:00")


LIST = "== List of participants ==\n# " + SIGNED.format("1 February 2024")


@pytest.mark.parametrize(
    ("facts", "starts", "ends"),
    [
        ("; Date\n: 14 February 2024, 15 UTC", "2024-02-14T15:00", None),
        ("Date: 14 February, 15 UTC", "2024-02-14T15:00", None),
        ("Date\n14 February, 15 UTC", "2024-02-14T15:00", None),
        ("* July 11th, 2025\n* 3pm - 4pm UTC", "2025-07-11T15:00", "2025-07-11T16:00"),
        (
            "'''Date:''' July 11th, 2025\n\n'''Time:''' 3pm - 4pm UTC",
            "2025-07-11T15:00",
            "2025-07-11T16:00",
        ),
        (
            "15:00, 25 April 2024 – 16:00, 25 April 2024\n\nTimezone: +00:00",
            "2024-04-25T15:00",
            "2024-04-25T16:00",
        ),
        (
            "15:00, 25 April 2024 – 16:00, 25 April 2024\n\nTimezone: +02:00",
            "2024-04-25T13:00",
            "2024-04-25T14:00",
        ),
        ("{|\n| Date || 14 February 2024, 15 UTC\n|}", "2024-02-14T15:00", None),
        ("{{Event\n| date = 14 February 2024, 15 UTC\n}}", "2024-02-14T15:00", None),
    ],
)
def test_a_list_without_date_takes_the_only_one_of_the_page(
    facts: str, starts: str, ends: str | None
) -> None:
    [found] = read(f"{facts}\n{LIST}").sessions

    assert (found.starts_at, found.ends_at) == (at(starts), at(ends) if ends else None)


def test_a_heading_takes_the_hour_from_the_field_with_its_day() -> None:
    facts = "Date: Wednesday 14th February 15hs UTC and Tuesday 27th February 17 UTC at Zoom"
    lists = ("== Participants ==\n=== 14 February ===\n# {0}\n=== 27 February ===\n# {0}\n").format(
        SIGNED.format("1 February 2024")
    )

    sessions = read(f"{facts}\n{lists}").sessions

    assert [found.starts_at for found in sessions] == [
        at("2024-02-14T15:00"),
        at("2024-02-27T17:00"),
    ]


def test_two_dates_in_one_field_are_for_two_lists_in_order() -> None:
    facts = "Date: Wednesday 14th February 15hs UTC and Tuesday 27th February 17 UTC"
    lists = "== Participants ==\n=== First meeting ===\n# {0}\n=== Second meeting ===\n# {0}\n"

    sessions = read(f"{facts}\n{lists.format(SIGNED.format('1 February 2024'))}").sessions

    assert [found.starts_at for found in sessions] == [
        at("2024-02-14T15:00"),
        at("2024-02-27T17:00"),
    ]
    assert all("order of the dates" in found.warnings[0] for found in sessions)


def test_many_dates_and_one_list_are_not_matched_by_chance() -> None:
    facts = (
        "* 1 October 2021, 17:30 UTC\n* 15 October 2021, 15:00 UTC\n* 22 October 2021, 19:00 UTC"
    )

    [found] = read(f"{facts}\n{LIST}").sessions

    assert found.starts_at is None
    assert found.warnings == (
        "The page names 3 dates; it does not say which one this list is for.",
    )
