"""From finding a meeting to the link in the mailbox, and out again."""

import pytest
from playwright.sync_api import Page, expect

from meetings import actions
from meetings.models import Meeting, Registration, Session
from tests import factories
from tests.chrome import Visitors
from tests.factories import DAY, HOUR, LINK
from tests.stories.conftest import Site
from tests.stories.letters import Letters
from tests.stories.steps import cancel, confirm, gone, join_by_email, look_at, sign_in, sign_up

pytestmark = pytest.mark.browser


@pytest.fixture
def session(meeting: Meeting) -> Session:
    """In three days: its link is known, and not due yet."""
    return factories.session(meeting, link=LINK)


def send_links_now(meeting: Meeting) -> None:
    """The facilitator wants the link to go out five days before, so it is due."""
    meeting.lead_minutes = [5 * 24 * 60]
    actions.save_meeting(
        meeting=meeting, changed=["lead_minutes"], by=factories.anyone(), now=factories.now()
    )


def call_me(page: Page, name: str, shown: str) -> None:
    """Changes how one is named and who sees it."""
    page.get_by_label("How should we name you?").fill(name)
    page.get_by_label(shown).check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()


def test_dana_signs_up_by_email(
    people: Visitors, letters: Letters, session: Session, meeting: Meeting
) -> None:
    """Dana has no account; she gets the link in time, and cancels without signing in."""
    dana = people.arrive(zone="Europe/Vienna")
    sign_up(dana, session, email="Dana@Example.org", name="Dana")
    expect(dana.get_by_role("heading", level=1)).to_contain_text("look into your mailbox")
    look_at(dana, session)
    expect(dana.get_by_text("0 signed up")).to_be_visible()

    place = confirm(dana, letters, "dana@example.org")
    expect(dana.get_by_text("You are on the list", exact=True)).to_be_visible()
    expect(dana.get_by_text("The link comes to you by e-mail on")).to_be_visible()
    expect(dana.locator(".countdown")).to_contain_text("d ")
    on_list = letters.wait("dana@example.org", "You are on the list")
    assert "(Vienna, UTC+" in on_list.text
    assert on_list.place == place
    assert LINK not in dana.content() + on_list.text + on_list.calendar

    send_links_now(meeting)
    letter = letters.wait("dana@example.org", "Your link")
    assert LINK in letter.text and LINK in letter.html and LINK in letter.calendar
    assert letter.message["To"] == "dana@example.org"
    dana.goto(letter.place)
    expect(dana.get_by_role("link", name="Join the call")).to_have_attribute("href", LINK)

    call_me(dana, "Dee", "show my name")
    look_at(dana, session)
    expect(dana.get_by_role("listitem").filter(has_text="Dee")).to_be_visible()
    assert LINK not in dana.content()
    dana.goto(place)
    call_me(dana, "Dee", "say “a participant”")
    look_at(dana, session)
    expect(dana.locator(".people")).to_have_text("a participant")

    dana.goto(place)
    cancel(dana)
    gone(dana, place)
    assert "METHOD:CANCEL" in letters.wait("dana@example.org", "Your place is cancelled").calendar


def test_chidi_signs_up_with_his_account(
    people: Visitors, letters: Letters, session: Session, meeting: Meeting
) -> None:
    """Chidi signs in with a code from his mailbox; nothing is asked that is known."""
    factories.membership(factories.person("chidi@example.org", name="Chidi"))
    chidi = people.arrive()
    chidi.goto("/")
    chidi.get_by_role("link", name="Sign in").click()
    sign_in(chidi, letters, "chidi@example.org")
    expect(chidi.get_by_role("heading", level=1)).to_have_text("Your sessions")

    sign_up(chidi, session)
    expect(
        chidi.get_by_text("You are on the list. Everything else is on this page.")
    ).to_be_visible()
    place = chidi.url
    chidi.get_by_role("link", name="Your sessions").click()
    expect(chidi.get_by_role("link", name=meeting.title, exact=True)).to_be_visible()

    send_links_now(meeting)
    assert LINK in letters.wait("chidi@example.org", "Your link").text
    chidi.goto(place)
    expect(chidi.get_by_role("link", name="Join the call")).to_have_attribute("href", LINK)
    call_me(chidi, "Chidi O.", "leave me out")
    chidi.get_by_role("navigation", name="Main").get_by_role(
        "link", name="Meetings", exact=True
    ).click()
    expect(chidi.get_by_text("You signed up")).to_be_visible()
    chidi.goto(meeting.get_absolute_url())
    expect(chidi.get_by_text("Some prefer not to be listed.")).to_be_visible()
    expect(chidi.get_by_text("Chidi O.")).to_have_count(0)

    chidi.get_by_role("main").get_by_role("link", name="Your place").click()
    cancel(chidi)
    gone(chidi, place)


