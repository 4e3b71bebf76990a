"""Your meetings: what comes next, what needs somebody, what is left to do."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from meetings import actions, overview, standing
from meetings.models import Digest, Meeting, Registration, Session
from members.models import User
from tests import factories as make
from tests.factories import DAY, HOUR, LINK
from tests.test_queries import queries
from tests.visitors import text, visitor
from vsn.outbox.models import Delivery

DESK = "/desk/"


def of(session: Session) -> overview.Overview:
    found = Session.objects.select_related("meeting", "call_link").get(pk=session.pk)
    return overview.overviews([found], make.now())[session.pk]


def everything(meeting: Meeting) -> Session:
    """In half an hour, with somebody of each kind on the list."""
    soon = make.session(meeting, starts_in=HOUR / 2, link=LINK, capacity=7)
    make.sign_up(make.person(name="Has it"), soon)
    for name, reason in (("Failed", "550 no such mailbox"), ("Too late", "")):
        place = make.sign_up(make.person(name=name), soon)
        make.tick()
        state = Delivery.State.FAILED if reason else Delivery.State.EXPIRED
        told = Delivery.objects.filter(about_id=place.pk, topic="link")
        told.update(state=state, reason=reason)
    actions.add_by_hand(
        session=soon, reach="fay@example.org", name="Has not acknowledged", by=make.anyone(),
        now=make.now(),
    )  # fmt: skip
    make.sign_up(make.unreachable(), soon)
    held = make.person("mallory@example.org", name="Held back")
    make.sign_up(held, soon)
    make.exclude("mallory@example.org")
    make.registration(soon, None)
    make.sign_up(make.person(name="Waits"), soon)
    make.sign_up_stranger("new@example.org", soon)
    return soon


def test_the_figures_are_those_of_the_list(meeting: Meeting) -> None:
    """Counted for many at once, and person by person: never two answers."""
    soon = everything(meeting)
    figures, sheet = of(soon), standing.read(_whole(soon), make.now())
    assert figures.signed_up == sum(row.on_list for row in sheet.rows) == 8
    assert (figures.placed, figures.waiting) == (7, 1)
    assert figures.needs_you == sum(row.needs_you for row in sheet.rows) == 6
    assert figures.have_link == sheet.codes[standing.SENT] == 1
    assert figures.unreachable == sheet.codes[standing.UNREACHABLE] == 1
    assert not figures.lacks_link
    for change in (
        {"starts_at": make.now() + 5 * DAY, "ends_at": make.now() + 6 * DAY},
        {"status": "draft"},
        {"starts_at": make.now() - 2 * DAY, "ends_at": make.now() - DAY},
    ):
        Session.objects.filter(pk=soon.pk).update(**change)
        sheet = standing.read(_whole(soon), make.now())
        assert of(soon).needs_you == sum(row.needs_you for row in sheet.rows), change


def _whole(session: Session) -> Session:
    return Session.objects.select_related("meeting", "call_link").get(pk=session.pk)


def test_a_missing_link_is_a_warning_where_there_is_a_call(meeting: Meeting) -> None:
    far = of(make.session(meeting))
    assert far.lacks_link and not far.link_is_late
    assert of(make.session(meeting, starts_in=DAY)).link_is_late
    assert not of(make.session(meeting, link=LINK)).lacks_link
    assert not of(make.session(meeting, starts_in=-DAY)).lacks_link
    visit = make.meeting(form="in_person")
    assert not of(make.session(visit)).lacks_link


def test_what_comes_next_with_what_needs_one(desk: Client, meeting: Meeting) -> None:
    everything(meeting)
    later = make.session(meeting, starts_in=9 * DAY)
    page = text(desk.get(DESK))
    assert "7 of 7 places taken" in page and "1 waiting" in page and "1 of 7 has the link" in page
    assert "Needs you 6" in page and "1 cannot be reached" in page
    assert page.count("no video-call link yet") == 1
    assert page.index(f"/{later.number}/") > page.index("Needs you 6")
    for never in (LINK, "Held back", "@example.org", "exclu"):
        assert never not in page


def test_what_is_left_to_do(desk: Client, meeting: Meeting) -> None:
    session = make.session(meeting, starts_in=-2 * DAY)
    long_ago = make.session(meeting, starts_in=-200 * DAY)
    page = text(desk.get(DESK))
    assert page.count("Note who came</a>") == 1 and page.count("Write the digest</a>") == 1
    Session.objects.filter(pk=session.pk).update(attendance=7)
    Digest.objects.create(session=session, saved_at=make.now(), published_at=make.now())
    page = text(desk.get(DESK))
    assert "7 people came" in page and "all done" in page and "Note who came" not in page
    assert str(long_ago.number) in page


def test_drafts_and_proposals_are_in_preparation(desk: Client, ben: User) -> None:
    make.meeting(title="A plan", status="draft", facilitators=(ben,))
    make.meeting(
        title="An idea", slug="an-idea", status="draft", proposal="started", facilitators=(ben,)
    )
    make.meeting(title="Called off", status="cancelled", facilitators=(ben,))
    page = text(desk.get(DESK))
    assert "A plan" in page and "An idea" in page and "Called off" not in page
    assert page.count("/propose/") == 1 and "Ask the admins: An idea" in page


def test_only_ones_own_are_there(desk: Client, eve: User, ada: User, meeting: Meeting) -> None:
    make.session(eve.facilitated_meetings.get(), starts_in=DAY)
    assert "Another meeting" not in text(desk.get(DESK))
    assert desk.get(f"{DESK}?show=all").status_code == 404
    admin = visitor(ada)
    assert "Another meeting" not in text(admin.get(DESK))
    assert "Another meeting" in text(admin.get(f"{DESK}?show=all"))
    alone = Client()
    alone.force_login(ada)  # without the second factor
    assert alone.get(f"{DESK}?show=all").url == reverse("mfa_index")


@pytest.mark.parametrize(
    ("who", "says"),
    [("ben", "New meeting"), ("ada", "New meeting"), ("chidi", "Propose a meeting")],
)
def test_who_may_begin_something(
    who: str, says: str, ada: User, ben: User, chidi: User, meeting: Meeting
) -> None:
    page = text(visitor({"ada": ada, "ben": ben, "chidi": chidi}[who]).get(DESK))
    assert says in page and reverse("meetings:new_meeting") in page


def test_who_can_begin_nothing_reads_how(dana: User) -> None:
    page = text(visitor(dana).get(DESK))
    assert reverse("meetings:new_meeting") not in page
    assert "Join the network" in page


def test_who_is_asked_to_run_something_finds_it_here(
    meeting: Meeting, chidi: User, ben: User
) -> None:
    actions.invite_facilitator(
        meeting=meeting, reach="chidi@example.org", name="C", by=ben, now=make.now()
    )
    page = text(visitor(chidi).get(DESK))
    assert "You are asked to run “Supporting volunteers”" in page
    assert meeting.invitations.get().handle in page
    assert "Who runs this meeting" not in page


# --- The way there -------------------------------------------------------------------------------


def leads_there(who: User | None) -> bool:
    return f'href="{DESK}"' in text(visitor(who).get("/privacy/"))


def test_the_navigation_leads_there_who_has_something_there(
    ada: User, ben: User, chidi: User, dana: User, eve: User, meeting: Meeting
) -> None:
    assert [leads_there(who) for who in (ada, ben, chidi, eve)] == [True] * 4
    assert not leads_there(dana) and not leads_there(None)
    chidi.membership.status = "inactive"
    chidi.membership.save()
    assert not leads_there(chidi)


def test_the_navigation_costs_no_query_of_its_own(chidi: User) -> None:
    """Session and person, as before."""
    assert queries(visitor(), "/privacy/") == 0
    assert queries(visitor(chidi), "/privacy/") == 2


@pytest.mark.parametrize("rows", [1, 3])
def test_it_asks_as_much_for_many(ben: User, rows: int, settings: Any) -> None:
    make.exclude("mallory@example.org")
    for number in range(rows):
        meeting = make.meeting(facilitators=(ben,))
        make.meeting(facilitators=(ben,), status="draft")
        soon = make.session(meeting, starts_in=(number + 1) * HOUR, link=LINK)
        make.sign_up(make.person(name="Fay"), soon)
        past = make.session(meeting, starts_in=-(number + 1) * DAY)
        make.registration(past, make.person(name="Gus"), attended=True)
    assert Registration.objects.count() == 2 * rows
    assert queries(visitor(ben), DESK) == 9
