"""`python -m tests.benchmark [pages] [sign-ups] [plan] [send] [quiet] [search]`: all by default."""

import json
import statistics
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.benchmark import LIST_SIZES, MEETINGS, ROUNDS, SIGN_UPS_A_ROUND, WRITERS, visits
from tests.benchmark.sites import Sites
from tests.benchmark.visits import Request
from tests.faults.servers import ROOT

RESULT = ROOT / "var" / "benchmark.json"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: how much a second, and how that is beside the bare one."""

    what: str
    ours: float
    bare: float
    aim: float | None = None

    @property
    def ratio(self) -> float:
        return self.ours / self.bare

    def __str__(self) -> str:
        aim = f"{self.aim:.1f}" if self.aim else "-"
        return f"{self.what:<52}{self.ours:>10.0f}{self.bare:>10.0f}{self.ratio:>8.2f}{aim:>8}"


def median_of_rounds(measure: Callable[[str], float], *sites: str) -> list[float]:
    """The sites take turns, so that a busy moment of the machine meets all of them."""
    rounds = [[measure(site) for site in sites] for _ in range(ROUNDS)]
    return [statistics.median(column) for column in zip(*rounds, strict=True)]


def pages(sites: Sites) -> list[Line]:
    """Anonymous readers."""
    portal = sites.portal("pages")
    portal.do("python", "-m", "tests.benchmark.fill")
    both = portal.web().removeprefix("http://"), sites.bare(portal)
    paths = {f"meeting page, {size} sign-ups": f"/meetings/list-{size}/" for size in LIST_SIZES}
    paths[f"list of {MEETINGS} meetings"] = "/meetings/"
    lines = []
    for what, path in paths.items():
        ours, bare = median_of_rounds(lambda a, path=path: visits.pages_a_second(a, path), *both)
        lines.append(Line(what, ours, bare, aim=0.8))
    return lines


def sign_ups(sites: Sites) -> list[Line]:
    """Signed-in people, WRITERS at once, each once on each list."""
    portal = sites.portal("sign_ups")
    filled = json.loads(portal.do("python", "-m", "tests.benchmark.fill"))
    threads = str(WRITERS // 2)
    ours = portal.web(WEB_THREADS=threads).removeprefix("http://")
    bare = sites.bare(portal, WEB_THREADS=threads)
    least = sites.least(portal, WEB_THREADS=threads)
    speed: dict[str, list[float]] = {}

    def send(what: str, address: str, requests: list[Request]) -> None:
        rate = visits.posts_a_second(address, requests, WRITERS)
        speed.setdefault(what, []).append(rate)

    for n in range(ROUNDS):
        people = filled["people"][n * SIGN_UPS_A_ROUND : (n + 1) * SIGN_UPS_A_ROUND]
        session = filled["sessions"]["open-empty"]
        send("bare", bare, [visits.sign_up_at_bare(session, pk) for pk, _ in people])
        for slug in filled["sessions"]:
            site = least if slug == "open-least" else ours
            send(slug, site, [visits.sign_up_at_portal(slug, cookie) for _, cookie in people])
    rate = {what: statistics.median(rates) for what, rates in speed.items()}
    names = {
        "open-empty": ("sign-up, 8 writers, empty list", 0.3),
        "open-long": ("sign-up, 8 writers, 1,000 on the list", 0.3),
        "limited-long": ("sign-up, 8 writers, 1,000 on a limited list", 0.3),
        "open-least": ("the statements of a sign-up alone, empty list", None),
    }
    return [Line(name, rate[slug], rate["bare"], aim) for slug, (name, aim) in names.items()]


def _work(sites: Sites, job: str) -> dict[str, float]:
    said = sites.portal(job).do("python", "-m", "tests.benchmark.work", job, seconds=600)
    return {what: statistics.median(values) for what, values in json.loads(said).items()}


def plan(sites: Sites) -> list[Line]:
    took, rows = _work(sites, "plan"), 10_000
    return [
        Line("rows planned, 100 sessions × 100 people", rows / took["ours"], rows / took["bare"]),
        Line("the same again, nothing new", rows / took["again"], rows / took["bare"]),
    ]


def send(sites: Sites) -> list[Line]:
    took, count = _work(sites, "send"), 2000
    bare = count / took["bare"]
    return [
        Line("messages, 2,000 with .ics, worker as deployed", count / took["ours"], bare, aim=0.5),
        Line("the same by one process", count / took["alone"], bare),
    ]


def quiet(sites: Sites) -> list[Line]:
    """Here the bare one is ours too, with few old registrations."""
    took = _work(sites, "quiet")
    if took["few_queries"] != took["many_queries"]:
        raise AssertionError(f"a quiet tick asks more the more there is: {took}")
    what = f"quiet ticks, 100,000 old ({took['many_queries']:.0f} queries) beside 100"
    return [Line(what, 1 / took["many"], 1 / took["few"], aim=0.8)]


def search(sites: Sites) -> list[Line]:
    """The library of patterns, beside a bare text search for the same words."""
    took = _work(sites, "search")
    return [
        Line(what, 1 / took[f"{length}_ours"], 1 / took[f"{length}_bare"], aim=0.8)
        for length, what in (
            ("long", "questions of 12 words, 10,000 patterns"),
            ("short", "questions of 3 words, 10,000 patterns"),
        )
    ]


PARTS: dict[str, Callable[[Sites], list[Line]]] = {
    "pages": pages,
    "sign-ups": sign_ups,
    "plan": plan,
    "send": send,
    "quiet": quiet,
    "search": search,
}


def main() -> None:
    wanted, lines = sys.argv[1:] or list(PARTS), []
    print(f"{'a second':<52}{'portal':>10}{'bare':>10}{'ratio':>8}{'aim':>8}")
    for part in wanted:
        with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
            sites = Sites(Path(folder))
            try:
                for line in PARTS[part](sites):
                    print(line, flush=True)
                    lines.append(line)
            finally:
                sites.end()
    RESULT.parent.mkdir(exist_ok=True)
    facts = [
        {"what": x.what, "portal": x.ours, "bare": x.bare, "ratio": x.ratio, "aim": x.aim}
        for x in lines
    ]
    RESULT.write_text(json.dumps({"rounds": ROUNDS, "lines": facts}, indent=2) + "\n")


if __name__ == "__main__":
    main()
