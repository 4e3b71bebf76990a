"""A worker is killed between handing a message to the wiki and hearing its answer.

Real processes: the portal's worker, the wiki, and the wiki's mail server, which holds one message
until the worker is dead.
"""

import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import prepared
from tests.faults.portal import Portal
from tests.faults.servers import until
from tests.wiki.server import APP, BOT, PASSWORD, MediaWiki

PEOPLE = 4
IN_HAND = 2  # the message at which the mail server holds


def portal_in(folder: Path, **more: str) -> Portal:
    database = f"sqlite:///{folder / 'portal.sqlite3'}"
    portal = Portal(folder, database, redis="", smtp_port=1)
    portal.environment |= more
    return portal


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database in which everyone on a list is owed the link, and reached by account alone."""
    folder = tmp_path_factory.mktemp("seed")
    shutil.copy(prepared.sqlite_file(), folder)
    portal = portal_in(folder)
    portal.do("python", "-m", "tests.faults.seed", str(PEOPLE))
    portal.database.run(
        "UPDATE members_user SET email = NULL, takes_wiki_mail = 1, wikimedia_name = name"
        " WHERE email LIKE 'person%'"
    )
    return folder / "portal.sqlite3"


@pytest.fixture
def portal(wiki: MediaWiki, seeded: Path, tmp_path: Path) -> Iterator[Portal]:
    shutil.copy(seeded, tmp_path)
    wiki.make_accounts({f"Person {n}": f"person{n}@inbox.example.org" for n in range(PEOPLE)})
    portal = portal_in(
        tmp_path,
        WIKI_API_URL=wiki.api_url,
        WIKI_MAIL_USER=f"{BOT}@{APP}",
        WIKI_MAIL_PASSWORD=PASSWORD,
        # What a dead worker held is given free by the test, not by the clock.
        OUTBOX_LEASE_SECONDS="60",
    )
    try:
        yield portal
    finally:
        portal.end()


def kill_in_hand(portal: Portal, wiki: MediaWiki, answer: str) -> str:
    """SIGKILL while the wiki hands over message IN_HAND, which its mail server then answers so.
    Returns to whom it goes."""
    wiki.sink.hold_at = {IN_HAND}
    worker = portal.worker()
    until(lambda: wiki.sink.held, f"a message is in hand\n{portal.said()}")
    worker.kill()
    held = wiki.sink.held
    assert held
    held.release(answer)
    return held.recipient


def go_on(portal: Portal) -> None:
    """The lease of what was in hand ends, and another worker finishes."""
    portal.database.run(
        "UPDATE outbox_delivery SET lease_until = datetime('now', '-1 minute')"
        " WHERE state = 'claimed'"
    )
    portal.worker()
    until(portal.database.settled, f"everything is settled\n{portal.said()}")
    assert portal.database.count("sent") == PEOPLE


def copies(wiki: MediaWiki) -> Counter[str]:
    return Counter(mail.to for mail in wiki.inbox)


EVERYONE = {f"person{number}@inbox.example.org": 1 for number in range(PEOPLE)}


def test_the_wiki_could_not_hand_it_over(portal: Portal, wiki: MediaWiki) -> None:
    kill_in_hand(portal, wiki, "451 Try again later")
    go_on(portal)
    assert copies(wiki) == EVERYONE


def test_the_wiki_had_handed_it_over(portal: Portal, wiki: MediaWiki) -> None:
    """The one moment that nobody can close: this one comes again, and says that it is the same."""
    twice = kill_in_hand(portal, wiki, "250 OK")
    until(lambda: len(wiki.sink.accepted) == IN_HAND, "the mail server took it")
    go_on(portal)
    assert copies(wiki) == EVERYONE | {twice: 2}
    first, second = [mail for mail in wiki.inbox if mail.to == twice]
    assert (first.subject, first.text) == (second.subject, second.text)
