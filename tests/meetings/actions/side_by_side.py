"""Acts that can meet, each in a thread with a connection of its own, and a row that is held."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from django.db import connection, connections, models, transaction

from meetings import actions
from meetings.actions import announcements
from meetings.models import Meeting, Registration, Session
from members.models import User
from members.rules import Refused
from tests import factories as make
from tests import services
from tests.factories import DAY
from vsn.mediawiki.client import Account

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


def also_on_postgresql(file: str) -> None:
    """Runs the tests of a file on PostgreSQL once, where the other tests run on SQLite."""
    if connection.vendor == "postgresql" or "ALSO_ON_POSTGRESQL" in os.environ:
        return  # they do anyway
    server = services.POSTGRES_URL.rpartition("/")[0]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", file, "-q", "-p", "no:cacheprovider", "-p", "no:xdist",
         "--create-db"],
        env={
            **{name: value for name, value in os.environ.items() if "PYTEST" not in name},
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "DATABASE_URL": f"{server}/locks_{os.getpid()}",
        },
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-4000:]


def cancel(s: Scene) -> Act:
    return partial(actions.cancel, registration=s.place, now=make.now())


def move(s: Scene) -> Act:
    return partial(actions.move, registration=s.place, to=s.second, now=make.now())


def move_back(s: Scene) -> Act:
    other = make.sign_up(make.person(), s.second)
    return partial(actions.move, registration=other, to=s.first, now=make.now())


def unconfirmed(s: Scene) -> Scene:
    """The place was asked for by mail and not confirmed yet."""
    s.place = make.sign_up_stranger(make.person(proved=False).email, s.first)
    s.person = s.place.person
    return s


def confirm(s: Scene) -> Act:
    return partial(actions.confirm, registration=s.place, now=make.now())


def ask_again(s: Scene, to: Session | None = None) -> Act:
    return partial(
        actions.sign_up_stranger, session=to or s.first, reach=s.person.email,
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


def bring(s: Scene) -> Act:
    """From a sign-up page: the same people in whatever order, on both sessions."""
    key = s.person.pk
    User.objects.filter(pk=key).update(wikimedia_name=f"Ana {key}", wikimedia_id=key)
    named = (f"Ana {key}", key), (f"Bo {key}", key + 1_000_000)
    accounts = [Account(name, number, emailable=True, blocked=False) for name, number in named]
    people = [actions.Arrival(account.name, account) for account in accounts]
    batches = actions.Batch(s.second, people), actions.Batch(s.first, people)
    return partial(actions.bring_in, meeting=s.meeting, batches=batches, by=s.by, now=make.now())


def bring_backwards(s: Scene) -> Act:
    """The same people for another meeting, in the other order."""
    act = bring(s)
    meeting = make.meeting()
    people = act.keywords["batches"][0].arrivals[::-1]
    batches = [actions.Batch(make.session(meeting), people)]
    return partial(act, meeting=meeting, batches=batches)


def announce(s: Scene) -> Act:
    """To everyone on its list."""
    written = announcements.Written("About tomorrow", "Please bring a question.")
    return partial(
        announcements.announce, session=s.first, written=written, by=s.by, now=make.now()
    )


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


def arrive(s: Scene) -> Act:
    """Somebody who asked by name elsewhere comes from the wiki, with the person's address."""
    account = Account(f"Person {s.person.pk}", s.person.pk, emailable=True, blocked=False)
    actions.sign_up_stranger(
        session=s.second, reach=account, details=make.details(), now=make.now()
    )
    proof = actions.Proof(account.name, s.person.pk, s.person.email or "")
    return partial(actions.arrive, proof, make.now())


def adopt(s: Scene) -> Act:
    owner = make.person()
    actions.sign_up_stranger(
        session=s.second, reach=s.person.email, details=make.details(), now=make.now()
    )
    return partial(actions.adopt, owner=owner, light=s.person, now=make.now())
