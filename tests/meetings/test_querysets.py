"""What may be seen, who holds a place, who came before."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from meetings import actions
from meetings.models import Meeting, Registration, Report, Session
from meetings.rules import may_read_report, may_see
from members.models import User
from tests import factories as make
from tests.factories import HOUR

Status = Registration.Status


@pytest.fixture
def cast(ada: User, ben: User, chidi: User, dana: User, eve: User) -> dict[str, object]:
    return {
        "ada": ada, "ben": ben, "chidi": chidi, "dana": dana, "eve": eve,
        "anonymous": AnonymousUser(), "nobody": None,
    }  # fmt: skip


def who_sees(cast: dict[str, object], queryset: object, thing: object) -> set[str]:
    return {
        name for name, user in cast.items()
        if queryset.visible_to(user).filter(pk=thing.pk).exists()  # type: ignore[attr-defined]
    }  # fmt: skip


@pytest.mark.parametrize("status", ["published", "cancelled", "draft"])
def test_meetings(cast: dict[str, object], meeting: Meeting, status: str) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(status=status)
    everyone = {"ada", "ben"} if status == "draft" else set(cast)
    assert who_sees(cast, Meeting.objects, meeting) == everyone


def test_what_was_never_published(cast: dict[str, object], session: Session, ben: User) -> None:
    Meeting.objects.filter(pk=session.meeting_id).update(status="draft")
    actions.cancel_meeting(meeting=session.meeting, reason="No.", by=ben, now=make.now())
    session.refresh_from_db()
    assert who_sees(cast, Meeting.objects, session.meeting) == {"ada", "ben"}
    assert who_sees(cast, Session.objects, session) == {"ada", "ben"}
    people = {name: user for name, user in cast.items() if user}
    assert {n for n, user in people.items() if may_see(user, session)} == {"ada", "ben"}


def test_what_was_never_published_gives_no_right_to_the_programmes_figures(db: None) -> None:
    season, runner = make.programme(), make.person()
    draft = make.meeting(status="draft", programme=season, facilitators=(runner,))
    actions.cancel_meeting(meeting=draft, reason="No.", by=runner, now=make.now())
    assert not may_read_report(runner, season)
    make.meeting(programme=season, facilitators=(runner,))
    assert may_read_report(runner, season)


@pytest.mark.parametrize(
    ("meeting_status", "status", "public"),
    [
        ("published", "published", True),
        ("published", "cancelled", True),
        ("cancelled", "cancelled", True),
        ("published", "draft", False),
        ("draft", "published", False),
        ("draft", "draft", False),
    ],
)
def test_sessions(
    cast: dict[str, object], session: Session, meeting_status: str, status: str, public: bool
) -> None:
    Meeting.objects.filter(pk=session.meeting_id).update(status=meeting_status)
    Session.objects.filter(pk=session.pk).update(status=status)
    everyone = set(cast) if public else {"ada", "ben"}
    assert who_sees(cast, Session.objects, session) == everyone
    at_hand = Session.objects.select_related("meeting").get(pk=session.pk)
    assert {name for name, u in cast.items() if u and may_see(u, at_hand)} == everyone - {"nobody"}


def test_reports_are_for_their_readers_unless_about_them(
    ada: User, ben: User, eve: User, session: Session
) -> None:
    report = make.report(session=session, addressee="facilitator")
    people = {"ada": ada, "ben": ben, "eve": eve, "anonymous": AnonymousUser()}
    assert who_sees(people, Report.objects, report) == {"ben"}
    report.concerned.add(ben)
    assert who_sees(people, Report.objects, report) == set()


def test_upcoming_and_past(meeting: Meeting) -> None:
    now = timezone.now()
    over = make.session(meeting, starts_in=-3 * HOUR)
    running = make.session(meeting, starts_in=-HOUR)
    later = make.session(meeting, starts_in=HOUR)
    assert list(Session.objects.upcoming(now)) == [running, later]
    assert list(Session.objects.past(now)) == [over]
    assert list(Session.objects.past(running.ends_at)) == [running, over]


def test_published_asks_the_meeting_too(session: Session) -> None:
    assert list(Session.objects.published()) == [session]
    Meeting.objects.update(status="cancelled")
    assert not Session.objects.published().exists()


def test_with_counts_counts_the_list_only(session: Session) -> None:
    for status in Status.values:
        make.registration(session, make.person(), status=status)
    assert Session.objects.with_counts().get(pk=session.pk).signed_up == 1


# --- Places --------------------------------------------------------------------------------------


def test_who_holds_a_place(session: Session) -> None:
    small = make.session(session.meeting, capacity=2)
    now = timezone.now()
    listed = [
        make.registration(small, make.person(), placed_at=now + dt.timedelta(seconds=n))
        for n in (3, 1, 2)
    ]
    gone = make.registration(small, make.person(), status=Status.CANCELLED, placed_at=now)
    open_ended = make.registration(session, make.person())
    holding = set(Registration.objects.holding_a_place([small, session]))
    assert holding == {listed[1], listed[2], open_ended}
    assert gone not in holding


def test_a_filter_takes_nobody_out_of_the_count(session: Session) -> None:
    small = make.session(session.meeting, capacity=1)
    make.sign_up(make.person(), small)
    second = make.sign_up(make.person(), small)
    asked = Registration.objects.filter(pk=second.pk).holding_a_place([small])
    assert not asked.exists()
    assert not Registration.objects.holding_a_place([small]).filter(pk=second.pk).exists()


def test_same_moment_is_decided_by_the_row(session: Session) -> None:
    small = make.session(session.meeting, capacity=1)
    now = timezone.now()
    first, second = (make.registration(small, who, placed_at=now) for who in make.people(2))
    assert list(Registration.objects.holding_a_place([small])) == [first]
    assert list(Registration.objects.ahead_of(second)) == [first]
    assert not Registration.objects.ahead_of(first).exists()


def test_acknowledgements_by_version(session: Session, dana: User) -> None:
    place = make.registration(session, dana)
    place_of = Registration.objects.having_acknowledged
    assert not place_of(1).exists()
    make.acknowledged(dana)
    assert list(place_of(1)) == [place]
    assert not place_of(2).exists()


def test_the_version_at_sign_up_counts_even_if_it_was_not_of_substance(
    session: Session, dana: User
) -> None:
    make.acknowledged(dana)
    make.new_policy(substance=False)
    make.registration(session, dana)
    assert not Registration.objects.having_acknowledged(1).exists()
    make.acknowledged(dana)
    assert Registration.objects.having_acknowledged(1).exists()


@given(st.lists(st.sampled_from(["sign up", "cancel first", "cancel last"]), max_size=12))
def test_places_and_waiting_list_after_any_story(session: Session, story: list[str]) -> None:
    """Never more places than there are, always those who came first."""
    small = make.session(session.meeting, capacity=2, starts_in=HOUR * 24 * 9)
    expected: list[Registration] = []
    for step in story:
        if step == "sign up":
            expected.append(make.sign_up(make.person(), small))
        elif expected:
            gone = expected.pop(0 if step == "cancel first" else -1)
            actions.cancel(registration=gone, now=timezone.now())
        assert list(small.registrations.registered().in_order()) == expected
        holding = Registration.objects.holding_a_place([small]).in_order()
        assert list(holding) == expected[:2]
