"""Ada at the admin."""

import pytest
from django.test import Client

from members.models import User
from tests.visitors import visitor


@pytest.fixture
def admin(ada: User) -> Client:
    return visitor(ada)
