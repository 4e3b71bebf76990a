"""The personal page says what is so for this very place."""

import pytest

from meetings.models import Meeting, Registration, Session
from members.models import User
from tests import factories as make
from tests.factories import DAY, HOUR, LINK
from tests.visitors import text, visitor

ELSE = "It goes to somebody else"


def page_of(place: Registration) -> str:
    return text(visitor().get(place.place_path))


# --- Acknowledging -------------------------------------------------------------------------------


def acknowledge(place: Registration) -> str:
    number = make.new_policy().number
    path = f"{place.place_path}acknowledge/"
    return text(visitor().post(path, {"version": str(number)}, follow=True))


def test_the_link_that_is_shown_at_once_is_not_promised_for_later(
    meeting: Meeting, dana: User
) -> None:
    soon = make.sign_up(dana, make.session(meeting, starts_in=HOUR / 2, link=LINK))
    page = acknowledge(soon)
    assert "The video-call link is on this page now." in page and LINK in page
    assert "reaches you in time" not in page


def test_the_link_that_is_to_come_is_promised(meeting: Meeting, dana: User) -> None:
    later = make.sign_up(dana, make.session(meeting, starts_in=9 * DAY, link=LINK))
    page = acknowledge(later)
    assert "reaches you in time" in page and LINK not in page


# --- Giving it back ------------------------------------------------------------------------------


@pytest.mark.parametrize(("capacity", "others"), [(None, 3), (5, 1), (1, 0)])
def test_where_nobody_waits_it_goes_to_nobody(
    meeting: Meeting, dana: User, capacity: int | None, others: int
) -> None:
    session = make.session(meeting, capacity=capacity)
    place = make.sign_up(dana, session)
    for who in make.people(others):
        make.sign_up(who, session)
    page = page_of(place)
    assert "Cancel your place? The addresses in our messages stop working." in page
    assert ELSE not in page


def test_where_somebody_waits_it_goes_to_them_and_theirs_to_nobody(
    meeting: Meeting, dana: User, chidi: User
) -> None:
    session = make.session(meeting, capacity=1)
    place, waiting = make.sign_up(dana, session), make.sign_up(chidi, session)
    assert ELSE in page_of(place)
    assert ELSE not in page_of(waiting)


# --- Times ---------------------------------------------------------------------------------------


def test_a_time_that_is_nobodys_own_says_which_it_is(session: Session) -> None:
    """For who has no script that would find out their zone."""
    for path in (session.meeting.get_absolute_url(), "/meetings/"):
        label = "<noscript>"
        assert label in text(visitor().get(path))
        client = visitor()
        client.cookies["tz"] = "Asia/Kolkata"
        assert label not in text(client.get(path))
