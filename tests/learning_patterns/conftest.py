"""Who else is there: beside the cast, somebody who looks at what others wrote."""

import pytest

from members.models import PolicyVersion, User
from tests.factories import DAY
from tests.learning_patterns.making import member
from tests.learning_patterns.telling import ago, draft


@pytest.fixture
def hanna(policy: PolicyVersion) -> User:
    """A member who wrote a pattern this year, so she looks at those of others."""
    hanna = member("Hanna", email="hanna@example.org")
    draft(hanna, ago(90 * DAY), title="Her own draft")
    return hanna
