"""How each stands to the link: in every state the same as planner and messages say."""

import datetime as dt
import itertools
from typing import Any

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from meetings import links, standing
from meetings.models import Registration, Session
from members.models import User
from tests import factories as make
from tests.factories import DAY, HOUR, LINK
from tests.meetings.test_links_agree import PERSON, SESSION, build
from vsn.outbox.models import Delivery

pytestmark = pytest.mark.django_db
Status = Registration.Status
ENTITLED = {
    standing.SENT, standing.CLOSED, standing.NO_NEED, standing.UNREACHABLE, standing.NO_LINK,
    standing.FAILED, standing.TOO_LATE, standing.SENDING, standing.DUE, standing.LATER,
}  # fmt: skip
PLACE = [{}, {"status": Status.UNCONFIRMED}, {"status": Status.CANCELLED}]


def codes(session: Session, now: dt.datetime | None = None) -> list[str]:
    fresh = Session.objects.select_related("meeting", "call_link").get(pk=session.pk)
    return [row.code for row in standing.read(fresh, now or timezone.now()).rows]


def code(session: Session, now: dt.datetime | None = None) -> str:
    [only] = codes(session, now)
    return only


@pytest.mark.parametrize("who", PERSON)
def test_it_agrees_with_planner_and_links_in_every_state(policy: object, who: str) -> None:
    for session, link, place in itertools.product(SESSION, ["", LINK], PLACE):
        build(session, link, place, who)
    now = timezone.now()
    said: dict[str, set[int]] = {}
    entitled: set[int] = set()
    for session in Session.objects.select_related("meeting", "call_link"):
        for row in standing.read(session, now).rows:
            said.setdefault(row.code, set()).add(row.registration.pk)
        may = list(links.entitled([session]).select_related("person"))
        out = links.shut_out(((session, place.person) for place in may), now)
        entitled |= {place.pk for place in may if (session.pk, place.person_id) not in out}
    assert set().union(*(said.get(code, set()) for code in ENTITLED)) == entitled
    links.plan(now)
    owed = set(Delivery.objects.filter(topic="link").values_list("about_id", flat=True))
    assert said.get(standing.DUE, set()) == owed
    asked = set(Delivery.objects.filter(topic="acknowledge").values_list("about_id", flat=True))
    waits = said.get(standing.UNACKNOWLEDGED, set()) | said.get(standing.WAITING, set())
    assert asked <= waits
    make.tick()
    have = {
        row.registration.pk
        for session in Session.objects.select_related("meeting", "call_link")
        for row in standing.read(session, now).rows
        if row.code == standing.SENT
    }
    assert have == owed


def test_from_signing_up_to_having_it(session: Session, dana: User) -> None:
    make.sign_up(dana, session)
    assert code(session) == standing.NO_LINK
    make.give_link(session)
    assert code(session) == standing.LATER
    Session.objects.filter(pk=session.pk).update(
        starts_at=timezone.now() + HOUR, ends_at=timezone.now() + 2 * HOUR
    )
    assert code(session) == standing.DUE
    links.plan(timezone.now())
    assert code(session) == standing.SENDING
    make.tick()
    assert code(session) == standing.SENT
    make.give_link(session, make.NEW_LINK)
    assert code(session) == standing.DUE
    assert code(session, timezone.now() + DAY) == standing.CLOSED


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("the mail server refused it (550)", "the mail server refused the address"),
        ("their wiki account takes no mail from us", "wiki mail is switched off"),
        ("their wiki account does not exist any more", "their wiki account is gone"),
        ("something nobody thought of <dana@example.org>", "it could not be delivered"),
    ],
)
def test_a_failure_is_told_in_words(soon: Session, dana: User, reason: str, words: str) -> None:
    make.sign_up(dana, soon)
    links.plan(timezone.now())
    Delivery.objects.filter(topic="link").update(state="failed", reason=reason)
    fresh = Session.objects.select_related("meeting", "call_link").get(pk=soon.pk)
    [row] = standing.read(fresh, timezone.now()).rows
    assert (row.code, str(row.reason), row.needs_you) == (standing.FAILED, words, True)


def test_what_keeps_people_from_it(meeting: Any, policy: object) -> None:
    full = make.session(meeting, starts_in=HOUR / 2, link=LINK, capacity=4)
    make.registration(full, None)
    make.registration(full, make.person())
    make.sign_up(make.unreachable(), full)
    out = make.person()
    make.sign_up(out, full)
    make.exclude(out.email)
    make.sign_up(make.person(), full)
    make.sign_up_stranger("fay@example.org", full)
    assert sorted(codes(full)) == sorted([
        standing.UNCONFIRMED, standing.FORGOTTEN, standing.UNACKNOWLEDGED,
        standing.UNREACHABLE, standing.HELD_BACK, standing.WAITING,
    ])  # fmt: skip


def test_part_of_a_list_says_the_same_as_all_of_it(meeting: Any) -> None:
    full = make.session(meeting, starts_in=HOUR / 2, link=LINK, capacity=2)
    places = [make.sign_up(who, full) for who in make.people(5)]
    fresh = Session.objects.select_related("meeting", "call_link").get(pk=full.pk)
    now = timezone.now()
    all_of_it = {row.registration.pk: row for row in standing.read(fresh, now).rows}
    [one] = standing.read(fresh, now, Q(pk=places[3].pk)).rows
    assert (one.code, one.number) == (standing.WAITING, 2)
    assert all_of_it[places[3].pk].number == 2


def test_it_asks_as_much_for_few_and_many(soon: Session) -> None:
    asked = []
    for count in (1, 4):
        for who in make.people(count):
            make.sign_up(who, soon)
        make.tick()
        fresh = Session.objects.select_related("meeting", "call_link").get(pk=soon.pk)
        with CaptureQueriesContext(connection) as queries:
            standing.read(fresh, timezone.now())
        asked.append(len(queries))
    assert asked == [3, 3]
