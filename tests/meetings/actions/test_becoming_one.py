"""Two people become one in the very moment in which something else happens to one of them.

On SQLite whoever writes comes after the other anyway; what they are about shows on
PostgreSQL.
"""

from functools import partial

import pytest
from django.db import transaction

from meetings import actions
from meetings.actions import Proof, arriving
from meetings.models import Registration, Session
from members.actions import find_or_make_by_account, find_or_make_person
from members.models import User
from members.rules import Refused
from tests import factories as make
from tests.meetings.actions.side_by_side import Act, Thread
from vsn.mediawiki.client import Account

pytestmark = pytest.mark.django_db(transaction=True)
DANA = Account("Dana", 1, emailable=True, blocked=False)


@pytest.fixture
def session() -> Session:
    make.policy()
    return make.session()


@pytest.fixture
def owner(session: Session) -> User:
    return make.person("owner@example.org")


def while_not_committed(first: Act, then: Act) -> None:
    """`then` begins when `first` has done everything but commit."""
    with transaction.atomic():
        first()
        thread = Thread(then)
    thread.ended()


def connect(owner: User, name: str = "Dana", number: int = 1) -> Act:
    person = User.objects.get(pk=owner.pk)
    return partial(actions.connect, person=person, proof=Proof(name, number), now=make.now())


def arrive(email: str = "") -> Act:
    return partial(actions.arrive, Proof("Dana", 1, email), make.now())


def ask(session: Session, reach: str | Account = DANA) -> Act:
    return partial(
        actions.sign_up_stranger, session=session, reach=reach, details=make.details(),
        now=make.now(),
    )  # fmt: skip


def test_connecting_an_account_that_arrives_elsewhere(owner: User) -> None:
    while_not_committed(arrive(), connect(owner))
    assert User.objects.get(wikimedia_id=1) == owner and User.objects.count() == 1


def test_arriving_while_it_is_connected_elsewhere(owner: User) -> None:
    while_not_committed(connect(owner), arrive())
    assert User.objects.get(wikimedia_id=1) == owner and User.objects.count() == 1


def test_arriving_twice_one_after_the_other(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second looked before the first one was there, and writes after."""
    looks = iter([None])
    holder = arriving._holder
    monkeypatch.setattr(arriving, "_holder", lambda proof: next(looks, holder(proof)))
    first = User.objects.create(
        wikimedia_id=1, wikimedia_name="Dana", wikimedia_proved_at=make.now()
    )
    assert arrive()() == first
    assert User.objects.get(wikimedia_id=1) == first


def test_connecting_two_accounts(owner: User) -> None:
    while_not_committed(connect(owner), connect(owner, "Eve", 2))
    owner.refresh_from_db()
    assert (owner.wikimedia_id, owner.wikimedia_name) == (1, "Dana")


def test_asking_for_a_place_by_the_name(owner: User, session: Session) -> None:
    find_or_make_by_account(DANA)
    while_not_committed(connect(owner), ask(session))
    assert Registration.objects.get().person == User.objects.get() == owner


def test_having_asked_for_a_place_by_the_name(owner: User, session: Session) -> None:
    find_or_make_by_account(DANA)
    while_not_committed(ask(session), connect(owner))
    assert Registration.objects.get().person == User.objects.get() == owner


def test_asking_for_a_place_by_the_address(session: Session) -> None:
    find_or_make_person(email="dana@example.org")
    while_not_committed(arrive("dana@example.org"), ask(session, "dana@example.org"))
    assert Registration.objects.get().person == User.objects.get(wikimedia_id=1)


def test_being_put_on_a_list_for_sure(owner: User, session: Session) -> None:
    """Of two places the surer one stays, also if it came a moment ago."""
    find_or_make_by_account(DANA)
    place = make.sign_up_stranger("owner@example.org", session)
    by = make.anyone()
    add = partial(
        actions.add_by_hand, session=session, reach=DANA, name="Dana", by=by, now=make.now()
    )
    assert place.status == Registration.Status.UNCONFIRMED
    while_not_committed(add, connect(owner))
    stays = Registration.objects.active().get()
    assert (stays.person, stays.status) == (owner, Registration.Status.REGISTERED)


def test_one_account_is_enough(owner: User) -> None:
    connect(owner)()
    with pytest.raises(Refused) as error:
        connect(owner, "Eve", 2)()
    assert error.value.refusal.code == "another_account"
