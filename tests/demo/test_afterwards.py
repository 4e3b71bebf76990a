"""The session that is over: a newcomer sees who came, a digest, and drawings."""

import datetime as dt

import pytest
import time_machine

from meetings import afterwards, opinions
from meetings.models import Registration, Session
from tests.visitors import text, visitor
from vsn.demo.load import load
from vsn.outbox import tasks
from vsn.outbox.models import Delivery

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2024, 2, 9, 10, 17, 42, tzinfo=dt.UTC)


def test_a_session_that_is_over_has_everything_that_comes_afterwards() -> None:
    with time_machine.travel(NOW, tick=False):
        assert load(NOW)
        session = Session.objects.select_related("meeting").get(meeting__slug="thanking-people")
        assert session.ends_at < NOW
        marks = Registration.objects.filter(session=session).values_list("attended", flat=True)
        assert sorted(marks) == [False] * 2 + [True] * 10
        assert afterwards.published_digest(session)
        first, later = opinions.of_session(session)
        assert first.is_told and first.useful.chart and first.again.chart and not later.count
        tasks.tick()
        page = text(visitor().get(session.meeting.get_absolute_url()))
        assert "What remains of it" in page and "thank-you that names" in page
        # Nobody is written to about a session that never was.
        places = Registration.objects.filter(session=session).values("pk")
        about = Delivery.objects.filter(about_type="meetings.registration", about_id__in=places)
        assert not about.exists()
