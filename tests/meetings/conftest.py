"""A session whose link is due and a place on it, a report, and a wiki's accounts."""

from typing import Any

import pytest

from meetings.models import Registration, Report, Session
from members.models import User
from tests import factories as make
from tests.factories import HOUR, LINK
from tests.meetings.accounts import Accounts
from vsn.mediawiki.client import Wiki


@pytest.fixture
def soon(session: Session) -> Session:
    """In half an hour, with a link."""
    return make.session(session.meeting, starts_in=HOUR / 2, link=LINK)


@pytest.fixture
def place(soon: Session, dana: User) -> Registration:
    return make.sign_up(dana, soon)


@pytest.fixture
def bea(ada: User) -> User:
    """An admin beside Ada."""
    return make.person("bea@example.org", name="Bea", is_staff=True)


@pytest.fixture
def for_ben(session: Session, ada: User) -> Report:
    """To the facilitator of the session."""
    return make.report(session=session, addressee="facilitator", text="canary text")


@pytest.fixture
def accounts(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Accounts:
    """The portal may mail through a wiki, whose accounts these are. Nothing is sent."""
    settings.WIKI_API_URL, settings.WIKI_MAIL = "http://127.0.0.1:9/api.php", True
    known = Accounts()
    monkeypatch.setattr(Wiki, "accounts", lambda _wiki, names: known.accounts(names))
    monkeypatch.setattr(Wiki, "account_of", lambda _wiki, number: known.account_of(number))
    return known
