"""Which tests stay together on one worker, and which begin: those that take long, so that at the
end every worker finds something to do.

Groups by folder. xdist 3.8's own groups do nothing with pytest 9.2: the worker writes them into
`_nodeid`, which is not what it reports any more.
"""

import zlib
from typing import Any

import pytest
from xdist.scheduler import LoadGroupScheduling

# Each of these starts real processes, which its tests share. What waits most comes first.
_TOGETHER = {
    "tests/faults/test_compose_commands.py": "starts",
    "tests/faults/test_start.py": "starts",
    "tests/faults/": "faults",
    "tests/stories/": "stories",
    "tests/browser/": "browser",
    "tests/wiki/": "wiki",
    "tests/oauth/": "oauth",
}


def group(nodeid: str) -> str:
    """The name of the test's group (the first that fits), or nothing if it may run anywhere."""
    return next((name for folder, name in _TOGETHER.items() if nodeid.startswith(folder)), "")


class Scheduler(LoadGroupScheduling):
    """One group goes to one worker, but for the pages in the browser, by far the largest: for them
    all workers but one (four at most) start a portal of their own."""

    def _split_scope(self, nodeid: str) -> str:
        name = group(nodeid)
        if name == "browser":
            portals = min(4, max(1, self.numnodes - 1))
            return f"browser {zlib.crc32(nodeid.encode()) % portals}"
        return name or nodeid


@pytest.hookimpl(optionalhook=True)  # without xdist there is nothing to schedule
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Scheduler:
    config.option.loadscopereorder = False  # the order below, not that of how many they are
    return Scheduler(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On a worker, groups come first; without workers the order does not matter."""
    if hasattr(config, "workerinput"):
        ranks = {name: rank for rank, name in enumerate([*_TOGETHER.values(), ""])}
        items.sort(key=lambda item: ranks[group(item.nodeid)])
