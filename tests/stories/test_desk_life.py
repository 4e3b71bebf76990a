"""The whole life of a meeting, from the draft to the report, and Eve who may touch none of it."""

import datetime as dt

import pytest
from playwright.sync_api import Page, expect

from meetings.models import Meeting, Session
from members.models import User
from tests import factories
from tests.chrome import Visitors
from tests.factories import HOUR, LINK
from tests.stories.letters import Letters
from tests.stories.steps import join_by_email, sign_in

pytestmark = pytest.mark.browser
TITLE = "Supporting volunteers in winter"
OF_THE_MEETING = ("details", "facilitators", "history", "report", "publish", "cancel", "sessions")
OF_THE_SESSION = ("", "edit/", "add/", "message/", "attendance/", "room/", "digest/", "feedback/",
                  "export/", "print/")  # fmt: skip


def test_a_meeting_from_the_draft_to_the_report(
    people: Visitors, letters: Letters, ben: User, meeting: Meeting
) -> None:
    eve = factories.person("eve@example.org", name="Eve")
    factories.meeting(title="Another meeting", facilitators=(eve,))
    his, hers, other = people.arrive(), people.arrive(), people.arrive()
    his.goto("/desk/new/")
    sign_in(his, letters, "ben@example.org")
    other.goto("/me/")
    sign_in(other, letters, "eve@example.org")
    expect(other.get_by_role("heading", level=1)).to_be_visible()

    session = draft_and_publish(his)
    nothing_there(other, session)
    join_by_email(hers, letters, session, "dana@example.org", "Dana")
    assert LINK in letters.wait("dana@example.org", "Your link").text
    at(his, session, "")
    expect(his.get_by_text("Video-call link: 1 of 1 person has it")).to_be_visible()

    comes_to(session, starts_in=-HOUR / 6)
    at(his, session, "attendance/")
    his.get_by_role("button", name="Came Dana", exact=True).click()
    expect(his.locator("#register > li").filter(has_text="Dana")).to_contain_text("Saved")
    nothing_there(other, session)

    comes_to(session, starts_in=-3 * HOUR)
    at(his, session, "digest/")
    his.get_by_label("Notes").fill("We talked about **patience**.")
    his.get_by_role("button", name="Save the draft").click()
    expect(his.get_by_text("Saved as a draft.")).to_be_visible()
    his.get_by_role("button", name="Publish").click()
    hers.goto(session.meeting.get_absolute_url())
    expect(hers.locator("strong", has_text="patience")).to_be_visible()
    nothing_there(other, session)

    his.goto(f"/desk/{session.meeting.slug}/report/")
    line = his.get_by_role("row").filter(has_text="100").first
    expect(line.get_by_role("cell", name="1", exact=True).first).to_be_visible()
    his.get_by_role("link", name="History").click()
    expect(his.get_by_text("published the digest")).to_be_visible()


def at(page: Page, session: Session, rest: str) -> None:
    page.goto(f"/desk/{session.meeting.slug}/{session.number}/{rest}")


def draft_and_publish(his: Page) -> Session:
    """In less than a day, so that the link goes out at once."""
    begins = factories.now() + 20 * HOUR
    his.get_by_label("Title").fill(TITLE)
    his.get_by_label("First date").fill(f"{begins:%Y-%m-%d}")
    his.get_by_label("Begins at").fill(f"{begins:%H:%M}")
    his.get_by_label("Time zone").fill("UTC")
    his.get_by_label("Video-call link").fill(LINK)
    his.get_by_role("button", name="See how others read it").click()
    look = his.get_by_role("region", name=TITLE)
    look.get_by_role("button", name="Save as a draft").click()
    expect(his.get_by_role("status").first).to_contain_text("Your draft is saved.")
    his.get_by_role("main").get_by_role("button", name="Publish").click()
    expect(his.get_by_role("status").first).to_contain_text("It is public")
    return Session.objects.select_related("meeting").get(meeting__title=TITLE)


def comes_to(session: Session, starts_in: dt.timedelta) -> None:
    """Time passes."""
    starts = factories.now() + starts_in
    Session.objects.filter(pk=session.pk).update(starts_at=starts, ends_at=starts + HOUR)


def nothing_there(other: Page, session: Session) -> None:
    start = f"/desk/{session.meeting.slug}/"
    pages = [f"{start}{name}/" for name in OF_THE_MEETING]
    pages += [f"{start}{session.number}/{name}" for name in OF_THE_SESSION]
    for address in pages:
        assert other.request.get(address).status == 404, address
