"""The demonstration: loaded once, complete, true to its word, and with something on every page."""

import datetime as dt
import io
from collections.abc import Iterator

import pytest
import time_machine
from django.core.management import call_command

from learning_patterns.models import Pattern, Question, Tie
from learning_patterns.remains import remains
from meetings import links
from meetings.models import Meeting, Programme, Registration, Session
from members.models import Affiliate, Membership, User
from tests.kept import Keeper, kept
from vsn.audit.models import Action, Entry
from vsn.demo.facts import read
from vsn.demo.load import load
from vsn.demo.people import ADA, BEN, CHIDI, DANA
from vsn.demo.upcoming import leads_until_due, next_wednesday
from vsn.outbox.models import Delivery

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2024, 2, 9, 10, 17, 42, tzinfo=dt.UTC)


@kept
def build_loaded() -> dt.datetime:
    with time_machine.travel(NOW, tick=False):
        assert load(NOW)
    return NOW


@pytest.fixture
def loaded(keeper: Keeper) -> Iterator[dt.datetime]:
    now = keeper.get("loaded")
    with time_machine.travel(now, tick=False):
        yield now


def run() -> str:
    out = io.StringIO()
    call_command("load_demo", stdout=out)
    return out.getvalue()


def peer_support() -> Meeting:
    return Meeting.objects.get(slug="peer-to-peer-support")


def test_the_facts_are_there(loaded: dt.datetime) -> None:
    assert Affiliate.objects.count() == 115
    assert Affiliate.objects.filter(is_former=True).count() == 6
    assert Meeting.objects.exclude(programme__slug="demonstration").count() == 34
    assert Session.objects.exclude(meeting__programme__slug="demonstration").count() == 36
    assert Pattern.objects.published().count() == 21
    assert Programme.objects.count() == 13


def test_sign_ups_are_not_loaded_as_attendance(loaded: dt.datetime) -> None:
    assert {s.attendance for s in Session.objects.filter(meeting__title="Banner campaigns")} == {27}
    told = Session.objects.filter(meeting__slug="peer-to-peer-support-2024")
    assert [s.attendance for s in told] == [None, None]


def test_times_of_past_sessions(loaded: dt.datetime) -> None:
    berlin = Session.objects.get(meeting__slug="berlin-2017")
    assert berlin.starts_at == dt.datetime(2017, 11, 10, 17, tzinfo=dt.UTC)
    day = Session.objects.get(meeting__slug="zurich-2019")
    assert (day.precision, day.time_zone) == ("day", "Europe/Zurich")
    assert day.starts_at == dt.datetime(2019, 11, 16, 23, tzinfo=dt.UTC)
    assert day.ends_at == dt.datetime(2019, 11, 19, 22, 59, tzinfo=dt.UTC)


def test_the_cast(loaded: dt.datetime) -> None:
    ada, ben, chidi = (User.objects.get(email=e) for e in (ADA, BEN, CHIDI))
    assert ada.is_staff and not ben.is_staff and not chidi.is_staff
    assert [f.meeting.slug for f in ben.facilitations.order_by("meeting__slug")] == [
        "clinic", "peer-to-peer-support", "thanking-people", "what-next",
    ]  # fmt: skip
    assert chidi.membership.status == Membership.Status.ACTIVE
    dana = User.objects.get(email=DANA)
    assert dana.confirmed_at and not hasattr(dana, "membership")
    # Each of them can sign in with a code.
    assert all(p.emailaddress_set.filter(verified=True).exists() for p in (ada, ben, chidi, dana))


def test_everyone_is_obviously_invented(loaded: dt.datetime) -> None:
    assert not User.objects.exclude(email__endswith="@example.org").exists()
    names = User.objects.exclude(name="").values_list("name", flat=True)
    assert all(name.startswith("Demo ") and name.endswith(" (invented)") for name in names)
    listed = Registration.objects.values_list("name", flat=True)
    assert all(name.endswith(" (invented)") for name in listed)


def test_the_seeds_meeting_on_its_two_dates(loaded: dt.datetime) -> None:
    first, second = peer_support().sessions.all()
    assert first.starts_at == dt.datetime(2024, 2, 14, 15, tzinfo=dt.UTC)
    assert second.starts_at == dt.datetime(2024, 2, 27, 17, tzinfo=dt.UTC)
    for session in (first, second):
        assert session.ends_at - session.starts_at == dt.timedelta(minutes=90)
        assert session.capacity is None
    meeting = first.meeting
    assert (meeting.language, meeting.platform) == ("en", "Zoom")
    assert meeting.platform_affiliate and meeting.platform_affiliate.code == "WMAR"


def test_the_first_link_falls_due_within_two_minutes(loaded: dt.datetime) -> None:
    links.plan(NOW)
    assert not Delivery.objects.filter(topic="link").exists()
    links.plan(NOW + dt.timedelta(minutes=2))
    told = set(Delivery.objects.filter(topic="link").values_list("recipient__email", flat=True))
    assert {CHIDI, DANA} <= told and len(told) == 12


