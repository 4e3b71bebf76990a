"""Each rule refuses, and each lets pass."""

import datetime as dt
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from meetings import rules
from meetings.models import Meeting, Session
from members.models import User
from tests import factories as make
from tests.factories import HOUR, LINK


def code(rule: rules.Rule, session: Session, person: User | None = None) -> str | None:
    no = rule(session, person, timezone.now())
    return no.code if no else None


# --- Sessions ------------------------------------------------------------------------------------


def test_not_a_draft(session: Session) -> None:
    assert code(rules.not_a_draft, session) is None
    session.status = "draft"
    assert code(rules.not_a_draft, session) == "draft"


def test_not_a_draft_by_its_meeting(session: Session) -> None:
    session.meeting.status = "draft"
    assert code(rules.not_a_draft, session) == "draft"


def test_not_cancelled(session: Session) -> None:
    assert code(rules.not_cancelled, session) is None
    session.status = "cancelled"
    assert code(rules.not_cancelled, session) == "cancelled"


def test_not_cancelled_by_its_meeting(session: Session) -> None:
    session.meeting.status = "cancelled"
    assert code(rules.not_cancelled, session) == "cancelled"


def test_not_over(session: Session) -> None:
    end = session.ends_at
    assert rules.not_over(session, None, end - dt.timedelta(microseconds=1)) is None
    no = rules.not_over(session, None, end)
    assert no is not None and no.code == "over"


def test_not_excluded(session: Session, dana: User) -> None:
    assert code(rules.not_excluded, session, dana) is None
    assert code(rules.not_excluded, session, None) is None
    make.exclude("dana@example.org")
    assert code(rules.not_excluded, session, dana) == "excluded"


def test_not_excluded_refuses_a_closed_account(session: Session, dana: User) -> None:
    dana.is_active = False
    assert code(rules.not_excluded, session, dana) == "excluded"


def test_not_removed(session: Session, dana: User) -> None:
    place = make.registration(session, dana, status="cancelled")
    assert code(rules.not_removed, session, dana) is None
    assert code(rules.not_removed, session, None) is None
    place.status = "removed"
    place.save()
    assert code(rules.not_removed, session, dana) == "removed"
    assert code(rules.not_removed, make.session(session.meeting), dana) is None


def test_the_refusal_of_the_excluded_is_neutral(session: Session, dana: User) -> None:
    make.exclude("dana@example.org")
    no = rules.not_excluded(session, dana, timezone.now())
    assert "exclu" not in str(no).lower() and "ban" not in str(no).lower()
    assert "contact@" in str(no)


def test_the_first_refusal_is_the_one_shown(session: Session, dana: User) -> None:
    make.exclude("dana@example.org")
    session.status = "cancelled"
    no = rules.refusal(rules.SIGN_UP, session, dana, session.ends_at)
    assert no is not None and no.code == "cancelled"
    assert rules.refusal(rules.OPEN, make.session(), dana, timezone.now()) is None


# --- Capacity ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("was", "people", "wanted", "refused"),
    [
        (None, 3, 2, True),
        (None, 3, 3, False),
        (3, 3, 2, True),
        (3, 5, 3, False),  # two wait; nobody loses a place
        (3, 5, 2, True),
        (3, 1, 1, False),
        (3, 5, None, False),
        (None, 0, 1, False),
    ],
)
def test_capacity_takes_no_place_away(
    session: Session, was: int | None, people: int, wanted: int | None, refused: bool
) -> None:
    session.capacity = was
    session.save()
    for who in make.people(people):
        make.registration(session, who)
    no = rules.capacity_refusal(session, wanted)
    assert (no is not None) is refused
    assert no is None or no.code == "places_taken"


# --- Lead times ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hours_left", "leads", "reached"),
    [
        (25, [1440, 60], 0),
        (24, [1440, 60], 1),
        (2, [1440, 60], 1),
        (1, [60, 1440], 2),
        (-1, [1440, 60], 2),
        (0.1, [], 0),
        (0, [], 1),
    ],
)
def test_leads_reached(session: Session, hours_left: float, leads: list[int], reached: int) -> None:
    session.meeting.lead_minutes = leads
    assert rules.leads_reached(session, session.starts_at - hours_left * HOUR) == reached


