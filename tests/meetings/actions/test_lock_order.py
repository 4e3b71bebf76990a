"""Two acts at once: neither waits for the other for ever, and none undoes the other.

A third connection holds one of the rows that both want, until both are on their way. Whoever took
another row before that one has it by now, and would never get the next: PostgreSQL calls this a
deadlock and ends one of the two.
"""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

import pytest
from django.db import connection, connections, models, transaction

from meetings import actions
from meetings.models import Meeting, Registration, Session
from members.models import User
from members.rules import Refused
from tests import factories as make
from tests import services
from tests.factories import DAY
from vsn.outbox.models import Delivery

pytestmark = pytest.mark.django_db(transaction=True)
Status = Registration.Status
Act = Callable[[], object]
ON_THE_WAY = 0.1  # seconds in which a thread reaches the row that is held


@dataclass
class Scene:
    """Two sessions whose order in time is not that of their ids, and a place on the first."""

    meeting: Meeting
    first: Session
    second: Session
    person: User
    place: Registration
    by: User

    def rows(self) -> list[models.Model]:
        return [self.first, self.person]


def scene() -> Scene:
    meeting = make.meeting()
    first = make.session(meeting, starts_in=5 * DAY)
    second = make.session(meeting, starts_in=3 * DAY)
    person = make.person()
    place = make.sign_up(person, first)
    # Changed rows lie behind the others: a statement without an order would meet them last.
    Session.objects.filter(pk=first.pk).update(list_version=7)
    return Scene(meeting, first, second, person, place, make.anyone())


class Thread(threading.Thread):
    """An act with a connection of its own. A refusal is an answer; anything else is an error."""

    def __init__(self, act: Act) -> None:
        super().__init__()
        self.act, self.error = act, None
        self.start()
        time.sleep(ON_THE_WAY)

    def run(self) -> None:
        try:
            with suppress(Refused):
                self.act()
        except Exception as error:
            self.error = error
        finally:
            connections.close_all()

    def ended(self) -> None:
        self.join(30)
        assert not self.is_alive()
        if self.error:
            raise self.error


def while_held(row: models.Model, *acts: Act) -> None:
    with transaction.atomic():
        type(row).objects.select_for_update().get(pk=row.pk)
        threads = [Thread(act) for act in acts]
    for thread in threads:
        thread.ended()


def cancel(s: Scene) -> Act:
    return partial(actions.cancel, registration=s.place, now=make.now())


def move(s: Scene) -> Act:
    return partial(actions.move, registration=s.place, to=s.second, now=make.now())


def move_back(s: Scene) -> Act:
    other = make.sign_up(make.person(), s.second)
    return partial(actions.move, registration=other, to=s.first, now=make.now())


def unconfirmed(s: Scene) -> Scene:
    """The place was asked for by mail and not confirmed yet."""
    s.place = make.sign_up_by_email(make.person(proved=False).email, s.first)
    s.person = s.place.person
    return s


def confirm(s: Scene) -> Act:
    return partial(actions.confirm, registration=s.place, now=make.now())


def ask_again(s: Scene, to: Session | None = None) -> Act:
    return partial(
        actions.sign_up_by_email, session=to or s.first, email=s.person.email,
        details=make.details(), now=make.now(),
    )  # fmt: skip


def ask_elsewhere(s: Scene) -> Act:
    return ask_again(s, s.second)


def sign_up(s: Scene) -> Act:
    return partial(make.sign_up, make.person(), s.first)


def set_link(s: Scene) -> Act:
    return partial(make.give_link, s.first)


def forget(s: Scene) -> Act:
    make.sign_up(s.person, s.second)
    return partial(actions.forget_person, person=s.person, now=make.now())


def put_off(s: Scene) -> Act:
    starts = {"starts_at": s.first.starts_at + DAY, "ends_at": s.first.ends_at + DAY}
    return partial(actions.change_session, session=s.first, by=s.by, now=make.now(), **starts)


def cancel_meeting(s: Scene) -> Act:
    return partial(actions.cancel_meeting, meeting=s.meeting, reason="Ill", by=s.by, now=make.now())


def publish_meeting(s: Scene) -> Act:
    stale = Meeting.objects.get(pk=s.meeting.pk)
    return partial(actions.publish_meeting, meeting=stale, by=s.by, now=make.now())


def rename_meeting(s: Scene) -> Act:
    renamed = Meeting.objects.get(pk=s.meeting.pk)
    renamed.title = "Another title"
    return partial(
        actions.save_meeting, meeting=renamed, changed=["title"], by=s.by, now=make.now()
    )


def adopt(s: Scene) -> Act:
    owner = make.person()
    actions.sign_up_by_email(
        session=s.second, email=s.person.email, details=make.details(), now=make.now()
    )
    return partial(actions.adopt, owner=owner, email=s.person.email)


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
    (scene, rename_meeting, move),
    (scene, rename_meeting, cancel_meeting),
    (lambda: unconfirmed(scene()), cancel, confirm),
    (lambda: unconfirmed(scene()), confirm, confirm),
    (lambda: unconfirmed(scene()), confirm, ask_again),
    (lambda: unconfirmed(scene()), confirm, ask_elsewhere),
    (lambda: unconfirmed(scene()), adopt, ask_again),
    (lambda: unconfirmed(scene()), adopt, confirm),
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
    if connection.vendor == "postgresql":
        return
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
