"""The pages that belong to no app."""

import datetime as dt
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from meetings.models import Meeting, Session
from members.models import User
from tests import factories as make
from vsn.templatetags.times import month, when

# --- Where one begins ----------------------------------------------------------------------------


def test_the_calendar_is_an_address_that_one_subscribes_to(client: Client, db: None) -> None:
    page = client.get("/meetings/").content.decode()
    address = "/meetings/calendar.ics"
    assert f"{settings.SITE_URL}{address}" in page and 'id="calendar"' in page
    assert f'href="webcal://{urlsplit(settings.SITE_URL).netloc}{address}"' in page
    for elsewhere in ("/", "/meetings/past/"):
        assert 'href="/meetings/#calendar"' in client.get(elsewhere).content.decode()


def test_a_stranger_is_shown_the_way_into_the_network(client: Client, dana: User) -> None:
    assert 'href="/members/apply/"' in client.get("/").content.decode()
    client.force_login(dana)
    assert 'href="/members/apply/"' not in client.get("/").content.decode()


@pytest.mark.parametrize(("language", "shown"), [("en", "Nov 2026"), ("es", "nov 2026")])
def test_months_are_written_as_the_language_writes_them(language: str, shown: str) -> None:
    moment = dt.datetime(2026, 11, 25, 15, tzinfo=dt.UTC)
    with translation.override(language):
        assert month(moment) == shown
        assert when(moment, "month").endswith(f">{shown}</time>")


# --- Time zone -----------------------------------------------------------------------------------


def test_choosing_a_zone(client: Client, db: None) -> None:
    answer = client.post("/time-zone/", {"time_zone": "Asia/Kolkata", "next": "/meetings/"})
    assert (answer.status_code, answer["Location"]) == (302, "/meetings/")
    cookie = answer.cookies["tz"]
    assert cookie.value == "Asia/Kolkata" and cookie["samesite"] == "Lax"


def test_the_zone_is_kept_with_the_account(client: Client, dana: User) -> None:
    client.force_login(dana)
    client.post("/time-zone/", {"time_zone": "Asia/Kolkata"})
    dana.refresh_from_db()
    assert dana.time_zone == "Asia/Kolkata"


@pytest.mark.parametrize("zone", ["", "Nowhere", "x" * 500, "Europe/Vienna\x00", "<script>"])
def test_a_zone_that_does_not_exist(client: Client, dana: User, zone: str) -> None:
    client.force_login(dana)
    answer = client.post("/time-zone/", {"time_zone": zone})
    assert answer.status_code == 422 and "tz" not in answer.cookies
    assert "<script>" not in answer.content.decode().replace("<script src", "")
    dana.refresh_from_db()
    assert dana.time_zone == ""


@pytest.mark.parametrize("path", ["/time-zone/", "/language/"])
@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example.net/",
        "//evil.example.net/",
        "javascript:alert(1)",
        "/\\evil.example.net",
        "http:///evil.example.net",
        "\x00",
    ],
)
def test_the_way_back_stays_here(client: Client, db: None, path: str, elsewhere: str) -> None:
    data = {"time_zone": "UTC", "language": "es", "next": elsewhere}
    assert client.post(path, data)["Location"] == "/"


def test_looking_at_the_zones_changes_nothing(client: Client, db: None) -> None:
    answer = client.get("/time-zone/?time_zone=Asia/Kolkata")
    assert answer.status_code == 200 and "tz" not in answer.cookies
    assert "Asia/Kolkata" in answer.content.decode()


# --- Language ------------------------------------------------------------------------------------


def test_choosing_a_language(client: Client, dana: User) -> None:
    client.force_login(dana)
    answer = client.post("/language/", {"language": "es", "next": "/privacy/"})
    assert answer["Location"] == "/privacy/"
    dana.refresh_from_db()
    assert dana.language == "es"


@pytest.mark.parametrize("code", ["", "xx", "../../x", "e" * 500])
def test_a_language_that_there_is_not(client: Client, dana: User, code: str) -> None:
    client.force_login(dana)
    answer = client.post("/language/", {"language": code})
    assert answer.status_code == 302 and "django_language" not in answer.cookies
    dana.refresh_from_db()
    assert dana.language == ""


def test_a_get_chooses_nothing(client: Client, db: None) -> None:
    assert client.get("/language/?language=es").status_code == 405


# --- Front page, privacy, errors -----------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
def test_front_page_costs_the_same_for_one_and_three(
    client: Client, policy: object, count: int, django_assert_max_num_queries: object
) -> None:
    for n in range(count):
        make.session(make.meeting(title=f"Meeting number {n}"))
    with django_assert_max_num_queries(6) as queries:
        page = client.get("/").content.decode()
    assert "Meeting number 0" in page
    assert len(queries) == 4


def test_front_page_shows_what_is_public(client: Client, session: Session) -> None:
    assert "Supporting volunteers" in client.get("/").content.decode()
    Meeting.objects.update(status="draft")
    assert "Supporting volunteers" not in client.get("/").content.decode()


def test_privacy_says_what_the_jobs_do(client: Client, db: None, settings: object) -> None:
    settings.RETENTION_DAYS, settings.UNCONFIRMED_DAYS = 123, 45
    page = client.get("/privacy/").content.decode()
    assert "123" in page and "45" in page


def test_a_forged_form(db: None, session: Session) -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(f"{session.meeting.get_absolute_url()}sign-up/{session.number}/", {})
    assert answer.status_code == 403


def test_no_page_at_that_address(client: Client, db: None) -> None:
    answer = client.get("/no/such/page/")
    assert answer.status_code == 404 and "<html" in answer.content.decode()


@pytest.mark.parametrize("path", ["/", "/meetings/", "/privacy/", "/no/such/page/"])
def test_headers_that_keep_browsers_safe(client: Client, db: None, path: str) -> None:
    answer = client.get(path)
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
