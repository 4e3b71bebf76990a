"""A page that is drawn once for strangers shows every change at once, and nobody's own things."""

from collections.abc import Iterator

import pytest
import time_machine
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from meetings import actions
from meetings.models import Meeting, Session
from members.models import User
from tests import factories as make
from tests.factories import DAY


@pytest.fixture(autouse=True)
def one_moment() -> Iterator[None]:
    """Time stands still, or a page could be drawn anew just because it is ten seconds old."""
    caches["fragments"].clear()
    with time_machine.travel(make.now(), tick=False):
        yield
    caches["fragments"].clear()


@pytest.fixture
def session(meeting: Meeting) -> Session:
    return make.session(meeting, starts_in=DAY)


def page(client: Client, session: Session, **headers: str) -> str:
    answer = client.get(session.meeting.get_absolute_url(), headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_second_stranger_costs_one_query(client: Client, session: Session) -> None:
    first = page(client, session)
    with CaptureQueriesContext(connection) as queries:
        assert page(Client(), session) == first
    assert len(queries) == 1


def test_who_signs_up_or_cancels_is_seen_at_once(
    client: Client, session: Session, dana: User
) -> None:
    page(client, session)
    place = make.sign_up(dana, session)
    assert place.name in page(client, session)
    actions.cancel(registration=place, now=make.now())
    assert place.name not in page(client, session)


def test_a_change_of_the_meeting_is_seen_at_once(client: Client, session: Session) -> None:
    page(client, session)
    Meeting.objects.update(title="Quite another title")
    assert "Quite another title" in page(client, session)


def test_a_draft_again_is_not_shown(client: Client, session: Session) -> None:
    page(client, session)
    Meeting.objects.update(status="draft")
    assert client.get(session.meeting.get_absolute_url()).status_code == 404


def test_each_zone_and_language_has_its_own(client: Client, session: Session) -> None:
    first = page(client, session)
    client.cookies["tz"] = "Asia/Tokyo"
    assert page(client, session) != first
    assert 'lang="es"' in page(Client(), session, accept_language="es")


def test_who_is_signed_in_gets_a_page_of_their_own(session: Session, dana: User) -> None:
    make.sign_up(dana, session)
    stranger, own = Client(), Client()
    own.force_login(dana)
    first, mine = page(stranger, session), page(own, session)
    assert "/place/" in mine
    assert "/place/" not in first
    assert page(stranger, session) == first
