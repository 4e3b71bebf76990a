"""Planner and notices agree in every state, so that nothing goes in circles."""

import itertools

import pytest
from django.core import mail
from django.utils import timezone

from meetings import actions, links, vault
from meetings.models import CallLink, Registration, Session
from members.models import Exclusion, User
from tests import factories as make
from tests.factories import HOUR, LINK
from vsn.outbox.models import Delivery

pytestmark = pytest.mark.django_db
Status = Registration.Status


# --- Planner and notices agree -------------------------------------------------------------------

SESSION = [
    {},
    {"status": "cancelled"},
    {"capacity": 1},
    {"starts_in": 26 * HOUR},
    {"starts_in": -HOUR / 2},
    {"starts_in": -2 * HOUR},
]
LINKS = ["", LINK, "placeholder", "unreadable"]
PLACE = [
    {},
    {"status": Status.UNCONFIRMED},
    {"status": Status.CANCELLED},
    {"was_waiting": True},
]
PERSON = ["plain", "excluded", "inactive", "not acknowledged", "unreachable"]


def build(session: dict, link: str, place: dict, who: str) -> None:
    of = make.meeting(facilitators=(make.person(),))
    starts_in = session.get("starts_in", HOUR / 2)
    rest = {k: v for k, v in session.items() if k != "starts_in"}
    made = make.session(of, starts_in=starts_in, **rest)
    if link:
        kept = {"placeholder": vault.lock("https://example.org/"), "unreadable": "of-another-key"}
        CallLink.objects.create(
            session=made, ciphertext=kept.get(link) or vault.lock(link), version=1,
            changed_at=timezone.now(),
        )  # fmt: skip
    for _ in range(2):
        person = make.unreachable() if who == "unreachable" else make.person()
        if who != "not acknowledged":
            make.acknowledged(person)
        if who == "excluded":
            make.exclude(person.email, scope=Exclusion.Scope.MEETING, meeting_uid=of.uid)
        if who == "inactive":
            User.objects.filter(pk=person.pk).update(is_active=False)
        make.registration(made, person, **place)


@pytest.mark.parametrize("who", PERSON)
def test_planner_and_notices_agree(policy: object, who: str) -> None:
    """In every state: what the planner owes is worth sending, so that nothing goes in circles."""
    for session, link, place in itertools.product(SESSION, LINKS, PLACE):
        build(session, link, place, who)
    make.tick()
    assert not Delivery.objects.filter(state="moot").exists()
    assert not Delivery.objects.exclude(state="sent").exists()
    rows, sent = Delivery.objects.count(), len(mail.outbox)
    make.tick()
    assert (Delivery.objects.count(), len(mail.outbox)) == (rows, sent)
    assert sent > 0


def test_excluded_from_one_meeting_only(dana: User) -> None:
    """Two messages to one person in a batch: an exclusion from one meeting is not one from both."""
    out, fine = make.meeting(), make.meeting()
    places = [
        make.registration(make.session(of, starts_in=HOUR / 2, link=LINK), dana)
        for of in (out, fine)
    ]
    make.acknowledged(dana)
    links.plan(timezone.now())
    make.exclude(dana.email, scope=Exclusion.Scope.MEETING, meeting_uid=out.uid)
    make.tick()
    [told] = make.mails_with(LINK)
    assert fine.title in told.body
    assert links.link_for(places[0], timezone.now()) == ""
    rows = Delivery.objects.count()
    make.tick()
    assert Delivery.objects.count() == rows


def test_a_cause_that_was_moot_comes_back_with_the_facts(place: Registration) -> None:
    links.plan(timezone.now())
    entry = make.exclude("dana@example.org")
    make.tick()
    assert not make.mails_with(LINK)
    assert Delivery.objects.get(topic="link").state == "moot"
    entry.delete()
    make.tick()
    make.tick()
    assert len(make.mails_with(LINK)) == 1


def test_invitation_is_dropped_when_it_was_done_meanwhile(session: Session, dana: User) -> None:
    place = make.registration(session, dana)
    links.plan(timezone.now())
    actions.acknowledge_for(registration=place, now=timezone.now())
    make.tick()
    assert not make.mails("dana@example.org")


def test_one_invitation_for_two_versions(session: Session, dana: User) -> None:
    """The first was still waiting when the second version came: one message is enough."""
    make.registration(session, dana)
    links.plan(timezone.now())
    make.new_policy(substance=True)
    make.tick()
    assert len(make.mails("dana@example.org")) == 1


def test_planning_costs_the_same_for_few_and_many(
    soon: Session, django_assert_num_queries: object
) -> None:
    for who in make.people(2):
        make.sign_up(who, soon)
    make.tick()
    now = timezone.now()
    with django_assert_num_queries(8):
        links.plan(now)
    for who in make.people(10):
        make.sign_up(who, soon)
    make.tick()
    with django_assert_num_queries(8):
        links.plan(now)
