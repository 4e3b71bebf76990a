"""Who is owed what: each condition alone, the causes, and that planner and notices agree."""

import datetime as dt

import pytest
from django.core import mail
from django.utils import timezone

from meetings import actions, links
from meetings.models import CallLink, Meeting, Registration, Session
from members.models import Exclusion, User
from tests import factories as make
from tests.factories import DAY, HOUR, LINK, NEW_LINK
from vsn.outbox.models import Delivery

pytestmark = pytest.mark.django_db
Status = Registration.Status


def owed(topic: str = "link") -> list[tuple[str, str]]:
    """Plans, and says what is written down now: person and cause."""
    links.plan(timezone.now())
    rows = Delivery.objects.filter(topic=topic).order_by("pk")
    return [(row.recipient.email, row.cause) for row in rows]


# --- The link: each condition --------------------------------------------------------------------


def test_owed_when_everything_holds(place: Registration) -> None:
    assert owed() == [("dana@example.org", "v1.s0.l2")]


def test_planning_again_changes_nothing(place: Registration) -> None:
    links.plan(timezone.now())
    before = list(Delivery.objects.order_by("pk").values_list())
    for _ in range(50):
        links.plan(timezone.now())
    assert list(Delivery.objects.order_by("pk").values_list()) == before


@pytest.mark.parametrize(
    ("table", "values"),
    [
        (Session, {"status": "draft"}),
        (Session, {"status": "cancelled"}),
        (Session, {"ends_at": dt.timedelta(minutes=-1), "starts_at": dt.timedelta(hours=-2)}),
        (Session, {"starts_at": dt.timedelta(hours=25), "ends_at": dt.timedelta(hours=26)}),
        (Meeting, {"status": "draft"}),
        (Meeting, {"status": "cancelled"}),
        (CallLink, {"ciphertext": ""}),
        (Registration, {"status": Status.UNCONFIRMED}),
        (Registration, {"status": Status.CANCELLED}),
        (Registration, {"status": Status.REMOVED}),
        (User, {"is_active": False}),
        (User, {"email": None}),
    ],
)
def test_not_owed(place: Registration, table: type, values: dict[str, object]) -> None:
    moments = {
        name: timezone.now() + value if isinstance(value, dt.timedelta) else value
        for name, value in values.items()
    }
    of = {
        Session: {"pk": place.session_id},
        Meeting: {"pk": place.session.meeting_id},
        CallLink: {"session": place.session_id},
        Registration: {"pk": place.pk},
        User: {"pk": place.person_id},
    }[table]
    table.objects.filter(**of).update(**moments)
    assert owed() == []


def test_not_owed_without_the_acknowledgement(place: Registration) -> None:
    place.person.acknowledgements.all().delete()
    assert owed() == []


@pytest.mark.parametrize(
    ("scope", "kept"),
    [("everything", True), ("meeting", True), ("affiliate", True), ("other meeting", False),
     ("other affiliate", False), ("over", False), ("not yet", False)],
)  # fmt: skip
def test_exclusions(place: Registration, scope: str, kept: bool) -> None:
    meeting = place.session.meeting
    platform, other = make.affiliate(), make.meeting()
    Meeting.objects.filter(pk=meeting.pk).update(platform_affiliate=platform)
    fields = {
        "everything": {},
        "meeting": {"scope": Exclusion.Scope.MEETING, "meeting_uid": meeting.uid},
        "affiliate": {"scope": Exclusion.Scope.AFFILIATE, "affiliate": platform},
        "other meeting": {"scope": Exclusion.Scope.MEETING, "meeting_uid": other.uid},
        "other affiliate": {"scope": Exclusion.Scope.AFFILIATE, "affiliate": make.affiliate()},
        "over": {"ends_at": timezone.now() - HOUR},
        "not yet": {"starts_at": timezone.now() + HOUR},
    }[scope]
    make.exclude("dana@example.org", **fields)
    assert bool(owed()) is not kept
    link = links.link_for(place, timezone.now())
    assert link == ("" if kept else LINK)


def test_excluded_by_wikimedia_name(place: Registration) -> None:
    User.objects.filter(pk=place.person_id).update(wikimedia_name="Dana the Great")
    make.exclude("dana_the_Great")
    assert owed() == []


def test_waiting_people_get_no_link(soon: Session) -> None:
    small = make.session(soon.meeting, starts_in=HOUR / 2, link=LINK, capacity=1)
    [first] = make.full(small)
    second = make.sign_up(make.person(), small)
    assert owed() == [(first.person.email, "v1.s0.l2")]
    assert links.link_for(first, timezone.now()) == LINK
    assert links.link_for(second, timezone.now()) == ""


# --- The causes ----------------------------------------------------------------------------------


def test_each_lead_time_once(session: Session, dana: User) -> None:
    session = make.session(session.meeting, starts_in=25 * HOUR, link=LINK)
    make.sign_up(dana, session)
    start = session.starts_at
    for hours in (25, 24, 23, 2, 1, 0.5, 0, -0.5):
        links.plan(start - hours * HOUR)
    causes = Delivery.objects.filter(topic="link").order_by("pk").values_list("cause", flat=True)
    assert list(causes) == ["v1.s0.l1", "v1.s0.l2"]


def test_late_sign_up_gets_one_and_not_one_for_each_lead(place: Registration) -> None:
    assert [cause for _who, cause in owed()] == ["v1.s0.l2"]


