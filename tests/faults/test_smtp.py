"""The mail server refuses, hangs, hangs up, or is not there."""

import pytest

from tests.faults.conftest import Site
from tests.faults.promise import EVERYONE, PEOPLE, kept_in_time
from tests.faults.servers import until

pytestmark = pytest.mark.faults
UNLUCKY = {"person0003@example.org", "person0011@example.org", "person0038@example.org"}
# Whether the server lets itself be told of the next message beforehand.
one_by_one_too = pytest.mark.parametrize("pipelining", [True, False])


def reasons(site: Site, state: str) -> list[str]:
    query = f"SELECT reason FROM outbox_delivery WHERE state = '{state}' AND reason <> ''"
    return [reason for (reason,) in site.portal.database.rows(query)]


def test_refuses_everyone_for_a_while(deployed: Site) -> None:
    deployed.sink.refuse_all = "451 Try again later"
    deployed.portal.run_workers()
    until(lambda: len(reasons(deployed, "queued")) == PEOPLE, "each was tried")
    assert set(reasons(deployed, "queued")) == {"mail server answered 451"}
    assert not deployed.sink.accepted
    deployed.sink.refuse_all = ""
    kept_in_time(deployed.portal, deployed.sink)


def paused(site: Site) -> int:
    """How many rows were given back to be tried later."""
    query = "SELECT count(*) FROM outbox_delivery WHERE state = 'queued' AND next_at > created_at"
    return site.portal.database.value(query)


@one_by_one_too
def test_refuses_some_for_good(deployed: Site, pipelining: bool) -> None:
    """The facilitator reads why; everyone else has the link."""
    deployed.sink.pipelining = pipelining
    deployed.sink.refused = dict.fromkeys(UNLUCKY, "550 No such mailbox")
    deployed.portal.run_workers()
    kept_in_time(deployed.portal, deployed.sink, people=EVERYONE - UNLUCKY)
    assert reasons(deployed, "failed") == ["the mail server refused it (550)"] * len(UNLUCKY)


def test_hangs(deployed: Site) -> None:
    """Twice, and never comes back to those two: they are given up after EMAIL_TIMEOUT."""
    deployed.portal.environment["EMAIL_TIMEOUT"] = "5"
    deployed.sink.hang_at = {5, 6}
    deployed.portal.run_workers()
    kept_in_time(deployed.portal, deployed.sink)


@one_by_one_too
def test_hangs_up_in_the_middle_of_a_message(deployed: Site, pipelining: bool) -> None:
    deployed.sink.pipelining = pipelining
    deployed.sink.cut_in_the_middle = {5, 20}
    deployed.portal.run_workers()
    kept_in_time(deployed.portal, deployed.sink)


def test_hangs_up_when_it_should_say_yes(deployed: Site) -> None:
    """Nobody can know whether it took the message: it comes again under the same id."""
    deployed.sink.cut_before_yes = {5}
    deployed.portal.run_workers()
    until(lambda: len(deployed.sink.accepted) >= 5, "five are sent")
    unsure = deployed.sink.accepted[4].message_id
    kept_in_time(deployed.portal, deployed.sink, repeated=[unsure])
    assert deployed.sink.copies()[unsure] == 2


def test_is_not_there(deployed: Site) -> None:
    """That is nobody's failed attempt."""
    deployed.sink.stop()
    deployed.portal.run_workers()
    until(lambda: paused(deployed) == PEOPLE, "it was tried, and the rows are given back")
    assert len(reasons(deployed, "queued")) <= 1
    deployed.sink.start()
    kept_in_time(deployed.portal, deployed.sink)
