"""Writing in a browser with its script: what is drawn and kept while one types, two who edit at
once, and a translation that stays in line."""

import pytest
from playwright.sync_api import Page, expect

from learning_patterns import actions
from learning_patterns.models import Pattern, Unsaved
from members.models import User
from tests import factories
from tests.chrome import Visitors
from tests.learning_patterns.making import draft, edited, member, published
from tests.stories.conftest import Site
from tests.stories.letters import Letters
from tests.stories.steps import sign_in
from tests.stories.test_patterns import arrives, press

pytestmark = pytest.mark.browser
NEW = "/patterns/new/"


@pytest.fixture
def chidi(site: Site) -> User:
    return member("Chidi", email="chidi@example.org")


@pytest.fixture
def hanna(site: Site) -> User:
    return member("Hanna", email="hanna@example.org")


def write(page: Page, label: str, words: str) -> None:
    page.get_by_label(f"{label} (optional)").fill(words)


def top_of(page: Page, label: str) -> float:
    box = page.get_by_label(f"{label} (optional)").bounding_box()
    assert box is not None
    return box["y"]


def test_what_one_types_is_drawn_and_what_is_known_is_suggested(
    chidi: User, hanna: User, people: Visitors, letters: Letters
) -> None:
    """Without a word of it being saved, and without the field in use moving."""
    known = published(hanna, title="Keep a chair free for newcomers")
    page = arrives(people, letters, "chidi@example.org", NEW)
    page.emulate_media(reduced_motion="reduce")  # else it still scrolls while we look
    page.get_by_label("Title").fill("A free chair")
    write(page, "Problem", "Newcomers find *no* chair that is free.")
    page.get_by_label("Solution (optional)").focus()
    before = top_of(page, "Solution")
    page.keyboard.type("Keep one **free**.")
    suggested = page.locator("#similar").get_by_role("link", name=known.title)
    expect(suggested).to_be_visible()
    expect(page.locator("#look strong")).to_have_text("free")
    expect(page.locator("#live")).to_have_text("1 pattern sounds alike.")
    assert abs(top_of(page, "Solution") - before) < 2
    assert page.get_by_label("Solution (optional)").input_value() == "Keep one **free**."
    assert Pattern.objects.get() == known


def test_a_closed_window_loses_nothing(chidi: User, people: Visitors, letters: Letters) -> None:
    page = arrives(people, letters, "chidi@example.org", NEW)
    page.get_by_label("Title").fill("Half a thought")
    expect(page.get_by_text("Kept at")).to_be_visible()
    write(page, "Problem", "Typed a moment before the window closed.")
    other = page.context.new_page()
    page.close(run_before_unload=False)
    other.goto(NEW)
    expect(other.get_by_text("You typed “Half a thought” on")).to_be_visible()
    expect(other.get_by_label("Title")).to_have_value("")
    other.get_by_role("link", name="Go on with it").click()
    expect(other.get_by_label("Title")).to_have_value("Half a thought")
    press(other, "Save the draft")
    expect(other.get_by_text("Your draft is saved.")).to_be_visible()
    assert not Unsaved.objects.exists()
    other.goto(NEW)
    expect(other.get_by_text("have not saved it")).to_have_count(0)


def test_leaving_the_page_keeps_the_last_words_too(
    chidi: User, people: Visitors, letters: Letters
) -> None:
    """Before the script would have kept them by itself. Then they are thrown away."""
    page = arrives(people, letters, "chidi@example.org", NEW)
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_label("Title").fill("The last words")
    page.goto("/patterns/")
    offered = page.get_by_text("You typed “The last words” on")
    for _look in range(50):  # it arrives when it arrives
        page.goto(NEW)
        if offered.count():
            break
    expect(offered).to_be_visible()
    press(page, "Throw it away")
    page.get_by_role("dialog").get_by_role("button", name="Throw it away").click()
    expect(page.get_by_text("It is thrown away.")).to_be_visible()
    assert not Unsaved.objects.exists()


def test_what_came_back_with_an_error_is_kept_too(
    chidi: User, people: Visitors, letters: Letters
) -> None:
    """Also if it was sent before the script would have kept it, and nothing is typed after."""
    page = arrives(people, letters, "chidi@example.org", NEW)
    page.on("dialog", lambda dialog: dialog.accept())
    write(page, "Problem", "Nobody greets.")
    press(page, "Save the draft")
    expect(page.get_by_text("Please give it a title.").first).to_be_visible()
    assert not Unsaved.objects.exists()
    page.goto("/patterns/")
    offered = page.get_by_text("You typed something here on")
    for _look in range(50):  # it arrives when it arrives
        page.goto(NEW)
        if offered.count():
            break
    expect(offered).to_be_visible()


