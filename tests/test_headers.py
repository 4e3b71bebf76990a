"""What browsers are told, and what strangers cannot find out."""

import json
import os
import re
import subprocess
import sys
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from meetings.models import Meeting, Session
from members.models import User
from tests import factories
from tests.checks.running import ROOT
from tests.permissions import CAST, ROWS
from tests.test_permissions import path
from tests.visitors import text, visitor
from tests.world import World
from vsn.outbox.models import Delivery

PERSONAL = [
    "meetings:place", "meetings:place_calendar", "meetings:personal_feed", "meetings:mine",
    "meetings:sign_up", "meetings:report", "meetings:make_report", "account_email", "mfa_index",
    "usersessions_list", "members:account", "members:my_data", "members:delete_me",
    "members:still_active",
]  # fmt: skip


@pytest.mark.parametrize("name", PERSONAL)
def test_personal_pages_are_kept_nowhere(name: str, world: World) -> None:
    for who in CAST:
        answer = world.visitors()[who].get(path(name, ROWS[name], world, who))
        if answer.status_code == 200:
            assert "no-store" in answer.headers["Cache-Control"], who


@pytest.mark.parametrize("status", [400, 404, 405])
def test_error_pages_are_guarded_too(status: int, world: World, logged_errors: list[Any]) -> None:
    client = visitor()
    answer = {
        400: lambda: client.get("/", headers={"host": "evil.example"}),
        404: lambda: client.get("/nothing/here/"),
        405: lambda: client.post("/privacy/"),
    }[status]()
    assert answer.status_code == status and "<h1" in text(answer)
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    logged_errors.clear()  # the foreign host is noted as suspicious


# --- Under https ---------------------------------------------------------------------------------

_ASK = """
import django, json
django.setup()
from django.test import Client
from django.conf import settings
answer = Client(SERVER_NAME="portal.example.org").get("/healthz", secure=True)
print(json.dumps({
    "hsts": answer.headers["Strict-Transport-Security"],
    "plain": Client(SERVER_NAME="portal.example.org").get("/privacy/").headers["Location"],
    "cookies": [settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME],
    "secure": [settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE,
               settings.LANGUAGE_COOKIE_SECURE],
    "script": [settings.SESSION_COOKIE_HTTPONLY, settings.CSRF_COOKIE_HTTPONLY],
    "site": [settings.SESSION_COOKIE_SAMESITE, settings.CSRF_COOKIE_SAMESITE],
}))
"""


