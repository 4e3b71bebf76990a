"""The fixtures hold what they promise: complete, consistent, with a source, and no people."""

import datetime as dt
import re
import zoneinfo
from typing import Any

import pytest
from django.utils.text import slugify

from learning_patterns.models import Pattern
from meetings.models import Meeting, Session
from members.models import Affiliate
from vsn.demo.facts import DATA, read

MEETINGS: list[dict[str, Any]] = read("meetings")["meetings"]
AFFILIATES: list[dict[str, Any]] = read("affiliates")["affiliates"]
PATTERNS: list[dict[str, Any]] = read("patterns")["patterns"]


def test_everything_is_there() -> None:
    assert len(AFFILIATES) == 115
    assert sum(row["status"] == "former" for row in AFFILIATES) == 6
    assert (len(MEETINGS), sum(len(m["sessions"]) for m in MEETINGS)) == (34, 36)
    assert len(PATTERNS) == 20


def test_addresses_are_unique_and_fit() -> None:
    for slugs, length in (
        ([slugify(row["name"]) for row in AFFILIATES], 80),
        ([row["slug"] for row in MEETINGS], 80),
        ([slugify(row["title"]) for row in PATTERNS], 120),
    ):
        assert len(set(slugs)) == len(slugs)
        assert all(slug == slugify(slug) and 0 < len(slug) <= length for slug in slugs)


def test_codes_are_unique() -> None:
    codes = [row["code"] for row in AFFILIATES if "code" in row]
    assert len(set(codes)) == len(codes)


@pytest.mark.parametrize("row", AFFILIATES, ids=lambda row: row["name"])
def test_affiliate(row: dict[str, Any]) -> None:
    assert row["type"] in Affiliate.Kind.values
    assert row["status"] in {"recognised", "former"}
    assert ("until" in row) == (row["status"] == "former")
    assert ("country" in row) == ("country_code" in row)


@pytest.mark.parametrize("row", MEETINGS, ids=lambda row: row["slug"])
def test_meeting(row: dict[str, Any]) -> None:
    assert row["kind"] in Meeting.Kind.values
    assert row["format"] in Meeting.Form.values
    assert set(row.get("hosts", ())) <= {a.get("code") for a in AFFILIATES}
    assert row["programme"] in {p["slug"] for p in read("meetings")["programmes"]}
    assert row["source"].startswith("https://meta.wikimedia.org/wiki/")
    assert ("place" in row) == (row["format"] == "in_person")
    zoneinfo.ZoneInfo(row["time_zone"])


@pytest.mark.parametrize("row", MEETINGS, ids=lambda row: row["slug"])
def test_dates_say_no_more_than_is_known(row: dict[str, Any]) -> None:
    known = {
        "exact": {"starts", "ends"},
        "start": {"starts"},
        "day": {"first_day", "last_day"},
    }
    for session in row["sessions"]:
        assert session["precision"] in Session.Precision.values
        dates = {key for key in session if key in {"starts", "ends", "first_day", "last_day"}}
        assert dates - {"last_day"} == known[session["precision"]] - {"last_day"}
        for key in dates:
            assert 2014 <= dt.datetime.fromisoformat(session[key]).year <= 2025


def test_meetings_lie_in_their_programme() -> None:
    spans = {p["slug"]: (p["starts_on"], p["ends_on"]) for p in read("meetings")["programmes"]}
    for row in MEETINGS:
        first, last = spans[row["programme"]]
        for session in row["sessions"]:
            day = session.get("starts", session.get("first_day"))[:10]
            assert first <= day <= last, row["slug"]


@pytest.mark.parametrize("row", PATTERNS, ids=lambda row: row["title"])
def test_pattern(row: dict[str, Any]) -> None:
    assert row["problem"] and row["solution"] and row["category"]
    assert row["source"].startswith("https://meta.wikimedia.org/wiki/Learning_patterns/")
    assert len(row["source"]) <= Pattern._meta.get_field("source_url").max_length
    assert row.get("meeting") in {None, *(m["slug"] for m in MEETINGS)}


@pytest.mark.parametrize("kind", ["affiliates", "meetings", "patterns"])
def test_no_people(kind: str) -> None:
    """Neither addresses, nor signatures, nor links to anybody's user page."""
    text = (DATA / f"{kind}.json").read_text(encoding="utf-8")
    assert not re.search(r"@|User:|\(talk\)|UTC\)", text)
