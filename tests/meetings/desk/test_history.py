"""The history of a meeting: everything, for those who run it, and nothing that is not theirs."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from meetings import actions, history
from meetings.models import Meeting, Session
from members.models import User
from tests import factories as make
from tests.factories import DAY, HOUR, LINK
from tests.test_queries import queries
from tests.visitors import text, visitor
from vsn.audit.journal import record
from vsn.audit.models import Action


def past_of(meeting: Meeting, **asked: Any) -> str:
    words = "&".join(f"{name}={value}" for name, value in asked.items())
    return f"{reverse('meetings:meeting_history', args=[meeting.slug])}?{words}"


def told(meeting: Meeting, session: Session | None = None, kind: str = "") -> list[tuple[str, ...]]:
    """Who did what to whom, the latest first."""
    sessions = list(meeting.sessions.all())
    found = history.lines(history.entries(meeting, session, kind), sessions)
    return [(str(line.who), str(line.what), str(line.whom)) for line in found]


def test_who_did_what_and_when(meeting: Meeting, session: Session, dana: User, ben: User) -> None:
    place = make.sign_up(dana, session, name="Dana D.")
    actions.change_session(session=session, by=ben, now=make.now(), capacity=7)
    actions.remove(registration=place, reason="She asked me to.", by=ben, now=make.now())
    fay = make.person("fay@example.org", name="Fay")
    hers = make.sign_up(fay, session)
    actions.cancel(registration=hers, now=make.now())
    assert told(meeting) == [
        ("Fay", "cancelled the place", ""),
        ("Fay", "signed up", ""),
        ("Ben", "took someone off the list", "Dana D."),
        ("Ben", "changed the session", ""),
        ("Dana D.", "signed up", ""),
    ]
    page = text(visitor(ben).get(past_of(meeting)))
    assert "Dana D." in page and "She asked me to." not in page


def test_neither_link_nor_address_nor_text(
    meeting: Meeting, session: Session, dana: User, ben: User, desk: Client
) -> None:
    make.give_link(session, LINK)
    make.sign_up(dana, session, note="I need captions.")
    actions.invite_facilitator(
        meeting=meeting, reach="new@example.org", name="Noor", by=ben, now=make.now()
    )
    page = text(desk.get(past_of(meeting)))
    assert "set the video-call link" in page and "asked someone to facilitate" in page
    for never in (LINK, "dana@example.org", "new@example.org", "Noor", "captions"):
        assert never not in page


def test_nothing_of_reports_exclusions_and_other_meetings(
    meeting: Meeting, session: Session, dana: User, eve: User, ada: User
) -> None:
    make.report(session=session, addressee="facilitator")
    make.sign_up(dana, make.session(eve.facilitated_meetings.get()))
    # Even if it were written down about the session itself.
    for action in (
        Action.REPORTED,
        Action.REPORT_CHANGED,
        Action.EXCLUDED,
        Action.BAN_LIST_CHECKED,
    ):
        record(action, session, by=ada, now=make.now())
    assert told(meeting) == []


# Of all that is done with patterns, what is done about a meeting.
TIES = {Action.PATTERN_TIED, Action.PATTERN_UNTIED}


def test_every_act_of_a_meeting_has_its_kind() -> None:
    """And none of another kind has one by mistake."""
    ours = {
        "registration", "registrations", "list", "meeting", "session", "link", "facilitator",
        "announcement", "digest", "certificate",
    }  # fmt: skip
    shown = tuple(prefix for prefixes in history.PREFIXES.values() for prefix in prefixes)
    for action in Action.values:
        expected = action.partition(".")[0] in ours or action in TIES
        assert action.startswith(shown) == expected, action


def test_who_was_forgotten_is_someone(meeting: Meeting, session: Session, dana: User) -> None:
    helper = make.person(name="Hal")
    meeting.facilitations.create(person=helper)
    make.sign_up(dana, session)
    actions.change_session(session=session, by=helper, now=make.now(), capacity=9)
    for who in (dana, helper):
        actions.forget_person(person=who, now=make.now())
    assert [(who, what) for who, what, _whom in told(meeting)] == [
        ("someone", "changed the session"),
        ("someone who was forgotten", "signed up"),
    ]


def test_who_never_confirmed_has_done_nothing_yet(meeting: Meeting, session: Session) -> None:
    place = make.sign_up_stranger("zofia@example.org", session, name="Zofia")
    assert told(meeting) == []
    actions.confirm(registration=place, now=make.now())
    assert [who for who, _what, _whom in told(meeting)] == ["Zofia", "Zofia"]


def test_one_session_and_one_kind(
    desk: Client, meeting: Meeting, session: Session, dana: User
) -> None:
    other = make.session(meeting, starts_in=9 * DAY)
    make.sign_up(dana, session, name="Here")
    make.sign_up(make.person(name="Fay"), other, name="There")
    make.give_link(other)
    page = text(desk.get(past_of(meeting, session=other.number)))
    assert "There" in page and "Here" not in page and "set the video-call link" in page
    page = text(desk.get(past_of(meeting, session=other.number, kind="list")))
    assert "There" in page and "set the video-call link" not in page
    assert told(meeting, kind="people") == []
    assert "Nothing matches" in text(desk.get(past_of(meeting, kind="people")))
    assert desk.get(past_of(meeting, session=99)).status_code == 400
    assert desk.get(past_of(meeting, kind="reports")).status_code == 400


def test_fifty_on_a_page_the_latest_first(desk: Client, meeting: Meeting, ben: User) -> None:
    for _ in range(51):
        record(Action.MEETING_CHANGED, meeting, by=ben, now=make.now())
    record(Action.MEETING_PUBLISHED, meeting, by=ben, now=make.now())
    first, second = (text(desk.get(past_of(meeting, page=page))) for page in (1, 2))
    assert first.count("<tr>") == 51 and second.count("<tr>") == 3  # with the heading
    assert "published the meeting" in first and "published the meeting" not in second


@pytest.mark.parametrize("rows", [1, 3])
def test_it_asks_as_much_for_many(meeting: Meeting, ben: User, rows: int) -> None:
    for number in range(rows):
        session = make.session(meeting, starts_in=(number + 1) * DAY)
        place = make.sign_up(make.person(name="Fay"), session)
        actions.remove(registration=place, reason="-", by=ben, now=make.now())
        record(Action.FACILITATOR_REMOVED, meeting, by=ben, now=make.now(), person=ben.pk)
    assert queries(visitor(ben), past_of(meeting)) == 9


def test_only_those_who_run_it_read_it(meeting: Meeting, session: Session, eve: User) -> None:
    make.session(meeting, starts_in=-HOUR)
    for who in (None, eve, make.person(name="Fay")):
        assert visitor(who).get(past_of(meeting)).status_code == 404
