"""Some months later: asked on the right day, of those who are still known, once."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from meetings import actions, afterwards, opinions
from meetings.models import Feedback, Meeting, Registration, Session
from members.models import User
from tests import factories as make
from tests.factories import DAY, HOUR
from tests.visitors import text, visitor
from vsn.outbox import tasks

END = dt.datetime(2025, 11, 30, 16, 0, tzinfo=dt.UTC)


@pytest.fixture
def over(meeting: Meeting) -> Session:
    meeting.follow_up_months = 3
    meeting.save()
    return make.session(meeting, starts_at=END - HOUR, ends_at=END)


@pytest.fixture
def place(over: Session, dana: User) -> Registration:
    return make.registration(over, dana)


def form(place: Registration) -> str:
    return reverse("meetings:give_feedback", args=[place.key])


def asked_by(moment: dt.datetime) -> list[str]:
    """Who was asked what came of it, when the worker runs then."""
    with time_machine.travel(moment, tick=False), pytest.MonkeyPatch.context() as patch:
        # The database goes by its own clock.
        patch.setattr(tasks, "database_clock", lambda: lambda: moment)
        make.tick()
    return [mail.to[0] for mail in make.mails_with("Did you use what you heard")]


@pytest.mark.parametrize(
    ("months", "day"),
    [(3, (2026, 2, 28)), (1, (2025, 12, 30)), (2, (2026, 1, 30)), (12, (2026, 11, 30))],
)
def test_it_is_the_same_day_of_a_later_month(
    months: int, day: tuple[int, int, int], over: Session
) -> None:
    over.meeting.follow_up_months = months
    assert afterwards.follow_up_at(over) == END.replace(year=day[0], month=day[1], day=day[2])


def test_people_are_asked_once_in_the_days_after_that(place: Registration) -> None:
    due = dt.datetime(2026, 2, 28, 16, 0, tzinfo=dt.UTC)
    assert asked_by(due - HOUR) == []
    assert asked_by(due + HOUR) == ["dana@example.org"]
    assert asked_by(due + 3 * DAY) == ["dana@example.org"]
    assert form(place) in make.mails("dana@example.org")[0].body


def test_a_week_later_nobody_is_asked_any_more(place: Registration) -> None:
    assert asked_by(END + 98 * DAY) == []


@pytest.mark.parametrize("why", ["not set", "cancelled", "did not come", "forgotten", "said it"])
def test_who_is_not_asked(why: str, place: Registration, dana: User) -> None:
    if why == "not set":
        Meeting.objects.update(follow_up_months=None)
    elif why == "cancelled":
        Session.objects.update(status="cancelled")
    elif why == "did not come":
        Registration.objects.update(attended=False)
    elif why == "forgotten":
        actions.forget_person(person=dana, now=END + DAY)
    else:
        Registration.objects.update(gave_follow_up=True)
    assert asked_by(END + 91 * DAY) == []


def test_two_questions_apart_from_what_was_said_after_the_session(
    over: Session, place: Registration, ben: User
) -> None:
    Registration.objects.update(gave_feedback=True)
    with time_machine.travel(END + 91 * DAY, tick=False):
        page = text(visitor().get(form(place)))
        assert "What came of it?" in page and "How useful" not in page
        old = visitor().post(form(place), {"kind": "session", "took_home": "Old page"})
        assert old.status_code == 422 and "Old page" in text(old)
        said = {"kind": "follow_up", "again": "perhaps", "took_home": "Canary: a mentor"}
        assert visitor().post(form(place), said).status_code == 302
        kept = Feedback.objects.get()
        assert (kept.kind, kept.again, kept.on) == ("follow_up", "perhaps", dt.date(2026, 2, 28))
        assert "Thank you" in text(visitor().get(form(place)))
        address = reverse("meetings:feedback_results", args=[over.meeting.slug, over.number])
        page = text(visitor(ben).get(address))
    assert "1 answer so far; shown from 5 on" in page and "Canary" not in page


def test_it_is_told_apart_and_from_five_answers_on(over: Session) -> None:
    def say(number: int) -> None:
        for _ in range(number):
            actions.give_feedback(
                registration=make.registration(over, make.person()),
                kind="follow_up",
                answers={"again": "yes", "took_home": "Canary"},
                now=END + 91 * DAY,
            )

    say(4)
    first, later = opinions.of_session(over)
    assert (first.count, later.count, later.is_told, later.took_home) == (0, 4, False, ())
    say(1)
    first, later = opinions.of_session(over)
    assert not first.is_told and later.took_home == ("Canary",) * 5
    assert [bar.value for bar in later.again.chart.bars] == [5, 0, 0]
    assert later.useful is None
