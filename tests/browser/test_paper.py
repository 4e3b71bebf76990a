"""A pattern on paper: what it says and what it rests on, without what can only be pressed."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import signed_in
from tests.browser.scene import Scene
from tests.chrome import Visitors

pytestmark = pytest.mark.browser
PATTERN = "/patterns/two-at-the-door/"


def test_a_pattern_on_paper(people: Visitors, scene: Scene) -> None:
    page = signed_in(people, scene.chidi)
    page.goto(PATTERN)
    page.emulate_media(media="print")
    for kept in ("Two at the door", "Worked for 1 of 3", "It takes ten minutes.", "Wikimedia Here"):
        expect(page.get_by_text(kept).first).to_be_visible()
    # Whoever holds the sheet can find the page again.
    expect(page.get_by_text(page.url, exact=True)).to_be_visible()
    expect(page.get_by_role("button")).to_have_count(0)
    expect(page.get_by_role("navigation")).to_have_count(0)
    for pressed in ("Work on it", "I tried it", "As wikitext", "I vouch for it"):
        expect(page.get_by_text(pressed, exact=True)).to_be_hidden()


def test_addresses_are_spelled_out(visitor: Page) -> None:
    visitor.goto("/patterns/pattern-0/")
    visitor.emulate_media(media="print")
    link = visitor.locator(".prose a[href^=http]").first
    spelled = link.evaluate("a => getComputedStyle(a, '::after').content")
    assert link.get_attribute("href") in spelled


def test_the_button_prints(visitor: Page) -> None:
    visitor.add_init_script("window.print = () => { window.printed = true }")
    visitor.goto(PATTERN)
    visitor.get_by_role("button", name="Print").click()
    assert visitor.evaluate("window.printed")
