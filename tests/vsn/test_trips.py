"""Several statements in one trip: all are answered, none is lost, and what fails is told."""

import threading
import uuid
from contextlib import suppress
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, connections, transaction
from django.db.models import BigAutoField
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from meetings.models import Session
from members.models import Acknowledgement, PolicyVersion, User
from tests import factories as make
from tests.counting import trips
from vsn.audit.models import Action, Entry
from vsn.hot import Given, Hot, add, adding, changing, reserving
from vsn.trips import Question, ask, in_few_trips, later, send

pytestmark = pytest.mark.django_db(transaction=True)
PK = BigAutoField()
NOBODY = 10**9

by_pk = Hot(lambda: User.objects.filter(pk=Given("pk", PK)))
none_of_them = Hot(lambda: User.objects.filter(pk__in=[]))
names = Hot(lambda: User.objects.order_by("pk").values_list("name", flat=True))
locked = Hot(lambda: Session.objects.select_for_update().filter(pk=Given("pk", PK)))


def entry(number: int = 1, actor: int | None = None) -> Entry:
    return Entry(
        at=make.now(), action=Action.RENAMED, about_type="x", about_id=number, actor_id=actor
    )


def kept() -> list[int]:
    """What anybody else finds."""
    found: list[int] = []

    def read() -> None:
        found.extend(Entry.objects.order_by("about_id").values_list("about_id", flat=True))
        connections.close_all()

    other = threading.Thread(target=read)
    other.start()
    other.join()
    return found


def test_every_answer_in_its_place() -> None:
    fay, gil = make.person(name="Fay"), make.person(name="Gil 100% ;")
    row = entry()
    with CaptureQueriesContext(connection) as asked:
        first, none, added, nothing, everyone, second = ask(
            by_pk.asking(pk=fay.pk),
            none_of_them.asking(),
            adding(row),
            Question("UPDATE members_user SET name = %s WHERE id = %s", ["Gül;%s", gil.pk]),
            names.asking(),
            by_pk.asking(pk=gil.pk),
        )
    assert (first, none, added, nothing, everyone) == ([fay], [], True, None, ["Fay", "Gül;%s"])
    assert second == [gil] and second[0].name == "Gül;%s"
    assert row.pk == Entry.objects.get().pk
    assert trips(asked) == (1 if connection.vendor == "postgresql" else 5)


def test_what_waits_goes_with_the_next_question() -> None:
    fay = make.person(name="Fay")
    with in_few_trips(), CaptureQueriesContext(connection) as asked:
        row = entry()
        later(adding(row))
        assert row.pk is None and trips(asked) == 0
        assert ask(names.asking()) == [["Fay"]]
        assert row.pk
        fay.name = "Gil"
        later(changing(fay, "name"))
        send()
        assert trips(asked) == (2 if connection.vendor == "postgresql" else 3)
    assert (kept(), User.objects.get().name) == ([1], "Gil")


def test_what_waits_is_there_for_whatever_is_asked_after_it() -> None:
    with in_few_trips():
        later(adding(entry(1)))
        assert Entry.objects.count() == 1
        with transaction.atomic():
            later(adding(entry(2)))
            assert Entry.objects.filter(about_id=2).exists()
            later(adding(entry(3)))
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            later(adding(entry(4)))
            raise ZeroDivisionError
        later(adding(entry(5)))
    assert kept() == [1, 2, 3, 5]


def test_what_waits_at_the_end_is_kept() -> None:
    told = []
    with in_few_trips():
        later(adding(entry(1)))
        transaction.on_commit(lambda: told.append(kept()))
        with in_few_trips():
            later(adding(entry(2)))
        later(adding(entry(3)))
        assert (kept() if connection.vendor == "postgresql" else []) == []
    assert told == [[1, 2, 3]]
    assert connection.get_autocommit() and not connection.in_atomic_block
    add(entry(4))
    assert kept() == [1, 2, 3, 4]


def test_at_once_in_a_plain_transaction() -> None:
    with transaction.atomic():
        row = entry()
        later(adding(row))
        assert row.pk
    assert kept() == [1]


@pytest.mark.parametrize("before", [0, 1])
def test_nothing_stays_of_an_act_that_fails(before: int) -> None:
    """Whether or not a part of it was sent before."""
    with pytest.raises(ZeroDivisionError), in_few_trips():
        later(adding(entry(1)))
        if before:
            send()
        later(adding(entry(2)))
        raise ZeroDivisionError
    with in_few_trips():
        later(adding(entry(3)))
    assert kept() == [3]


def test_nor_of_one_that_is_to_be_dropped() -> None:
    with in_few_trips():
        later(adding(entry()))
        transaction.set_rollback(True)
    assert kept() == []


def same_as(row: Any) -> User:
    return User(handle=row.handle, email="another@example.org")


@pytest.mark.parametrize("asked_after", [False, True])
def test_what_is_against_a_constraint_is_told(asked_after: bool) -> None:
    """With the next question, or with the commit; and the connection is as good as before."""
    fay = make.person(name="Fay")
    with pytest.raises(IntegrityError), in_few_trips():
        add(entry(1))
        later(adding(same_as(fay)))
        if asked_after:
            ask(names.asking())
    assert kept() == [] and connection.get_autocommit()
    with in_few_trips():
        later(adding(entry(2)))
    assert kept() == [2]


