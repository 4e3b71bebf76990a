"""A place on a list, and another list of the same meeting."""

import pytest

from meetings.models import Registration, Session
from members.models import User
from tests import factories as make


@pytest.fixture
def place(session: Session, dana: User) -> Registration:
    return make.sign_up(dana, session)


@pytest.fixture
def other(session: Session) -> Session:
    return make.session(session.meeting)
