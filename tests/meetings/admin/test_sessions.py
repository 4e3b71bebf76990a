"""Sessions in the admin: times of their own zone, a link that goes in and never out."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from meetings.models import CallLink, Meeting, Session
from members.models import User
from tests import factories
from tests.meetings.admin import VIENNA, act, add_session, edit, recorded
from tests.visitors import text
from vsn.audit.models import Action
from vsn.outbox.models import Delivery


@pytest.mark.parametrize(
    ("typed", "in_utc"),
    [
        ("2030-01-05T15:00", "2030-01-05T14:00+00:00"),  # winter
        ("2030-06-05T15:00", "2030-06-05T13:00+00:00"),  # summer
    ],
)
def test_times_are_those_of_the_sessions_own_zone(
    admin: Client, ada: User, meeting: Meeting, typed: str, in_utc: str
) -> None:
    ada.time_zone = "Pacific/Auckland"  # where the admin sits makes no difference
    ada.save()
    end = typed.replace("T15", "T16")
    assert add_session(admin, meeting, starts_at=typed, ends_at=end).status_code == 302
    made = meeting.sessions.get()
    assert made.starts_at == dt.datetime.fromisoformat(in_utc) and made.number == 1
    page = text(admin.get(reverse("admin:meetings_session_change", args=[made.pk])))
    assert f'value="{typed}"' in page


@pytest.mark.parametrize(
    ("start", "words"),
    [
        ("2030-03-31T02:30", "put forward then"),
        ("2030-10-27T02:30", "put back then"),
        ("2030-06-05T15:00+02:00", "Leave the offset out"),
        ("tomorrow", "Enter a valid date/time."),
        ("0001-01-01T00:00", "not a date in our calendar"),
    ],
)
def test_times_that_are_none_are_refused(
    admin: Client, meeting: Meeting, start: str, words: str
) -> None:
    answer = add_session(admin, meeting, starts_at=start, ends_at="2030-11-01T10:00")
    assert answer.status_code == 422
    assert words in str(answer.context["adminform"].form.errors["starts_at"])
    assert not Session.objects.exists()


def test_the_second_of_two_equal_hours_stays_when_something_else_changes(
    admin: Client, meeting: Meeting
) -> None:
    second = dt.datetime(2030, 10, 27, 2, 30, tzinfo=VIENNA, fold=1).astimezone(dt.UTC)
    session = factories.session(meeting, starts_at=second, time_zone="Europe/Vienna")
    assert edit(admin, session, capacity="10").status_code == 302
    session.refresh_from_db()
    assert session.starts_at == second and session.capacity == 10 and session.schedule == 0


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("ends_at", {"ends_at": "2030-06-05T15:00"}),
        ("time_zone", {"time_zone": "Europe/Atlantis"}),
        ("capacity", {"capacity": "0"}),
        ("recording_purpose", {"recording": "video"}),
        ("link", {"link": "http://meet.call-platform.org/room/1"}),
        ("link", {"link": "https://example.org/placeholder"}),
        ("remove_link", {"link": factories.LINK, "remove_link": "on"}),
    ],
)
def test_what_a_session_cannot_be(
    admin: Client, meeting: Meeting, field: str, changes: dict[str, str]
) -> None:
    answer = add_session(admin, meeting, **changes)
    assert answer.status_code == 422 and field in answer.context["adminform"].form.errors
    assert not Session.objects.exists() and not CallLink.objects.exists()
    for value in changes.values():
        assert value in text(answer)  # nothing typed is lost


def test_a_move_is_told_and_the_sequence_rises(admin: Client, session: Session, dana: User) -> None:
    factories.sign_up(dana, session)
    edit(admin, session, starts_at="2030-06-05T15:00", ends_at="2030-06-05T16:00")
    before, session = session.revision, Session.objects.get(pk=session.pk)
    assert session.schedule == 1 and session.revision == before + 1
    assert Delivery.objects.filter(topic="moved").count() == 1


def test_a_capacity_takes_no_place_away(
    admin: Client, session: Session, dana: User, chidi: User
) -> None:
    factories.sign_up(dana, session)
    factories.sign_up(chidi, session)
    answer = edit(admin, session, capacity="1")
    assert "2 people have a place already" in text(answer) and answer.status_code == 422
    assert Session.objects.get(pk=session.pk).capacity is None


def test_the_link_goes_in_and_never_out(admin: Client, session: Session) -> None:
    edit(admin, session, link=factories.LINK)
    page = text(admin.get(reverse("admin:meetings_session_change", args=[session.pk])))
    assert "a link is set (version 1)" in page and factories.LINK not in page
    edit(admin, session)  # empty leaves it as it is
    assert CallLink.objects.get().version == 1 and CallLink.objects.get().ciphertext
    edit(admin, session, remove_link="on")
    assert CallLink.objects.get().ciphertext == ""
    page = text(admin.get(reverse("admin:meetings_session_change", args=[session.pk])))
    assert "no link is set" in page and recorded(Action.LINK_REMOVED) == 1


def test_the_figures_say_who_has_the_link(
    admin: Client, meeting: Meeting, dana: User, chidi: User, eve: User
) -> None:
    session = factories.session(meeting, starts_in=factories.HOUR, link=factories.LINK)
    for who in (dana, chidi, eve, factories.unreachable()):
        factories.sign_up(who, session)
    factories.tick()
    link = Delivery.objects.filter(topic="link", recipient=eve)
    assert link.update(state="failed", reason="mailbox full") == 1
    page = text(admin.get(reverse("admin:meetings_session_change", args=[session.pk])))
    assert "4 signed up, 3 reachable, 2 have the link, 1 failed: mailbox full" in page


def test_a_draft_session_is_published_with_its_meeting_only(admin: Client) -> None:
    draft = factories.session(factories.meeting(status="draft"), status="draft")
    other = factories.session(status="draft")
    answer = act(admin, "session", "publish", draft, other)
    assert "Publish that first." in text(answer)
    assert [Session.objects.get(pk=s.pk).status for s in (draft, other)] == ["draft", "published"]


def test_a_session_is_cancelled_with_a_reason(admin: Client, session: Session, dana: User) -> None:
    factories.sign_up(dana, session)
    assert "People who will be told: 1" in text(act(admin, "session", "cancel", session))
    act(admin, "session", "cancel", session, answered="1", reason="Ill.")
    session.refresh_from_db()
    assert (session.status, session.cancel_reason) == ("cancelled", "Ill.")
