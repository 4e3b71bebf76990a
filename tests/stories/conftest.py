"""A running portal with worker, clock and mail server, and a browser to visit it with."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser
from pytest_django import DjangoDbBlocker

from meetings.models import Meeting
from members.models import User
from tests import chrome as browsers
from tests import factories
from tests.chrome import Visitors
from tests.processes import LivePortal, begin_anew, live_portal
from tests.stories.letters import Letters


@dataclass(frozen=True, slots=True)
class Site:
    portal: LivePortal
    letters: Letters


@pytest.fixture(scope="package")
def running(
    tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("portal")
    with live_portal(folder, django_db_blocker, workers=True) as (portal, sink):
        yield Site(portal, Letters(sink, portal))


@pytest.fixture(scope="package")
def chrome(running: Site) -> Iterator[Browser]:
    with browsers.chromium() as browser:
        yield browser


@pytest.fixture
def site(running: Site) -> Site:
    """The portal on its first day: nobody has signed up for anything yet."""
    begin_anew()
    running.letters.forget()
    return running


@pytest.fixture
def people(site: Site, chrome: Browser) -> Iterator[Visitors]:
    with browsers.visiting(chrome, site.portal.address) as coming:
        yield coming


@pytest.fixture
def letters(site: Site) -> Letters:
    return site.letters


@pytest.fixture
def ben(site: Site) -> User:
    return factories.person("ben@example.org", name="Ben")


@pytest.fixture
def meeting(ben: User) -> Meeting:
    """Run by Ben; its link goes out a day and an hour before."""
    return factories.meeting(
        title="Supporting volunteers", slug="supporting-volunteers", facilitators=(ben,)
    )
