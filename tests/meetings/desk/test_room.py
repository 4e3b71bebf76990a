"""The room of a session as its facilitators set and change it."""

import re
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from meetings import links, tasks, vault
from meetings.models import CallLink, Meeting, Session
from members.models import User
from tests import factories as make
from tests.factories import DAY, HOUR, LINK, NEW_LINK
from tests.test_queries import queries
from tests.visitors import text, visitor
from vsn.audit.models import Action, Entry
from vsn.outbox.models import Delivery


def at(session: Session, name: str = "room") -> str:
    return reverse(f"meetings:{name}", args=[session.meeting.slug, session.number])


def kept(session: Session) -> str:
    return vault.unlock(CallLink.objects.filter(session=session).first())


def set_link(client: Client, session: Session, link: str, seen: int = 0) -> HttpResponse:
    return client.post(at(session), {"link": link, "seen": seen})


def test_ben_sets_the_room_and_is_told_when_it_goes_out(session: Session, ben: User) -> None:
    desk = visitor(ben)
    assert "There is no link yet." in text(desk.get(at(session)))
    answer = set_link(desk, session, f" {LINK} ")
    assert answer.status_code == 302 and kept(session) == LINK
    assert LINK not in CallLink.objects.get().ciphertext
    page = text(desk.get(at(session)))
    assert "It goes out on" in page and "Set on " in page
    assert "We do not know this service" in page
    assert not Delivery.objects.filter(topic="link").exists()


def test_it_says_so_where_nobody_would_get_the_link(meeting: Meeting, ben: User) -> None:
    soon = make.session(meeting, starts_in=HOUR)
    page = text(visitor(ben).get(at(soon)))
    assert "Nobody is on the list yet. Whoever signs up gets it at once." in page
    assert "0 people" not in page


def test_the_link_stands_on_no_page_and_opens_for_who_runs_the_call(
    running: Session, ben: User, chidi: User, eve: User, ada: User
) -> None:
    secret = LINK.removeprefix("https://meet.call-platform.org/room/")
    assert secret not in text(visitor(ben).get(at(running)))
    for who in (ben, ada):
        answer = visitor(who).get(at(running, "open_room"))
        assert (answer.status_code, answer.headers["Location"]) == (302, LINK)
        assert "no-store" in answer.headers["Cache-Control"]
    for client in (visitor(), visitor(chidi), visitor(eve)):
        answer = client.get(at(running, "open_room"))
        assert answer.status_code == 404 and secret not in text(answer)
    journal = [str(one.data) for one in Entry.objects.all()]
    assert journal and not any(secret in data for data in journal)


def test_a_change_while_the_call_runs_reaches_everyone_once_as_a_replacement(
    running: Session, ben: User
) -> None:
    for who in make.people(3):
        make.sign_up(who, running)
    make.sign_up(make.unreachable(), running)
    make.tick()
    assert len(make.mails_with(LINK)) == 3
    page = text(visitor(ben).get(at(running)))
    assert "3 people get the new link within a minute" in page

    said = text(visitor(ben).post(at(running), {"link": NEW_LINK, "seen": 1}, follow=True))
    assert "Everyone on the list has it within a minute." in said
    # Owed at once, so that the page can say how far it is.
    assert "0 of 3 messages are out" in said
    for _ in range(3):
        make.tick()
    new = make.mails_with(NEW_LINK)
    assert sorted(m.to[0] for m in new) == sorted({m.to[0] for m in new}) and len(new) == 3
    assert all("replaces the one we sent before" in m.body for m in new)
    assert "messages are out" not in text(visitor(ben).get(at(running)))


def test_who_comes_second_is_told_by_whom_and_loses_nothing(
    session: Session, ben: User, ada: User
) -> None:
    first, second = visitor(ada), visitor(ben)
    second.get(at(session))
    set_link(first, session, LINK)
    answer = set_link(second, session, NEW_LINK, seen=0)
    page = text(answer)
    assert answer.status_code == 409 and kept(session) == LINK
    assert re.search(r"Ada changed the link at <time[^>]*>\d\d:\d\d</time>", page)
    assert NEW_LINK in page and LINK not in page
    assert Entry.objects.filter(action=Action.LINK_SET).count() == 1
    # Having seen it, Ben may say it again.
    assert set_link(second, session, NEW_LINK, seen=1).status_code == 302
    assert kept(session) == NEW_LINK


