"""Workers that die, and workers that want the same."""

import datetime as dt
import threading
from collections.abc import Callable

import pytest
from django.core import mail
from django.db import connections

from meetings import links
from meetings.models import Registration, Session
from members.models import User
from tests import factories as make
from tests.factories import HOUR, LINK
from tests.test_bugs_that_others_had.steps import Killed, side_by_side
from vsn.outbox import dispatch
from vsn.outbox.channels.email import EmailChannel
from vsn.outbox.drain import Drain
from vsn.outbox.models import Delivery
from vsn.outbox.registry import renderers

Status = Registration.Status


@pytest.fixture
def mailing(session: Session) -> list[str]:
    """Seven people who are owed the link, and nothing else. Returns their addresses."""
    soon = make.session(session.meeting, starts_in=HOUR / 2)
    people = make.people(7)
    for who in people:
        make.sign_up(who, soon)
    make.tick()
    mail.outbox.clear()
    make.give_link(soon)
    links.plan(make.now())
    return [who.email for who in people]


def kill_at(n: int, monkeypatch: pytest.MonkeyPatch, *, before: bool) -> None:
    """The worker dies at its nth message: before the server has it, or just after its yes."""
    real, seen = EmailChannel.send, []

    def send(self: EmailChannel, *args: object) -> None:
        seen.append(args)
        if len(seen) == n and before:
            raise Killed
        real(self, *args)  # type: ignore[arg-type]
        if len(seen) == n:
            raise Killed

    monkeypatch.setattr(EmailChannel, "send", send)


def told_twice(addresses: list[str]) -> int:
    for address in addresses:
        assert len(make.mails_with(LINK, address)) >= 1, "somebody was skipped"
    return len(make.mails_with(LINK)) - len(addresses)


def die_and_recover(run: Callable[[dt.datetime], object]) -> None:
    """The worker dies; after its lease another one takes over what it held."""
    began = make.now()
    with pytest.raises(Killed):
        run(began)
    later = began + 2 * dispatch.lease()
    dispatch.recover(later)
    run(later)


def drain(at: dt.datetime) -> None:
    """A worker's turn; for it the clock stands still."""
    Drain(lambda: at).run()


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("n", [1, 4, 7])
def test_killed_worker(
    mailing: list[str], monkeypatch: pytest.MonkeyPatch, n: int, before: bool
) -> None:
    """worker killed in the middle of a batch: nobody skipped, nobody told twice but the one in
    hand"""
    kill_at(n, monkeypatch, before=before)
    die_and_recover(drain)
    assert told_twice(mailing) == (0 if before else 1)
    ids = [m.extra_headers["Message-ID"] for m in make.mails_with(LINK)]
    assert len(set(ids)) == len(mailing)  # the one that was repeated is recognised as one


def test_killed_worker_control(mailing: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """worker killed in the middle of a batch: a worker that settles its batch at the end fails"""

    def naive(at: dt.datetime) -> None:
        rows = list(Delivery.objects.filter(state="queued").order_by("pk"))
        written = renderers["link"](rows, at)
        with EmailChannel() as channel:
            for row in rows:
                message = written[row.pk]
                channel.send(message.routes[0].address, message, row.message_id)  # type: ignore[union-attr]
        Delivery.objects.filter(pk__in=[row.pk for row in rows]).update(state="sent")

    kill_at(4, monkeypatch, before=False)
    die_and_recover(naive)
    assert told_twice(mailing) == 4


def test_two_workers_one_row(session: Session, dana: User) -> None:
    """two workers, one row: one message"""
    soon = make.session(session.meeting, starts_in=HOUR / 2, link=LINK)
    make.sign_up(dana, soon)
    links.plan(make.now())
    now = make.now()
    first, second = dispatch.claim(now, 10), dispatch.claim(now, 10)
    assert first and not second
    # A slow worker whose lease ran out finds out that the row is not its own any more.
    late = now + 2 * dispatch.lease()
    assert dispatch.recover(late) == len(first)
    again = dispatch.claim(late, 10)
    assert [row.pk for row in again] == [row.pk for row in first]
    assert not dispatch.hand_over(first[0], late)
    assert dispatch.hand_over(again[0], late)
    assert not dispatch.settle(first[0], Delivery.State.SENT, late)


@pytest.mark.django_db(transaction=True)
def test_two_workers_side_by_side(session: Session) -> None:
    """two workers, one row: one message"""
    soon = make.session(session.meeting, starts_in=HOUR / 2, link=LINK)
    people = make.people(30)
    for who in people:
        make.sign_up(who, soon)
    links.plan(make.now())
    owed = Delivery.objects.count()
    claimed: list[int] = []

    def work(start: threading.Barrier) -> None:
        start.wait()
        try:
            while rows := dispatch.claim(make.now(), 4):
                claimed.extend(row.pk for row in rows)
        finally:
            connections.close_all()

    side_by_side(work, 4)
    assert sorted(claimed) == sorted(Delivery.objects.values_list("pk", flat=True))
    assert len(claimed) == owed == 60


@pytest.mark.django_db(transaction=True)
def test_two_workers_control(session: Session) -> None:
    """two workers, one row: workers that look first and write afterwards both take the row"""
    make.sign_up(make.person(), session)
    looked = threading.Barrier(2)
    taken: list[int] = []

    def naive(start: threading.Barrier) -> None:
        start.wait()
        try:
            row = Delivery.objects.filter(state="queued").first()
            looked.wait()
            assert row is not None
            row.state = Delivery.State.CLAIMED
            row.save()
            taken.append(row.pk)
        finally:
            connections.close_all()

    side_by_side(naive, 2)
    assert len(taken) == 2 and len(set(taken)) == 1
