"""A question from a session becomes a pattern, and who asked tells what stuck."""

import pytest
from playwright.sync_api import Page, expect

from learning_patterns.models import Question
from meetings.models import Meeting, Session
from members.models import User
from tests import factories
from tests.chrome import Visitors
from tests.factories import DAY, HOUR
from tests.learning_patterns.making import member
from tests.stories.conftest import Site
from tests.stories.letters import Letters
from tests.stories.steps import sign_in

pytestmark = pytest.mark.browser
TEXT = "How do others keep newcomers who come once?"
DANA = "dana@example.org"


@pytest.fixture
def chidi(site: Site) -> User:
    return member("Chidi", email="chidi@example.org")


@pytest.fixture
def hanna(site: Site) -> User:
    return member("Hanna", email="hanna@example.org")


@pytest.fixture
def session(meeting: Meeting) -> Session:
    """It ended long enough ago that nobody is asked any more how it was."""
    return factories.session(meeting, starts_in=-40 * HOUR)


def arrives(people: Visitors, letters: Letters, email: str, at: str) -> Page:
    """Signed in, on that page."""
    page = people.arrive()
    page.goto(f"/accounts/login/?next={at}")
    sign_in(page, letters, email)
    page.goto(at)
    return page


def press(page: Page, label: str) -> None:
    page.get_by_role("main").get_by_role("button", name=label, exact=True).click()


def asks(hers: Page, place: str) -> str:
    """From the page of her place; returns the address of her question's own page."""
    hers.goto(place)
    hers.get_by_role("link", name="Ask a question").click()
    press(hers, "Ask it")
    expect(hers.get_by_role("alert")).to_contain_text("Please ask something.")
    hers.get_by_label("Your question").fill(TEXT)
    hers.get_by_label("More about it (optional)").fill("At our *meetups* they sit alone.")
    press(hers, "Ask it")
    expect(hers.get_by_role("status").first).to_contain_text("there for everyone to read")
    expect(hers.locator("main em")).to_have_text("meetups")
    return hers.url


def writes_the_answer(his: Page) -> None:
    """Takes it up, and begins a pattern from what she asked."""
    his.get_by_role("link", name="Questions that are still open").click()
    his.get_by_role("link", name=TEXT).click()
    press(his, "Take it up")
    expect(his.get_by_role("status").first).to_contain_text("It is yours.")
    his.get_by_role("link", name="Write a pattern from it").click()
    expect(his.get_by_label("Problem (optional)")).to_have_value(
        f"{TEXT}\n\nAt our *meetups* they sit alone."
    )
    his.get_by_label("Title").fill("Keep one chair free")
    his.get_by_label("Solution (optional)").fill("Keep one seat at each table for a newcomer.")
    press(his, "Save the draft")
    press(his, "Save the draft")
    press(his, "Ask for a review")


def half_a_year_passes() -> None:
    """Everything that happened lies so much further back."""
    one = Question.objects.get()
    ago = one.settled_at - 183 * DAY
    Question.objects.filter(pk=one.pk).update(settled_at=ago)


def tells_what_stuck(hers: Page, letters: Letters) -> None:
    hers.goto(letters.wait(DANA, "What came of it?").found(r"http://\S+/patterns/asked/\S+"))
    hers.get_by_label("it worked", exact=True).check()
    hers.get_by_label("Show it with the pattern, with my name").check()
    press(hers, "Tell it")
    expect(hers.get_by_role("alert")).to_contain_text("Please say what happened.")
    hers.get_by_label("Where?").fill("Accra")
    hers.get_by_label("What happened?").fill("Three of five came back.")
    press(hers, "Tell it")
    expect(hers.get_by_text("It stands with the pattern, with your name.")).to_be_visible()


def test_from_a_question_to_what_stuck(
    chidi: User, hanna: User, session: Session, people: Visitors, letters: Letters
) -> None:
    dana = factories.person(DANA, name="Dana")
    place = factories.registration(session, dana, gave_feedback=True)
    hers = people.arrive()
    own = asks(hers, place.place_path)

    his = arrives(people, letters, "chidi@example.org", "/patterns/")
    writes_the_answer(his)
    letter = letters.wait(DANA, "Somebody is working on your question")
    assert letter.found(r"http://\S+/patterns/asked/\S+") == own

    reviewer = arrives(people, letters, "hanna@example.org", "/patterns/review/")
    reviewer.get_by_role("link", name="Keep one chair free").click()
    press(reviewer, "Publish")
    answer = letters.wait(DANA, "Your question is answered").found(r"http://\S+/keep-one-\S+")
    hers.goto(answer)
    expect(hers.get_by_role("heading", level=1)).to_have_text("Keep one chair free")

    half_a_year_passes()
    tells_what_stuck(hers, letters)
    hers.goto(answer)
    tried = hers.get_by_role("region", name="Tried by others")
    expect(tried).to_contain_text("Three of five came back.")
    expect(tried).to_contain_text("Dana")
    assert len(letters.to(DANA, "What came of it?")) == 1