def test_the_same_link_from_two_is_no_quarrel(session: Session, ben: User, ada: User) -> None:
    set_link(visitor(ada), session, LINK)
    assert set_link(visitor(ben), session, LINK, seen=0).status_code == 302
    assert CallLink.objects.get().version == 1


@pytest.mark.parametrize("name", ["make_room", "remove_room"])
def test_a_button_overwrites_nobody_either(
    name: str, session: Session, ben: User, ada: User
) -> None:
    set_link(visitor(ada), session, LINK)
    for sent in ({"seen": "0"}, {}, {"seen": "٢"}):
        answer = visitor(ben).post(at(session, name), sent)
        assert answer.status_code == 409 and "Ada changed the link" in text(answer)
    assert kept(session) == LINK


def test_a_room_is_made_up_at_a_click(session: Session, ben: User, settings: Any) -> None:
    settings.JITSI_URL = "https://meet.volunteers.net"
    desk = visitor(ben)
    assert "Make up a Jitsi room" in text(desk.get(at(session)))
    assert desk.post(at(session, "make_room"), {"seen": "0"}).status_code == 302
    assert kept(session).startswith("https://meet.volunteers.net/")
    assert kept(session) not in text(desk.get(at(session)))


def test_without_a_server_there_is_no_such_button(
    session: Session, ben: User, settings: Any
) -> None:
    settings.JITSI_URL = ""
    desk = visitor(ben)
    assert "Make up a Jitsi room" not in text(desk.get(at(session)))
    assert desk.post(at(session, "make_room"), {"seen": "0"}).status_code == 409
    assert kept(session) == ""


def test_the_link_can_be_taken_away(running: Session, ben: User, dana: User) -> None:
    place = make.sign_up(dana, running)
    assert LINK in text(visitor().get(place.place_path))
    assert visitor(ben).post(at(running, "remove_room"), {"seen": "1"}).status_code == 302
    assert kept(running) == "" and LINK not in text(visitor().get(place.place_path))
    assert visitor(ben).get(at(running, "open_room")).status_code == 404


def test_a_host_link_is_refused_and_stays_in_the_field(session: Session, ben: User) -> None:
    answer = set_link(visitor(ben), session, "https://zoom.us/s/86219374655")
    page = text(answer)
    assert answer.status_code == 422 and "own start link" in page
    assert "https://zoom.us/s/86219374655" in page and kept(session) == ""


def test_the_room_of_a_session_that_is_over_stays_as_it_is(meeting: Meeting, ben: User) -> None:
    over = make.session(meeting, starts_in=-5 * HOUR, link=LINK)
    page = text(visitor(ben).get(at(over)))
    assert "its room cannot be changed" in page and "<textarea" not in page
    answer = set_link(visitor(ben), over, NEW_LINK, seen=1)
    assert answer.status_code == 422 and kept(over) == LINK


def test_a_link_that_was_erased_is_not_asked_for_again(meeting: Meeting, ben: User) -> None:
    over = make.session(meeting, starts_in=-50 * HOUR, link=LINK)
    tasks.keep()
    page = text(visitor(ben).get(at(over)))
    assert kept(over) == "" and "There is no link yet." not in page
    assert visitor(ben).get(at(over, "open_room")).status_code == 404


def test_a_draft_says_that_nobody_gets_it_yet(meeting: Meeting, ben: User) -> None:
    draft = make.session(meeting, status="draft", starts_in=DAY / 2)
    said = text(visitor(ben).post(at(draft), {"link": LINK, "seen": 0}, follow=True))
    assert "Nobody gets it before the session is published." in said
    assert not Delivery.objects.exists()


@pytest.mark.parametrize(("excluded", "expected"), [(False, 9), (True, 10)])
@pytest.mark.parametrize("people", [1, 3])
def test_the_page_of_a_running_session_asks_as_much_for_many(
    people: int, excluded: bool, expected: int, running: Session, ben: User
) -> None:
    """With a link that is on its way to everyone; one more where somebody is shut out."""
    make.session(running.meeting, starts_in=DAY, link=NEW_LINK)
    for who in make.people(people):
        make.sign_up(who, running)
    links.plan_links(make.now())
    if excluded:
        make.exclude("somebody@example.org")
    assert queries(visitor(ben), at(running)) == expected
