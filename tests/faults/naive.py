"""Ways to send that look right and are not. They meet the same faults and must break the promise.

`python -m tests.faults.naive WAY FILE PORT`: FILE is an SQLite table `rows (id, address, sent)`.
For the way `task` the same module is a Celery application (NAIVE_BROKER, NAIVE_FILE, NAIVE_PORT).
"""

import os
import smtplib
import sqlite3
import sys

from celery import Celery

app = Celery("naive", broker=os.environ.get("NAIVE_BROKER", "memory://"))
app.conf.task_ignore_result = True


def connect(file: str) -> sqlite3.Connection:
    return sqlite3.connect(file, timeout=20, isolation_level=None)


def unsent(file: str) -> list[tuple[int, str]]:
    return connect(file).execute("SELECT id, address FROM rows WHERE NOT sent").fetchall()


def mark(file: str, number: int) -> None:
    connect(file).execute("UPDATE rows SET sent = 1 WHERE id = ?", (number,))


def send(port: int, number: int, address: str) -> None:
    with smtplib.SMTP("127.0.0.1", port, timeout=240) as server:
        message = f"Message-ID: <{number}@example.org>\r\nSubject: link\r\n\r\nHere.\r\n"
        server.sendmail("noreply@example.org", [address], message)


def mark_then_send(file: str, port: int) -> None:
    """Who dies in between has told nobody, and nobody will."""
    for number, address in unsent(file):
        mark(file, number)
        send(port, number, address)


def check_then_save(file: str, port: int) -> None:
    """Two that read the same list send it twice."""
    for number, address in unsent(file):
        send(port, number, address)
        mark(file, number)


def save_at_the_end(file: str, port: int) -> None:
    """Who dies before the end sends everything again."""
    rows = unsent(file)
    for number, address in rows:
        send(port, number, address)
    for number, _ in rows:
        mark(file, number)


@app.task(name="naive.one")
def one(number: int, address: str) -> None:
    """A task for each message, acknowledged when it starts: Celery's default."""
    send(int(os.environ["NAIVE_PORT"]), number, address)
    mark(os.environ["NAIVE_FILE"], number)


def enqueue_tasks(file: str, port: int) -> None:
    for row in unsent(file):
        one.delay(*row)


WAYS = {
    "mark_then_send": mark_then_send,
    "check_then_save": check_then_save,
    "save_at_the_end": save_at_the_end,
    "task": enqueue_tasks,
}

if __name__ == "__main__":
    WAYS[sys.argv[1]](sys.argv[2], int(sys.argv[3]))