def test_under_https_cookies_are_bound_to_it(tmp_path: Any) -> None:
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "vsn.settings",
        "ENV_FILE": os.devnull,
        "SECRET_KEY": "k" * 60,
        "SITE_URL": "https://portal.example.org",
        "EMAIL_URL": "smtp://127.0.0.1:1",
        "VAR_DIR": str(tmp_path),
        "STATIC_MANIFEST": "0",
    }
    asked = subprocess.run(
        [sys.executable, "-c", _ASK],
        env=environment, cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    said = json.loads(asked.stdout.splitlines()[-1])
    assert said["hsts"] == "max-age=31536000; includeSubDomains; preload"
    assert said["plain"] == "https://portal.example.org/privacy/"
    assert said["cookies"] == ["__Host-sid", "__Host-csrf"] and all(said["secure"])
    assert all(said["script"]) and set(said["site"]) == {"Lax"}


# --- Whose site this is --------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example", "testserver@evil"])
def test_a_foreign_host_is_refused(host: str, world: World, logged_errors: list[Any]) -> None:
    for name in ("home", "meetings:upcoming", "account_request_login_code"):
        answer = visitor().post(reverse(name), {"email": "a@example.org"}, headers={"host": host})
        assert answer.status_code == 400 and "evil" not in text(answer)
    logged_errors.clear()


@pytest.mark.parametrize("header", ["X-Forwarded-Host", "X-Original-Host", "Forwarded"])
def test_addresses_in_messages_are_the_portals_own(
    header: str, world: World, settings: Any
) -> None:
    settings.SITE_URL = "https://portal.example.org"
    client = visitor(**{header.lower(): "host=evil.example"})
    address = path("meetings:sign_up", ROWS["meetings:sign_up"], world, "anonymous")
    client.post(address, _filled_in("fay@example.org"))
    client.post(reverse("account_request_login_code"), {"email": "nobody@example.org"})
    factories.tick()
    mails = factories.mails("fay@example.org") + factories.mails("nobody@example.org")
    assert len(mails) == 2
    for mail in mails:
        assert "https://portal.example.org/" in mail.body and "evil" not in mail.body
        assert "testserver" not in mail.body


@pytest.mark.parametrize(
    "next_page",
    [
        "https://evil.example/", "//evil.example", "/\\evil.example", "https:///evil.example",
        "javascript:alert(1)", "\\\\evil.example", "https:evil.example", " //evil.example",
        "///evil.example", "http://testserver@evil.example/", "data:text/html,x",
        "/\t/evil.example",
    ],
)  # fmt: skip
def test_nobody_is_led_elsewhere(next_page: str, world: World) -> None:
    client = visitor(world.chidi)
    for name, data in (
        ("time_zone", {"time_zone": "Europe/Vienna"}),
        ("language", {"language": "es"}),
        ("account_logout", {}),
    ):
        answer = client.post(reverse(name), {**data, "next": next_page})
        # The same site's root, a page of ours, or a path below: nothing with another host.
        target = answer.headers["Location"]
        assert re.match(r"/(?![/\\])", target) and "evil" not in target.partition("?")[0], target
    page = text(visitor().get(reverse("account_request_login_code"), {"next": next_page}))
    assert 'href="//evil' not in page and 'href="https://evil' not in page


# --- How often -----------------------------------------------------------------------------------


def _filled_in(email: str) -> dict[str, str]:
    return {"reach": email, "name": "Fay", "visibility": "name", "policy": "on"}


def _sign_up_page(session: Session) -> str:
    return reverse("meetings:sign_up", args=[session.meeting.slug, session.number])


def test_sign_ups_from_one_place_have_an_end(session: Session) -> None:
    """Whatever a client says about where it comes from (no proxy of ours is in between)."""
    for number in range(31):
        client = visitor(x_forwarded_for=f"192.0.2.{number}")
        answer = client.post(_sign_up_page(session), _filled_in(f"fay{number}@example.org"))
        assert answer.status_code == (302 if number < 30 else 422), number
    assert "Too many sign-ups came from here" in text(answer)
    assert "fay30@example.org" in text(answer)  # nothing typed is lost
    assert not User.objects.filter(email="fay30@example.org").exists()


def test_behind_a_proxy_of_ours_its_word_counts(session: Session, settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(31):
        client = visitor(x_forwarded_for=f"198.51.100.{number}, 192.0.2.7")
        answer = client.post(_sign_up_page(session), _filled_in(f"fay{number}@example.org"))
    assert answer.status_code == 422  # what stands before our proxy's word is hearsay
    other = visitor(x_forwarded_for="192.0.2.8")
    assert other.post(_sign_up_page(session), _filled_in("x@example.org")).status_code == 302


def test_one_address_gets_three_messages_an_hour_at_most(session: Session) -> None:
    for _ in range(5):
        answer = visitor().post(_sign_up_page(session), _filled_in("fay@example.org"))
        assert answer.status_code == 302
    factories.tick()
    assert len(factories.mails("fay@example.org")) <= 3


def test_reports_from_one_place_have_an_end(db: None) -> None:
    for number in range(11):
        answer = visitor().post(
            reverse("meetings:make_report"), {"addressee": "admins", "text": f"No. {number}"}
        )
    assert answer.status_code == 422 and "Too many reports" in text(answer)
    assert "No. 10" in text(answer)


def test_sign_in_codes_have_an_end(chidi: User) -> None:
    answers = [
        visitor().post(reverse("account_request_login_code"), {"email": chidi.email})
        for _ in range(30)
    ]
    assert answers[-1].status_code in (422, 429) and len(factories.mails(chidi.email)) < 25


# --- Who is known --------------------------------------------------------------------------------


def _without_chance(answer: Any) -> str:
    page = text(answer)
    for address in ("dana@example.org", "stranger@example.org", "mallory@example.org"):
        page = page.replace(address, "ADDRESS")
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "TOKEN", page)
    return re.sub(r"(Expires|Content-Length): .*", "", page)


@pytest.mark.parametrize(
    "name", ["meetings:sign_up", "account_request_login_code", "account_signup"]
)
def test_an_answer_tells_nothing_about_an_address(
    name: str, dana: User, meeting: Meeting, session: Session
) -> None:
    """Known and on the list, unknown, excluded: the same answer to the byte."""
    factories.sign_up(dana, session)
    factories.exclude("mallory@example.org")
    factories.person("mallory@example.org", name="Mallory")
    arguments = [meeting.slug, session.number] if name == "meetings:sign_up" else []
    answers = set()
    for email in ("dana@example.org", "stranger@example.org", "mallory@example.org"):
        client = Client()
        first = client.post(reverse(name, args=arguments), _filled_in(email) | {"email": email})
        assert first.status_code == 302
        answers.add(_without_chance(first) + _without_chance(client.get(first.url)))
    assert len(answers) == 1


def test_an_excluded_stranger_learns_it_by_mail_only(session: Session) -> None:
    factories.exclude("mallory@example.org")
    visitor().post(_sign_up_page(session), _filled_in("mallory@example.org"))
    assert [d.topic for d in Delivery.objects.all()] == ["refused"]
