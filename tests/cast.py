"""The cast: Ada is an admin, Ben facilitates `meeting`, Chidi is a member, Dana signed up without
an account, Eve runs another meeting and must see nothing of this one."""

import pytest

from meetings.models import Meeting, Session
from members.models import PolicyVersion, User
from tests import factories


@pytest.fixture
def policy(db: None) -> PolicyVersion:
    """The version in force: the one that the installation brings along."""
    return factories.policy()


@pytest.fixture
def ada(policy: PolicyVersion) -> User:
    return factories.person("ada@example.org", name="Ada", is_staff=True, is_superuser=True)


@pytest.fixture
def ben(policy: PolicyVersion) -> User:
    return factories.person("ben@example.org", name="Ben")


@pytest.fixture
def chidi(policy: PolicyVersion) -> User:
    chidi = factories.person("chidi@example.org", name="Chidi")
    factories.membership(chidi)
    return chidi


@pytest.fixture
def dana(policy: PolicyVersion) -> User:
    """Confirmed her address once and never signed in."""
    return factories.person("dana@example.org", name="Dana")


@pytest.fixture
def eve(policy: PolicyVersion) -> User:
    eve = factories.person("eve@example.org", name="Eve")
    factories.meeting(title="Another meeting", slug="another-meeting", facilitators=(eve,))
    return eve


@pytest.fixture
def meeting(ben: User) -> Meeting:
    """Published, in English, online, run by Ben."""
    return factories.meeting(
        title="Supporting volunteers", slug="supporting-volunteers", facilitators=(ben,)
    )


@pytest.fixture
def session(meeting: Meeting) -> Session:
    """In three days, without a limit and without a link."""
    return factories.session(meeting)
