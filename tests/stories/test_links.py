"""What changes after people have signed up, and how they hear of it."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from meetings import actions
from meetings.models import Meeting, Session
from members.models import Acknowledgement
from tests import factories
from tests.chrome import Visitors
from tests.factories import HOUR, LINK, NEW_LINK
from tests.stories.conftest import Site
from tests.stories.letters import Letters
from tests.stories.steps import cancel, join_by_email

pytestmark = pytest.mark.browser

VIENNA = ZoneInfo("Europe/Vienna")


@pytest.fixture
def session(meeting: Meeting) -> Session:
    """In three hours: whoever is on the list gets the link at once."""
    return factories.session(meeting, starts_in=3 * HOUR)


def test_the_link_is_edited_after_it_was_sent(
    site: Site, people: Visitors, letters: Letters, session: Session
) -> None:
    """Only the new version goes out, once, and says that it replaces the old one."""
    chidi = factories.person("chidi@example.org", name="Chidi")
    factories.sign_up(chidi, session)
    factories.give_link(session, LINK)
    dana = people.arrive()
    place = join_by_email(dana, letters, session, "dana@example.org", "Dana")
    for address in ("dana@example.org", "chidi@example.org"):
        letters.wait(address, "Your link")

    factories.give_link(session, NEW_LINK)
    site.portal.turns(3)
    for address in ("dana@example.org", "chidi@example.org"):
        (letter,) = letters.to(address, "New link")
        assert "This one replaces the one we sent before" in letter.text
        assert NEW_LINK in letter.text and NEW_LINK in letter.calendar
        assert LINK not in letter.text + letter.html + letter.calendar
        assert len(letters.to(address, "Your link")) == 1
    dana.goto(place)
    expect(dana.get_by_role("link", name="Join the call")).to_have_attribute("href", NEW_LINK)
    assert LINK not in dana.content()


def test_the_waiting_list_moves_up(people: Visitors, letters: Letters, session: Session) -> None:
    """The session is full. Chidi cancels: the place is Dana's, and she hears of it."""
    actions.change_session(session=session, by=factories.anyone(), now=factories.now(), capacity=1)
    factories.give_link(session, LINK)
    his = factories.sign_up(factories.person("chidi@example.org", name="Chidi"), session)
    dana = people.arrive()
    place = join_by_email(dana, letters, session, "dana@example.org", "Dana")
    expect(dana.get_by_text("waiting list, number 1")).to_be_visible()
    assert (
        "you are on the waiting list"
        in letters.wait("dana@example.org", "You are on the waiting list").text
    )
    assert LINK not in dana.content()

    chidi = people.arrive()
    chidi.goto(his.place_path)
    cancel(chidi)
    assert "it is yours" in letters.wait("dana@example.org", "You have a place now").text
    assert LINK in letters.wait("dana@example.org", "Your link").text
    dana.goto(place)
    expect(dana.get_by_text("You are on the list", exact=True)).to_be_visible()
    expect(dana.get_by_role("link", name="Join the call")).to_be_visible()
    assert not letters.to("ben@example.org")


def next_change(zone: ZoneInfo, after: dt.datetime) -> dt.date:
    """The first day on which the clocks of the zone stand otherwise than the day before."""
    day, noon = after.date(), dt.time(12)
    while True:
        day += dt.timedelta(days=1)
        before = dt.datetime.combine(day - dt.timedelta(days=1), noon, zone)
        if dt.datetime.combine(day, noon, zone).utcoffset() != before.utcoffset():
            return day


def test_moved_across_a_daylight_saving_change(
    people: Visitors, letters: Letters, meeting: Meeting
) -> None:
    """18:00 in Vienna stays 18:00 in Vienna; in Sao Paulo and Kolkata another hour is right."""
    change = next_change(VIENNA, factories.now() + 3 * factories.DAY)
    before, after = (
        dt.datetime.combine(change + dt.timedelta(days=days), dt.time(18), VIENNA)
        for days in (-2, 2)
    )
    session = factories.session(
        meeting, starts_at=before, ends_at=before + HOUR, time_zone="Europe/Vienna"
    )
    zones = ("Europe/Vienna", "America/Sao_Paulo", "Asia/Kolkata")
    everyone = {zone: factories.person(time_zone=zone) for zone in zones}
    places = {zone: factories.sign_up(who, session) for zone, who in everyone.items()}
    first = {zone: letters.wait(who.email, "You are on") for zone, who in everyone.items()}
    new = {"starts_at": after, "ends_at": after + HOUR}
    actions.change_session(session=session, by=factories.anyone(), now=factories.now(), **new)

    for zone, who in everyone.items():
        local = after.astimezone(ZoneInfo(zone))
        letter = letters.wait(who.email, "New time")
        assert f"{local:%A} {local.day} {local:%B %Y}, {local:%H:%M}–" in letter.text
        assert f"{after.astimezone(dt.UTC):%H:%M}–" in letter.text
        assert letter.sequence > first[zone].sequence
        shows(people.arrive(zone=zone), places[zone].place_path, local)
    assert {f"{after.astimezone(ZoneInfo(zone)):%H:%M}" for zone in zones} > {"18:00"}


def shows(page: Page, place: str, local: dt.datetime) -> None:
    """Nobody is signed in: the browser's own zone counts, and the server follows it."""
    for _again in range(2):
        page.goto(place)
        expect(page.locator(".when time").first).to_have_text(f"{local:%H:%M}")
        day = f"{local:%A} {local.day} {local:%B %Y}"
        expect(page.get_by_role("heading", level=1)).to_contain_text(day)
        utc = local.astimezone(dt.UTC)
        expect(page.locator(".facts").first).to_contain_text(f"{utc:%H:%M} – ")


def test_the_policy_changed_in_substance(
    site: Site, people: Visitors, letters: Letters, session: Session
) -> None:
    """Dana is asked again and gets the link only after that; what she said before is kept."""
    dana = people.arrive()
    place = join_by_email(dana, letters, session, "dana@example.org", "Dana")
    version = factories.new_policy(text="Be kind, and say so.", changes="Say so.")
    asked = letters.wait("dana@example.org", "Please read the safe space policy")
    assert asked.place == place

    factories.give_link(session, LINK)
    site.portal.turns(3)
    assert not letters.to("dana@example.org", "Your link")
    dana.goto(asked.place)
    expect(dana.get_by_role("heading", name="Before you get the link")).to_be_visible()
    assert LINK not in dana.content()

    dana.get_by_role("button", name="I have read it and will keep to it").click()
    expect(dana.get_by_role("link", name="Join the call")).to_have_attribute("href", LINK)
    assert LINK in letters.wait("dana@example.org", "Your link").text
    acknowledged = Acknowledgement.objects.filter(person__email="dana@example.org")
    numbers = acknowledged.values_list("version__number", flat=True)
    assert sorted(numbers) == [version.number - 1, version.number]
