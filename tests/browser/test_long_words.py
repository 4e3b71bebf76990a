"""Names and affiliates that are longer than anybody would expect."""

from collections.abc import Iterator

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from meetings.models import Registration
from tests import factories
from tests.browser.conftest import signed_in
from tests.browser.scene import Scene
from tests.browser.test_pages import narrow
from tests.chrome import Visitors, screenshot

pytestmark = pytest.mark.browser

NAME = "Rindfleischetikettierungsüberwachungsaufgabenübertragung"
AFFILIATE = "Wikimedians of the Wikimedia Community User Group for Peer Support of Volunteers"


@pytest.fixture
def long(scene: Scene) -> Iterator[Registration]:
    """On the list of the meeting, with a name in one word and an affiliate in many."""
    affiliate = factories.affiliate(AFFILIATE, slug="a-long-affiliate")
    person = factories.person(name=NAME)
    made = factories.registration(scene.soon, person, affiliate=affiliate)
    yield made
    person.delete()
    made.delete()
    affiliate.delete()


def test_a_long_affiliate_leaves_room_for_the_name_on_a_phone(
    long: Registration, people: Visitors, scene: Scene
) -> None:
    page = signed_in(people, scene.ben)
    at = [scene.soon.meeting.slug, scene.soon.number]
    page.goto(reverse("meetings:list", args=at) + "?q=Rindfleisch")
    page.set_viewport_size({"width": 1280, "height": 900})
    screenshot(page, "long-names-1280-light")
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    page.set_viewport_size({"width": 400, "height": 900})
    screenshot(page, "long-names-400-light")
    name, affiliate = page.locator("tbody th bdi"), page.locator("tbody td:nth-child(3)")
    shown, below = name.bounding_box(), affiliate.bounding_box()
    assert shown["height"] < 60  # two lines at most
    assert below["y"] >= shown["y"] + shown["height"], "under the name, not beside it"
    wrong = list(narrow(page))
    screenshot(page, "long-names-320-light")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", ["attendance", "print_list", "list_person"])
def test_no_page_about_them_is_wider_than_a_phone(
    name: str, long: Registration, people: Visitors, scene: Scene
) -> None:
    page = signed_in(people, scene.ben)
    more = [long.handle] * (name == "list_person")
    page.goto(
        reverse(f"meetings:{name}", args=[long.session.meeting.slug, long.session.number, *more])
    )
    page.set_viewport_size({"width": 400, "height": 900})
    screenshot(page, f"long-names-{name}-400-light")
    wrong = list(narrow(page))
    assert not wrong, "\n".join(wrong)


def test_nor_is_the_page_of_the_meeting(long: Registration, visitor: Page, scene: Scene) -> None:
    visitor.goto(scene.soon.meeting.get_absolute_url())
    visitor.set_viewport_size({"width": 400, "height": 900})
    screenshot(visitor, "long-names-meeting-400-light")
    wrong = list(narrow(visitor))
    assert not wrong, "\n".join(wrong)


def test_an_admin_has_everything_in_one_line(people: Visitors, scene: Scene) -> None:
    """All seven entries, with the number of what waits, on a screen of 1280 pixels."""
    page = signed_in(people, scene.ada)
    page.goto("/meetings/")
    page.set_viewport_size({"width": 1280, "height": 900})
    screenshot(page, "admin-header-1280-light")
    entries = page.locator(".top nav li a")
    assert entries.count() == 7
    assert len({round(entry.bounding_box()["y"]) for entry in entries.all()}) == 1


def test_a_long_name_stays_in_the_inbox(long: Registration, people: Visitors, scene: Scene) -> None:
    factories.membership(long.person, status="applied", applied_at=factories.now())
    page = signed_in(people, scene.ada)
    page.goto(reverse("members:moderation"))
    page.set_viewport_size({"width": 400, "height": 900})
    screenshot(page, "long-names-inbox-400-light")
    wrong = list(narrow(page))
    assert not wrong, "\n".join(wrong)
