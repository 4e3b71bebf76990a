"""A list that was kept on a wiki page comes into the portal."""

import pytest
from playwright.sync_api import Page, expect

from meetings.models import Meeting, Registration, Session
from members.models import User
from tests import factories
from tests.chrome import Visitors
from tests.factories import DAY, HOUR, LINK
from tests.stories.conftest import Site
from tests.stories.letters import Letters
from tests.stories.steps import sign_in
from tests.test_leaks import everything

pytestmark = pytest.mark.browser


@pytest.fixture
def sessions(meeting: Meeting) -> list[Session]:
    """One whose link is due, and one in some days; both on the minute, as pages give them."""
    start = factories.now().replace(second=0, microsecond=0)
    return [
        factories.session(meeting, starts_at=start + after, link=LINK)
        for after in (2 * HOUR, 5 * DAY)
    ]


def page_of(sessions: list[Session]) -> str:
    """Fay and Gus on the first list, Fay on the second too; Ina took her line away again."""
    fay, gus = "Fay (fay@example.org)", "Gus (gus@example.org)"
    ina = "<s>[[User:Ina|Ina]] ([[User talk:Ina|talk]]) 09:02, 30 January 2024 (UTC)</s>"
    parts = ["== I want to take part in the meeting ==", ""]
    for session, people in zip(sessions, ((fay, gus, ina), (fay,)), strict=True):
        when = f"{session.starts_at:%A} {session.starts_at:%-d %B %Y, %H:%M} UTC"
        parts += [f"'''{when}'''", "", *(f"# {who}" for who in people), ""]
    return "\n".join(parts)


def bring(ben: Page, meeting: Meeting, text: str) -> None:
    """From the page of the meeting to what is on the sign-up page."""
    ben.goto(meeting.get_absolute_url())
    ben.get_by_role("link", name="Bring in a sign-up page").click()
    ben.get_by_label("The page", exact=True).fill(text)
    ben.get_by_role("button", name="Show what is on it").click()
    expect(ben.get_by_role("heading", level=1)).to_have_text("What is on the sign-up page")


def test_ben_brings_a_list_and_everyone_gets_one_invitation(
    site: Site,
    people: Visitors,
    letters: Letters,
    ben: User,
    meeting: Meeting,
    sessions: list[Session],
) -> None:
    """He looks and says yes; Fay acknowledges once for both sessions; again changes nothing."""
    at_desk = people.arrive()
    at_desk.goto("/me/")
    sign_in(at_desk, letters, "ben@example.org")
    bring(at_desk, meeting, page_of(sessions))
    look_and_say_yes(at_desk)

    for who in ("fay@example.org", "gus@example.org"):
        letters.wait(who, "Please read the safe space policy")
    site.portal.turns(3)
    [invitation] = letters.to("fay@example.org")
    assert LINK not in invitation.text and len(letters.to("gus@example.org")) == 1

    fay = people.arrive()
    fay.goto(invitation.place)
    fay.get_by_role("button", name="I have read it and will keep to it").click()
    expect(fay.get_by_role("link", name="Join the call")).to_have_attribute("href", LINK)
    assert LINK in letters.wait("fay@example.org", "Your link").text
    assert not letters.to("gus@example.org", "Your link")

    site.portal.turns(2)
    before = everything()
    bring(at_desk, meeting, page_of(sessions))
    look_again_and_say_yes(at_desk)
    site.portal.turns(2)
    after = everything()
    assert {table for table in before if after[table] != before[table]} <= {"outbox.heartbeat"}
    assert len(letters.to("fay@example.org")) == 2


def look_and_say_yes(ben: Page) -> None:
    """Everyone who signed up is ticked, and nobody's address is shown."""
    expect(ben.get_by_text("4 entries were found. Nothing is stored yet.")).to_be_visible()
    expect(ben.get_by_label("Bring in Fay").first).to_be_checked()
    expect(ben.get_by_label("Bring in Ina")).not_to_be_checked()
    assert "fay@example.org" not in ben.inner_text("main")
    assert not Registration.objects.exists()
    ben.get_by_role("button", name="Bring in those who are ticked").click()
    expect(ben.get_by_role("status").first).to_contain_text("3 places taken.")
    expect(ben.locator("#session-1 .people li")).to_have_text(["a participant"] * 2)


def look_again_and_say_yes(ben: Page) -> None:
    """There is nothing left to do."""
    expect(ben.get_by_text("on the list already")).to_have_count(3)
    expect(ben.get_by_label("Bring in Ina")).not_to_be_checked()
    ben.get_by_role("button", name="Bring in those who are ticked").click()
    expect(ben.get_by_role("status").first).to_contain_text("Nothing had to be changed.")
