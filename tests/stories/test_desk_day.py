"""The day itself: Ben runs a call with a phone in his hand."""

import pytest
from playwright.sync_api import Page, expect

from meetings.models import Meeting, Registration, Session
from members.models import User
from tests import factories
from tests.chrome import Visitors
from tests.factories import HOUR, LINK, NEW_LINK
from tests.stories.conftest import Site
from tests.stories.letters import Letters
from tests.stories.steps import sign_in

pytestmark = pytest.mark.browser
PEOPLE = {"Chidi": "chidi@example.org", "Dana": "dana@example.org", "Gus": "gus@example.org"}


@pytest.fixture
def session(meeting: Meeting) -> Session:
    """It began a quarter of an hour ago; everyone has the link."""
    made = factories.session(meeting, starts_in=-HOUR / 4, link=LINK)
    for name, address in PEOPLE.items():
        factories.sign_up(factories.person(address, name=name), made)
    return made


def row(phone: Page, name: str) -> object:
    return phone.locator("#register > li").filter(has_text=name)


def tap(phone: Page, name: str, word: str = "Came") -> None:
    phone.get_by_role("button", name=f"{word} {name}", exact=True).click()


def came(name: str) -> bool | None:
    return Registration.objects.get(name=name).attended


def test_ben_runs_the_call_from_his_phone(
    site: Site,
    people: Visitors,
    letters: Letters,
    ben: User,
    meeting: Meeting,
    session: Session,
) -> None:
    """He marks who came, also without a connection, notes a walk-in, moves everyone to another
    room, and writes to them."""
    for address in PEOPLE.values():
        letters.wait(address, "Your link")
    phone = people.arrive()
    phone.set_viewport_size({"width": 400, "height": 800})
    phone.goto("/desk/")
    sign_in(phone, letters, "ben@example.org")
    phone.goto(f"/desk/{meeting.slug}/{session.number}/attendance/")

    marks_who_came(phone)
    # The browser notes that there was no connection; nothing else may be wrong.
    people.problems[:] = [p for p in people.problems if "ERR_INTERNET_DISCONNECTED" not in p]
    notes_a_walk_in(phone)
    changes_the_room(phone, letters, site)
    writes_to_everyone(phone, letters, site)


def marks_who_came(phone: Page) -> None:
    """Two taps are kept at once, one as soon as there is a connection again."""
    figures = phone.locator("#counts")
    tap(phone, "Chidi")
    expect(row(phone, "Chidi")).to_contain_text("Saved")
    tap(phone, "Dana", "Did not")
    expect(row(phone, "Dana")).to_contain_text("Saved")
    expect(figures).to_contain_text("1")
    assert (came("Chidi"), came("Dana")) == (True, False)

    phone.get_by_label("Find a person").fill("gú")
    expect(row(phone, "Gus")).to_be_visible()
    expect(row(phone, "Dana")).to_be_hidden()
    phone.context.set_offline(True)
    tap(phone, "Gus")
    expect(row(phone, "Gus")).to_contain_text("Not saved yet: no connection.")
    assert came("Gus") is None
    phone.context.set_offline(False)
    expect(row(phone, "Gus")).to_contain_text("Saved", timeout=15_000)
    assert came("Gus") is True
    phone.get_by_label("Find a person").fill("")


def notes_a_walk_in(phone: Page) -> None:
    phone.get_by_role("link", name="Somebody came without signing up").click()
    phone.get_by_label("Name").fill("Fay")
    phone.get_by_role("button", name="Note them as come").click()
    expect(row(phone, "Fay")).to_contain_text("not signed up before")
    expect(phone.locator("#counts dd").first).to_have_text("3")


def changes_the_room(phone: Page, letters: Letters, site: Site) -> None:
    """Everyone gets the new link, once, with a word that it replaces the old one."""
    phone.get_by_role("link", name="Change the room").click()
    expect(phone.get_by_text("3 people get the new link within a minute")).to_be_visible()
    phone.get_by_label("Link for participants").fill(NEW_LINK)
    phone.get_by_role("button", name="Use this link from now on").click()
    expect(phone.get_by_text("Everyone on the list has it within a minute.")).to_be_visible()
    assert NEW_LINK not in phone.content() and LINK not in phone.content()
    for address in PEOPLE.values():
        letter = letters.wait(address, "New link")
        assert NEW_LINK in letter.text and LINK not in letter.text
        assert "This one replaces the one we sent before" in letter.text
    site.portal.turns(2)
    assert [len(letters.to(address, "New link")) for address in PEOPLE.values()] == [1, 1, 1]
    expect(phone.locator("[data-progress]:has-text('messages are out')")).to_have_count(0)


def writes_to_everyone(phone: Page, letters: Letters, site: Site) -> None:
    """Looked at with Dana's eyes, sent to each alone."""
    phone.goto(phone.url.replace("/room/", "/message/"))
    phone.get_by_label("Subject").fill("The notes")
    phone.get_by_label("Text").fill("Dear {name}, they are on your page: {place}")
    phone.get_by_role("button", name="Look at it first").click()
    phone.get_by_label("With the eyes of").select_option("Dana")
    phone.get_by_role("button", name="Look again").click()
    expect(phone.get_by_label("The message")).to_contain_text("Dear Dana, they are on your page")
    phone.get_by_role("button", name="Send it to 3 people").click()
    expect(phone.get_by_text("Your message is on its way to 3 people")).to_be_visible()
    places = {letters.wait(address, "The notes").place for address in PEOPLE.values()}
    assert len(places) == 3
    site.portal.turns(2)
    for address in PEOPLE.values():
        [letter] = letters.to(address, "The notes")
        assert letter.message["To"] == address
