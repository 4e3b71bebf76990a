"""What has no page: planning, sending, a tick with nothing to do, questions to the library.
`... work plan|send|quiet|search`.

Prints JSON: for each job, seconds of each round, ours and bare.
"""

import datetime as dt
import json
import os
import smtplib
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core import mail  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.models import F  # noqa: E402
from django.test.utils import override_settings  # noqa: E402
from django.utils import timezone  # noqa: E402

from meetings import links  # noqa: E402
from meetings.actions import set_link  # noqa: E402
from meetings.models import Registration, Session  # noqa: E402
from members.models import Acknowledgement, PolicyVersion, User  # noqa: E402
from tests.benchmark import ROUNDS  # noqa: E402
from tests.benchmark.fill import make_people, make_sessions, put_on_list  # noqa: E402
from tests.benchmark.searching import search  # noqa: E402
from tests.checks import compose  # noqa: E402
from tests.faults.servers import Program, until  # noqa: E402
from vsn.outbox.clock import database_clock  # noqa: E402
from vsn.outbox.drain import Drain  # noqa: E402
from vsn.outbox.models import Delivery  # noqa: E402
from vsn.outbox.tasks import tick  # noqa: E402

NOW = timezone.now()
ROOM = "https://zoom.us/j/04269135780?pwd=kX2vQ7mWc9TzLr5NhB8s"
SESSIONS, PEOPLE, MESSAGES = 100, 100, 2000
OLD = (100, 100_000)


def seconds(job: Callable[[], object]) -> float:
    began = time.perf_counter()
    job()
    return time.perf_counter() - began


def due_sessions(count: int = SESSIONS) -> None:
    """Everyone on that many lists is owed a link."""
    people = make_people("due", PEOPLE)
    ben = User.objects.create_user("ben@example.org", name="Ben")
    policy = PolicyVersion.objects.newest()
    Acknowledgement.objects.bulk_create(
        Acknowledgement(person=person, version=policy, at=NOW) for person in people
    )
    slugs = [f"due-{n}" for n in range(count)]
    for session in make_sessions(slugs, NOW):
        # All at the same hour: each within its lead time.
        times = {"starts_at": NOW + dt.timedelta(hours=3), "ends_at": NOW + dt.timedelta(hours=4)}
        Session.objects.filter(pk=session.pk).update(**times)
        set_link(session=Session.objects.get(pk=session.pk), link=ROOM, by=ben, now=NOW)
        put_on_list(session, people)
    analyse()


def analyse() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def plan() -> dict[str, list[float]]:
    """The planner, against storing the very same rows without asking who is owed them."""
    due_sessions()
    ours, bare = [], []
    for _ in range(ROUNDS):
        Delivery.objects.all().delete()
        ours.append(seconds(lambda: links.plan_links(timezone.now())))
        rows = list(Delivery.objects.all())
        assert len(rows) == SESSIONS * PEOPLE
        Delivery.objects.all().delete()
        for row in rows:
            row.pk = None
        bare.append(seconds(lambda rows=rows: Delivery.objects.bulk_create(rows, batch_size=500)))
    again = seconds(lambda: links.plan_links(timezone.now()))
    return {"ours": ours, "bare": bare, "again": [again]}


def send() -> dict[str, list[float]]:
    """A backlog and the worker as deployed, and one drain alone, against smtplib with the same
    bytes over one connection."""
    due_sessions(MESSAGES // PEOPLE)
    links.plan_links(timezone.now())
    messages = _written()
    deployed, alone, bare = [], [], []
    for _ in range(ROUNDS):
        bare.append(seconds(lambda: _with_smtplib(messages)))
        _queue_again()
        drain = Drain(database_clock(), budget=dt.timedelta(minutes=5))
        alone.append(seconds(drain.run))
        assert drain.sent == MESSAGES
    with _worker():
        _queue_again()
        _with_worker()  # for it to start
        for _ in range(ROUNDS):
            bare.append(seconds(lambda: _with_smtplib(messages)))
            _queue_again()
            deployed.append(seconds(_with_worker))
    return {"ours": deployed, "alone": alone, "bare": bare}


@contextmanager
def _worker() -> Iterator[None]:
    """By the command of docker-compose.yml. There is no clock beside it."""
    command = compose.load()["services"]["worker"]["command"]
    log = Path(settings.VAR_DIR) / "worker.log"
    worker = Program(command, log=log, environment=os.environ)
    try:
        yield
    finally:
        worker.kill()


def _with_worker() -> None:
    """From the wake-up until every row is settled."""
    tick.apply_async()
    still_open = Delivery.objects.filter(state__in=["queued", "claimed"])
    until(lambda: not still_open.exists(), "everything is settled", pause=0.01)
    assert Delivery.objects.filter(state="sent").count() == MESSAGES


def _written() -> list[tuple[str, bytes]]:
    """The messages as they go over the wire, and to whom."""
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend"):
        Drain(database_clock(), budget=dt.timedelta(minutes=5)).run()
    assert len(mail.outbox) == MESSAGES
    return [(m.to[0], m.message().as_bytes(linesep="\r\n")) for m in mail.outbox]


def _queue_again() -> None:
    Delivery.objects.update(state="queued", settled_at=None, next_at=F("created_at"), channel="")


def _with_smtplib(messages: list[tuple[str, bytes]]) -> None:
    with smtplib.SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT) as server:
        for address, content in messages:
            server.sendmail("noreply@example.org", [address], content)


def quiet() -> dict[str, list[float]]:
    """A tick when nobody is owed anything, beside few and beside many old registrations."""
    few, many = OLD
    _old_registrations(few)
    few_queries, few_seconds = _ticks()
    _old_registrations(many - few)
    many_queries, many_seconds = _ticks()
    return {
        "few": [few_seconds],
        "many": [many_seconds],
        "few_queries": [few_queries],
        "many_queries": [many_queries],
    }


def _old_registrations(count: int) -> None:
    made = Session.objects.count()
    size = min(count, 500)
    people = list(User.objects.filter(email__startswith="old")[:size])
    people += make_people(f"old{made}-", size - len(people))
    for n in range(made, made + max(1, count // size)):
        (session,) = make_sessions([f"old-{n}"], NOW - dt.timedelta(days=40 + n))
        put_on_list(session, people)
        Delivery.objects.bulk_create(
            Delivery(
                recipient_id=registration.person_id, topic="link", cause="v1.s0.l60",
                about_type="meetings.registration", about_id=registration.pk, state="sent",
                created_at=NOW, next_at=NOW, not_after=session.ends_at, settled_at=NOW,
            )
            for registration in Registration.objects.filter(session=session)
        )  # fmt: skip
    analyse()


def _ticks() -> tuple[int, float]:
    queries = 0

    def count(execute: Callable[..., object], *args: object) -> object:
        nonlocal queries
        queries += 1
        return execute(*args)

    tick()
    with connection.execute_wrapper(count):
        tick()
    # The best of many: what else the machine did is not of interest.
    return queries, min(seconds(tick) for _ in range(50))


JOBS = {"plan": plan, "send": send, "quiet": quiet, "search": search}

if __name__ == "__main__":
    print(json.dumps(JOBS[sys.argv[1]]()))
