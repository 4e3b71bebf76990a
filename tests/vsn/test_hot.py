"""A query put into SQL once finds what the queryset finds, again and again."""

import datetime as dt
import threading
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, connections
from django.db.models import (
    BigAutoField,
    CharField,
    Count,
    DateTimeField,
    Exists,
    IntegerField,
    OuterRef,
    QuerySet,
    UUIDField,
)
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from meetings.models import Registration, Session
from members.models import PolicyVersion, User
from tests import factories as make
from vsn.audit.models import Action, Entry
from vsn.hot import Given, Hot, add

pytestmark = pytest.mark.django_db
PK = BigAutoField()


def by_pk() -> QuerySet[Session]:
    return Session.objects.select_related("meeting").filter(pk=Given("pk", PK))


def test_it_finds_what_the_queryset_finds(session: Session) -> None:
    other, find = make.session(session.meeting), Hot(by_pk)
    for wanted in (session, other, session):
        [found] = find(pk=wanted.pk)
        known = Session.objects.get(pk=wanted.pk)
        assert {f.attname: getattr(found, f.attname) for f in Session._meta.concrete_fields} == {
            f.attname: getattr(known, f.attname) for f in Session._meta.concrete_fields
        }
        assert found.meeting == known.meeting and found.meeting.uid == known.meeting.uid


def test_it_reads_anew_each_time(session: Session) -> None:
    find = Hot(by_pk)
    [before] = find(pk=session.pk)
    Session.objects.filter(pk=session.pk).update(capacity=3)
    [after] = find(pk=session.pk)
    assert (before.capacity, after.capacity) == (session.capacity, 3)
    assert before is not after and before.meeting is not after.meeting


def test_one_query_and_nothing_else(session: Session) -> None:
    find = Hot(by_pk)
    find(pk=session.pk)
    with CaptureQueriesContext(connection) as asked:
        [found] = find(pk=session.pk)
        assert found.meeting.title
    assert len(asked) == 1


@pytest.mark.parametrize("huge", [2**63, -(2**63) - 1, 10**30])
def test_a_number_that_no_column_holds(huge: int) -> None:
    assert Hot(by_pk)(pk=huge) == []


def test_one_of_none() -> None:
    assert Hot(lambda: User.objects.filter(email__in=[]))() == []


def test_values_of_every_kind(session: Session, chidi: User) -> None:
    """They are stored differently by PostgreSQL and SQLite."""
    place = make.sign_up(chidi, session)
    by_uid = Hot(lambda: Session.objects.filter(uid=Given("uid", UUIDField())))
    earlier = Hot(lambda: Session.objects.filter(starts_at__lt=Given("at", DateTimeField())))
    named = Hot(lambda: User.objects.filter(email=Given("email", CharField(null=True))))
    assert by_uid(uid=session.uid) == [session]
    assert earlier(at=session.starts_at) == []
    assert earlier(at=session.starts_at + dt.timedelta(microseconds=1)) == [session]
    assert named(email=chidi.email) == [chidi]
    assert named(email="'; DROP TABLE members_user; --%s") == named(email=None) == []
    tries = Registration.objects.filter(person=Given("person", PK))
    rows = Hot(lambda: tries.values_list("pk", "status", "placed_at", named=True))
    [row] = rows(person=chidi.pk)
    assert (row.pk, row.status, row.placed_at) == (place.pk, "registered", place.placed_at)
    flat = Hot(lambda: tries.values_list("placed_at", flat=True)[:1])
    assert flat(person=chidi.pk) == [place.placed_at]
    assert flat(person=0) == []


def test_several_and_what_is_added_to_a_row(session: Session, chidi: User, dana: User) -> None:
    make.sign_up(chidi, session)
    mine = Registration.objects.filter(person=OuterRef("pk"))
    either = [Given("one", PK), Given("other", PK)]
    find = Hot(
        lambda: User.objects.filter(pk__in=either).annotate(here=Exists(mine)).order_by("pk")
    )
    found = find(one=chidi.pk, other=dana.pk)
    assert {one.pk: one.here for one in found} == {chidi.pk: True, dana.pk: False}
    count = Hot(
        lambda: (
            Registration.objects.order_by()
            .filter(session=Given("session", IntegerField()))
            .values_list("session")
            .annotate(Count("pk"))
        )
    )
    assert count(session=session.pk) == [(session.pk, 1)]
    assert count(session=0) == []


