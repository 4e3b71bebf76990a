"""A worker is killed with SIGKILL at each moment of a message's life.

No hook in the portal: locks that the test holds, and a mail server that waits, keep the worker at
the moment in question until it is dead.
"""

import os
import signal
import time

import pytest

from tests.faults.conftest import Site
from tests.faults.portal import Portal
from tests.faults.promise import IN_HAND, PEOPLE, kept, kept_but_for
from tests.faults.servers import until
from tests.faults.sink import Sink

pytestmark = pytest.mark.faults

OUTBOX = "LOCK TABLE outbox_delivery IN EXCLUSIVE MODE"  # reading goes on
LISTS = "LOCK TABLE meetings_registration IN ACCESS EXCLUSIVE MODE"
READING = 0.3  # until the worker has read what was sent to it, and waits for SQLite's lock


def held_message(sink: Sink) -> None:
    until(lambda: sink.held, "a message is in hand")


def test_before_the_claim(deployed: Site) -> None:
    portal, rows = deployed.portal, deployed.portal.database
    portal.beat()
    with rows.holding(OUTBOX):
        worker = portal.worker()
        until(lambda: rows.someone_waits("%UPDATE%outbox_delivery%"), "the worker is at the rows")
        worker.kill()
    assert rows.count("queued") == PEOPLE
    portal.worker()
    kept(portal, deployed.sink)


def test_after_the_claim(deployed: Site) -> None:
    portal, rows = deployed.portal, deployed.portal.database
    portal.beat()
    with rows.holding(OUTBOX):
        worker = portal.worker()
        until(lambda: rows.someone_waits("%UPDATE%outbox_delivery%"), "the worker is at the rows")
        lists = rows.holding(LISTS)
        lists.__enter__()
    # The claim went through; what is to be said cannot be read.
    until(lambda: rows.someone_waits("%meetings_registration%"), "the worker reads the facts")
    until(lambda: rows.count("claimed") == PEOPLE, "all rows are claimed")
    portal.kill(worker)
    lists.__exit__(None, None, None)
    assert rows.value("SELECT count(*) FROM outbox_delivery WHERE handed_over_at IS NOT NULL") == 0
    portal.worker()
    kept(portal, deployed.sink)


def test_after_the_hand_over(deployed: Site) -> None:
    portal, sink = deployed.portal, deployed.sink
    sink.hold_at = {IN_HAND}
    worker = portal.run_workers()
    held_message(sink)
    portal.kill(worker)
    sink.held.release("451 the client has gone")
    assert len(sink.accepted) == IN_HAND - 1
    portal.worker()
    kept(portal, sink)


def test_after_the_servers_yes(deployed: Site) -> None:
    """The one moment that nobody can close: the same message comes again, and it alone."""
    portal, sink, rows = deployed.portal, deployed.sink, deployed.portal.database
    sink.hold_at = {IN_HAND}
    worker = portal.run_workers()
    held_message(sink)
    uid = sink.held.message_id.strip("<>").partition("@")[0]
    with rows.holding(f"SELECT 1 FROM outbox_delivery WHERE uid = '{uid}' FOR UPDATE"):
        sink.held.release()
        until(lambda: rows.someone_waits("%UPDATE%outbox_delivery%"), "the worker settles the row")
        worker.kill()
        # The server would still do what it was told, and nothing would be repeated at all.
        rows.end_those_who_wait()
    rows.let_leases_end()
    portal.worker()
    kept(portal, sink, repeated=[sink.held.message_id])
    assert sink.copies()[sink.held.message_id] == 2


def test_only_the_process_that_sends(deployed: Site) -> None:
    """As when memory runs out: the worker lives on and starts another process."""
    portal, sink = deployed.portal, deployed.sink
    sink.hold_at = {IN_HAND}
    worker = portal.run_workers()
    held_message(sink)
    for pid in worker.children():
        os.kill(pid, signal.SIGKILL)
    portal.database.let_leases_end()
    sink.held.release("451 the client has gone")
    kept(portal, sink)
    assert worker.runs


def test_again_and_again(deployed: Site) -> None:
    """Kills at moments that chance chooses; each repeats one message at most."""
    portal, sink = deployed.portal, deployed.sink
    sink.delay = 0.02
    portal.beat()
    kills = 0
    for goal in range(8, PEOPLE, 10):
        worker = portal.worker()
        until(lambda goal=goal: len(sink.accepted) >= goal, f"{goal} messages\n{portal.said()}")
        portal.kill(worker)
        kills += 1
    portal.worker()
    kept_but_for(portal, sink, faults=kills)


# --- One machine: SQLite, filesystem broker, worker and clock in one process ---------------------


class Taken:
    """Whether a wake-up that lay in the broker's folder was taken by the worker."""

    def __init__(self, portal: Portal) -> None:
        self.queue, self.seen = portal.folder / "broker" / "queue", set()

    def __call__(self) -> bool:
        there = {file.name for file in self.queue.glob("*.msg")}
        self.seen |= there
        return bool(self.seen - there)


def test_before_the_claim_on_one_machine(embedded: Site) -> None:
    portal, rows = embedded.portal, embedded.portal.database
    with rows.holding("SELECT 1"):
        worker = portal.worker()
        until(Taken(portal), "a wake-up was taken", pause=0.01)
        time.sleep(READING)
        worker.kill()
    assert rows.count("queued") == PEOPLE
    portal.worker()
    kept(portal, embedded.sink)


def test_after_the_claim_on_one_machine(embedded: Site) -> None:
    portal, sink, rows = embedded.portal, embedded.sink, embedded.portal.database
    sink.hold_at = {1}
    worker = portal.worker()
    until(lambda: rows.count("claimed"), "rows are claimed", pause=0)
    portal.kill(worker)
    sink.hold_at = set()
    if sink.held:
        sink.held.release("451 the client has gone")
    portal.worker()
    kept_but_for(portal, sink, faults=1)


def test_after_the_hand_over_on_one_machine(embedded: Site) -> None:
    portal, sink = embedded.portal, embedded.sink
    sink.hold_at = {IN_HAND}
    worker = portal.worker()
    held_message(sink)
    portal.kill(worker)
    sink.held.release("451 the client has gone")
    portal.worker()
    kept(portal, sink)


def test_after_the_servers_yes_on_one_machine(embedded: Site) -> None:
    portal, sink, rows = embedded.portal, embedded.sink, embedded.portal.database
    sink.hold_at = {IN_HAND}
    worker = portal.worker()
    held_message(sink)
    with rows.holding("SELECT 1"):
        sink.held.release()
        until(lambda: len(sink.accepted) == IN_HAND, "the server said yes")
        time.sleep(READING)
        worker.kill()
    rows.let_leases_end()
    portal.worker()
    kept(portal, sink, repeated=[sink.held.message_id])
    assert sink.copies()[sink.held.message_id] == 2
