"""A meeting changes hands: Ben asks Chidi, who says yes from the mail; then he hands it over."""

import pytest
from playwright.sync_api import Page, expect

from meetings.models import Meeting
from members.models import User
from tests import factories
from tests.browser.conftest import signed_in
from tests.chrome import Visitors
from tests.stories.letters import Letters
from tests.stories.steps import sign_in

pytestmark = pytest.mark.browser
CHIDI = "chidi@example.org"


def asks(ben: Page, name: str, *, hands_over: bool = False) -> None:
    ben.goto("/desk/supporting-volunteers/facilitators/")
    ben.get_by_label("E-mail address").fill(CHIDI)
    ben.get_by_label("Who is it?").fill(name)
    if hands_over:
        ben.get_by_label("Hand the meeting over").check()
    ben.get_by_role("button", name="Ask them").click()
    expect(ben.get_by_text("They get a message now")).to_be_visible()
    asked = ben.get_by_role("region", name="Asked, and not answered yet")
    expect(asked).to_contain_text(name)
    expect(ben.get_by_text(CHIDI)).to_have_count(0)


def says_yes(chidi: Page, letters: Letters, subject: str, button: str) -> None:
    letter = letters.wait(CHIDI, subject)
    chidi.goto(letter.found(r"http://\S+/desk/invitations/\S+"))
    if "/accounts/" in chidi.url:
        sign_in(chidi, letters, CHIDI)
    expect(chidi.get_by_role("heading", level=1)).to_have_text(subject)
    chidi.get_by_role("button", name=button).click()
    expect(chidi.get_by_text("You run this meeting now.")).to_be_visible()


def test_a_meeting_changes_hands(
    people: Visitors, letters: Letters, meeting: Meeting, ben: User
) -> None:
    factories.policy()
    factories.session(meeting)
    factories.person(CHIDI, name="Chidi")
    his, hers = signed_in(people, ben), people.arrive()

    asks(his, "Chidi from the conference")
    says_yes(hers, letters, "Will you run this meeting too?", "Yes, I help run it")
    letters.wait("ben@example.org", "Chidi said yes")
    his.reload()
    running = his.get_by_role("region", name="Who runs this meeting")
    expect(running).to_contain_text("Chidi")
    expect(his.get_by_text("Chidi from the conference")).to_have_count(0)

    asks(his, "Chidi", hands_over=True)
    says_yes(hers, letters, "Will you take this meeting over?", "Yes, I take it over")
    letters.wait("ben@example.org", "Chidi said yes")
    answer = his.goto("/desk/supporting-volunteers/facilitators/")
    assert answer is not None and answer.status == 404
    his.goto("/me/")
    expect(his.get_by_role("link", name="Your meetings")).to_have_count(0)

    hers.get_by_role("link", name="History").click()
    expect(hers.get_by_role("row").filter(has_text="Ben")).to_have_count(3)
    expect(hers.get_by_role("row").filter(has_text="no longer facilitates")).to_contain_text("Ben")
    hers.get_by_role("link", name="Your meetings").first.click()
    expect(hers.get_by_role("heading", name="Supporting volunteers")).to_be_visible()
    expect(hers.get_by_text("no video-call link yet")).to_be_visible()
