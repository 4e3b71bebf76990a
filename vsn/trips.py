"""Several statements in one trip to the database and back.

Where a statement is answered at once, waiting for its answer and being woken up again costs as much
as the answer. So an act that many wait for asks together what it has to know (`ask`), tells what
needs no answer when it asks the next time anyway (`later`), and sends what is left together with
the COMMIT:

    @in_few_trips()
    def join(club, person):
        [club], [known] = ask(_locked.asking(pk=club.pk), _members.asking(club=club.pk))
        later(adding(Member(club=club, person=person)))

PostgreSQL takes several statements as one message; SQLite, which is no trip away, one by one. And
PostgreSQL is told the words of a statement once for each connection (PREPARE): to read and plan
them takes it longer than to do what they say.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from django.conf import settings
from django.db import connection, transaction
from psycopg import Connection
from psycopg.errors import FeatureNotSupported
from psycopg.pq import TransactionStatus


class Question(NamedTuple):
    """A statement, its values, and how the rows that come back are read, if any do."""

    sql: str
    values: Sequence[object] = ()
    read: Callable[[list[tuple]], Any] | None = None


NOTHING = Question("", read=list)  # the database is not asked
BEGIN, COMMIT = Question("BEGIN"), Question("COMMIT")


class _Kept(threading.local):
    # What waits for the next trip of this thread; None where nothing may wait.
    waiting: list[Question] | None = None


_kept = _Kept()


def ask(*questions: Question) -> list[Any]:
    """All the answers, in one trip. Each is asked when the one before it is done, and sees what
    others have committed until then: what comes after a lock sees what the lock waited for."""
    sent = [*_taken(), *questions]
    found = iter(_found([one for one in sent if one.sql]))
    answers = []
    for one in sent:
        rows = next(found) if one.sql else []
        answers.append(one.read(rows) if one.read else None)
    return answers[len(sent) - len(questions) :]


def later(question: Question) -> None:
    """Asked in the same transaction, at the latest before anything else is and before the commit.
    At once where the transaction is a plain one."""
    if _kept.waiting is None:
        ask(question)
    else:
        _kept.waiting.append(question)


def send() -> None:
    """Asks at once what waits, if anything does: its answer is needed."""
    ask()


@contextmanager
def in_few_trips() -> Iterator[None]:
    """`transaction.atomic()` in which things can wait (`later`). None of them can be missed: other
    statements, also those of querysets and savepoints, go out behind them.

    Raises:
        DatabaseError: at the end, something that waited is against a constraint.
    """
    with transaction.atomic():
        if _kept.waiting is not None:  # part of one that sends them
            yield
            return
        _kept.waiting = []
        try:
            with connection.execute_wrapper(_behind_what_waits):
                yield
                if not connection.needs_rollback:
                    _finish()
        finally:
            _kept.waiting = None


def _taken() -> list[Question]:
    taken = _kept.waiting or []
    if taken:
        _kept.waiting = []
    return taken


def _behind_what_waits(execute: Callable[..., Any], *args: Any) -> Any:
    if _kept.waiting:
        send()
    return execute(*args)


def _finish() -> None:
    """What waits, and in the same trip the COMMIT, which Django then finds done."""
    if _kept.waiting and not connection.savepoint_ids and connection.vendor == "postgresql":
        later(COMMIT)
    send()


def _found(asked: list[Question]) -> list[list[tuple]]:
    """The rows that each of them found."""
    if not asked:
        return []
    how = _found_in_one_trip if connection.vendor == "postgresql" else _found_one_by_one
    try:
        with connection.cursor() as cursor:
            return how(cursor, asked)
    except Exception as error:
        # If it was not even sent, no BEGIN was either: nothing more may be asked in this one.
        connection.needs_rollback = connection.in_atomic_block
        if isinstance(error.__cause__, FeatureNotSupported):
            # A column that it was told of has become another one: the next one is told anew.
            connection.connection.close()
        raise


def _found_one_by_one(cursor: Any, asked: list[Question]) -> list[list[tuple]]:
    found = []
    for one in asked:
        cursor.execute(one.sql, one.values)
        found.append(cursor.fetchall() if one.read else [])
    return found


def _found_in_one_trip(cursor: Any, asked: list[Question]) -> list[list[tuple]]:
    together = [BEGIN, *asked] if _begins() else asked
    texts = _texts(together) if settings.DATABASE_PREPARE else [one.sql for one in together]
    values = [value for one in together for value in one.values]
    if len(values) >= _READ_ANEW:
        fill_in = cursor.cursor.mogrify
        texts = [fill_in(text, one.values) for text, one in zip(texts, together, strict=True)]
        cursor.execute(";\n".join(texts))
    else:
        cursor.execute(";\n".join(texts), values)
    found = []
    for one in together:
        found.append(cursor.cursor.fetchall() if one.read else [])
        cursor.cursor.nextset()
    return found[-len(asked) :]


# What each connection was told already, and how it is asked for.
_told: WeakKeyDictionary[Connection, dict[str, str]] = WeakKeyDictionary()
_AS_IT_IS = {one.sql: one.sql for one in (BEGIN, COMMIT)}


def _texts(asked: list[Question]) -> list[str]:
    told = _told.setdefault(connection.connection, _AS_IT_IS.copy())
    return [told.get(one.sql) or _tell(one.sql, told) for one in asked]


def _tell(sql: str, told: dict[str, str]) -> str:
    """Tells the connection the words of a statement; the values come with each question."""
    first, *others = sql.split("%s")
    numbered = first + "".join(f"${n}{text}" for n, text in enumerate(others, 1))
    name = f"trip_{len(told)}"
    with connection.wrap_database_errors:
        # Nothing of what is asked, so not for those who look at that.
        connection.connection.execute(f"PREPARE {name} AS {numbered.replace('%%', '%')}")
    values = f" ({', '.join(['%s'] * len(others))})" if others else ""
    told[sql] = f"EXECUTE {name}{values}"
    return told[sql]


# From as many values on, psycopg reads what it is to put them into anew each time.
_READ_ANEW = 50


def _begins() -> bool:
    """True if a transaction begins with the next statement; its BEGIN is then ours to send, in the
    same trip."""
    raw = connection.connection
    if raw.autocommit or raw.pgconn.transaction_status != TransactionStatus.IDLE:
        return False
    with connection.wrap_database_errors:
        raw.autocommit = True  # or psycopg would send one before; Django sets it at the end anyway
    return True
