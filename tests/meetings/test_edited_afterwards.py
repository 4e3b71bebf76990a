"""What happens to the promises when somebody edits a meeting afterwards, well or badly."""

import datetime as dt
import logging
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone
from icalendar import Calendar

from meetings import actions, links, notices, rules
from meetings.ical import Entry, calendar
from meetings.models import Meeting, Session
from meetings.wording import times
from members.models import User
from members.rules import Refused
from tests import factories as make
from tests.factories import DAY, HOUR, LINK
from vsn.outbox import dispatch, tasks
from vsn.outbox.models import Delivery

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def the_tests_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The workers ask the database for the time, and PostgreSQL has a clock of its own."""
    monkeypatch.setattr(tasks, "database_clock", lambda: timezone.now)


def link_mails() -> int:
    return len(make.mails_with(LINK))


# --- Lead times ----------------------------------------------------------------------------------


@pytest.mark.parametrize("leads", [["60"], [None], "60", [1e400]])
def test_one_broken_meeting_stops_nobody_elses_link(
    meeting: Meeting, dana: User, leads: object, logged_errors: list[logging.LogRecord]
) -> None:
    broken = make.session(starts_in=HOUR / 2, link=LINK)
    make.sign_up(make.person(), broken)
    soon = make.session(meeting, starts_in=HOUR / 2, link=LINK)
    make.sign_up(dana, soon)
    Meeting.objects.filter(pk=broken.meeting_id).update(
        lead_minutes=leads if leads != [1e400] else [10**30]
    )
    make.tick()
    assert make.mails_with(LINK, dana.email)
    assert logged_errors  # somebody is told that something is broken
    logged_errors.clear()


@pytest.mark.parametrize("leads", [["60"], [True], [1.5], [-1], "60", None, {"60": 1}, [10**9]])
def test_lead_times_that_are_none_are_refused(meeting: Meeting, ben: User, leads: object) -> None:
    assert rules.leads_refusal(leads)
    meeting.lead_minutes = leads
    with pytest.raises(Refused):
        actions.save_meeting(meeting=meeting, changed=["lead_minutes"], by=ben, now=make.now())
    meeting.refresh_from_db()
    assert meeting.lead_minutes == [1440, 60]


@pytest.mark.parametrize(
    "edited", [[2880, 1440, 60], [1440, 1430, 60], [1500, 60], [3000, 2000, 1440], [1441], []]
)
def test_edited_lead_times_tell_nobody_twice(
    meeting: Meeting, dana: User, edited: list[int]
) -> None:
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        session = make.session(meeting, starts_in=1435 * dt.timedelta(minutes=1), link=LINK)
        make.sign_up(dana, session)
        make.tick()
        assert link_mails() == 1
        Meeting.objects.update(lead_minutes=edited)
        make.tick()
        clock.shift(dt.timedelta(seconds=60))
        make.tick()
        assert link_mails() == 1


def test_a_lead_time_that_comes_later_still_reminds(meeting: Meeting, dana: User) -> None:
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        session = make.session(meeting, starts_in=20 * HOUR, link=LINK)
        make.sign_up(dana, session)
        make.tick()
        Meeting.objects.update(lead_minutes=[1440, 1300, 120])
        make.tick()
        assert link_mails() == 1
        clock.shift(18 * HOUR)
        for _ in range(3):
            make.tick()
        assert link_mails() == 2


# --- Times of sessions ---------------------------------------------------------------------------


def test_put_off_by_ninety_days_nothing_is_told_again(
    meeting: Meeting, dana: User, ben: User
) -> None:
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        session = make.session(meeting, starts_in=3 * DAY, capacity=1)
        first, waiting = make.sign_up(ben, session), make.sign_up(dana, session)
        make.tick()
        actions.cancel(registration=first, now=make.now())
        actions.add_by_hand(session=session, reach="new@example.org", name="N", by=ben, now=start)
        make.tick()
        later = {"starts_at": session.starts_at + 90 * DAY, "ends_at": session.ends_at + 90 * DAY}
        actions.change_session(session=session, by=ben, now=make.now(), **later)
        make.tick()
        told, last = len(make.mails()), Delivery.objects.order_by("pk").last()
        assert make.mails_with("", dana.email)
        for _ in range(8):
            clock.shift(10 * DAY)
            tasks.tidy()
            make.tick()
        again = Delivery.objects.filter(pk__gt=last.pk)
        assert not again.exists() and len(make.mails()) == told
        assert links.link_for(waiting, make.now()) == ""


def test_the_notice_of_a_move_has_no_link_and_the_link_comes_once(
    meeting: Meeting, dana: User, ben: User
) -> None:
    soon = make.session(meeting, starts_in=HOUR, link=LINK)
    make.sign_up(dana, soon)
    make.tick()
    assert link_mails() == 1
    moved = {"starts_at": soon.starts_at + HOUR / 2, "ends_at": soon.ends_at + HOUR / 2}
    actions.change_session(session=soon, by=ben, now=make.now(), **moved)
    for _ in range(3):
        make.tick()
    assert len(make.mails_with("takes place at another time")) == 1
    assert link_mails() == 2


def test_cancelling_what_is_over_tells_nobody(meeting: Meeting, dana: User, ben: User) -> None:
    past = make.session(meeting, starts_in=-2 * DAY)
    make.registration(past, dana)
    for cancel in (actions.cancel_session, actions.cancel_meeting):
        thing = {"session": past} if cancel is actions.cancel_session else {"meeting": meeting}
        cancel(**thing, reason="By mistake", by=ben, now=make.now())
    make.tick()
    assert not Delivery.objects.exists() and not make.mails()


def test_a_stale_meeting_undoes_nothing(meeting: Meeting, ben: User) -> None:
    stale = Meeting.objects.get(pk=meeting.pk)
    actions.cancel_meeting(meeting=meeting, reason="Ill", by=ben, now=make.now())
    Meeting.objects.update(summary="Changed meanwhile")
    stale.title = "Another title"
    actions.save_meeting(meeting=stale, changed=["title"], by=ben, now=make.now())
    with pytest.raises(Refused):
        actions.publish_meeting(meeting=stale, by=ben, now=make.now())
    now_is = Meeting.objects.get(pk=meeting.pk)
    assert (now_is.title, now_is.summary) == ("Another title", "Changed meanwhile")
    assert (now_is.status, now_is.cancel_reason) == ("cancelled", "Ill")


# --- Days and hours in words and in calendars ----------------------------------------------------


def event(session: Session) -> dict:
    [found] = Calendar.from_ical(calendar([Entry(session, "https://x.org")], now=make.now())).events
    return found


def in_zone(zone: str, *wall: int) -> dt.datetime:
    return dt.datetime(*wall, tzinfo=ZoneInfo(zone)).astimezone(dt.UTC)


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "America/Los_Angeles", "Europe/Vienna"])
@pytest.mark.parametrize("reader", ["Pacific/Auckland", "America/Los_Angeles", "UTC"])
@pytest.mark.parametrize("days", [1, 3])
def test_whole_days_are_those_of_the_place(
    meeting: Meeting, dana: User, zone: str, reader: str, days: int
) -> None:
    session = make.session(
        meeting, time_zone=zone, precision="day", starts_at=in_zone(zone, 2027, 3, 13),
        ends_at=in_zone(zone, 2027, 3, 13 + days),
    )  # fmt: skip
    entry = event(session)
    assert entry["DTSTART"].dt == dt.date(2027, 3, 13)
    assert entry["DTEND"].dt == dt.date(2027, 3, 13 + days)
    with timezone.override(ZoneInfo(reader)):
        words = times(session)
    last = " – Monday 15 March 2027" if days == 3 else ""
    assert words["local"] == f"Saturday 13 March 2027{last}"
    assert words["utc"] == "" and words["day"] == "Saturday 13 March"


def test_where_only_the_start_is_known_no_end_is_invented(meeting: Meeting) -> None:
    session = make.session(meeting, precision="start", starts_at=in_zone("UTC", 2027, 3, 13, 15))
    assert "DTEND" not in event(session) and "DURATION" not in event(session)
    assert times(session)["local"] == "Saturday 13 March 2027, 15:00 (UTC)"
    with timezone.override(ZoneInfo("Europe/Vienna")):
        words = times(session)
    assert words["utc"] == "15:00 UTC" and "–" not in words["local"]


def test_three_days_with_hours_say_the_last_day(meeting: Meeting) -> None:
    start = in_zone("UTC", 2027, 3, 13, 9)
    session = make.session(meeting, starts_at=start, ends_at=start + 2 * DAY + 8 * HOUR)
    assert times(session)["local"] == (
        "Saturday 13 March 2027, 09:00–Monday 15 March 2027, 17:00 (UTC)"
    )


# --- Messages ------------------------------------------------------------------------------------


def test_an_error_while_writing_ends_nothing_and_it_goes_out_afterwards(
    session: Session, dana: User, monkeypatch: pytest.MonkeyPatch,
    logged_errors: list[logging.LogRecord],
) -> None:  # fmt: skip
    make.sign_up(dana, session)
    Delivery.objects.update(attempts=12)  # the mail server was away for long
    whole = notices.write
    monkeypatch.setattr(notices, "write", lambda *args: 1 / 0)
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        for _ in range(5):
            clock.shift(HOUR)
            make.tick()
        assert Delivery.objects.get().state == Delivery.State.QUEUED
        monkeypatch.setattr(notices, "write", whole)
        clock.shift(HOUR)
        make.tick()
    logged_errors.clear()
    assert Delivery.objects.get().state == Delivery.State.SENT
    assert len(make.mails(dana.email)) == 1
    assert dispatch.claim(make.now() + DAY, 5) == []


def test_exclusions_cost_the_same_for_few_and_many(
    meeting: Meeting, django_assert_num_queries: object
) -> None:
    make.exclude("mallory@example.org")
    session = make.session(meeting, starts_in=HOUR / 2, link=LINK)
    session = Session.objects.select_related("meeting").get(pk=session.pk)
    for count in (1, 5):
        people = list(User.objects.filter(pk__in=[p.pk for p in make.people(count)]))
        with django_assert_num_queries(2):  # type: ignore[operator]
            assert links.shut_out([(session, who) for who in people], make.now()) == set()
