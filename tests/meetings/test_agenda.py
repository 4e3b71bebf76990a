"""Lists of sessions, and the public side of a sign-up list."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone

from meetings import actions, agenda
from meetings.models import Meeting, Registration, Session
from members.models import User
from tests import factories as make
from tests.factories import DAY

Visibility = Registration.Visibility


def test_one_row_for_each_meeting(meeting: Meeting, dana: User) -> None:
    first = make.session(meeting, starts_in=DAY)
    other = make.session(make.meeting(), starts_in=2 * DAY)
    second = make.session(meeting, starts_in=3 * DAY)
    place = make.sign_up(dana, second)
    rows = agenda.rows([first, other, second], agenda.places_of(dana, [first, other, second]))
    assert [(row.session, row.also, row.registration) for row in rows] == [
        (first, [second], place),
        (other, [], None),
    ]


@pytest.mark.parametrize(
    ("zone", "fits"),
    [
        ("UTC", True),
        ("Europe/Vienna", True),
        ("Asia/Kolkata", False),
        ("America/Los_Angeles", True),
    ],
)
def test_what_fits_my_day(zone: str, fits: bool) -> None:
    """15:00–16:30 UTC."""
    start = dt.datetime(2027, 3, 3, 16, tzinfo=dt.UTC)
    session = Session(starts_at=start, ends_at=start + dt.timedelta(hours=1.5))
    with timezone.override(ZoneInfo(zone)):
        assert agenda.fits_day(session) is fits


def test_what_ends_after_midnight_does_not_fit() -> None:
    start = dt.datetime(2027, 3, 3, 19, tzinfo=dt.UTC)
    assert not agenda.fits_day(Session(starts_at=start, ends_at=start + dt.timedelta(hours=14)))


def test_places_of_strangers_are_nobodys(session: Session, dana: User, chidi: User) -> None:
    make.sign_up(dana, session)
    assert agenda.places_of(AnonymousUser(), [session]) == {}
    assert agenda.places_of(chidi, [session]) == {}


# --- The public list -----------------------------------------------------------------------------


def drawn(session: Session) -> agenda.SignUpList:
    session = Session.objects.get(pk=session.pk)
    return agenda.sign_up_lists([session])[session.pk]


def test_who_is_shown(session: Session) -> None:
    for name, visibility in (
        ("Nina Named", Visibility.NAME),
        ("Anna Anonymous", Visibility.ANONYMOUS),
        ("Heidi Hidden", Visibility.HIDDEN),
    ):
        make.sign_up(make.person(), session, name=name, visibility=visibility)
    make.registration(session, make.person(), status="unconfirmed", name="Not yet")
    shown = drawn(session)
    assert (shown.signed_up, shown.listed) == (3, 2)
    assert "Nina Named" in shown.html
    assert "a participant" in shown.html
    for hidden in ("Anna", "Heidi", "Not yet", "@"):
        assert hidden not in shown.html


def test_names_are_text(session: Session) -> None:
    make.sign_up(make.person(), session, name="<script>alert(1)</script>")
    assert "<script" not in drawn(session).html
    assert "&lt;script&gt;" in drawn(session).html


@pytest.mark.parametrize(
    "change",
    ["sign up", "cancel", "rename", "hide", "forget", "move away", "remove", "confirm", "capacity"],
)
def test_a_drawn_list_is_never_out_of_date(
    session: Session, dana: User, ben: User, change: str
) -> None:
    now = timezone.now()
    place = make.sign_up(dana, session, name="Dana before")
    waiting = make.sign_up_stranger("new@example.org", session, name="Somebody new")
    before = drawn(session)
    assert "Dana before" in before.html
    make_it = {
        "sign up": lambda: make.sign_up(ben, session, name="Somebody new"),
        "cancel": lambda: actions.cancel(registration=place, now=now),
        "rename": lambda: actions.change_appearance(
            registration=place, name="Dana after", visibility=Visibility.NAME, now=now
        ),
        "hide": lambda: actions.change_appearance(
            registration=place, name="Dana before", visibility=Visibility.HIDDEN, now=now
        ),
        "forget": lambda: actions.forget_person(person=dana, now=now),
        "move away": lambda: actions.move(
            registration=place, to=make.session(session.meeting), now=now
        ),
        "remove": lambda: actions.remove(registration=place, reason="asked", by=ben, now=now),
        "confirm": lambda: actions.confirm(registration=waiting, now=now),
        "capacity": lambda: (
            make.sign_up(ben, session, name="Somebody new"),
            actions.change_session(session=session, by=ben, now=now, capacity=2),
        ),
    }
    make_it[change]()
    after = drawn(session)
    if change in {"sign up", "confirm", "capacity"}:
        assert "Somebody new" in after.html
    else:
        assert "Dana before" not in after.html
    assert after != before


def test_a_list_of_the_past_forgets_with_the_person(session: Session, dana: User) -> None:
    make.sign_up(dana, session, name="Dana of the past")
    past = timezone.now() - DAY
    Session.objects.update(starts_at=past, ends_at=past + DAY / 2)
    assert "Dana of the past" in drawn(session).html
    actions.forget_person(person=dana, now=timezone.now())
    assert "Dana of the past" not in drawn(session).html
    assert drawn(session).signed_up == 1


def test_a_known_list_costs_no_query(session: Session, django_assert_num_queries: Any) -> None:
    make.sign_up(make.person(), session)
    fresh = Session.objects.get(pk=session.pk)
    with django_assert_num_queries(1):
        agenda.sign_up_lists([fresh])
    with django_assert_num_queries(0):
        agenda.sign_up_lists([fresh])


@pytest.mark.parametrize("count", [1, 3])
def test_page_of_a_meeting_costs_the_same_for_one_and_three(
    client: Client, meeting: Meeting, count: int, django_assert_num_queries: Any
) -> None:
    for _ in range(count):
        session = make.session(meeting)
        for who in make.people(count):
            make.sign_up(who, session)
    with django_assert_num_queries(6):
        assert client.get(meeting.get_absolute_url()).status_code == 200


def test_what_was_on_leads_to_ones_own_place(meeting: Meeting, dana: User) -> None:
    """There is the digest, the question how it was, and the certificate."""
    over = make.session(meeting, starts_in=-2 * DAY)
    place = make.registration(over, dana, attended=True)
    client = Client()
    client.force_login(dana)
    page = client.get("/me/").content.decode()
    assert page.count(f'href="{place.place_path}"') == 2
    # Nobody signs up for what is over.
    past = Client().get("/meetings/past/").content.decode()
    assert meeting.get_absolute_url() in past and "sign-up" not in past
