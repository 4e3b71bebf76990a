"""Two facilitators at once, and one of them with the person: nothing is done twice, nobody waits
for ever."""

from collections.abc import Callable
from functools import partial

import pytest
from django.db import transaction

from meetings import actions
from meetings.models import ListAct, Registration, Session
from tests import factories as make
from tests.meetings.actions.side_by_side import (
    Act,
    Scene,
    Thread,
    also_on_postgresql,
    cancel,
    forget,
    move,
    scene,
    while_held,
)
from vsn.outbox.models import Delivery

pytestmark = pytest.mark.django_db(transaction=True)
Status = Registration.Status


def remove_by_hand(s: Scene) -> Act:
    return partial(
        actions.remove_places, session=s.first, places=[s.place.pk], reason="x", by=s.by,
        now=make.now(),
    )  # fmt: skip


def move_by_hand(s: Scene) -> Act:
    return partial(
        actions.move_places, session=s.first, places=[s.place.pk], to=s.second, by=s.by,
        now=make.now(),
    )  # fmt: skip


def move_others_back(s: Scene) -> Act:
    other = make.sign_up(make.person(), s.second)
    return partial(
        actions.move_places, session=s.second, places=[other.pk], to=s.first, by=s.by,
        now=make.now(),
    )  # fmt: skip


def undo_another(s: Scene) -> Act:
    """Of somebody who was moved from the other list to this one."""
    moved = move_others_back(s)()
    return partial(actions.undo_act, act=moved.act, by=s.by, now=make.now())


PAIRS = [
    (remove_by_hand, move_by_hand),
    (remove_by_hand, cancel),
    (move_by_hand, move),
    (move_by_hand, move_others_back),
    (move_by_hand, undo_another),
    (move_by_hand, forget),
]


@pytest.mark.parametrize(
    ("one", "other"), PAIRS, ids=[f"{a.__name__}-{b.__name__}" for a, b in PAIRS]
)
def test_nobody_waits_for_ever(one: Callable[[Scene], Act], other: Callable[[Scene], Act]) -> None:
    for acts in ((one, other), (other, one)):
        s = scene()
        person = s.person.pk
        while_held(s.first, *[act(s) for act in acts])
        assert Registration.objects.active().filter(person=person).count() <= 1


def test_two_who_remove_the_same_person_do_it_once() -> None:
    s = scene()
    with transaction.atomic():
        remove_by_hand(s)()
        thread = Thread(remove_by_hand(s))
    thread.ended()
    place = Registration.objects.get(pk=s.place.pk)
    assert (place.status, place.key_revision) == (Status.REMOVED, 1)
    assert ListAct.objects.count() == 1
    assert Delivery.objects.filter(topic="place_cancelled", about_id=place.pk).count() == 1


def test_who_moves_somebody_that_is_being_removed_finds_nobody() -> None:
    s = scene()
    with transaction.atomic():
        remove_by_hand(s)()
        thread = Thread(move_by_hand(s))
    thread.ended()
    assert not s.second.registrations.exists()
    assert Registration.objects.get(pk=s.place.pk).status == Status.REMOVED


def test_an_act_is_taken_back_once_by_two() -> None:
    s = scene()
    act = remove_by_hand(s)().act
    undo = partial(actions.undo_act, act=act, by=s.by, now=make.now())
    with transaction.atomic():
        undo()
        thread = Thread(undo)
    thread.ended()
    place = Registration.objects.get(pk=s.place.pk)
    assert (place.status, place.key_revision) == (Status.REGISTERED, 0)


def test_two_who_put_others_first_leave_everyone_on_the_list() -> None:
    s = scene()
    Session.objects.filter(pk=s.first.pk).update(capacity=1)
    b, c = (make.sign_up(who, s.first) for who in make.people(2))
    acts = [
        partial(actions.put_first, session=s.first, places=[place.pk], by=s.by, now=make.now())
        for place in (c, b)
    ]
    with transaction.atomic():
        acts[0]()
        thread = Thread(acts[1])
    thread.ended()
    in_order = s.first.registrations.registered().in_order()
    assert list(in_order.values_list("pk", flat=True)) == [s.place.pk, b.pk, c.pk]
    assert len(set(in_order.values_list("placed_at", flat=True))) == 3


@pytest.mark.postgres
def test_all_of_this_on_postgresql() -> None:
    also_on_postgresql(__file__)
