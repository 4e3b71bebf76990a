"""Whom a message to a list goes to."""

from typing import Any

from django.urls import reverse

from meetings.actions import announcements as acts
from meetings.models import Announcement, Meeting, Session
from members.models import User
from tests import factories as make
from tests.factories import DAY
from tests.visitors import text, visitor


def at(session: Session) -> str:
    return reverse("meetings:message_list", args=[session.meeting.slug, session.number])


def reached(session: Session, now: Any = None, **fields: Any) -> list[str]:
    written = acts.Written(subject="S", text="T", **fields)
    found = acts.recipients(session, written, now or make.now())
    return [place.name for place in found.reached]


def test_those_with_a_place_and_those_who_wait(meeting: Meeting) -> None:
    small = make.session(meeting, capacity=2)
    for who in make.people(3):
        make.sign_up(who, small)
    make.sign_up_stranger("zofia@example.org", small)  # not confirmed: not on the list
    assert reached(small) == ["Person 0", "Person 1", "Person 2"]
    assert reached(small, audience="places") == ["Person 0", "Person 1"]
    assert reached(small, audience="waiting") == ["Person 2"]


def test_all_sessions_means_each_person_once_and_none_that_is_over(
    session: Session, dana: User, chidi: User
) -> None:
    second = make.session(session.meeting, starts_in=6 * DAY)
    over = make.session(session.meeting, starts_in=-DAY)
    for to in (session, second):
        make.sign_up(dana, to)
    make.sign_up(chidi, second)
    make.registration(over, make.person(name="Old"))
    assert reached(session, everywhere=True) == ["Dana", "Chidi"]


def test_all_sessions_are_meant_also_when_one_of_two_ends_meanwhile(
    meeting: Meeting, dana: User, chidi: User, ben: User
) -> None:
    ended = make.session(meeting, starts_in=-DAY)
    make.registration(ended, chidi)
    make.sign_up(dana, make.session(meeting))
    sent = {"subject": "S", "text": "Bring a question.", "audience": "everyone", "send": "yes"}
    visitor(ben).post(at(ended), {**sent, "where": "meeting"})
    make.tick()
    assert [m.to for m in make.mails_with("Bring a question.")] == [["dana@example.org"]]


def test_some_are_chosen_by_their_places(
    session: Session, dana: User, chidi: User, ben: User
) -> None:
    danas, _ = make.sign_up(dana, session), make.sign_up(chidi, session, name="Chidi O.")
    other = make.sign_up(make.person(), make.session(make.meeting()))
    to = f"{danas.handle},{other.handle},x,{danas.handle}"
    page = text(visitor(ben).get(f"{at(session)}?to={to}"))
    assert "To 1 person:" in page and "Dana" in page and "Chidi O." not in page
    sent = {"subject": "About tomorrow", "text": "Please bring a question.", "to": to}
    visitor(ben).post(at(session), {**sent, "send": "yes"})
    make.tick()
    assert [m.to for m in make.mails_with("bring a question")] == [["dana@example.org"]]
    assert Announcement.objects.get().audience == "chosen"


def test_who_wants_no_such_messages_is_not_counted_as_reached(
    session: Session, dana: User, chidi: User, ben: User
) -> None:
    make.sign_up(dana, session)
    make.sign_up(chidi, session)
    User.objects.filter(pk=chidi.pk).update(muted_topics=["announcement"])
    assert reached(session) == ["Dana"]
    sent = {"subject": "S", "text": "Bring a question.", "audience": "everyone", "send": "yes"}
    visitor(ben).post(at(session), sent)
    make.tick()
    assert [m.to for m in make.mails_with("Bring a question.")] == [["dana@example.org"]]
    assert "1 of 1 sent" in text(visitor(ben).get(at(session)))
