"""The database restarts in the middle of a batch."""

import time

import pytest

from tests.faults.conftest import Site
from tests.faults.promise import kept_but_for
from tests.faults.servers import until

pytestmark = pytest.mark.faults


@pytest.mark.parametrize("immediately", [False, True], ids=["fast", "as in a crash"])
def test_restarted(deployed: Site, immediately: bool) -> None:
    deployed.sink.delay = 0.1
    deployed.portal.database.postpone_half()
    deployed.portal.run_workers()
    until(lambda: len(deployed.sink.accepted) >= 5, f"a few are sent\n{deployed.portal.said()}")
    deployed.postgres.stop(immediately=immediately)
    time.sleep(2)
    deployed.postgres.start()
    # The worker lives, but lost its connection, and with it what it held.
    deployed.portal.database.let_leases_end()
    deployed.portal.database.let_time_pass()
    kept_but_for(deployed.portal, deployed.sink, faults=1)
