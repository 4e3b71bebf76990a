"""The last place, and the one that is kept."""

import threading

import pytest
from django.core import mail
from django.db import connections
from django.test import Client

from meetings import actions
from meetings.models import Registration, Session
from members.models import User
from members.rules import Refused
from tests import factories as make
from tests.test_bugs_that_others_had.steps import Killed, side_by_side, status

Status = Registration.Status


@pytest.mark.django_db(transaction=True)
def test_last_place(session: Session) -> None:
    """last place taken by two at once: one is on the waiting list"""
    small = make.session(session.meeting, capacity=3)
    for who in make.people(2):
        make.sign_up(who, small)
    rivals = make.people(2)

    def work(start: threading.Barrier) -> None:
        mine = rivals.pop()
        start.wait()
        try:
            make.sign_up(mine, small)
        finally:
            connections.close_all()

    side_by_side(work, 2)
    listed = list(Registration.objects.registered().in_order())
    assert len(listed) == 4
    assert Registration.objects.holding_a_place([small]).count() == 3
    assert [r.was_waiting for r in listed] == [False, False, False, True]


@pytest.mark.django_db(transaction=True)
def test_last_place_control(session: Session) -> None:
    """last place taken by two at once: who counts without a lock gives it to both"""
    small = make.session(session.meeting, capacity=1)
    counted = threading.Barrier(2)
    people = make.people(2)

    def naive(start: threading.Barrier) -> None:
        mine = people.pop()
        start.wait()
        try:
            free = Registration.objects.filter(session=small).count() < 1
            counted.wait()
            make.registration(small, mine, was_waiting=not free)
        finally:
            connections.close_all()

    side_by_side(naive, 2)
    assert Registration.objects.filter(session=small, was_waiting=False).count() == 2


def test_move_to_a_full_session(client: Client, session: Session, dana: User) -> None:
    """move to a full session: keeps the old place"""
    small = make.session(session.meeting, capacity=1)
    make.full(small)
    place = make.sign_up(dana, session)
    make.tick()
    mail.outbox.clear()
    with pytest.raises(Refused) as no:
        actions.move(registration=place, to=small, now=make.now())
    assert no.value.refusal.code == "full"
    assert status(place) == Status.REGISTERED
    assert client.get(place.place_path).status_code == 200
    assert not Registration.objects.filter(session=small, person=dana).exists()
    make.tick()
    assert not make.mails("dana@example.org")


def test_move_that_fails_half_way(
    session: Session, dana: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """move to a full session: keeps the old place"""
    other = make.session(session.meeting)
    place = make.sign_up(dana, session)

    def broken(*args: object, **kwargs: object) -> None:
        raise Killed

    monkeypatch.setattr("meetings.actions.places.take_place", broken)
    with pytest.raises(Killed):
        actions.move(registration=place, to=other, now=make.now())
    assert status(place) == Status.REGISTERED
    assert not Registration.objects.filter(session=other).exists()
