"""The reader's zone and language."""

import re

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from meetings.models import Meeting, Session
from members.models import User
from tests import factories as make
from vsn.middleware import zone_or_none


def shown(client: Client, session: Session) -> str:
    return client.get(session.meeting.get_absolute_url()).content.decode()


@pytest.fixture
def at_five(meeting: Meeting) -> Session:
    """17:00 UTC on 28 March 2027, the day on which Vienna's clocks change."""
    start = make.now().replace(year=2027, month=3, day=28, hour=17, minute=0, second=0)
    start = start.replace(microsecond=0)
    return make.session(meeting, starts_at=start)


@pytest.mark.parametrize(
    ("zone", "hour"),
    [("Europe/Vienna", "19:00"), ("America/Sao_Paulo", "14:00"), ("Asia/Kolkata", "22:30")],
)
def test_zone_by_cookie(client: Client, at_five: Session, zone: str, hour: str) -> None:
    client.cookies["tz"] = zone
    page = shown(client, at_five)
    assert hour in page and "17:00" in page
    assert 'datetime="2027-03-28T17:00:00+00:00"' in page


def test_zone_of_the_account_comes_first(client: Client, at_five: Session, dana: User) -> None:
    User.objects.filter(pk=dana.pk).update(time_zone="Asia/Kolkata")
    client.force_login(User.objects.get(pk=dana.pk))
    client.cookies["tz"] = "Europe/Vienna"
    page = shown(client, at_five)
    assert "22:30" in page and "19:00" not in page


@pytest.mark.parametrize("zone", ["", "Europe/Atlantis", "../../etc/passwd", "\x00", "x" * 4000])
def test_zone_that_is_none(client: Client, at_five: Session, zone: str) -> None:
    client.cookies["tz"] = zone
    assert "17:00" in shown(client, at_five)


def test_one_readers_zone_is_not_the_next_ones(client: Client, at_five: Session) -> None:
    client.cookies["tz"] = "Asia/Kolkata"
    assert "22:30" in shown(client, at_five)
    assert "22:30" not in shown(Client(), at_five)


@given(st.text() | st.sampled_from(["Europe/Vienna", "UTC", "Asia/Kolkata"]))
def test_zone_or_none_never_fails(name: str) -> None:
    zone = zone_or_none(name)
    assert zone is None or zone.key == name


def language_of(client: Client) -> str:
    page = client.get("/privacy/").content.decode()
    [found] = re.findall(r'<html[^>]* lang="([^"]+)"', page)
    return found


def test_language(client: Client, dana: User) -> None:
    assert language_of(client) == "en"
    assert language_of(Client(headers={"accept-language": "es-MX,es;q=0.9"})) == "es"
    assert language_of(Client(headers={"accept-language": "xx"})) == "en"
    User.objects.filter(pk=dana.pk).update(language="es")
    client.force_login(User.objects.get(pk=dana.pk))
    assert language_of(client) == "es"
    assert language_of(Client()) == "en"


def test_a_refused_form_is_no_success(client: Client, db: None) -> None:
    """Also where another package drew the page."""
    assert client.post("/accounts/login/code/", {"email": "nonsense"}).status_code == 422
