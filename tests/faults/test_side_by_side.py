"""More than one of everything at the same rows: one message each."""

import os
import signal

import pytest

from tests.faults.conftest import Site
from tests.faults.promise import IN_HAND, kept
from tests.faults.servers import PATIENCE, until

pytestmark = pytest.mark.faults


def forget_the_plan(site: Site) -> None:
    """So that the planners race as well."""
    site.portal.database.run("DELETE FROM outbox_delivery")


def test_two_beats_and_two_workers(deployed: Site) -> None:
    forget_the_plan(deployed)
    deployed.sink.delay = 0.02
    portal = deployed.portal
    for name in ("one", "two"):
        portal.beat()
        portal.worker("--hostname", f"{name}@%h")
    kept(portal, deployed.sink)


def test_two_on_one_machine(embedded: Site) -> None:
    forget_the_plan(embedded)
    embedded.sink.delay = 0.02
    for name in ("one", "two"):
        schedule = str(embedded.portal.folder / f"beat-{name}")
        embedded.portal.worker("--hostname", f"{name}@%h", "--schedule", schedule)
    kept(embedded.portal, embedded.sink)


def test_a_worker_that_slept_through_its_lease(deployed: Site) -> None:
    """Frozen with a message in hand, it wakes up when others have sent everything.

    Only its own lease is short. It is one process, so that this message is all it has in hand,
    and it never gives the mail server up, or it could have gone on to the next one.
    """
    portal, sink, rows = deployed.portal, deployed.sink, deployed.portal.database
    sink.hold_at = {IN_HAND}
    alone, short = ("--concurrency", "1"), {"OUTBOX_LEASE_SECONDS": "3"}
    sleeper = portal.worker("--hostname", "sleeper@%h", *alone, EMAIL_TIMEOUT="600", **short)
    portal.beat()
    until(lambda: sink.held, "a message is in hand")
    held = sink.held
    os.killpg(sleeper.pid, signal.SIGSTOP)
    held.release()
    portal.worker("--hostname", "awake@%h")
    until(rows.settled, f"the other worker sends everything\n{portal.said()}")
    os.killpg(sleeper.pid, signal.SIGCONT)
    # It ends what it is at: whatever it thinks is still its own.
    sleeper.signal(signal.SIGTERM)
    sleeper.process.wait(PATIENCE)
    kept(portal, sink, repeated=[held.message_id])
    assert sink.copies()[held.message_id] == 2
