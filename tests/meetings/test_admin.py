"""Setting meetings up in the admin: through the actions, with words for what does not work."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from meetings.models import CallLink, Meeting, Programme, Registration, Session
from members.models import User
from tests import factories
from tests.visitors import text, visitor
from vsn.audit.models import Action, Entry
from vsn.outbox.models import Delivery

VIENNA = ZoneInfo("Europe/Vienna")


@pytest.fixture
def admin(ada: User) -> Client:
    return visitor(ada)


def meeting_form(**changes: Any) -> dict[str, Any]:
    values = {
        "title": "Peer support",
        "slug": "peer-support-2030",
        "kind": "peer_support",
        "form": "online",
        "language": "en",
        "interpretation": "es, fr",
        "lead_minutes": "60, 1440",
        "warning_hours": "48",
        "facilitations-TOTAL_FORMS": "0",
        "facilitations-INITIAL_FORMS": "0",
    }
    return values | changes


def session_form(**changes: Any) -> dict[str, Any]:
    values = {
        "starts_at": "2030-06-05T15:00",
        "ends_at": "2030-06-05T16:30",
        "time_zone": "Europe/Vienna",
        "precision": "exact",
        "recording": "none",
    }
    return values | changes


def add_session(admin: Client, meeting: Meeting, **changes: Any) -> Any:
    return admin.post(
        reverse("admin:meetings_session_add"), session_form(meeting=meeting.pk, **changes)
    )


def edit(admin: Client, session: Session, **changes: Any) -> Any:
    values = session_form(
        starts_at=f"{session.starts_at.astimezone(VIENNA):%Y-%m-%dT%H:%M}",
        ends_at=f"{session.ends_at.astimezone(VIENNA):%Y-%m-%dT%H:%M}",
    )
    address = reverse("admin:meetings_session_change", args=[session.pk])
    return admin.post(address, values | changes)


def act(admin: Client, kind: str, name: str, *things: Any, **answers: Any) -> Any:
    values = {"action": name, "_selected_action": [thing.pk for thing in things], **answers}
    return admin.post(reverse(f"admin:meetings_{kind}_changelist"), values, follow=True)


def recorded(action: Action) -> int:
    return Entry.objects.filter(action=action).count()


# --- Meetings ------------------------------------------------------------------------------------


def test_a_programme_is_made(admin: Client) -> None:
    values = {"name": "VSN", "slug": "vsn", "starts_on": "2030-01-01", "ends_on": "2030-12-31"}
    assert admin.post(reverse("admin:meetings_programme_add"), values).status_code == 302
    assert Programme.objects.get().name == "VSN" and recorded(Action.PROGRAMME_SAVED) == 1


def test_a_meeting_is_made_with_hosts_and_facilitators(admin: Client, ben: User) -> None:
    host = factories.affiliate()
    values = meeting_form(
        hosts=[host.pk],
        **{"facilitations-TOTAL_FORMS": "1", "facilitations-0-person": ben.pk},
    )
    assert admin.post(reverse("admin:meetings_meeting_add"), values).status_code == 302
    made = Meeting.objects.get(slug="peer-support-2030")
    assert made.status == "draft" and made.lead_minutes == [1440, 60]
    assert made.interpretation == ["es", "fr"]
    assert list(made.hosts.all()) == [host] and list(made.facilitators.all()) == [ben]
    assert recorded(Action.MEETING_CREATED) == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("lead_minutes", "soon"),
        ("lead_minutes", "-5"),
        ("lead_minutes", ""),
        ("lead_minutes", "1440, 9999999999"),
        ("lead_minutes", ",".join(map(str, range(1, 20)))),
        ("interpretation", "español"),
        ("language", "Klingon"),
        ("slug", "past"),
        ("title", "\u202egnitroppus"),
        ("kind", "party"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(admin: Client, field: str, value: str) -> None:
    answer = admin.post(reverse("admin:meetings_meeting_add"), meeting_form(**{field: value}))
    assert answer.status_code == 422
    assert field in answer.context["adminform"].form.errors
    assert not Meeting.objects.exists()


def test_the_address_of_a_meeting_stays(admin: Client, meeting: Meeting) -> None:
    address = reverse("admin:meetings_meeting_change", args=[meeting.pk])
    ids = {"facilitations-INITIAL_FORMS": "1", "facilitations-TOTAL_FORMS": "1"}
    ids["facilitations-0-id"] = meeting.facilitations.get().pk
    ids["facilitations-0-person"] = meeting.facilitations.get().person_id
    answer = admin.post(address, meeting_form(title="Renamed", slug="elsewhere", **ids))
    assert answer.status_code == 302
    before, meeting = meeting.slug, Meeting.objects.get(pk=meeting.pk)
    assert meeting.slug == before and meeting.title == "Renamed"


def test_publishing_opens_the_meeting(admin: Client) -> None:
    meeting = factories.meeting(status="draft")
    draft = factories.session(meeting, status="draft")
    act(admin, "meeting", "publish", meeting)
    draft.refresh_from_db()
    assert draft.status == "published" and recorded(Action.MEETING_PUBLISHED) == 1


def test_cancelling_asks_why_says_how_many_and_tells_them(
    admin: Client, meeting: Meeting, session: Session, dana: User, chidi: User
) -> None:
    for who in (dana, chidi, factories.unreachable()):
        factories.sign_up(who, session)
    question = act(admin, "meeting", "cancel", meeting)
    assert "People who will be told: 2" in text(question)
    assert Meeting.objects.get(pk=meeting.pk).status == "published"
    again = act(admin, "meeting", "cancel", meeting, answered="1", reason="")
    assert again.status_code == 422 and "This field is required" in text(again)
    act(admin, "meeting", "cancel", meeting, answered="1", reason="Nobody can host it.")
    meeting.refresh_from_db()
    assert (meeting.status, meeting.cancel_reason) == ("cancelled", "Nobody can host it.")
    assert Delivery.objects.filter(topic="session_cancelled").count() == 2


def test_a_cancelled_meeting_is_not_published_again(admin: Client) -> None:
    meeting = factories.meeting(status="cancelled")
    answer = act(admin, "meeting", "publish", meeting)
    assert "A cancelled meeting cannot be published again." in text(answer)


# --- Sessions ------------------------------------------------------------------------------------


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
    second = dt.datetime(2030, 10, 27, 2, 30, tzinfo=VIENNA, fold=1)
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


def test_a_move_is_told_and_the_sequence_rises(
    admin: Client, session: Session, dana: User
) -> None:
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


# --- Lists ---------------------------------------------------------------------------------------


def add_place(admin: Client, session: Session, **changes: str) -> Any:
    values = {"session": session.pk, "email": "fay@example.org", "name": "Fay"}
    return admin.post(reverse("admin:meetings_registration_add"), values | changes)


def test_someone_is_added_by_hand(admin: Client, session: Session) -> None:
    assert add_place(admin, session).status_code == 302
    made = Registration.objects.get()
    assert (made.source, made.visibility, made.name) == ("facilitator", "hidden", "Fay")


def test_an_excluded_person_is_not_added(admin: Client, session: Session) -> None:
    factories.exclude("fay@example.org")
    answer = add_place(admin, session)
    assert answer.status_code == 422 and "We cannot sign you up" in text(answer)
    assert not Registration.objects.exists() and not User.objects.filter(name="Fay").exists()


def test_removing_asks_for_a_reason_and_keeps_it(
    admin: Client, session: Session, dana: User
) -> None:
    place = factories.sign_up(dana, session)
    act(admin, "registration", "remove", place)
    assert Registration.objects.get().status == "registered"
    act(admin, "registration", "remove", place, answered="1", reason="Asked by phone.")
    place.refresh_from_db()
    assert (place.status, place.removed_reason) == ("removed", "Asked by phone.")


def test_attendance_is_all_that_can_be_changed(admin: Client, session: Session, dana: User) -> None:
    place = factories.sign_up(dana, session, note="I need captions.")
    address = reverse("admin:meetings_registration_change", args=[place.pk])
    page = text(admin.get(address))
    assert "I need captions." not in page and "dana@example.org" not in page
    admin.post(address, {"attended": "true", "name": "Mallory", "status": "removed"})
    place.refresh_from_db()
    assert place.attended is True and (place.name, place.status) == ("Dana", "registered")
    act(admin, "registration", "did_not_come", place)
    place.refresh_from_db()
    assert place.attended is False and recorded(Action.ATTENDANCE) == 2


def test_the_list_of_one_session_is_searched_by_name(
    admin: Client, session: Session, dana: User, chidi: User
) -> None:
    factories.sign_up(dana, session)
    factories.sign_up(chidi, session)
    address = reverse("admin:meetings_registration_changelist")
    page = text(admin.get(address, {"session__id__exact": session.pk, "q": "Chi"}))
    assert "Chidi" in page and "Dana" not in page


# --- What is not there ---------------------------------------------------------------------------


def test_nothing_is_deleted(admin: Client, meeting: Meeting, session: Session, dana: User) -> None:
    place = factories.sign_up(dana, session)
    for kind, thing in (("meeting", meeting), ("session", session), ("registration", place)):
        address = reverse(f"admin:meetings_{kind}_delete", args=[thing.pk])
        assert admin.post(address, {"post": "yes"}).status_code == 403
        answer = act(admin, kind, "delete_selected", thing, post="yes")
        assert type(thing).objects.filter(pk=thing.pk).exists() and answer.status_code == 200


def test_reports_are_not_in_the_admin(admin: Client) -> None:
    assert admin.get("/admin/meetings/report/").status_code == 404


def test_the_history_is_the_journal(admin: Client, session: Session) -> None:
    edit(admin, session, capacity="10")
    address = reverse("admin:meetings_session_history", args=[session.pk])
    assert "changed the session" in text(admin.get(address, follow=True))
