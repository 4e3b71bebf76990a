"""What people do in the stories."""

import re

from playwright.sync_api import Page, expect

from meetings.models import Session
from tests.stories.letters import Letters

POLICY = "I have read the safe space policy"
ON_A_LIST = re.compile("(Y|y)ou are on the (waiting )?list")


def look_at(page: Page, session: Session) -> None:
    """From the front page to the meeting."""
    page.goto("/")
    page.get_by_role("link", name="See what is on").click()
    page.get_by_role("link", name=session.meeting.title, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(session.meeting.title)


def sign_up(page: Page, session: Session, *, email: str = "", name: str = "") -> None:
    """Fills in the form of the session; who is not signed in gives an address."""
    look_at(page, session)
    page.locator(f"#session-{session.number}").get_by_role("link", name="Sign up").or_(
        page.get_by_role("link", name="Join the waiting list")
    ).click()
    page.wait_for_url("**/sign-up/**")  # what is on the form is asked below
    if email:
        page.get_by_label("Where should the link go?").fill(email)
    if name:
        page.get_by_label("How should we name you?").fill(name)
    if page.get_by_label(POLICY).count():
        page.get_by_label(POLICY).check()
    page.get_by_role("main").get_by_role("button", name="Sign up").or_(
        page.get_by_role("main").get_by_role("button", name="Join the waiting list")
    ).click()


def confirm(page: Page, letters: Letters, email: str) -> str:
    """Follows the address in the mail and says yes; returns the personal address."""
    letter = letters.wait(email, "Please confirm")
    page.goto(letter.place)
    page.get_by_role("button", name="Yes, I am coming").click()
    expect(page.get_by_role("status").first).to_contain_text(ON_A_LIST)
    return letter.place


def join_by_email(page: Page, letters: Letters, session: Session, email: str, name: str) -> str:
    """All of it: form, mail, confirmation."""
    sign_up(page, session, email=email, name=name)
    expect(page.get_by_role("heading", level=1)).to_contain_text("look into your mailbox")
    return confirm(page, letters, email)


def sign_in(page: Page, letters: Letters, email: str) -> None:
    """With the code from the mail, on the page where one is asked to sign in."""
    page.get_by_label("E-mail address").fill(email)
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("Your code").fill(letters.wait(email, "Your code").code)
    page.get_by_role("button", name="Continue").click()


def cancel(page: Page) -> None:
    """Thinks twice, then gives the place back."""
    ask = page.get_by_role("dialog")
    page.get_by_role("button", name="Cancel my place").click()
    expect(ask).to_contain_text("addresses in our messages stop working")
    ask.get_by_role("button", name="Go back").click()
    expect(ask).to_be_hidden()
    page.get_by_role("button", name="Cancel my place").click()
    ask.get_by_role("button", name="Cancel my place").click()
    expect(page.get_by_text("Your place is cancelled.")).to_be_visible()


def gone(page: Page, address: str) -> None:
    """The personal address was good once, and says so."""
    answer = page.goto(address)
    assert answer is not None and answer.status == 410
    expect(page.get_by_role("heading", level=1)).to_have_text("This is no longer here")
