"""From the notes of a session to a pattern that stands on the page of the meeting."""

import pytest
from playwright.sync_api import Page, expect

from learning_patterns.models import Pattern
from meetings.models import Meeting, Session
from members.models import User
from tests import factories
from tests.chrome import Visitors
from tests.learning_patterns.making import member
from tests.stories.conftest import Site
from tests.stories.letters import Letters
from tests.stories.test_patterns import arrives, press

pytestmark = pytest.mark.browser


@pytest.fixture
def hanna(site: Site) -> User:
    return member("Hanna", email="hanna@example.org")


@pytest.fixture
def session(meeting: Meeting, ben: User) -> Session:
    """Over, with notes."""
    made = factories.session(meeting, starts_in=-factories.DAY)
    factories.digest(made, by=ben, text="We keep *one chair* free at each table.", published=True)
    return made


def write(his: Page) -> str:
    """From the digest to a draft that waits for somebody else; its address."""
    his.get_by_role("link", name="Start a pattern from this").click()
    expect(his.get_by_label("Solution (optional)")).to_have_value(
        "We keep *one chair* free at each table."
    )
    his.get_by_label("Title").fill("Keep one chair free")
    press(his, "Save the draft")
    expect(his.get_by_text("Your draft is saved.")).to_be_visible()
    his.get_by_label("Problem (optional)").fill("At meetups regulars talk to regulars.")
    press(his, "Save the draft")
    press(his, "Ask for a review")
    expect(his.get_by_text("One of them publishes it")).to_be_visible()
    expect(his.get_by_role("button", name="Publish")).to_have_count(0)
    return his.url


def leave_open(his: Page, meeting: Meeting) -> None:
    """He writes down what nobody could answer."""
    his.goto(f"/desk/{meeting.slug}/patterns/")
    expect(his.get_by_role("link", name="Keep one chair free")).to_be_visible()
    his.get_by_role("link", name="Write down a question that stayed open").click()
    his.get_by_label("What nobody could answer").fill("Who greets those who come late?")
    press(his, "Write it down")
    expect(his.get_by_role("link", name="Who greets those who come late?")).to_be_visible()


def test_from_the_digest_to_the_page_of_the_meeting_and_back(
    people: Visitors, letters: Letters, meeting: Meeting, session: Session, ben: User, hanna: User
) -> None:
    digest = f"/desk/{meeting.slug}/{session.number}/digest/"
    his = arrives(people, letters, "ben@example.org", digest)
    address = write(his)
    leave_open(his, meeting)
    reader = people.arrive()
    reader.goto(meeting.get_absolute_url())
    expect(reader.get_by_role("link", name="Who greets those who come late?")).to_be_visible()
    expect(reader.get_by_role("link", name="Keep one chair free")).to_have_count(0)

    hers = arrives(people, letters, "hanna@example.org", "/patterns/review/")
    hers.get_by_role("link", name="Keep one chair free").click()
    press(hers, "Publish")
    expect(hers.get_by_text("Published: everyone can read it now.")).to_be_visible()
    assert Pattern.objects.get().author == ben

    his.goto(meeting.get_absolute_url())
    his.get_by_role("link", name="Keep one chair free").click()
    assert his.url == address
    his.get_by_role("complementary").get_by_role("link", name=meeting.title).click()
    his.wait_for_url(f"**{meeting.get_absolute_url()}")
