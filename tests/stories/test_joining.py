"""Somebody joins the network: applicant, admin, member and stranger, each with a browser."""

import pytest
from playwright.sync_api import Page, expect

from tests import factories
from tests.browser.conftest import signed_in
from tests.chrome import Visitors
from tests.members.applying import member
from tests.stories.letters import Letters
from tests.stories.steps import sign_in

pytestmark = pytest.mark.browser
JUN = "jun@example.org"


def applies(jun: Page, letters: Letters) -> None:
    """Wants more than the rules give, reads why, and asks for what they give."""
    jun.goto("/members/")
    jun.get_by_role("link", name="Join the network").click()
    sign_in(jun, letters, JUN)
    expect(jun.get_by_role("heading", level=1)).to_have_text("Join the network")
    jun.get_by_label("None of these: I volunteer, or work elsewhere").check()
    jun.get_by_label("Country").fill("Ghana")
    jun.get_by_label("How do you support volunteers?").fill("I welcome newcomers.")
    jun.get_by_label("Member", exact=True).check()
    jun.get_by_role("button", name="Apply").click()
    expect(jun.get_by_role("alert")).to_contain_text("Others can be liaisons.")
    expect(jun.get_by_label("How do you support volunteers?")).to_have_value("I welcome newcomers.")
    jun.get_by_role("radio", name="Liaison").check()
    jun.get_by_role("button", name="Apply").click()
    expect(jun.get_by_text("Your application waits for the admins.")).to_be_visible()


def asks(ada: Page, letters: Letters) -> None:
    letter = letters.wait("ada@example.org", "An application waits")
    ada.goto(letter.found(r"http://\S+/moderation/"))
    expect(ada.get_by_role("heading", level=2, name="Jun")).to_be_visible()
    ada.get_by_text("Ask something").click()
    ada.get_by_label("Your question").fill("Which meetings did you come to?")
    ada.get_by_role("button", name="Ask").click()
    expect(ada.get_by_text("The applicant is asked.")).to_be_visible()


def answers(jun: Page, letters: Letters) -> None:
    letter = letters.wait(JUN, "A question about your application")
    assert "Which meetings did you come to?" in letter.text
    jun.goto(letter.found(r"http://\S+/members/application/"))
    jun.get_by_label("Your answer").fill("All of this year's.")
    jun.get_by_role("button", name="Send the answer").click()
    expect(jun.get_by_text("Your application waits for the admins.")).to_be_visible()


def approves(ada: Page) -> None:
    ada.goto("/moderation/")
    expect(ada.get_by_text("All of this year's.")).to_be_visible()
    ada.get_by_role("button", name="Approve as liaison").click()
    expect(ada.get_by_text("Approved.")).to_be_visible()
    ada.goto("/moderation/history/")
    row = ada.get_by_role("row").filter(has_text="approved an application")
    expect(row).to_contain_text("Jun")


def shows_themselves(jun: Page, letters: Letters) -> None:
    letter = letters.wait(JUN, "Welcome")
    jun.goto(letter.found(r"http://\S+/members/"))
    jun.get_by_role("link", name="You", exact=True).click()
    jun.get_by_label("Who finds you in the directory?").select_option("everyone")
    jun.get_by_role("button", name="Save").click()
    expect(jun.get_by_text("This is what others see from now on.")).to_be_visible()


def test_joining_the_network(people: Visitors, letters: Letters) -> None:
    factories.policy()
    admin = factories.person("ada@example.org", name="Ada", is_staff=True, is_superuser=True)
    factories.person(JUN, name="Jun")
    chidi = member("Chidi").person
    jun, ada, stranger = people.arrive(), signed_in(people, admin), people.arrive()

    applies(jun, letters)
    asks(ada, letters)
    answers(jun, letters)
    approves(ada)
    stranger.goto("/members/?q=jun")
    expect(stranger.get_by_text("Nobody whom you may see matches this.")).to_be_visible()
    shows_themselves(jun, letters)
    stranger.goto("/members/?q=J%C3%BAn")
    stranger.get_by_role("link", name="Jun").click()
    expect(stranger.get_by_text("Ghana")).to_have_count(0)  # for members only

    writer = signed_in(people, chidi)
    writer.goto("/members/?q=jun&country=Ghana")
    writer.get_by_role("link", name="Jun").click()
    writer.get_by_role("link", name="Write a message").click()
    writer.get_by_label("Your message").fill("Welcome! Shall we talk?")
    writer.get_by_role("button", name="Send").click()
    letter = letters.wait(JUN, "A message from Chidi")
    assert "Shall we talk?" in letter.text
    assert chidi.email not in letter.message.as_string()
