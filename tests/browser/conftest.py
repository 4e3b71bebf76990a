"""A running portal with something on every page, and a browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from pytest_django import DjangoDbBlocker

from members.models import User
from tests import chrome as browsers
from tests.browser import scene as scenes
from tests.browser.scene import Scene
from tests.chrome import Visitors
from tests.processes import LivePortal, forget_limits, live_portal


@pytest.fixture(scope="package")
def portal(
    tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Iterator[LivePortal]:
    """With the demonstration's mailbox in place of a mail server; nobody sends the outbox."""
    folder = tmp_path_factory.mktemp("portal")
    more = {"DEMO": "1", "EMAIL_URL": ""}
    more |= {"WIKIMEDIA_OAUTH_ID": "the-portal", "WIKIMEDIA_OAUTH_SECRET": "only-for-tests"}
    more |= {"MAILING_LIST_NAME": "Supporters", "MAILING_LIST_ADDRESS": "list@example.org"}
    # Nobody answers there: who gives a user name is told so.
    more |= {"WIKI_API_URL": "http://127.0.0.1:9/api.php", "WIKI_MAIL_TOKEN": "only-for-tests"}
    with live_portal(folder, django_db_blocker, workers=False, **more) as (running, _sink):
        yield running


@pytest.fixture(scope="package")
def scene(portal: LivePortal) -> Scene:
    return scenes.build(portal.folder)


@pytest.fixture(scope="package")
def chrome(portal: LivePortal) -> Iterator[Browser]:
    with browsers.chromium() as browser:
        yield browser


@pytest.fixture
def people(scene: Scene, chrome: Browser, portal: LivePortal) -> Iterator[Visitors]:
    forget_limits()
    with browsers.visiting(chrome, portal.address) as coming:
        yield coming


@pytest.fixture(scope="package")
def one_window(chrome: Browser, portal: LivePortal) -> Iterator[tuple[Visitors, Page]]:
    with browsers.visiting(chrome, portal.address) as coming:
        yield coming, coming.arrive()


@pytest.fixture
def window(scene: Scene, one_window: tuple[Visitors, Page]) -> Iterator[Page]:
    """For whoever only looks at a page: a window that is not opened anew for each, and in which
    nothing is left of the last one."""
    forget_limits()
    people, page = one_window
    people.arrive_anew(page)
    yield page
    people.no_complaint()


@pytest.fixture
def visitor(people: Visitors) -> Page:
    """Somebody who is not signed in."""
    return people.arrive()


def signed_in(people: Visitors, person: User) -> Page:
    """Somebody who is."""
    page = people.arrive()
    sign_in(page, person, people.address)
    return page


def sign_in(page: Page, person: User, address: str) -> None:
    page.context.add_cookies(
        [{"name": "sid", "value": scenes.session_cookie(person), "url": address}]
    )
