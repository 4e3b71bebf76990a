"""A machine's clock is wrong, or is set while the portal runs."""

from pathlib import Path

import pytest

from tests.faults.conftest import Site
from tests.faults.portal import SERVICES, Portal
from tests.faults.promise import kept
from tests.faults.servers import until

pytestmark = pytest.mark.faults
HOUR = 3600


class Clock:
    """The wrong clock of the programs that are started by it."""

    def __init__(self, portal: Portal, wrong_by: int = 0) -> None:
        self.portal, self.file = portal, Path(portal.folder, f"clock-{len(portal.programs)}")
        self.set(wrong_by)

    def set(self, wrong_by: int) -> None:
        new = self.file.with_suffix(".new")
        new.write_text(str(wrong_by))
        new.rename(self.file)

    def start(self, service: str) -> None:
        """The production command, except that the worker does everything in one process: a clock
        is moved for one process at a time."""
        command = ["python", "-m", "tests.faults.moved_clock", str(self.file)]
        command += SERVICES[service]["command"]
        if service == "worker":
            command += ["--pool", "solo"]
        schedule = str(self.portal.folder / "beat-schedule")
        self.portal.start(service, command, BEAT_FILE=schedule)


@pytest.mark.parametrize("wrong_by", [-5 * HOUR, 5 * HOUR], ids=["behind", "ahead"])
def test_wrong_from_the_start(deployed: Site, wrong_by: int) -> None:
    """Five hours would be before the lead time, or after the session."""
    clock = Clock(deployed.portal, wrong_by)
    clock.start("beat")
    clock.start("worker")
    kept(deployed.portal, deployed.sink)


@pytest.mark.parametrize("minutes", [-10, 10])
def test_the_worker_and_the_beat_do_not_agree(deployed: Site, minutes: int) -> None:
    Clock(deployed.portal).start("beat")
    Clock(deployed.portal, minutes * 60).start("worker")
    kept(deployed.portal, deployed.sink)


@pytest.mark.parametrize("jump", [-2 * HOUR, 2 * HOUR], ids=["back", "ahead"])
def test_set_while_it_runs(deployed: Site, jump: int) -> None:
    portal, sink, rows = deployed.portal, deployed.sink, deployed.portal.database
    rows.postpone_half()
    sink.delay = 0.05
    clock = Clock(portal)
    clock.start("beat")
    clock.start("worker")
    until(lambda: len(sink.accepted) >= 5, f"a few are sent\n{portal.said()}")
    clock.set(jump)
    until(lambda: not rows.count("claimed"), "the batch is sent")
    rows.let_time_pass()
    kept(portal, sink)
