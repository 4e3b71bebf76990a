"""Times in words, plain text as simple HTML."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from meetings.models import Meeting, Session
from meetings.wording import as_html, as_read_by, tidy, times
from members.models import User

BEFORE, AFTER = (
    dt.datetime(2027, 3, 27, 17, tzinfo=dt.UTC),
    dt.datetime(2027, 3, 28, 17, tzinfo=dt.UTC),
)


def session_at(start: dt.datetime, minutes: int = 90, **fields: object) -> Session:
    end = start + dt.timedelta(minutes=minutes)
    return Session(meeting=Meeting(), starts_at=start, ends_at=end, **fields)


@pytest.mark.parametrize(
    ("zone", "start", "local", "utc"),
    [
        ("Europe/Vienna", BEFORE, "Saturday 27 March 2027, 18:00–19:30 (Vienna, UTC+1)", True),
        ("Europe/Vienna", AFTER, "Sunday 28 March 2027, 19:00–20:30 (Vienna, UTC+2)", True),
        (
            "America/Sao_Paulo",
            BEFORE,
            "Saturday 27 March 2027, 14:00–15:30 (Sao Paulo, UTC−3)",
            True,
        ),
        ("America/Sao_Paulo", AFTER, "Sunday 28 March 2027, 14:00–15:30 (Sao Paulo, UTC−3)", True),
        ("Asia/Kolkata", BEFORE, "Saturday 27 March 2027, 22:30–00:00 (Kolkata, UTC+5:30)", True),
        ("Asia/Kolkata", AFTER, "Sunday 28 March 2027, 22:30–00:00 (Kolkata, UTC+5:30)", True),
        ("UTC", AFTER, "Sunday 28 March 2027, 17:00–18:30 (UTC)", False),
    ],
)
def test_times_across_a_clock_change(zone: str, start: dt.datetime, local: str, utc: bool) -> None:
    with timezone.override(ZoneInfo(zone)):
        when = times(session_at(start))
    assert when["local"] == local
    assert when["utc"] == ("17:00–18:30 UTC" if utc else "")
    assert local.startswith(when["day"])


def test_the_hour_of_the_change_itself() -> None:
    """Vienna, 28 March 2027: at 2:00 it is 3:00."""
    start = dt.datetime(2027, 3, 28, 0, 30, tzinfo=dt.UTC)
    with timezone.override(ZoneInfo("Europe/Vienna")):
        when = times(session_at(start, minutes=60))
    assert when["local"] == "Sunday 28 March 2027, 01:30–03:30 (Vienna, UTC+1)"
    assert when["utc"] == "00:30–01:30 UTC"


def test_what_goes_on_for_days_says_its_last_day() -> None:
    when = times(session_at(AFTER, minutes=60 * 50))
    assert when["local"] == "Sunday 28 March 2027, 17:00–Tuesday 30 March 2027, 19:00 (UTC)"


def test_times_in_spanish() -> None:
    with translation.override("es"), timezone.override(ZoneInfo("Europe/Madrid")):
        when = times(session_at(AFTER))
    assert when["local"].lower().startswith("domingo 28 de marzo de 2027, 19:00–20:30")


def test_a_day_without_an_hour() -> None:
    when = times(session_at(AFTER, precision="day"))
    assert (when["local"], when["utc"]) == ("Sunday 28 March 2027", "")


def test_html_is_made_from_the_text() -> None:
    html = as_html(
        "Hello <b>you</b> & all\nsecond line\n\nSee https://portal.example.org/a?b=1&c=2."
    )
    assert "<p>Hello &lt;b&gt;you&lt;/b&gt; &amp; all<br>second line</p>" in html
    assert (
        '<a href="https://portal.example.org/a?b=1&amp;c=2">'
        "https://portal.example.org/a?b=1&amp;c=2</a>.</p>" in html
    )


@given(st.text())
def test_html_holds_no_tag_but_ours(text: str) -> None:
    html = as_html(text)
    rest = html.replace("<!doctype html>", "").replace('<meta charset="utf-8">', "")
    for tag in ("html", "body", "p", "br", "a"):
        rest = rest.replace(f"<{tag}>", "").replace(f"</{tag}>", "")
    rest = rest.replace('<html lang="en" dir="ltr">', "")
    for opening in rest.split("<")[1:]:
        assert opening.startswith(('a href="https://', 'a href="http://'))
        assert opening.count('"') == 2


def test_text_is_tidied() -> None:
    assert tidy("\n\na\n\n\n\nb\nc\n\n") == "a\n\nb\nc\n"


@pytest.mark.parametrize(
    ("zone", "language", "hour"),
    [("Europe/Vienna", "es", 19), ("", "", 17), ("No/Where", "en", 17), ("../etc/passwd", "", 17)],
)
def test_as_read_by(zone: str, language: str, hour: int) -> None:
    person = User(time_zone=zone, language=language)
    with translation.override("fr"), timezone.override(ZoneInfo("Asia/Kolkata")):
        with as_read_by(person):
            assert timezone.localtime(AFTER).hour == hour
            assert translation.get_language() == (language or "en")
        assert translation.get_language() == "fr"
