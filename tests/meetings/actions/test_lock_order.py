"""Two acts at once: neither waits for the other for ever, and none undoes the other.

A third connection holds one of the rows that both want, until both are on their way. Whoever took
another row before that one has it by now, and would never get the next: PostgreSQL calls this a
deadlock and ends one of the two.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from functools import partial

import pytest
from django.db import DatabaseError, connection, transaction

from meetings import actions
from meetings.models import Registration, Session
from members import holdings
from members.models import User
from tests import factories as make
from tests import services
from tests.meetings.actions.side_by_side import (
    Act,
    Scene,
    Thread,
    adopt,
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


def test_who_signs_up_while_being_forgotten_leaves_no_name(monkeypatch: pytest.MonkeyPatch) -> None:
    s, threads = scene(), []

    def meanwhile(person: User) -> None:
        own = User.objects.get(pk=person.pk)  # what is forgotten loses its number
        threads.append(Thread(partial(make.sign_up, own, s.second, name="Quux")))

    monkeypatch.setattr(holdings, "partings", [meanwhile])
    actions.forget_person(person=s.person, now=make.now())
    threads[0].join(30)
    assert isinstance(threads[0].error, DatabaseError)  # nobody is there any more
    assert not Registration.objects.filter(name="Quux").exists()


def test_a_place_is_moved_once() -> None:
    s = scene()
    with transaction.atomic():
        move(s)()
        thread = Thread(move(s))
    thread.ended()
    assert Registration.objects.active().filter(person=s.person).count() == 1


@pytest.mark.postgres
def test_all_of_this_on_postgresql(tmp_path: object) -> None:
    """Where the other tests run on SQLite, this file runs on PostgreSQL once."""
    if connection.vendor == "postgresql" or "ALSO_ON_POSTGRESQL" in os.environ:
        return  # it does anyway
    server = services.POSTGRES_URL.rpartition("/")[0]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", __file__, "-q", "-p", "no:cacheprovider",
         "-p", "no:xdist", "--create-db"],
        env={
            **{name: value for name, value in os.environ.items() if "PYTEST" not in name},
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "DATABASE_URL": f"{server}/locks_{os.getpid()}",
        },
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-4000:]