def test_a_row_that_is_missed_at_the_commit_only() -> None:
    told: list[int] = []
    with pytest.raises(IntegrityError), in_few_trips():
        transaction.on_commit(lambda: told.append(1))
        later(adding(entry(actor=NOBODY)))
    assert (kept(), told) == ([], [])


def test_a_failure_that_is_caught_takes_nothing_else_along() -> None:
    fay = make.person(name="Fay")
    with in_few_trips():
        later(adding(entry(1)))
        with pytest.raises(IntegrityError), transaction.atomic():
            later(adding(entry(2)))
            add(same_as(fay))
        later(adding(entry(3)))
    assert kept() == [1, 3]


def test_nothing_follows_one_that_could_not_be_sent() -> None:
    """Not even if it was the first and nobody minds: the database knows of no transaction yet."""
    unsendable = Question("SELECT %s", [object()], read=list)
    with pytest.raises(TransactionManagementError), in_few_trips():
        with suppress(DatabaseError):
            ask(unsendable)
        add(entry())
    assert kept() == [] and connection.get_autocommit()


def test_what_comes_after_a_lock_sees_what_the_lock_waited_for() -> None:
    session, found = make.session(), []

    def other() -> None:
        with transaction.atomic():
            found.extend(ask(locked.asking(pk=session.pk), names.asking())[1])
        connections.close_all()

    with transaction.atomic():
        locked(pk=session.pk)
        thread = threading.Thread(target=other)
        thread.start()
        thread.join(0.2)  # on its way to the lock
        make.person(name="Fay")
    thread.join()
    assert "Fay" in found


@pytest.mark.parametrize("told_once", [True, False])
def test_what_was_told_once_is_asked_again_with_other_values(
    told_once: bool, settings: Any
) -> None:
    """Also after PostgreSQL has settled on one plan for all values, the fifth time."""
    settings.DATABASE_PREPARE = told_once
    words = f"SELECT 'told {told_once}', name FROM members_user WHERE id = %s"
    for one in [make.person(name=f"Fay {number}") for number in range(7)]:
        with transaction.atomic():
            found, nothing = ask(
                Question(words, [one.pk], list), Question(words, [NOBODY], read=list)
            )
        assert (found, nothing) == ([(f"told {told_once}", one.name)], [])
    if connection.vendor == "postgresql":
        count = "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %s"
        [found] = ask(Question(count, [f"%told {told_once}%"], list))
        assert found == [(int(told_once),)]


def test_more_values_than_psycopg_keeps_in_mind() -> None:
    """Texts in them are nothing but texts."""
    rows = [entry(number) for number in range(20)]
    rows[3].about_type = "'; %s $1 ;\n COMMIT"
    with in_few_trips():
        for row in rows:
            later(adding(row))
    assert kept() == list(range(20))
    assert Entry.objects.get(about_id=3).about_type == rows[3].about_type


def test_a_column_that_became_another_one() -> None:
    """While the portal runs. Who meets it first may fail, nobody after them."""
    words = Question("SELECT word FROM some_words", read=list)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE some_words (word varchar(3))")
        cursor.execute("INSERT INTO some_words VALUES ('yes')")
    try:
        assert ask(words) == [[("yes",)]]
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ALTER TABLE some_words ALTER word TYPE varchar(30)")
            with pytest.raises(DatabaseError), transaction.atomic():
                ask(words)
            connection.close()  # as at the end of each request
        assert ask(words) == [[("yes",)]]
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE some_words")


def test_a_row_is_named_before_it_is_stored() -> None:
    with in_few_trips():
        row = entry(1)
        [row.pk] = ask(reserving(Entry))
        later(adding(row))
        if row.pk is None:  # the database gives no ids away before
            send()
        named = row.pk
        later(adding(entry(named)))
    assert Entry.objects.get(about_id=1).pk == named == row.pk
    assert sorted(kept()) == sorted([1, named])
    assert not row._state.adding


@pytest.mark.parametrize("known", [False, True])
def test_who_stores_a_row_stores_the_other_too(known: bool) -> None:
    fay, version = make.person(name="Fay"), PolicyVersion.objects.newest()
    values = {"person": fay, "version": version, "at": make.now(), "session_uid": uuid.uuid4()}
    if known:
        Acknowledgement.objects.create(**values)
    with in_few_trips():
        later(adding(Acknowledgement(**values), unless_known=True, then=entry(1)))
        later(adding(entry(2)))
    assert kept() == ([2] if known else [1, 2])
    assert Acknowledgement.objects.count() == 1


def test_neither_is_stored_if_one_cannot_be() -> None:
    fay, version = make.person(name="Fay"), PolicyVersion.objects.newest()
    given = Acknowledgement(person=fay, version=version, at=make.now(), session_uid=uuid.uuid4())
    with pytest.raises(IntegrityError), in_few_trips():
        later(adding(given, then=entry(actor=NOBODY)))
    assert kept() == [] and not Acknowledgement.objects.exists()
