"""The list is complete: the lines as they stand in the design, each named by a test."""

from tests.test_bugs_that_others_had import (
    test_exports,
    test_links,
    test_people,
    test_places,
    test_workers,
)

LINES = [
    "Signed up after the mailing ran: still gets the link",
    "link edited after sending: only the new version goes out, once",
    "worker killed in the middle of a batch: nobody skipped, nobody told twice but the one in hand",
    "two workers, one row: one message",
    "session moved across a daylight-saving change: right in three zones",
    "cancelled: no link, and the old personal address stops",
    "no address: sees the link on the page and is counted as unreachable",
    "excluded: sees neither",
    "deleted person: leaves an anonymous count",
    "last place taken by two at once: one is on the waiting list",
    "move to a full session: keeps the old place",
    "an export never holds an address it was not asked for",
    "policy changed in substance: asked again, old acknowledgement kept",
    "a mail scanner's GET or HEAD confirms and cancels nothing",
    "a placeholder or empty link is never sent out",
    "group messages never show one recipient to another",
]


def test_every_line_is_tested() -> None:
    named = " ".join(
        " ".join((function.__doc__ or "").split())
        for module in (test_exports, test_links, test_people, test_places, test_workers)
        for name, function in vars(module).items()
        if name.startswith("test_")
    )
    assert [line for line in LINES if line not in named] == []
