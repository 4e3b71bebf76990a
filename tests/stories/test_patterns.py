"""From a draft to a pattern that somebody elsewhere finds, tries and reports on."""

import pytest
from playwright.sync_api import Page, expect

from learning_patterns.actions import ask_review
from members.models import User
from tests import factories
from tests.chrome import Visitors
from tests.learning_patterns.making import category, draft, member
from tests.stories.conftest import Site
from tests.stories.letters import Letters
from tests.stories.steps import sign_in

pytestmark = pytest.mark.browser


def arrives(people: Visitors, letters: Letters, email: str, at: str) -> Page:
    """Signed in, on that page."""
    page = people.arrive()
    page.goto(f"/accounts/login/?next={at}")
    sign_in(page, letters, email)
    page.goto(at)
    return page


def press(page: Page, label: str) -> None:
    page.get_by_role("main").get_by_role("button", name=label, exact=True).click()


@pytest.fixture
def chidi(site: Site) -> User:
    return member("Chidi", email="chidi@example.org")


@pytest.fixture
def hanna(site: Site) -> User:
    return member("Hanna", email="hanna@example.org")


def write(page: Page) -> str:
    """From the library to a draft that waits for somebody else; its address."""
    page.get_by_role("link", name="Write a pattern").click()
    page.get_by_label("Title").fill("Keep one chair free")
    page.get_by_label("events").check()
    page.get_by_label("Problem (optional)").fill("At meetups *regulars* talk to regulars.")
    press(page, "Preview")
    expect(page.locator("#look em")).to_have_text("regulars")
    press(page, "Save the draft")
    expect(page.get_by_text("Your draft is saved.")).to_be_visible()
    page.get_by_label("Solution (optional)").fill("Keep one seat at each table for a newcomer.")
    press(page, "Save the draft")
    press(page, "Ask for a review")
    expect(page.get_by_text("somebody else has to publish it")).to_be_visible()
    return page.url


def find(page: Page) -> None:
    """By what one is up against, while one types."""
    page.goto("/patterns/")
    page.get_by_label("What are you up against?").fill("newcomers sit alone at our meetup")
    expect(page.locator("#results mark").first).to_be_visible()
    expect(page.get_by_role("status").last).to_contain_text("1 found")
    page.get_by_role("link", name="Keep one chair free").click()


def test_written_looked_at_found_and_tried(
    chidi: User, hanna: User, people: Visitors, letters: Letters
) -> None:
    category("events")
    factories.person("dana@example.org", name="Dana")
    address = write(arrives(people, letters, "chidi@example.org", "/patterns/"))
    reviewer = arrives(people, letters, "hanna@example.org", "/patterns/review/")
    reviewer.get_by_role("link", name="Keep one chair free").click()
    press(reviewer, "Publish")
    expect(reviewer.get_by_text("Published: everyone can read it now.")).to_be_visible()
    reader = people.arrive()
    find(reader)
    assert reader.url == address
    dana = arrives(people, letters, "dana@example.org", address)
    dana.get_by_role("link", name="I tried it").click()
    dana.get_by_label("it worked", exact=True).check()
    dana.get_by_label("Where?").fill("Accra")
    dana.get_by_label("What happened?").fill("Three of five came back.")
    press(dana, "Tell it")
    expect(dana.get_by_text("Worked for 1 of 1 who tried it.")).to_be_visible()
    reader.goto("/patterns/?evidence=tried")
    expect(reader.get_by_text("worked for 1 of 1 who tried it")).to_be_visible()


def test_leaving_with_unsaved_words_is_asked_about(
    chidi: User, people: Visitors, letters: Letters
) -> None:
    """Also when they were only previewed."""
    page = arrives(people, letters, "chidi@example.org", "/patterns/new/")
    page.get_by_label("Title").fill("Half a thought")
    press(page, "Preview")
    page.on("dialog", lambda dialog: dialog.dismiss())
    page.get_by_label("Title").click()  # a browser asks only whoever has touched the page
    with page.expect_event("dialog") as asked:
        page.get_by_role("link", name="Safe space", exact=True).click(no_wait_after=True)
    assert asked.value.type == "beforeunload" and "/patterns/new/" in page.url


def test_asked_for_changes_mended_and_published(
    chidi: User, hanna: User, people: Visitors, letters: Letters
) -> None:
    """The reviewer chooses a passage; the author mends it and ticks it off; both are told."""
    pattern = draft(chidi, title="At the door")
    ask_review(pattern=pattern, by=chidi, now=factories.now())
    reviewer = arrives(people, letters, "hanna@example.org", "/patterns/review/")
    expect(reviewer.get_by_text("waits since")).to_be_visible()
    reviewer.get_by_role("link", name="At the door").click()
    reviewer.locator("section[aria-labelledby=solution] .prose p").select_text()
    reviewer.get_by_role("button", name="Remark on this passage").click()
    expect(reviewer.get_by_label("Passage")).to_have_value("Name one person for each of them.")
    reviewer.get_by_label("What should change?").fill("What if that person is ill?")
    press(reviewer, "Ask for changes")
    expect(reviewer.get_by_text("It is a draft again")).to_be_visible()
    letter = letters.wait("chidi@example.org", "“At the door” should change")
    assert "What if that person is ill?" in letter.text
    author = arrives(people, letters, "chidi@example.org", pattern.get_absolute_url())
    author.get_by_role("link", name="Edit", exact=True).click()
    author.get_by_label("Solution (optional)").fill("Name two persons for each of them.")
    press(author, "Save the draft")
    expect(author.get_by_text("This passage has changed since.")).to_be_visible()
    press(author, "Done")
    expect(author.get_by_text("0 open remarks")).to_be_visible()
    press(author, "Ask for a review")
    reviewer.reload()
    press(reviewer, "Publish")
    letter = letters.wait("chidi@example.org", "“At the door” is published")
    assert pattern.get_absolute_url() in letter.text
    assert not letters.to("hanna@example.org", "“At the door”")
