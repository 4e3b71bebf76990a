"""After a session: Ben writes the digest and has it sent, Dana follows her mail and says how it
was."""

import pytest
from playwright.sync_api import Page, expect

from meetings.models import Feedback, Meeting, Session
from members.models import User
from tests import factories
from tests.chrome import Visitors
from tests.factories import HOUR
from tests.stories.letters import Letters
from tests.stories.steps import sign_in

pytestmark = pytest.mark.browser


@pytest.fixture
def session(meeting: Meeting) -> Session:
    """Over for a while, and nobody was asked yet."""
    made = factories.session(meeting, starts_in=-1.8 * HOUR)
    factories.registration(made, factories.person("dana@example.org", name="Dana"))
    for who in factories.people(4):
        factories.registration(made, who)
    return made


def write_and_send(his: Page, session: Session) -> None:
    """As a draft, and then published, with a message to everyone."""
    his.get_by_label("Notes").fill("We talked about **patience**.")
    his.get_by_label("Address of link 1").fill("https://commons.wikimedia.org/wiki/File:P.pdf")
    his.get_by_label("Label of link 1").fill("Slides of the evening")
    his.get_by_role("button", name="Save the draft").click()
    expect(his.get_by_text("Saved as a draft.")).to_be_visible()
    his.get_by_label("Send it to 5 people, too").check()
    his.get_by_role("button", name="Publish").click()
    expect(his.get_by_text("The messages leave in the next minutes")).to_be_visible()


def say_how_it_was(hers: Page) -> None:
    hers.get_by_label("5 – very useful").check()
    hers.get_by_label("What do you take home?").fill("That I may wait.")
    hers.get_by_role("button", name="Send my answer").click()
    expect(hers.get_by_role("heading", level=1)).to_have_text("Thank you")


def test_from_the_notes_to_what_people_thought(
    people: Visitors, letters: Letters, meeting: Meeting, ben: User, session: Session
) -> None:
    his, hers = people.arrive(), people.arrive()
    his.goto(f"/accounts/login/?next=/desk/{meeting.slug}/{session.number}/digest/")
    sign_in(his, letters, "ben@example.org")
    hers.goto(meeting.get_absolute_url())
    expect(hers.get_by_text("What remains of it")).to_have_count(0)
    write_and_send(his, session)

    letter = letters.wait("dana@example.org", "What remains of it")
    assert "We talked about **patience**." in letter.text
    assert letter.message["To"] == "dana@example.org"
    hers.goto(letter.found(r"http://\S+/meetings/\S+"))
    expect(hers.get_by_role("link", name="Slides of the evening")).to_be_visible()
    expect(hers.locator("strong", has_text="patience")).to_be_visible()
    assert letter.place.endswith("/feedback/")
    hers.goto(letter.place)
    say_how_it_was(hers)
    assert Feedback.objects.get().took_home == "That I may wait."

    results = his.get_by_role("link", name="What people thought")
    results.click()
    expect(his.get_by_text("1 answer so far; shown from 5 on")).to_be_visible()
    expect(his.get_by_text("That I may wait.")).to_have_count(0)
    factories.opinions(session, 4)
    his.reload()
    expect(his.get_by_text("5 answers")).to_be_visible()
    expect(his.get_by_text("That I may wait.")).to_be_visible()
    expect(his.get_by_text("Dana")).to_have_count(0)
    assert len(letters.to("dana@example.org")) == 1