def test_signed_up_after_the_mailing_ran(
    people: Visitors, letters: Letters, meeting: Meeting
) -> None:
    """Half an hour before the start everyone has the link; who signs up then gets it at once."""
    session = factories.session(meeting, starts_in=0.5 * HOUR, link=LINK)
    factories.sign_up(factories.person("chidi@example.org", name="Chidi"), session)
    letters.wait("chidi@example.org", "Your link")

    dana = people.arrive()
    join_by_email(dana, letters, session, "dana@example.org", "Dana")
    expect(dana.get_by_role("link", name="Join the call")).to_have_attribute("href", LINK)
    assert LINK in letters.wait("dana@example.org", "Your link").text
    assert len(letters.to("chidi@example.org", "Your link")) == 1


def test_signing_up_without_javascript(
    people: Visitors, letters: Letters, session: Session, meeting: Meeting
) -> None:
    """Everything works in a browser that runs no scripts; times are in UTC until one chooses."""
    dana = people.arrive(javascript=False)
    dana.goto("/time-zone/")
    dana.get_by_label("Show times in").fill("Asia/Kolkata")
    dana.get_by_role("button", name="Save").click()
    expect(dana.get_by_text("Times are shown in Asia/Kolkata now.")).to_be_visible()

    place = join_by_email(dana, letters, session, "dana@example.org", "Dana")
    expect(dana.get_by_text("your time (UTC+5:30)")).to_be_visible()
    assert "(Kolkata, UTC+5:30)" in letters.wait("dana@example.org", "You are on the list").text
    call_me(dana, "Dee", "say “a participant”")

    send_links_now(meeting)
    dana.goto(letters.wait("dana@example.org", "Your link").place)
    expect(dana.get_by_role("link", name="Join the call")).to_have_attribute("href", LINK)
    dana.get_by_role("button", name="Cancel my place").click()
    expect(dana.get_by_text("Your place is cancelled.")).to_be_visible()
    gone(dana, place)


def test_typed_something_wrong_and_lost_nothing(people: Visitors, session: Session) -> None:
    """The page says beside the field what is missing, and keeps the rest."""
    dana = people.arrive(javascript=False)
    dana.goto(f"/meetings/{session.meeting.slug}/sign-up/{session.number}/")
    dana.locator("form[method=post]").evaluate("form => { form.noValidate = true }")
    dana.get_by_label("Where should the link go?").fill("dana at example.org")
    dana.get_by_label("How should we name you?").fill("Dana")
    dana.get_by_text("Affiliate, country, a note").click()
    dana.get_by_label("Note to the facilitator").fill("I read lips.")
    with dana.expect_navigation() as answer:
        dana.get_by_role("button", name="Sign up").click()
    assert answer.value.status == 422
    expect(dana.get_by_role("alert")).to_contain_text("Please look at this again")
    expect(dana.get_by_label("How should we name you?")).to_have_value("Dana")
    expect(dana.get_by_label("Note to the facilitator")).to_have_value("I read lips.")
    expect(dana.get_by_label("Where should the link go?")).to_have_value("dana at example.org")
    assert not Registration.objects.exists()


def test_a_scanner_follows_the_link_before_dana_does(
    people: Visitors, letters: Letters, site: Site, session: Session
) -> None:
    """A mail scanner's GET or HEAD confirms and cancels nothing."""
    dana = people.arrive()
    sign_up(dana, session, email="dana@example.org", name="Dana")
    place = letters.wait("dana@example.org", "Please confirm").place
    scanner = people.arrive().request
    for path in ("", "confirm/", "cancel/", "forget/", "acknowledge/"):
        for method in ("GET", "HEAD"):
            answer = scanner.fetch(place + path, method=method, max_redirects=0)
            assert answer.status == (405 if path else 200)
    registration = Registration.objects.get()
    assert registration.status == Registration.Status.UNCONFIRMED

    confirm(dana, letters, "dana@example.org")
    for method in ("GET", "HEAD"):
        assert scanner.fetch(f"{place}cancel/", method=method).status == 405
    registration.refresh_from_db()
    assert registration.status == Registration.Status.REGISTERED
    assert session.starts_at - factories.now() < 4 * DAY
