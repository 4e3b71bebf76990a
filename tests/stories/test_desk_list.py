"""Ben at the list of a session: who has the link, who has not, and what he does about it."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from meetings.models import Meeting, Session
from members.models import User
from tests import factories
from tests.chrome import Visitors
from tests.factories import HOUR, LINK
from tests.stories.letters import Letters
from tests.stories.steps import sign_in

pytestmark = pytest.mark.browser


@pytest.fixture
def session(meeting: Meeting) -> Session:
    """In three hours, with three places."""
    return factories.session(meeting, starts_in=3 * HOUR, link=LINK, capacity=3)


def desk(people: Visitors, letters: Letters, email: str) -> Page:
    """Somebody who has signed in with the code from their mailbox."""
    page = people.arrive()
    page.goto("/accounts/login/")
    sign_in(page, letters, email)
    expect(page.get_by_role("heading", level=1)).not_to_contain_text("code")
    return page


def row(page: Page, name: str) -> Locator:
    return page.get_by_role("row", name=re.compile(rf"\b{name}\b"))


def test_ben_looks_after_his_list(
    people: Visitors, letters: Letters, session: Session, meeting: Meeting, ben: User
) -> None:
    for name in ("Ana", "Bo", "Cyd", "Dee", "Fay"):
        factories.sign_up(factories.person(f"{name.lower()}@example.org"), session, name=name)
    factories.person("eve@example.org", name="Eve")
    letters.wait("ana@example.org", "Your link")
    letters.wait("cyd@example.org", "Your link")

    page = desk(people, letters, "ben@example.org")
    page.goto(meeting.get_absolute_url())
    page.get_by_role("link", name="The list: who has the link").click()
    title = "Video-call link: 3 of 3 people have it"
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    assert LINK not in page.content() and "ana@example.org" not in page.content()
    address = page.url

    find_without_loading(page)
    take_off_and_back(page, address)

    # To Eve there is no such page.
    eve = desk(people, letters, "eve@example.org")
    answer = eve.goto(address)
    assert answer and answer.status == 404
    assert not letters.to("dee@example.org", "You are no longer")


def find_without_loading(page: Page) -> None:
    """He finds people without loading the page again."""
    page.evaluate("window.same = true")
    page.get_by_role("searchbox", name="Find a person").fill("bo")
    expect(row(page, "Ana")).to_have_count(0)
    expect(row(page, "Bo")).to_have_count(1)
    page.get_by_role("searchbox", name="Find a person").fill("")
    page.get_by_role("radio", name="Waiting list 2").check(force=True)
    expect(row(page, "Bo")).to_have_count(0)
    expect(row(page, "Dee")).to_contain_text("waiting list, number 1")
    assert page.evaluate("window.same") and "show=waiting" in page.url

    # The last on the waiting list goes first.
    page.get_by_role("button", name="Put first Fay").click()
    expect(page.get_by_text("The waiting list has a new order.")).to_be_visible()
    expect(row(page, "Fay")).to_contain_text("waiting list, number 1")


def take_off_and_back(page: Page, address: str) -> None:
    """He takes somebody off who only waits, thinks again, and nobody hears of it."""
    row(page, "Dee").get_by_role("checkbox").check()
    page.get_by_role("button", name="Remove…").click()
    page.get_by_label("Why?").fill("Asked for it.")
    page.get_by_role("button", name="Take 1 person off").click()
    expect(page.get_by_text("1 person is off the list")).to_be_visible()
    expect(row(page, "Dee")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Taken back for 1 person.")).to_be_visible()
    page.goto(address)
    expect(row(page, "Dee")).to_contain_text("waiting list, number 2")
