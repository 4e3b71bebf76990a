"""`python -m tests.timing [sqlite] [postgres]`: both by default."""

import json
import random
import statistics
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.faults.portal import Portal
from tests.faults.servers import Postgres
from tests.faults.sink import Sink
from tests.timing import TIMES
from tests.timing.visits import PAGES, visit

# In milliseconds, of each page and kind; and with which statuses.
Took = dict[tuple[str, str], list[float]]


@contextmanager
def running(database: str) -> Iterator[tuple[str, list[str]]]:
    """A portal with people of every kind: where it listens, and the cookies of some of them."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="timing-")))
        url = f"sqlite:///{folder / 'portal.sqlite3'}"
        if database == "postgres":
            server = Postgres(hasty=False)
            stack.callback(server.remove)
            url = server.url()
        sink = stack.enter_context(Sink())
        portal = Portal(folder, url, "", sink.port)
        stack.callback(portal.end)
        # Each visit says where it comes from, as if a proxy did.
        portal.environment |= {"TRUSTED_PROXY_COUNT": "1", "LOG_LEVEL": "ERROR"}
        portal.do("python", "manage.py", "migrate", "--verbosity", "0")
        portal.do("python", "manage.py", "createcachetable", "--verbosity", "0")
        cookies = json.loads(portal.do("python", "-m", "tests.timing.fill"))
        yield portal.web(STATIC_MANIFEST="0").removeprefix("http://"), cookies


def measure(address: str, cookies: list[str]) -> tuple[Took, dict[tuple[str, str], set[int]]]:
    """Every kind takes its turn, so that a busy moment of the machine meets all of them."""
    took, statuses = defaultdict(list), defaultdict(set)
    for number in range(TIMES):
        for page in PAGES:
            for kind in random.sample(page.kinds, len(page.kinds)):
                # Further addresses: so many a minute for each person. By hand: who runs it.
                asker = number * len(page.kinds) + page.kinds.index(kind)
                cookie = cookies[asker if page.name == "a further address" else 0]
                seconds, status = visit(
                    address, page, kind, number, cookie if page.signed_in else ""
                )
                took[page.name, kind].append(seconds * 1000)
                statuses[page.name, kind].add(status)
    return took, statuses


def main() -> None:
    for database in sys.argv[1:] or ["sqlite", "postgres"]:
        with running(database) as (address, cookies):
            took, statuses = measure(address, cookies)
        print(f"{database}: milliseconds, {TIMES} requests each")
        print(f"{'':<26}{'address':<14}{'median':>8}{'90 %':>8}   status")
        for (page, kind), values in took.items():
            tenth = statistics.quantiles(values, n=10)[-1]
            said = " ".join(map(str, sorted(statuses[page, kind])))
            print(f"{page:<26}{kind:<14}{statistics.median(values):>8.1f}{tenth:>8.1f}   {said}")


if __name__ == "__main__":
    main()
