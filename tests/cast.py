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
    return make_ada()


@pytest.fixture
def ben(policy: PolicyVersion) -> User:
    return make_ben()


@pytest.fixture
def chidi(policy: PolicyVersion) -> User:
    return make_chidi()


@pytest.fixture
def dana(policy: PolicyVersion) -> User:
    """Confirmed her address once and never signed in."""
    return make_dana()


@pytest.fixture
def eve(policy: PolicyVersion) -> User:
    return make_eve()


@pytest.fixture
def meeting(ben: User) -> Meeting:
    """Published, in English, online, run by Ben."""
    return make_meeting(ben)


@pytest.fixture
def session(meeting: Meeting) -> Session:
    """In three days, without a limit and without a link."""
    return factories.session(meeting)


# --- The same as functions, for what is built of them --------------------------------------------


def make_ada() -> User:
    return factories.person("ada@example.org", name="Ada", is_staff=True, is_superuser=True)


def make_ben() -> User:
    return factories.person("ben@example.org", name="Ben")


def make_chidi() -> User:
    chidi = factories.person("chidi@example.org", name="Chidi")
    factories.membership(chidi)
    return chidi


def make_dana() -> User:
    return factories.person("dana@example.org", name="Dana")


def make_eve() -> User:
    eve = factories.person("eve@example.org", name="Eve")
    factories.meeting(title="Another meeting", slug="another-meeting", facilitators=(eve,))
    return eve


def make_meeting(ben: User) -> Meeting:
    return factories.meeting(
        title="Supporting volunteers", slug="supporting-volunteers", facilitators=(ben,)
    )
