"""Two acts at once: neither waits for the other for ever, and none undoes the other.

A third connection holds one of the rows that both want, until both are on their way. Whoever took
another row before that one has it by now, and would never get the next: PostgreSQL calls this a
deadlock and ends one of the two.
"""

from collections.abc import Callable
from functools import partial

import pytest
from django.db import IntegrityError, connection, transaction

from meetings import actions
from meetings.models import Registration, Session
from members import holdings
from members.models import User
from members.rules import Refused
from tests import factories as make
from tests.meetings.actions.side_by_side import (
    Act,
    Scene,
    Thread,
    adopt,
    also_on_postgresql,
    announce,
    arrive,
    ask_again,
    ask_elsewhere,
    bring,
    bring_backwards,
    cancel,
    cancel_meeting,
    confirm,
    forget,
    move,
    move_back,
    publish_meeting,
    put_off,
    rename_meeting,
    scene,
    set_link,
    sign_up,
    unconfirmed,
    while_held,
)
from vsn.outbox.models import Delivery

pytestmark = pytest.mark.django_db(transaction=True)
Status = Registration.Status

PAIRS = [
    (scene, cancel, move),
    (scene, move, move_back),
    (scene, move, move),
    (scene, cancel, cancel),
    (scene, sign_up, set_link),
    (scene, forget, cancel),
    (scene, forget, move),
    (scene, put_off, cancel),
    (scene, put_off, forget),
    (scene, cancel_meeting, move),
    (scene, cancel_meeting, forget),
    (scene, cancel_meeting, publish_meeting),
    (scene, announce, publish_meeting),
    (scene, rename_meeting, move),
    (scene, rename_meeting, cancel_meeting),
    (scene, rename_meeting, set_link),
    (scene, put_off, cancel_meeting),
    (scene, set_link, cancel_meeting),
    (lambda: unconfirmed(scene()), cancel, confirm),
    (lambda: unconfirmed(scene()), confirm, confirm),
    (lambda: unconfirmed(scene()), confirm, ask_again),
    (lambda: unconfirmed(scene()), confirm, ask_elsewhere),
    (lambda: unconfirmed(scene()), adopt, ask_again),
    (lambda: unconfirmed(scene()), adopt, confirm),
    (lambda: unconfirmed(scene()), arrive, confirm),
    (lambda: unconfirmed(scene()), arrive, ask_again),
    (lambda: unconfirmed(scene()), arrive, arrive),
    (scene, arrive, move),
    (scene, arrive, forget),
    (scene, bring, move),
    (scene, bring, forget),
    (scene, bring, bring),
    (scene, bring, bring_backwards),
]


@pytest.mark.parametrize(
    ("begin", "one", "other"), PAIRS, ids=[f"{a.__name__}-{b.__name__}" for _s, a, b in PAIRS]
)
def test_nobody_waits_for_ever(
    begin: Callable[[], Scene], one: Callable[[Scene], Act], other: Callable[[Scene], Act]
) -> None:
    # SQLite has one lock, for the whole database: whichever row is held is the same.
    for held in range(2 if connection.vendor == "postgresql" else 1):
        for acts in ((one, other), (other, one)):
            s = begin()
            while_held(s.rows()[held], *[act(s) for act in acts])


def test_the_order_matters() -> None:
    """The control: two acts that take the rows in opposite order."""

    def backwards(s: Scene) -> None:
        with transaction.atomic():
            for row in (s.second, s.first):
                Session.objects.select_for_update().get(pk=row.pk)

    s, errors = scene(), []
    try:
        while_held(s.first, move(s), partial(backwards, s))
    except Exception as error:
        errors.append(str(error))
    # One lock for everything cannot be taken in two orders.
    assert bool(errors) == (connection.vendor == "postgresql")
    assert all("deadlock" in error for error in errors)


# --- What came of it ------------------------------------------------------------------------------


def status(place: Registration) -> str:
    return Registration.objects.get(pk=place.pk).status


def test_who_signs_up_while_the_session_is_being_cancelled_is_refused() -> None:
    s = scene()
    late = make.person()
    with transaction.atomic():
        actions.cancel_session(session=s.first, reason="Ill", by=s.by, now=make.now())
        thread = Thread(partial(make.sign_up, late, s.first))
    thread.ended()
    assert not Registration.objects.filter(person=late).exists()


