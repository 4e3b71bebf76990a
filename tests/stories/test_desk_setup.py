"""A meeting is offered once more: from the copy to what everyone sees."""

import datetime as dt

import pytest
from playwright.sync_api import Page, expect

from meetings.models import Meeting
from members.models import User
from tests import factories
from tests.chrome import Visitors
from tests.factories import DAY, LINK
from tests.stories.conftest import Site
from tests.stories.letters import Letters
from tests.stories.steps import sign_in

pytestmark = pytest.mark.browser


def next_saturday() -> dt.date:
    day = (factories.now() + 30 * DAY).date()
    return day + dt.timedelta(days=(5 - day.weekday()) % 7)


def test_ben_offers_his_meeting_once_more_and_eve_finds_nothing(
    site: Site, people: Visitors, letters: Letters, ben: User, meeting: Meeting
) -> None:
    """He copies it, makes three dates every two weeks, is warned, looks at it and publishes."""
    factories.session(meeting, starts_in=-20 * DAY, link=LINK, time_zone="Europe/Vienna")
    eve = factories.person("eve@example.org", name="Eve")
    factories.meeting(title="Another meeting", facilitators=(eve,))
    at_desk = people.arrive()
    at_desk.goto("/desk/new/")
    sign_in(at_desk, letters, "ben@example.org")
    copy_with_three_dates(at_desk, meeting)

    copy = Meeting.objects.get(title="Supporting volunteers again")
    elsewhere = people.arrive()
    elsewhere.goto("/me/")
    sign_in(elsewhere, letters, "eve@example.org")
    expect(elsewhere.get_by_role("heading", level=1)).to_be_visible()
    for address in (f"/desk/{copy.slug}/publish/", f"/desk/{copy.slug}/details/",
                    copy.get_absolute_url(), f"/desk/new/?copy={copy.slug}"):  # fmt: skip
        answer = elsewhere.goto(address)
        assert answer and answer.status == 404

    at_desk.get_by_role("link", name="As readers see it").click()
    expect(at_desk.get_by_text("This is a draft")).to_be_visible()
    at_desk.go_back()
    at_desk.get_by_role("main").get_by_role("button", name="Publish").click()
    expect(at_desk.get_by_role("status").first).to_contain_text("It is public")
    elsewhere.goto(copy.get_absolute_url())
    expect(elsewhere.get_by_role("link", name="Sign up")).to_have_count(3)


def copy_with_three_dates(at_desk: Page, meeting: Meeting) -> None:
    at_desk.get_by_label("Begin with an earlier meeting").select_option(label=meeting.title)
    at_desk.get_by_role("button", name="Copy it").click()
    expect(at_desk.get_by_label("Title")).to_have_value(meeting.title)
    at_desk.get_by_label("Title").fill("Supporting volunteers again")
    expect(at_desk.get_by_label("How many dates")).to_be_hidden()
    at_desk.get_by_label("How often").select_option(label="Every two weeks")
    at_desk.get_by_label("How many dates").fill("3")
    at_desk.get_by_label("First date").fill(next_saturday().isoformat())
    at_desk.get_by_label("Begins at").fill("23:00")
    expect(at_desk.get_by_label("Time zone")).to_have_value("Europe/Vienna")
    at_desk.get_by_role("button", name="See how others read it").click()
    look = at_desk.get_by_role("region", name="Supporting volunteers again")
    expect(look.get_by_text("Night in")).to_have_count(3)
    assert Meeting.objects.filter(title="Supporting volunteers again").count() == 0
    look.get_by_role("button", name="Save as a draft").click()
    expect(at_desk.get_by_role("status").first).to_contain_text("Your draft is saved.")
    expect(at_desk.get_by_text("3 dates have no video-call link yet.")).to_be_visible()
