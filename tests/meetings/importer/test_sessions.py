"""Which list of the page is for which session, and which sessions are closed."""

from typing import Any

import pytest
from django.utils import timezone

from meetings import actions, importer
from meetings.importer import Standing
from meetings.models import Meeting, Session
from members.rules import Refused
from tests import factories as make
from tests.factories import DAY, HOUR
from tests.meetings.importer.bringing import bring, listed, look, of, only
from tests.meetings.pages import entry, page
from tests.test_leaks import everything

pytestmark = pytest.mark.django_db


def test_lists_find_their_session_by_its_start(session: Session) -> None:
    second = make.session(session.meeting, starts_in=5 * DAY)
    dates = (second.starts_at, session.starts_at, session.starts_at + HOUR, None)
    preview = look(page(*((date, [entry("Ana")]) for date in dates)), session.meeting)
    assert [one.session for one in preview.lists] == [second, session, None, None]
    assert preview.lists[2].choice == importer.NOWHERE and len(preview.tickable) == 2


def test_two_lists_for_one_session_are_one(session: Session) -> None:
    """Coming, perhaps coming: who stands on both is brought in once."""
    sheet = page((session.starts_at, [entry("Ana")]), (None, [entry("Bo"), entry("Ana")]))
    chosen = {0: str(session.number), 1: str(session.number)}
    [done] = bring(sheet, session.meeting, lists=chosen)
    assert done.brought_in == 2 and listed(session) == ["Ana", "Bo"]
    only_bo = page((session.starts_at, []), (None, [entry("Bo")]))
    left = look(only_bo, session.meeting, lists=chosen).left
    assert [place.name for place in left] == ["Ana"]


def test_one_list_without_a_time_is_for_the_only_session(session: Session) -> None:
    assert look(page((None, [entry("Ana")])), session.meeting).lists[0].session == session
    make.session(session.meeting, starts_in=5 * DAY)
    assert look(page((None, [entry("Ana")])), session.meeting).lists[0].session is None


@pytest.mark.parametrize("choice", ["", "99", "x", "-1"])
def test_what_is_no_session_is_nowhere(choice: str, session: Session) -> None:
    preview = look(of(session, entry("Ana")), session.meeting, lists={0: choice})
    assert preview.lists[0].session is None and preview.coming == 0


def test_a_session_of_another_meeting_is_never_touched(session: Session) -> None:
    other = make.session(starts_at=session.starts_at)
    bring(of(session, entry("Ana")), session.meeting)
    assert listed(other) == [] and listed(session) == ["Ana"]
    with pytest.raises(ValueError, match="another meeting"):
        actions.bring_in(
            meeting=session.meeting, batches=[actions.Batch(other)], by=None, now=timezone.now()
        )


def test_a_new_session_is_a_draft_that_nobody_hears_of(meeting: Meeting) -> None:
    sheet = page((timezone.now().replace(microsecond=0) + 9 * DAY, [entry("Ana")]))
    make.acknowledged(make.person("ana@example.org", wikimedia_name="Ana"))
    bring(sheet, meeting, lists={0: importer.NEW})
    [session] = meeting.sessions.all()
    assert session.status == "draft" and session.precision == Session.Precision.START
    assert session.starts_at == sheet.sessions[0].starts_at and listed(session) == ["Ana"]
    make.tick()
    assert make.mails() == []
    assert only(look(sheet, meeting)).standing == Standing.HERE


@pytest.mark.parametrize(
    ("fields", "code"),
    [({"status": "cancelled"}, "cancelled"), ({"starts_in": -2 * DAY}, "over")],
)
def test_closed_sessions_say_why(fields: dict[str, Any], code: str, meeting: Meeting) -> None:
    closed = make.session(meeting, **fields)
    preview = look(of(closed, entry("Ana")), meeting)
    assert preview.lists[0].refusal.code == code and preview.coming == 0
    assert bring(of(closed, entry("Ana")), meeting) == []


def test_nothing_is_stored_half(session: Session) -> None:
    """The second session is called off between looking and saying yes."""
    second = make.session(session.meeting, starts_in=5 * DAY)
    sheet = page(*((s.starts_at, [entry("Ana")]) for s in (session, second)))
    preview, by = look(sheet, session.meeting), make.anyone()
    actions.cancel_session(session=second, reason="", by=by, now=timezone.now())
    before = everything()
    with pytest.raises(Refused):
        importer.carry_out(preview, meeting=session.meeting, by=by, now=timezone.now())
    assert everything() == before
