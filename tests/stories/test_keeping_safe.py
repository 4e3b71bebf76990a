"""Two admins keep somebody out, and a new version of the policy asks everyone again."""

import pytest
from playwright.sync_api import Page, expect

from meetings.models import Meeting
from tests import factories
from tests.browser.conftest import signed_in
from tests.chrome import Visitors
from tests.factories import HOUR, LINK
from tests.stories.conftest import Site
from tests.stories.letters import Letters
from tests.stories.steps import sign_up

pytestmark = pytest.mark.browser
MALLORY = "mallory@example.org"
NEUTRAL = "We cannot sign you up for this session. Please write to"


def proposes(ada: Page) -> None:
    ada.goto("/moderation/exclusions/")
    ada.get_by_role("link", name="Exclude somebody").click()
    ada.get_by_label("E-mail address or Wikimedia user name").fill("Mallory+calls@Example.org")
    ada.get_by_label("everything", exact=True).check()
    ada.get_by_label("Why?").fill("Threats in two calls; talking did not help.")
    expect(ada.get_by_role("button", name="Put on the list")).to_have_count(0)
    ada.get_by_role("button", name="Propose it").click()
    expect(ada.get_by_role("status").first).to_contain_text("as soon as a second admin agrees")
    expect(ada.get_by_role("button", name="I agree")).to_have_count(0)


def agrees(bea: Page, letters: Letters) -> None:
    letter = letters.wait("bea@example.org", "An exclusion waits for a second admin")
    assert "mallory" not in letter.text.lower()
    bea.goto(letter.found(r"http://\S+/moderation/exclusions/\d+/"))
    expect(bea.get_by_role("main")).to_contain_text("proposed, not in force")
    bea.get_by_role("button", name="I agree").click()
    bea.get_by_role("dialog").get_by_role("button", name="I agree").or_(
        bea.get_by_role("dialog").get_by_role("button", name="Yes")
    ).click()
    expect(bea.get_by_role("status").first).to_contain_text("it holds from now on")
    expect(bea.get_by_role("main")).not_to_contain_text("mallory")


def publishes(ada: Page) -> None:
    ada.goto("/moderation/policy/")
    ada.get_by_role("button", name="Write a new version").click()
    text = ada.get_by_label("Text").first
    text.fill(f"{text.input_value()}\n\n## Breaks\n\nAnyone may ask for a break.")
    ada.get_by_label("What changed").first.fill("Anyone may ask for a break.")
    ada.get_by_role("button", name="Save").click()
    ada.get_by_role("link", name="Compare with the version in force").click()
    expect(ada.locator("ins").filter(has_text="Breaks")).to_have_count(1)
    ada.get_by_role("link", name="Publish …").click()
    expect(ada.get_by_text("1 person who is on a list is asked")).to_be_visible()
    ada.get_by_role("button", name="Publish version").click()
    expect(ada.get_by_role("status").first).to_contain_text("is in force")


def test_keeping_the_space_safe(
    site: Site, people: Visitors, letters: Letters, meeting: Meeting
) -> None:
    session = factories.session(meeting, starts_in=3 * HOUR)
    admins = [
        factories.person(f"{name.lower()}@example.org", name=name, is_staff=True)
        for name in ("Ada", "Bea")
    ]
    chidi = factories.person("chidi@example.org", name="Chidi")
    place = factories.sign_up(chidi, session).place_path
    ada, bea = (signed_in(people, admin) for admin in admins)

    proposes(ada)
    agrees(bea, letters)
    mallory = people.arrive()
    sign_up(mallory, session, email=MALLORY, name="Somebody")
    expect(mallory.get_by_role("heading", level=1)).to_contain_text("look into your mailbox")
    letter = letters.wait(MALLORY, "About your sign-up")
    assert NEUTRAL in letter.text and "exclu" not in letter.text.lower()

    publishes(ada)
    letters.wait("chidi@example.org", "Please read the safe space policy")
    factories.give_link(session, LINK)
    site.portal.turns()
    assert not letters.to("chidi@example.org", "Your link")
    page = people.arrive()
    page.goto(place)
    page.get_by_role("button", name="I have read it and will keep to it").click()
    letters.wait("chidi@example.org", "Your link")