def test_the_clinic_has_no_link_and_ben_is_warned(loaded: dt.datetime) -> None:
    links.plan(NOW)
    assert [d.recipient.email for d in Delivery.objects.filter(topic="no_link")] == [BEN]


def test_a_full_session_with_a_waiting_list(loaded: dt.datetime) -> None:
    session = Session.objects.get(meeting__language="es", capacity=6)
    waiting = session.registrations.filter(was_waiting=True)
    assert (session.registrations.count(), waiting.count()) == (9, 3)
    assert waiting.filter(person__email=CHIDI).exists()


def test_every_kind_of_page_has_something(loaded: dt.datetime) -> None:
    upcoming = Session.objects.filter(starts_at__gt=NOW)
    assert upcoming.filter(status="cancelled").exclude(cancel_reason="").exists()
    assert upcoming.exclude(recording="none").exclude(recording_purpose="").exists()
    assert upcoming.exclude(meeting__interpretation=[]).exists()
    assert Meeting.objects.filter(status="draft").exists()
    assert Registration.objects.filter(status="unconfirmed").count() == 1
    assert {"name", "anonymous", "hidden"} == set(
        Registration.objects.values_list("visibility", flat=True)
    )


def test_what_happened_left_its_trace(loaded: dt.datetime) -> None:
    found = set(Entry.objects.values_list("action", flat=True))
    assert {Action.SIGNED_UP, Action.CONFIRMED, Action.ACKNOWLEDGED, Action.ADMIN_MADE} <= found
    assert {Action.MEETING_PUBLISHED, Action.LINK_SET, Action.SESSION_CANCELLED} <= found


def test_loading_twice_changes_nothing(loaded: dt.datetime) -> None:
    assert not load(NOW)
    assert User.objects.filter(email=ADA).count() == 1
    assert Affiliate.objects.count() == 115


def test_a_portal_in_use_is_left_alone() -> None:
    Meeting.objects.create(slug="ours", title="Ours", kind=Meeting.Kind.CLINIC)
    assert not load(NOW)
    assert not Affiliate.objects.exists() and not User.objects.exists()


def test_loading_half_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed or broken in the middle, it can be loaded again."""

    def broken(*args: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("vsn.demo.load.load_upcoming", broken)
    with pytest.raises(RuntimeError):
        load(NOW)
    assert not Meeting.objects.exists() and not Affiliate.objects.exists()


def test_the_command_always_says_how_to_sign_in() -> None:
    with time_machine.travel(NOW, tick=False):
        first, second = run(), run()
    assert "Loaded the" in first and "Loaded the" not in second
    for said in (first, second):
        assert all(email in said for email in (ADA, BEN, CHIDI, DANA))
        assert "http://testserver/accounts/login/" in said
        assert "http://testserver/mailbox/" in said


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2024-02-09T10:00", "2024-02-14T15:00"),  # a Friday
        ("2024-02-14T14:00", "2024-02-14T15:00"),  # exactly an hour before
        ("2024-02-14T14:01", "2024-02-21T15:00"),  # less than an hour before
        ("2024-02-14T23:59", "2024-02-21T15:00"),  # the evening of that day
        ("2024-12-27T00:00", "2025-01-01T15:00"),  # over the end of the year
    ],
)
def test_next_wednesday(now: str, expected: str) -> None:
    moment = dt.datetime.fromisoformat(now).replace(tzinfo=dt.UTC)
    assert next_wednesday(moment) == dt.datetime.fromisoformat(expected).replace(tzinfo=dt.UTC)


@pytest.mark.parametrize("seconds", [0, 1, 30, 59])
@pytest.mark.parametrize("hours", [1, 2, 100, 168])
def test_first_lead_is_reached_in_one_to_two_minutes(hours: int, seconds: int) -> None:
    starts_at = NOW + dt.timedelta(hours=hours, seconds=seconds)
    due = starts_at - dt.timedelta(minutes=max(leads_until_due(starts_at, NOW)))
    soonest = 0 if hours == 1 else 60
    assert dt.timedelta(seconds=soonest) <= due - NOW <= dt.timedelta(minutes=2)


def test_patterns_come_from_meetings_and_answer_questions(loaded: dt.datetime) -> None:
    rows = [row for row in read("patterns")["patterns"] if "meeting" in row]
    tied = set(Tie.objects.values_list("pattern__source_url", "meeting__slug"))
    assert tied == {(row["source"], row["meeting"]) for row in rows}
    questions = Question.objects.select_related("pattern")
    found = {q.status: q for q in questions.filter(session=None)}
    assert set(found) == {"open", "taken", "answered"}
    asked = questions.get(session__isnull=False)
    (left,) = [one for one in remains(asked.session.meeting) if one.kind == "question"]
    assert left.name == asked.text
    old = Pattern.objects.get(status="archived")
    assert old.replaced_by == found["answered"].pattern
    # Nothing is said of where the real ones were learned: nobody knows.
    assert not Pattern.objects.filter(affiliates__isnull=False).exclude(source_url="").exists()
    assert Pattern.objects.filter(affiliates__slug="wikimedia-polska").count() == 2