def test_who_signed_up_just_before_is_told_of_the_cancellation() -> None:
    s = scene()
    late = make.person()
    with transaction.atomic():
        make.sign_up(late, s.first)
        thread = Thread(
            partial(actions.cancel_session, session=s.first, reason="Ill", by=s.by, now=make.now())
        )
    thread.ended()
    assert Delivery.objects.filter(recipient=late, topic="session_cancelled").exists()


def test_confirming_while_the_session_is_being_cancelled() -> None:
    s = unconfirmed(scene())
    with transaction.atomic():
        actions.cancel_session(session=s.first, reason="Ill", by=s.by, now=make.now())
        thread = Thread(confirm(s))
    thread.ended()
    assert status(s.place) == Status.UNCONFIRMED


@pytest.mark.parametrize("first", ["confirm", "ask again"])
def test_asking_again_never_undoes_a_confirmation(first: str) -> None:
    s = unconfirmed(scene())
    acts = [confirm(s), ask_again(s)]
    one, other = acts if first == "confirm" else reversed(acts)
    with transaction.atomic():
        one()
        thread = Thread(other)
    thread.ended()
    assert status(s.place) == Status.REGISTERED
    assert Registration.objects.filter(person=s.person).count() == 1


def test_a_cancelled_place_is_not_confirmed_back() -> None:
    s = unconfirmed(scene())
    with transaction.atomic():
        actions.cancel(registration=s.place, now=make.now())
        thread = Thread(confirm(s))
    thread.ended()
    assert status(s.place) == Status.CANCELLED


def test_a_place_that_is_being_confirmed_is_not_purged() -> None:
    s = unconfirmed(scene())
    Registration.objects.filter(pk=s.place.pk).update(created_at=make.now() - 8 * make.DAY)
    with transaction.atomic():
        confirm(s)()
        thread = Thread(partial(actions.purge_unconfirmed, make.now()))
    thread.ended()
    assert status(s.place) == Status.REGISTERED


def while_forgotten(s: Scene, act: Act, monkeypatch: pytest.MonkeyPatch) -> list[Refused]:
    """Acts while the person is being forgotten. Returns what was refused."""
    threads, refused = [], []

    def asked() -> None:
        try:
            act()
        except Refused as no:
            refused.append(no)

    monkeypatch.setattr(holdings, "partings", [lambda _person: threads.append(Thread(asked))])
    actions.forget_person(person=s.person, now=make.now())
    threads[0].ended()
    return refused


def test_who_signs_up_while_being_forgotten_is_told_and_leaves_no_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    s = scene()
    own = User.objects.get(pk=s.person.pk)  # what is forgotten loses its number
    act = partial(make.sign_up, own, s.second, name="Quux")
    [no] = while_forgotten(s, act, monkeypatch)
    assert no.refusal.code == "forgotten"
    assert not Registration.objects.filter(name="Quux").exists()
    assert not Delivery.objects.filter(topic="signed_up").exists()


def test_who_acknowledges_while_being_forgotten_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    s = scene()
    make.new_policy()
    place = Registration.objects.select_related("person", "session").get(pk=s.place.pk)
    act = partial(actions.acknowledge_for, registration=place, now=make.now())
    [no] = while_forgotten(s, act, monkeypatch)
    assert no.refusal.code == "forgotten"


@pytest.mark.parametrize("by_hand", [False, True])
def test_who_is_asked_for_anew_while_being_forgotten_begins_anew(
    by_hand: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By an address alone nobody can tell the two apart: the second is somebody new."""
    s, address = scene(), "quux@example.org"
    s.person = make.person(address, proved=False)
    ask = partial(actions.sign_up_stranger, details=make.details(), reach=address)
    add = partial(actions.add_by_hand, reach=address, name="Quux", by=s.by)
    act = partial(add if by_hand else ask, session=s.second, now=make.now())
    assert while_forgotten(s, act, monkeypatch) == []
    [place] = Registration.objects.active().filter(session=s.second)
    assert place.person.email == address


def test_what_else_goes_wrong_is_no_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    s = scene()

    def broken(*_given: object, **_more: object) -> None:
        raise IntegrityError("something else")

    monkeypatch.setattr("meetings.actions.registrations.take_place", broken)
    with pytest.raises(IntegrityError, match="something else"):
        make.sign_up(make.person(), s.second)


def test_a_place_is_moved_once() -> None:
    s = scene()
    with transaction.atomic():
        move(s)()
        thread = Thread(move(s))
    thread.ended()
    assert Registration.objects.active().filter(person=s.person).count() == 1


@pytest.mark.postgres
def test_all_of_this_on_postgresql() -> None:
    also_on_postgresql(__file__)
