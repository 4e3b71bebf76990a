"""Who is kept out, who is told, and who may read what."""

import base64
import hmac
import struct
import time

import pytest
from playwright.sync_api import Page, expect

from meetings.models import Meeting, Registration, Session
from tests import factories
from tests.chrome import Visitors
from tests.factories import HOUR, LINK
from tests.faults.servers import until
from tests.stories.conftest import Site
from tests.stories.letters import Letters
from tests.stories.steps import look_at, sign_in, sign_up

pytestmark = pytest.mark.browser

NEUTRAL = "We cannot sign you up for this session. Please write to"


@pytest.fixture
def session(meeting: Meeting) -> Session:
    return factories.session(meeting, starts_in=3 * HOUR)


def test_an_excluded_person_sees_neither_list_nor_link(
    site: Site, people: Visitors, letters: Letters, session: Session
) -> None:
    """Eve had a place before she was excluded; she gets no link, and no second place."""
    eve = factories.person("eve@example.org", name="Eve")
    place = factories.sign_up(eve, session).place_path
    chidi = factories.person("chidi@example.org", name="Chidi")
    factories.sign_up(chidi, session)
    factories.exclude("eve@example.org")
    factories.give_link(session, LINK)
    letters.wait("chidi@example.org", "Your link")
    site.portal.turns()
    assert not letters.to("eve@example.org", "Your link")
    page = people.arrive()
    page.goto(place)
    assert LINK not in page.content()

    # Under another spelling of her address: the page says to her what it says to everyone.
    sign_up(page, session, email="Eve+2@example.org", name="Somebody")
    expect(page.get_by_role("heading", level=1)).to_contain_text("look into your mailbox")
    letter = letters.wait("eve+2@example.org", "About your sign-up")
    assert NEUTRAL in letter.text
    assert "exclu" not in letter.text.lower() and "list" not in letter.text.lower()
    assert not Registration.objects.filter(person__email="eve+2@example.org").exists()


def test_an_excluded_person_who_is_signed_in(
    people: Visitors, letters: Letters, session: Session
) -> None:
    """The same neutral words, and whom to write to."""
    factories.person("eve@example.org", name="Eve")
    factories.exclude("eve@example.org")
    eve = people.arrive()
    eve.goto("/accounts/login/")
    sign_in(eve, letters, "eve@example.org")
    expect(eve.get_by_role("heading", level=1)).to_have_text("Your sessions")
    answer = eve.goto(f"/meetings/{session.meeting.slug}/sign-up/{session.number}/")
    assert answer is not None and answer.status == 403
    expect(eve.get_by_role("main")).to_contain_text(NEUTRAL)
    expect(eve.get_by_role("main")).not_to_contain_text("exclu")


def test_a_report_reaches_its_reader_only(
    people: Visitors, letters: Letters, session: Session
) -> None:
    """Dana reports from the meeting's page, to the facilitator; the mail does not say what."""
    factories.person("eve@example.org", name="Eve")
    dana = people.arrive()
    look_at(dana, session)
    dana.get_by_role("link", name="Report something").click()
    dana.get_by_label("the facilitator", exact=True).check()
    dana.get_by_label("What happened?").fill("Somebody recorded us without asking.")
    dana.get_by_role("main").get_by_role("button").first.click()
    expect(dana).to_have_url(f"{people.address}/safe-space/report/thanks/")

    letter = letters.wait("ben@example.org", "There is a report for you")
    assert "recorded" not in letter.text + letter.html
    address = letter.found(r"http://\S+/safe-space/reports/\S+")
    ben = people.arrive()
    ben.goto(address)
    sign_in(ben, letters, "ben@example.org")
    expect(ben.get_by_text("Somebody recorded us without asking.")).to_be_visible()

    eve = people.arrive()
    eve.goto(address)
    with eve.expect_navigation(url=address) as answer:
        sign_in(eve, letters, "eve@example.org")
    assert answer.value.status == 404
    assert not letters.to("eve@example.org", "There is a report")


def number_of(secret: str) -> str:
    """What an authenticator app shows for half a minute (RFC 6238)."""
    until(lambda: time.time() % 30 < 25, "the app shows a number for long enough")
    digest = hmac.digest(
        base64.b32decode(secret), struct.pack(">Q", int(time.time()) // 30), "sha1"
    )
    start = digest[-1] & 0xF
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


def test_administration_asks_for_a_second_factor(people: Visitors, letters: Letters) -> None:
    """A code from the mailbox alone lets nobody administer the portal."""
    factories.person("ada@example.org", name="Ada", is_staff=True, is_superuser=True)
    ada = people.arrive()
    ada.goto("/admin/")
    sign_in(ada, letters, "ada@example.org")
    expect(ada.get_by_role("heading", level=1)).to_have_text("Second factor")
    expect(ada.get_by_text("Administration asks for a second factor")).to_be_visible()

    ada.get_by_role("link", name="Set up an app").click()
    secret = ada.locator("#secret").input_value()
    ada.locator("[name=code]").fill(number_of(secret))
    ada.get_by_role("button", name="Start using the app").click()
    expect(ada.get_by_role("heading", level=1)).to_have_text("Is it really you?")
    ada.locator("[name=code]").fill(number_of(secret))
    ada.get_by_role("button", name="Continue").click()
    codes = ada.get_by_label("Codes you have not used").input_value().split()
    assert len(codes) == 10
    enters(ada, "/admin/")

    letters.forget()
    later = people.arrive()
    later.goto("/admin/")
    sign_in(later, letters, "ada@example.org")
    expect(later.get_by_text("Enter the number that your authenticator app shows")).to_be_visible()
    later.goto("/admin/")
    expect(later.get_by_role("heading", name="Site administration")).to_have_count(0)
    later.get_by_role("textbox").first.fill(codes[0])
    later.get_by_role("button", name="Sign in", exact=True).click()
    enters(later, "/admin/")


def enters(page: Page, path: str) -> None:
    page.goto(path)
    expect(page.get_by_role("heading", name="Site administration")).to_be_visible()