def test_other_lead_times_tell_nobody_twice(place: Registration) -> None:
    make.tick()
    Meeting.objects.update(lead_minutes=[2000, 45])
    make.tick()
    assert len(make.mails_with(LINK)) == 1


def test_no_lead_times_means_at_the_start(place: Registration) -> None:
    Meeting.objects.update(lead_minutes=[])
    assert owed() == []
    links.plan(place.session.starts_at)
    assert Delivery.objects.filter(topic="link").count() == 1
    assert links.link_for(place, place.session.starts_at) == LINK


def test_move_owes_the_link_anew(place: Registration, ben: User) -> None:
    make.tick()
    session = place.session
    starts = session.starts_at + HOUR / 4
    actions.change_session(
        session=session, by=ben, now=timezone.now(), starts_at=starts, ends_at=starts + HOUR
    )
    assert owed() == [("dana@example.org", "v1.s0.l2"), ("dana@example.org", "v1.s1.l2")]


def test_links_and_their_causes_when_one_is_taken_back(place: Registration) -> None:
    make.tick()
    make.give_link(place.session, "")
    make.tick()
    make.give_link(place.session, LINK)
    make.tick()
    told = make.mails_with(LINK)
    assert [m.subject.split(":")[0] for m in told] == ["Your link", "New link"]


# --- The page ------------------------------------------------------------------------------------


def test_page_before_and_after_the_release(session: Session, dana: User) -> None:
    session = make.session(session.meeting, starts_in=3 * DAY, link=LINK)
    place = make.sign_up(dana, session)
    release = session.released_at
    assert links.link_for(place, release - dt.timedelta(seconds=1)) == ""
    assert links.link_for(place, release) == LINK
    assert links.link_for(place, session.ends_at) == ""


# --- Places gained -------------------------------------------------------------------------------


@pytest.fixture
def waiting(session: Session) -> Registration:
    """Second in a session of one place, and told so."""
    small = make.session(session.meeting, capacity=1)
    make.full(small)
    place = make.sign_up(make.person("waiting@example.org"), small)
    make.tick()
    mail.outbox.clear()
    return place


def test_place_gained_when_someone_leaves(waiting: Registration) -> None:
    first = waiting.session.registrations.in_order()[0]
    actions.cancel(registration=first, now=timezone.now())
    make.tick()
    make.tick()
    [told] = make.mails("waiting@example.org")
    assert told.subject.startswith("You have a place now")


@pytest.mark.parametrize("capacity", [2, None])
def test_place_gained_when_there_are_more(
    waiting: Registration, ben: User, capacity: int | None
) -> None:
    actions.change_session(session=waiting.session, by=ben, now=timezone.now(), capacity=capacity)
    make.tick()
    make.tick()
    [told] = make.mails("waiting@example.org")
    assert told.subject.startswith("You have a place now")


def test_no_place_gained_while_full(waiting: Registration) -> None:
    make.tick()
    assert not make.mails("waiting@example.org")


# --- Warnings ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("hours", "told"), [(49, []), (47, ["h48"]), (23, ["h24"]), (2, ["h3"])])
def test_facilitators_are_warned(meeting: Meeting, hours: int, told: list[str]) -> None:
    make.session(meeting, starts_in=hours * HOUR)
    assert [cause.split(".")[1] for _who, cause in owed("no_link")] == told


def test_facilitators_are_warned_three_times_and_not_more(meeting: Meeting) -> None:
    start = make.session(meeting, starts_in=50 * HOUR).starts_at
    for hours in (49, 48, 47, 25, 24, 4, 3, 2, 1, 0, -1):
        links.plan(start - hours * HOUR)
    warnings = Delivery.objects.filter(topic="no_link")
    assert [row.cause for row in warnings.order_by("pk")] == ["s0.h48", "s0.h24", "s0.h3"]
    assert {row.recipient.email for row in warnings} == {"ben@example.org"}


@pytest.mark.parametrize("why", ["has link", "in person", "draft", "cancelled"])
def test_no_warning(meeting: Meeting, why: str) -> None:
    session = make.session(meeting, starts_in=HOUR)
    if why == "has link":
        make.give_link(session)
    elif why == "in person":
        Meeting.objects.update(form="in_person")
    else:
        Session.objects.update(status=why)
    assert owed("no_link") == []


def test_admins_are_warned_where_no_facilitator_can_be(ada: User) -> None:
    make.session(make.meeting(), starts_in=HOUR)
    make.session(make.meeting(facilitators=(make.unreachable(),)), starts_in=HOUR)
    assert [who for who, _cause in owed("no_link")] == ["ada@example.org"] * 2


def test_link_that_cannot_be_read_holds_up_no_other(
    place: Registration, dana: User, ben: User
) -> None:
    """The key was lost: its facilitator is told as if there were none, and can enter it again."""
    broken = make.session(place.session.meeting, starts_in=HOUR / 2, link=LINK)
    CallLink.objects.filter(session=broken).update(ciphertext="of-another-key")
    lost = make.sign_up(dana, broken)
    assert links.link_for(lost, timezone.now()) == ""
    make.tick()
    assert len(make.mails_with(LINK)) == 1
    assert len(make.mails("ben@example.org")) == 1
    make.give_link(broken, NEW_LINK)
    make.tick()
    assert len(make.mails_with(NEW_LINK)) == 1
