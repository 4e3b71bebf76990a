"""The broker goes away in the middle of a batch. It carries wake-ups only: nothing can be lost."""

import shutil
import time

import pytest

from tests.faults.conftest import Site
from tests.faults.promise import kept, kept_but_for
from tests.faults.servers import until

pytestmark = pytest.mark.faults
AWAY_SECONDS = 2


@pytest.fixture
def sending(deployed: Site) -> Site:
    """In the middle of a batch; there will be another one, which only a wake-up can start."""
    deployed.sink.delay = 0.1
    deployed.portal.database.postpone_half()
    deployed.portal.run_workers()
    until(lambda: len(deployed.sink.accepted) >= 5, f"a few are sent\n{deployed.portal.said()}")
    return deployed


def test_stopped_and_started(sending: Site) -> None:
    sending.redis.program.stop()
    time.sleep(AWAY_SECONDS)
    sending.redis.start()
    sending.portal.database.let_time_pass()
    kept_but_for(sending.portal, sending.sink, faults=1)


def test_killed_with_all_it_knew(sending: Site) -> None:
    sending.redis.program.kill()
    shutil.rmtree(sending.redis.folder / "appendonlydir")
    time.sleep(AWAY_SECONDS)
    sending.redis.start()
    sending.portal.database.let_time_pass()
    kept_but_for(sending.portal, sending.sink, faults=1)


def test_frozen(sending: Site) -> None:
    sending.redis.freeze()
    time.sleep(AWAY_SECONDS)
    sending.redis.thaw()
    sending.portal.database.let_time_pass()
    kept_but_for(sending.portal, sending.sink, faults=1)


def test_away_from_the_start(deployed: Site) -> None:
    deployed.redis.program.stop()
    deployed.portal.run_workers()
    time.sleep(AWAY_SECONDS)
    assert deployed.portal.database.count("sent") == 0
    deployed.redis.start()
    kept(deployed.portal, deployed.sink)