def test_somebody_else_signs_in_while_a_window_is_open(
    chidi: User, hanna: User, people: Visitors, letters: Letters
) -> None:
    """Signed out, it says that it does not keep; then nothing of it becomes Hanna's. The window
    loses nothing, and sent at last it gives the words back."""
    page = arrives(people, letters, "chidi@example.org", NEW)
    page.get_by_label("Title").fill("Half a thought")
    expect(page.get_by_text("Kept at")).to_be_visible()
    other = page.context.new_page()
    other.goto("/accounts/logout/")
    press(other, "Sign out")
    other.wait_for_url("**/")
    page.get_by_label("Title").fill("A whole thought")
    expect(page.get_by_text("Not kept just now.")).to_be_visible()
    other.goto(f"/accounts/login/?next={NEW}")
    sign_in(other, letters, "hanna@example.org")
    expect(other.get_by_role("heading", name="Write a pattern")).to_be_visible()
    expect(other.get_by_text("thought")).to_have_count(0)
    with page.expect_response("**/patterns/unsaved/") as answered:
        write(page, "Problem", "Chidi's alone.")
    assert answered.value.status == 403
    expect(page.get_by_text("Not kept just now.")).to_be_visible()
    expect(page.get_by_label("Title")).to_have_value("A whole thought")
    press(page, "Save the draft")
    expect(page.get_by_label("Title")).to_have_value("A whole thought")
    expect(page.get_by_label("Problem")).to_have_value("Chidi's alone.")
    assert Unsaved.objects.get().person == chidi and not Pattern.objects.exists()


def test_two_who_edit_at_once(chidi: User, hanna: User, people: Visitors, letters: Letters) -> None:
    """What only one of them changed is kept; where both did, the second takes theirs or puts both
    together."""
    at = f"/patterns/{draft(chidi, title='At the door').slug}/edit/"
    first = arrives(people, letters, "chidi@example.org", at)
    second = arrives(people, letters, "hanna@example.org", at)
    write(first, "Problem", "Nobody greets the guests.")
    write(first, "Solution", "Two people at the door.")
    write(first, "Things to consider", "It takes two people.")
    press(first, "Save the draft")
    write(second, "Problem", "Guests are not greeted.")
    write(second, "Solution", "A sign at the door.")
    write(second, "When to use", "Always.")
    second.get_by_label("Other categories (optional)").fill("Welcome")
    press(second, "Save the draft")
    alert = second.get_by_role("alert")
    expect(alert).to_contain_text("Somebody else saved the same passage")
    expect(alert).to_contain_text("what Chidi wrote in revision 2")
    for label, words in (
        ("Problem", "Guests are not greeted."), ("Things to consider", "It takes two people."),
    ):  # fmt: skip
        expect(second.get_by_label(f"{label} (optional)")).to_have_value(words)
    alert.get_by_role("link", name="Problem").click()
    choice = second.locator("#choice_problem")
    expect(choice.locator("del").first).to_be_visible()
    choice.get_by_text("Theirs alone", exact=True).click()
    expect(choice.get_by_text("Nobody greets the guests.", exact=True)).to_be_visible()
    write(second, "Problem", "Nobody greets the guests. They leave.")
    second.locator("#choice_solution").get_by_label("Take theirs").check()
    second.get_by_label("What you changed (optional)").fill("Both together")
    press(second, "Save the draft")
    article = second.get_by_role("article")
    for words in (
        "They leave.", "Two people at the door.", "It takes two people.", "Always.", "welcome",
    ):  # fmt: skip
        expect(article).to_contain_text(words)
    expect(article.get_by_text("A sign at the door.")).to_have_count(0)
    second.get_by_role("link", name="History").first.click()
    expect(second.get_by_text("Both together")).to_be_visible()


def test_a_translation_is_brought_in_line_again(
    chidi: User, hanna: User, people: Visitors, letters: Letters
) -> None:
    original = published(hanna, title="One person", problem="We meet on Monday.")
    page = arrives(people, letters, "chidi@example.org", original.get_absolute_url())
    page.get_by_role("link", name="Translate").click()
    beside = page.locator(".beside", has=page.get_by_label("Problem (optional)"))
    expect(beside.locator(".passage")).to_have_text("We meet on Monday.")
    page.get_by_label("Title").fill("Una persona")
    page.get_by_label("Language").select_option("es")
    write(page, "Problem", "Nos vemos el lunes.")
    press(page, "Save the draft")
    spanish = Pattern.objects.get(language="es")
    now = factories.now()
    moved = edited(original, hanna, problem="We meet on Friday.")
    actions.publish(pattern=moved, number=2, by=member(), now=now)
    page.goto(spanish.get_absolute_url())
    expect(page.get_by_text("The original has changed since.")).to_be_visible()
    page.get_by_role("link", name="Edit", exact=True).click()
    expect(page.get_by_text("The original has changed since this was translated")).to_be_visible()
    expect(page.locator(".beside del")).to_have_text("Monday")
    expect(page.locator(".beside ins")).to_have_text("Friday")
    write(page, "Problem", "Nos vemos el viernes.")
    page.get_by_label("It says what the original says now").check()
    press(page, "Save the draft")
    expect(page.get_by_role("article")).to_contain_text("Nos vemos el viernes.")
    expect(page.get_by_text("The original has changed since.")).to_have_count(0)
