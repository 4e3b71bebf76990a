"""Ben at his desk."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from meetings.models import Session
from members.models import User
from tests import factories as make
from tests.factories import DAY
from tests.visitors import visitor


@pytest.fixture
def session(meeting: Any) -> Session:
    return make.session(meeting, starts_at=make.now().replace(second=0, microsecond=0) + 3 * DAY)


@pytest.fixture
def desk(ben: User, session: Session) -> Client:
    return visitor(ben)


@pytest.fixture
def address(session: Session) -> str:
    return reverse("meetings:import_page", args=[session.meeting.slug])