def test_not_for_somebodys_rows_nor_for_more_than_one_query(session: Session) -> None:
    """What belongs to the first one asked for would turn up in every answer."""
    with pytest.raises(TypeError):
        Hot(lambda: session.registrations.filter(person=Given("person", PK)))(person=1)
    with pytest.raises(TypeError):
        Hot(lambda: by_pk().prefetch_related("registrations"))(pk=1)


@pytest.mark.django_db(transaction=True)
def test_rows_are_locked_in_a_transaction_only() -> None:
    locked = Hot(lambda: Session.objects.select_for_update().filter(pk=Given("pk", PK)))
    for _ in range(2):
        with pytest.raises(TransactionManagementError):
            locked(pk=1)


@pytest.mark.django_db(transaction=True)
def test_each_thread_for_itself() -> None:
    """With a connection and values of its own."""
    people = make.people(4)
    find = Hot(lambda: User.objects.filter(pk=Given("pk", PK)))
    found: dict[int, set[int]] = {}

    def ask(who: User) -> None:
        found[who.pk] = {one.pk for _ in range(50) for one in find(pk=who.pk)}
        connections.close_all()

    threads = [threading.Thread(target=ask, args=[who]) for who in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {who.pk: {who.pk} for who in people}


def test_what_is_added_is_as_if_it_were_saved(session: Session, chidi: User, dana: User) -> None:
    def new(person: User) -> Registration:
        return Registration(
            session=session,
            person=person,
            policy_version=PolicyVersion.objects.newest(),
            created_at=make.now(),
            name="Ünal O'Neill %s",
            answers=[["Which?", "Ü \"'"]],
        )

    added, saved = new(chidi), new(dana)
    assert add(added)
    saved.save()
    read, other = (Registration.objects.get(pk=one.pk) for one in (added, saved))
    own = {"id", "handle", "person_id", "created_at"}
    for field in Registration._meta.concrete_fields:
        assert getattr(read, field.attname) == getattr(added, field.attname)
        if field.attname not in own:
            assert getattr(read, field.attname) == getattr(other, field.attname)
    added.name = "Another"
    added.save()
    assert Registration.objects.count() == 2


def test_data_of_the_journal(chidi: User) -> None:
    entry = Entry(
        at=make.now(), action=Action.RENAMED, about_type="x", about_id=1, actor=chidi,
        data={"number": 1, "none": None, "word": "Ü'"},
    )  # fmt: skip
    add(entry)
    read = Entry.objects.get(pk=entry.pk)
    assert (read.actor, read.data, read.at) == (chidi, entry.data, entry.at)


def test_what_is_known_already(session: Session, chidi: User) -> None:
    place = make.sign_up(chidi, session)
    again = Registration(
        session=session, person=chidi, policy_version=place.policy_version,
        created_at=make.now(), placed_at=make.now(), status="registered",
    )  # fmt: skip
    assert not add(again, unless_known=True)
    assert again.pk is None
    with pytest.raises(IntegrityError):
        add(again)


@pytest.mark.parametrize("data", ["a word", 5, True, [], {"a": None}])
def test_what_a_field_stores_in_its_own_way(data: object) -> None:
    row = Entry(at=make.now(), action=Action.RENAMED, about_type="x", about_id=1, data=data)
    add(row)
    assert Entry.objects.get(pk=row.pk).data == data


def test_a_word_of_a_list_of_choices_and_a_moment_elsewhere(session: Session, chidi: User) -> None:
    elsewhere = session.starts_at.astimezone(ZoneInfo("Asia/Kolkata"))
    row = Registration(
        session=session,
        person=chidi,
        status=Registration.Status.REGISTERED,
        policy_version=PolicyVersion.objects.newest(),
        created_at=elsewhere,
        placed_at=elsewhere,
        country="x\\y %s",
    )
    add(row)
    found = Registration.objects.get(pk=row.pk)
    assert (found.status, found.placed_at) == ("registered", session.starts_at)
    assert found.country == "x\\y %s" and found.affiliate_id is None
