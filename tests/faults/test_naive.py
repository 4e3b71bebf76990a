"""The control: naive senders meet the same faults, and the same questions find them out.

If one of these ever passed, the questions would be worth nothing.
"""

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.faults.portal import Portal
from tests.faults.promise import EVERYONE, IN_HAND, all_have_it_once
from tests.faults.servers import PATIENCE, Program, Redis, until
from tests.faults.sink import Sink

pytestmark = pytest.mark.faults


class Naive:
    """A naive sender with a table of its own."""

    def __init__(self, folder: Path, sink: Sink) -> None:
        self.portal = Portal(folder, f"sqlite:///{folder}/rows.sqlite3", "", sink.port)
        self.sink, self.file = sink, str(folder / "rows.sqlite3")
        with closing(sqlite3.connect(self.file)) as database, database:
            database.execute("CREATE TABLE rows (id INTEGER PRIMARY KEY, address, sent DEFAULT 0)")
            database.execute("PRAGMA journal_mode=WAL")
            everyone = [(address,) for address in sorted(EVERYONE)]
            database.executemany("INSERT INTO rows (address) VALUES (?)", everyone)

    def start(self, way: str) -> Program:
        command = [sys.executable, "-m", "tests.faults.naive", way, self.file, str(self.sink.port)]
        return self.portal.start(way, command)

    def finish(self, way: str) -> None:
        self.start(way).process.wait(PATIENCE)

    def kill_in_hand(self, program: Program) -> None:
        until(lambda: self.sink.held, f"a message is in hand\n{self.portal.said()}")
        program.kill()
        self.sink.held.release("451 the client has gone")


@pytest.fixture
def naive(tmp_path: Path) -> Iterator[Naive]:
    with Sink() as sink:
        sink.hold_at = {IN_HAND}
        sender = Naive(tmp_path, sink)
        try:
            yield sender
        finally:
            sender.portal.end()


def test_the_questions_let_pass_what_is_right(naive: Naive) -> None:
    naive.sink.hold_at = set()
    naive.finish("check_then_save")
    all_have_it_once(naive.sink, EVERYONE)


def test_marking_before_sending_loses_the_message_in_hand(naive: Naive) -> None:
    naive.kill_in_hand(naive.start("mark_then_send"))
    naive.finish("mark_then_send")
    with pytest.raises(AssertionError, match=r"lost: \['person0006@example.org'\]"):
        all_have_it_once(naive.sink, EVERYONE)


def test_saving_at_the_end_of_a_batch_doubles_what_was_sent(naive: Naive) -> None:
    naive.kill_in_hand(naive.start("save_at_the_end"))
    naive.finish("save_at_the_end")
    with pytest.raises(AssertionError, match="twice"):
        all_have_it_once(naive.sink, EVERYONE)
    assert sum(count > 1 for count in naive.sink.copies().values()) == IN_HAND - 1


def test_check_then_save_doubles_with_two_workers(naive: Naive) -> None:
    naive.sink.hold_at = {1}
    both = [naive.start("check_then_save"), naive.start("check_then_save")]
    until(lambda: naive.sink.held and naive.sink.messages > 1, "both have read the list")
    naive.sink.held.release()
    for program in both:
        program.process.wait(PATIENCE)
    with pytest.raises(AssertionError, match="twice"):
        all_have_it_once(naive.sink, EVERYONE)


def test_a_task_for_each_message_loses_those_in_hand(naive: Naive, tmp_path: Path) -> None:
    redis, broker = None, tmp_path / "broker"
    broker.mkdir(exist_ok=True)
    redis = Redis(broker)
    naive.portal.environment |= {
        "NAIVE_BROKER": redis.url,
        "NAIVE_FILE": naive.file,
        "NAIVE_PORT": str(naive.sink.port),
    }
    command = ["celery", "-A", "tests.faults.naive", "worker", "--concurrency", "2",
               "--prefetch-multiplier", "1"]  # fmt: skip
    try:
        naive.finish("task")
        naive.kill_in_hand(naive.portal.start("worker", command))
        naive.portal.start("worker", command)
        until(lambda: len(naive.sink.accepted) >= len(EVERYONE) - 4, "the rest is sent")
        naive.portal.end()
        with pytest.raises(AssertionError, match="lost"):
            all_have_it_once(naive.sink, EVERYONE)
    finally:
        redis.program.kill()
