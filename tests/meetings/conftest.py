"""A session whose link is due, and a place on it."""

import pytest

from meetings.models import Registration, Session
from members.models import User
from tests import factories as make
from tests.factories import HOUR, LINK


@pytest.fixture
def soon(session: Session) -> Session:
    """In half an hour, with a link."""
    return make.session(session.meeting, starts_in=HOUR / 2, link=LINK)


@pytest.fixture
def place(soon: Session, dana: User) -> Registration:
    return make.sign_up(dana, soon)