@pytest.mark.parametrize("leads", [[], [0], [1440, 60], [60 * 24 * 60]])
def test_lead_times_that_are_fine(leads: object) -> None:
    assert rules.leads_refusal(leads) is None


@pytest.mark.parametrize(
    "leads", [None, 60, "60", ["60"], [None], [1.5], [True], [-1], [86401], {}]
)
def test_lead_times_that_are_none(leads: object) -> None:
    no = rules.leads_refusal(leads)
    assert no is not None and no.code == "leads"


# --- Who may -------------------------------------------------------------------------------------


def test_may_facilitate(
    meeting: Meeting, ada: User, ben: User, chidi: User, dana: User, eve: User
) -> None:
    may = {who.name for who in (ada, ben, chidi, dana, eve) if rules.may_facilitate(who, meeting)}
    assert may == {"Ada", "Ben"}
    assert not rules.may_facilitate(AnonymousUser(), meeting)


def test_may_be_forgotten_without_signing_in(
    session: Session, ada: User, ben: User, chidi: User, dana: User
) -> None:
    now = timezone.now()
    places = [make.registration(session, who) for who in (ada, ben, chidi, dana)]
    may = {place.name for place in places if rules.may_be_forgotten(place, now)}
    assert may == {"Dana"}
    places[-1].person.last_login = now
    assert not rules.may_be_forgotten(places[-1], now)


def test_one_places_address_must_not_cost_another(session: Session, dana: User) -> None:
    now = timezone.now()
    place = make.registration(session, dana)
    assert rules.may_be_forgotten(place, now)
    assert not rules.may_be_forgotten(place, session.ends_at)
    make.registration(make.session(), dana)
    assert not rules.may_be_forgotten(place, now)


# --- The video-call link -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "link",
    [
        "",
        LINK,
        "https://us02web.zoom.us/j/86219374655?pwd=SkJ2ZEZsUT09",
        "https://meet.google.com/kqv-bmzd-wrx",
        "https://meet.jit.si/VolunteerSupporters2027",
        "https://teams.microsoft.com/l/meetup-join/19%3ameeting_Zm9v%40thread.v2/0?context=%7b%7d",
        "https://bbb.example-host.net/b/ana-x7d-q2w",
        "https://meet.münchen-host.de/raum-7",
        "https://meet.call-platform.org:8443/room/7",
    ],
)
def test_links_that_people_may_get(link: str) -> None:
    assert rules.link_refusal(link) is None


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("http://meet.call-platform.org/room/7", "not_https"),
        ("javascript:alert(1)", "not_https"),
        ("TBA", "not_https"),
        ("zoom.us/j/86219374655", "not_https"),
        ("https://intranet/room", "not_https"),
        ("https://meet.call-platform.org/room 7", "not_https"),
        ("https://meet.call-platform.org/room\n7", "not_https"),
        ("https://user:password@meet.call-platform.org/room", "unreadable"),
        ("https://meet.call-platform.org:99999/room", "unreadable"),
        ("https://[::1/room", "unreadable"),
        ("https://example.org/room/7", "placeholder"),
        ("https://zoom.us/j/TBA", "placeholder"),
        ("https://zoom.us/j/<meeting-id>", "placeholder"),
        ("https://zoom.us/j/123456789", "placeholder"),
        ("https://zoom.us/j/xxxxxxxxxxx", "placeholder"),
        ("https://meet.call-platform.org/", "placeholder"),
        ("https://meet.call-platform.org/your-link", "placeholder"),
        ("https://zoom.us/s/86219374655", "host_link"),
        ("https://us02web.zoom.us/j/86219374655?zak=eyJ0", "host_link"),
    ],
)
def test_links_that_nobody_may_get(link: str, expected: str) -> None:
    no = rules.link_refusal(link)
    assert no is not None and no.code == expected
    assert str(no)


@given(
    st.text()
    | st.text().map(lambda text: f"https://{text}")
    | st.text().map(lambda text: f"https://meet.call-platform.org/{text}")
)
def test_link_refusal_never_fails_and_lets_nothing_but_https_pass(link: str) -> None:
    if link and rules.link_refusal(link) is None:
        parts = urlsplit(link)
        assert parts.scheme == "https"
        assert parts.hostname and "." in parts.hostname
        assert not parts.username and not parts.password
        assert not any(c.isspace() or ord(c) < 32 for c in link)
