"""Who sits at the desk, the session that they look at, and a place on its list."""

import pytest
from django.test import Client

from meetings.models import Meeting, Registration, Session
from members.models import User
from tests import factories as make
from tests.factories import HOUR, LINK
from tests.visitors import visitor


@pytest.fixture
def desk(ben: User, meeting: Meeting) -> Client:
    return visitor(ben)


@pytest.fixture
def cleo(meeting: Meeting) -> User:
    """Runs the meeting with Ben."""
    cleo = make.person("cleo@example.org", name="Cleo")
    meeting.facilitations.create(person=cleo)
    return cleo


@pytest.fixture
def place(session: Session, dana: User) -> Registration:
    return make.sign_up(dana, session)


@pytest.fixture
def other(session: Session) -> Session:
    return make.session(session.meeting)


@pytest.fixture
def running(meeting: Meeting) -> Session:
    """Half way through, with a link."""
    return make.session(meeting, starts_in=-HOUR / 2, link=LINK)


@pytest.fixture
def danas(running: Session, dana: User) -> Registration:
    """A place in that session."""
    return make.sign_up(dana, running)


@pytest.fixture
def over(meeting: Meeting) -> Session:
    return make.session(meeting, starts_in=-3 * HOUR)
