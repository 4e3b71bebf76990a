"""What is changed about meetings and sessions, and who is told."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from meetings import actions, reporting, vault
from meetings.actions import attendance
from meetings.models import CallLink, Meeting, Registration, Session, Status
from members.models import User
from members.rules import Refused
from tests import factories as make
from tests.factories import DAY, HOUR, LINK, NEW_LINK
from vsn.audit.models import Action, Entry
from vsn.outbox.models import Delivery


@pytest.fixture
def place(session: Session, dana: User) -> Registration:
    place = make.sign_up(dana, session)
    make.tick()
    return place


def change(session: Session, by: User, **changes: object) -> Session:
    return actions.change_session(session=session, by=by, now=timezone.now(), **changes)


def topics() -> list[str]:
    open_rows = Delivery.objects.filter(state="queued").order_by("pk")
    return list(open_rows.values_list("topic", flat=True))


def recorded() -> list[str]:
    kinds = ("meeting.", "session.", "link.")
    found = Entry.objects.order_by("pk").values_list("action", flat=True)
    return [action for action in found if action.startswith(kinds)]


# --- Sessions ------------------------------------------------------------------------------------


def test_new_session_gets_the_next_number(meeting: Meeting, ben: User) -> None:
    make.session(meeting, number=4)
    start = timezone.now() + DAY
    made = change(Session(meeting=meeting), ben, starts_at=start, ends_at=start + HOUR)
    assert (made.number, made.status) == (5, Status.DRAFT)
    assert recorded() == [Action.SESSION_CREATED]


def test_a_move_is_told_to_everyone_once(place: Registration, ben: User) -> None:
    session = place.session
    make.sign_up(make.unreachable(), session)
    start = session.starts_at + DAY
    moved = change(session, ben, starts_at=start, ends_at=start + HOUR)
    assert (moved.schedule, moved.revision) == (session.schedule + 1, session.revision + 1)
    assert topics() == ["moved"]
    assert recorded() == [Action.SESSION_MOVED]
    make.tick()
    make.tick()
    assert len([m for m in make.mails() if m.subject.startswith("New time")]) == 1


def test_what_was_told_stays_known_when_a_session_is_put_off(
    place: Registration, ben: User
) -> None:
    """Or the rows would be deleted before the session, and everyone be told again."""
    far = timezone.now() + 200 * DAY
    change(place.session, ben, starts_at=far, ends_at=far + HOUR)
    make.tick()
    rows = Delivery.objects.filter(about_type="meetings.registration")
    assert rows and all(row.not_after >= far + HOUR for row in rows)


def test_nothing_changed_is_nothing_told(place: Registration, ben: User) -> None:
    session = place.session
    change(session, ben, starts_at=session.starts_at, ends_at=session.ends_at)
    assert topics() == [] and recorded() == []
    assert Session.objects.get(pk=session.pk).revision == session.revision


def test_another_zone_with_the_same_hour_is_no_move(place: Registration, ben: User) -> None:
    changed = change(place.session, ben, time_zone="Europe/Vienna")
    assert topics() == [] and changed.schedule == place.session.schedule


def test_a_changed_recording_is_told_with_a_way_to_leave(place: Registration, ben: User) -> None:
    change(place.session, ben, recording="audio", recording_purpose="for the minutes")
    assert topics() == ["recording"]
    make.tick()
    told = make.mails()[-1]
    assert "for the minutes" in told.body and place.place_path in told.body
    change(place.session, ben, recording="none", recording_purpose="")
    make.tick()
    assert "not recorded any more" in make.mails()[-1].body


def test_a_capacity_may_not_take_places_away(place: Registration, ben: User) -> None:
    make.sign_up(make.person(), place.session)
    with pytest.raises(Refused) as no:
        change(place.session, ben, capacity=1)
    assert no.value.refusal.code == "places_taken"
    assert Session.objects.get(pk=place.session_id).capacity is None
    assert change(place.session, ben, capacity=2).capacity == 2


def test_a_cancelled_session_cannot_be_changed(session: Session, ben: User) -> None:
    actions.cancel_session(session=session, reason="", by=ben, now=timezone.now())
    with pytest.raises(Refused) as no:
        change(session, ben, capacity=5)
    assert no.value.refusal.code == "cancelled"


def test_cancel_session(place: Registration, ben: User) -> None:
    session, now = place.session, timezone.now()
    for _ in range(2):
        actions.cancel_session(session=session, reason="Ben is ill.", by=ben, now=now)
    make.tick()
    [told] = [m for m in make.mails() if m.subject.startswith("Cancelled")]
    assert "Ben is ill." in told.body
    assert recorded() == [Action.SESSION_CANCELLED]
    assert Registration.objects.get().status == Registration.Status.REGISTERED


def test_cancelling_a_draft_tells_nobody(session: Session, ben: User, dana: User) -> None:
    make.registration(session, dana)
    Session.objects.update(status="draft")
    actions.cancel_session(session=session, reason="", by=ben, now=timezone.now())
    assert topics() == []


def test_nobody_but_the_list_is_told(session: Session, ben: User) -> None:
    for status in Registration.Status.values:
        make.registration(session, make.person(f"{status}@example.org"), status=status)
    make.sign_up(make.person(), make.session(session.meeting))
    make.tick()
    actions.cancel_session(session=session, reason="", by=ben, now=timezone.now())
    owed = Delivery.objects.filter(topic="session_cancelled")
    assert [row.recipient.email for row in owed] == ["registered@example.org"]


# --- The link ------------------------------------------------------------------------------------


def set_link(session: Session, link: str, ben: User) -> CallLink:
    return actions.set_link(session=session, link=link, by=ben, now=timezone.now())


def test_set_link(session: Session, ben: User) -> None:
    stored = set_link(session, f"  {LINK} ", ben)
    assert vault.unlock(stored) == LINK and stored.version == 1
    assert Session.objects.get(pk=session.pk).revision == session.revision + 1
    entry = Entry.objects.get(action=Action.LINK_SET)
    assert entry.data == {"version": 1} and entry.actor == ben


def test_the_same_link_again_changes_nothing(session: Session, ben: User) -> None:
    set_link(session, LINK, ben)
    before = CallLink.objects.values().get()
    set_link(session, LINK, ben)
    assert CallLink.objects.values().get() == before
    assert recorded() == [Action.LINK_SET]


def test_each_change_of_the_link_is_a_version(session: Session, ben: User) -> None:
    versions = [set_link(session, link, ben).version for link in (LINK, NEW_LINK, "", LINK)]
    assert versions == [1, 2, 3, 4]
    assert recorded()[2] == Action.LINK_REMOVED


def test_a_refused_link_leaves_the_old_one(session: Session, ben: User) -> None:
    set_link(session, LINK, ben)
    with pytest.raises(Refused):
        set_link(session, "http://not-safe.org/room", ben)
    assert vault.unlock(CallLink.objects.get()) == LINK


def test_a_link_whose_key_was_lost_can_be_entered_again(session: Session, ben: User) -> None:
    set_link(session, LINK, ben)
    CallLink.objects.update(ciphertext="of-another-key")
    stored = set_link(session, LINK, ben)
    assert vault.unlock(stored) == LINK and stored.version == 2


# --- Meetings ------------------------------------------------------------------------------------


def test_publish_shows_the_meeting_and_its_drafts(ben: User) -> None:
    meeting = make.meeting(status="draft", facilitators=(ben,))
    draft, cancelled = make.session(meeting, status="draft"), make.session(meeting)
    Session.objects.filter(pk=cancelled.pk).update(status="cancelled")
    actions.publish_meeting(meeting=meeting, by=ben, now=timezone.now())
    states = dict(Session.objects.values_list("pk", "status"))
    assert states == {draft.pk: "published", cancelled.pk: "cancelled"}
    assert Meeting.objects.get(pk=meeting.pk).status == "published"


def test_a_cancelled_meeting_does_not_come_back(meeting: Meeting, ben: User) -> None:
    actions.cancel_meeting(meeting=meeting, reason="", by=ben, now=timezone.now())
    with pytest.raises(Refused):
        actions.publish_meeting(meeting=meeting, by=ben, now=timezone.now())
    assert Meeting.objects.get(pk=meeting.pk).status == "cancelled"


def test_what_took_place_before_a_meeting_was_called_off_counts(
    meeting: Meeting, session: Session, dana: User, ben: User
) -> None:
    """The rest is off; who came has come, and gets the certificate."""
    over = make.session(meeting, starts_in=-2 * DAY)
    place = make.registration(over, dana)
    actions.cancel_meeting(meeting=meeting, reason="Ill", by=ben, now=make.now())
    attendance.mark(session=over, handle=place.handle, attended=True, by=ben, now=make.now())
    place = Registration.objects.select_related("session__meeting").get(pk=place.pk)
    assert actions.certificate_refusal(place, make.now()) is None
    report = reporting.of_meeting(place.session.meeting, make.now())
    assert (report.total.signed_up, report.total.came, report.to_come) == (1, 1, 0)
    with pytest.raises(Refused):
        make.sign_up(make.person(), Session.objects.get(pk=over.pk))


def test_cancel_meeting_calls_off_what_is_to_come(meeting: Meeting, ben: User) -> None:
    past = make.session(meeting, starts_in=-DAY)
    coming = [make.session(meeting), make.session(meeting)]
    for session in (past, *coming):
        make.sign_up(make.person(), session) if session in coming else make.registration(
            session, make.person()
        )
    actions.cancel_meeting(meeting=meeting, reason="No funds.", by=ben, now=timezone.now())
    make.tick()
    assert Session.objects.get(pk=past.pk).status == "published"
    assert len([m for m in make.mails() if m.subject.startswith("Cancelled")]) == 2


def test_save_meeting_counts_the_calendars_up(
    meeting: Meeting, session: Session, ben: User
) -> None:
    meeting.title = "A better title"
    actions.save_meeting(meeting=meeting, changed=["title"], by=ben, now=timezone.now())
    assert Session.objects.get(pk=session.pk).revision == session.revision + 1
    meeting.source_url = "https://meta.wikimedia.org/wiki/X"
    actions.save_meeting(meeting=meeting, changed=["source_url"], by=ben, now=timezone.now())
    assert Session.objects.get(pk=session.pk).revision == session.revision + 1
    assert recorded() == [Action.MEETING_CHANGED] * 2


def test_a_failed_change_leaves_nothing(place: Registration, ben: User) -> None:
    """One transaction: no half of it, no trace, no message."""
    start = place.session.starts_at
    with pytest.raises(IntegrityError), transaction.atomic():
        change(place.session, ben, starts_at=start, ends_at=start - dt.timedelta(hours=1))
    assert topics() == [] and recorded() == []
