"""Chidi puts her account in order, takes her data along, and goes: nothing names her any more."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from meetings.models import Meeting, Registration
from members.models import User
from members.rules import wants
from tests import factories
from tests.browser.conftest import signed_in
from tests.chrome import Visitors
from tests.meetings.actions.test_people import tables_that_hold
from tests.members.applying import member
from tests.stories.letters import Letters
from tests.stories.steps import sign_in

pytestmark = pytest.mark.browser
CHIDI = "chidi.okafor@example.org"


def changes_what_reaches_her(chidi: Page) -> None:
    chidi.get_by_role("link", name="Account").click()
    expect(chidi.get_by_text(CHIDI)).to_be_visible()
    chidi.get_by_label("Time zone").fill("Africa/Lagos")
    chidi.get_by_label("The question how a session was").uncheck()
    chidi.get_by_role("button", name="Save").click()
    expect(chidi.get_by_text("Pages and messages follow from now on.")).to_be_visible()
    person = User.objects.get(email=CHIDI)
    assert person.time_zone == "Africa/Lagos"
    assert not wants(person, "feedback") and wants(person, "digest") and wants(person, "link")


def takes_it_along(chidi: Page) -> None:
    chidi.get_by_role("link", name="Your data", exact=True).click()
    expect(chidi.get_by_role("heading", level=1)).to_have_text("Your data")
    with chidi.expect_download() as coming:
        chidi.get_by_role("button", name="Download for programs (JSON)").click()
    content = json.loads(Path(coming.value.path()).read_text())
    assert content["places"][0]["note"] == "Okafor needs captions"
    with chidi.expect_download() as coming:
        chidi.get_by_role("button", name="Download to read").click()
    assert "Okafor needs captions" in Path(coming.value.path()).read_text()


def goes(chidi: Page) -> None:
    chidi.get_by_role("link", name="Delete my data…").click()
    expect(chidi.get_by_role("heading", name="What stays, without your name")).to_be_visible()
    chidi.get_by_role("button", name="Delete everything about me now").click()
    expect(chidi.get_by_role("heading", level=1)).to_have_text("Your data is deleted")
    expect(chidi.get_by_text("1 sign-up remains as a count")).to_be_visible()
    expect(chidi.get_by_role("link", name="Sign in")).to_be_visible()


def test_taking_ones_data_along_and_going(
    people: Visitors, letters: Letters, meeting: Meeting, ben: User
) -> None:
    factories.policy()
    session = factories.session(meeting)
    person = member("Chidi Okafor").person
    User.objects.filter(pk=person.pk).update(email=CHIDI)
    person.emailaddress_set.update(email=CHIDI)
    person.refresh_from_db()
    factories.sign_up(person, session, note="Okafor needs captions")

    chidi = people.arrive()
    chidi.goto("/accounts/login/")
    sign_in(chidi, letters, CHIDI)
    changes_what_reaches_her(chidi)
    takes_it_along(chidi)
    goes(chidi)

    assert tables_that_hold("okafor") == []
    assert Registration.objects.get().person is None
    facilitator = signed_in(people, ben)
    facilitator.goto(f"/meetings/{meeting.slug}/")
    expect(facilitator.get_by_text("Okafor")).to_have_count(0)
