"""Whose a Wikimedia account is: the central id is the key, a name is a word."""

import threading
import unicodedata

import pytest
from django.db import connection

from members.actions import (
    disconnect_wikimedia,
    find_or_make_by_account,
    find_or_make_person,
    keep_account,
    prove,
    prove_wikimedia,
    refresh_account,
)
from members.models import Exclusion, User
from members.rules import Refused, identities, is_excluded
from tests import factories as make
from vsn.audit.models import Action, Entry
from vsn.mediawiki.client import Account

pytestmark = pytest.mark.django_db


def account(name: str = "Dana", number: int | None = 1, **more: bool) -> Account:
    return Account(name, number, **{"emailable": True, "blocked": False, **more})


def test_a_new_light_user() -> None:
    person = find_or_make_by_account(account())
    assert (person.wikimedia_name, person.wikimedia_id, person.takes_wiki_mail) == ("Dana", 1, True)
    assert person.confirmed_at is None and person.proved_wikimedia_name == ""
    assert not person.has_usable_password() and person.email is None


@pytest.mark.parametrize(
    "same", ["Éva_Dağ", "éva Dağ", "User:Éva Dağ", unicodedata.normalize("NFD", "Éva Dağ")]
)
def test_names_that_only_look_different_are_one(same: str) -> None:
    first = find_or_make_by_account(account("Éva Dağ", None))
    assert find_or_make_by_account(account(same, None)) == first
    assert find_or_make_by_account(account(same, 7)) == first
    first.refresh_from_db()
    assert (first.wikimedia_name, first.wikimedia_id) == ("Éva Dağ", 7)


def test_a_renamed_account_is_the_same_person() -> None:
    person = find_or_make_by_account(account("Old"))
    assert find_or_make_by_account(account("New", emailable=False)) == person
    person.refresh_from_db()
    assert (person.wikimedia_name, person.takes_wiki_mail) == ("New", False)


def test_a_stale_name_is_lost_to_its_owner() -> None:
    stale = find_or_make_by_account(account("Dana", 1))
    other = find_or_make_by_account(account("Dana", 2))
    stale.refresh_from_db()
    assert other != stale
    assert (stale.wikimedia_name, stale.wikimedia_id, other.wikimedia_name) == (None, 1, "Dana")
    # Two who swap their names.
    find_or_make_by_account(account("Eve", 1))
    find_or_make_by_account(account("Eve", 2))
    find_or_make_by_account(account("Dana", 1))
    names = dict(User.objects.values_list("wikimedia_id", "wikimedia_name"))
    assert names == {1: "Dana", 2: "Eve"}


def test_somebody_with_the_name_and_no_id_keeps_it_until_it_is_clear() -> None:
    by_id = find_or_make_by_account(account("Old", 1))
    by_name = find_or_make_by_account(account("New", None))
    assert find_or_make_by_account(account("New", 1)) == by_id
    by_name.refresh_from_db()
    assert by_name.wikimedia_name == "New"


@pytest.mark.django_db(transaction=True)
def test_two_at_once_make_one() -> None:
    together, found = threading.Barrier(2), []

    def make_one() -> None:
        together.wait(timeout=10)
        try:
            found.append(find_or_make_by_account(account()).pk)
        finally:
            connection.close()

    for number in range(5):
        threads = [threading.Thread(target=make_one) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(found) == 2 * (number + 1) and len(set(found[-2:])) == 1
        assert User.objects.count() == 1
        User.objects.all().delete()


# --- Proof ----------------------------------------------------------------------------------------


def test_proving_the_account() -> None:
    person, now = find_or_make_by_account(account()), make.now()
    prove(person, now)
    prove(person, make.now())
    person.refresh_from_db()
    assert person.wikimedia_proved_at == person.confirmed_at == now
    assert person.proved_wikimedia_name == str(person) == "Dana"
    assert [entry.action for entry in Entry.objects.all()] == [Action.WIKIMEDIA_PROVED]


def test_what_reached_a_mailbox_proves_the_mailbox() -> None:
    person = find_or_make_person(email="dana@example.org")
    User.objects.filter(pk=person.pk).update(wikimedia_name="Dana", wikimedia_id=1)
    person.refresh_from_db()
    prove(person, make.now())
    assert person.emailaddress_set.get().verified and not person.proved_wikimedia_name


def test_without_an_account_there_is_nothing_to_prove() -> None:
    person = make.person(None, proved=False)
    prove_wikimedia(person, make.now())
    assert person.confirmed_at is None and not Entry.objects.exists()


def test_nobody_is_left_without_a_way_in() -> None:
    person = find_or_make_by_account(account())
    prove(person, make.now())
    with pytest.raises(Refused):
        disconnect_wikimedia(person, make.now())
    person.refresh_from_db()
    assert person.wikimedia_id == 1


def test_only_proved_accounts_are_asked_about(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[User] = []
    monkeypatch.setattr("members.wikimedia.account_of", asked.append)
    person = find_or_make_by_account(account())
    refresh_account(person)
    assert not asked
    prove(person, make.now())
    refresh_account(person)
    assert asked == [person]


# --- Exclusions -----------------------------------------------------------------------------------


def excluded(person: User) -> bool:
    session = make.session()
    return is_excluded(person, meeting_uid=session.meeting.uid, affiliate_id=None, now=make.now())


def test_a_new_name_is_no_way_around_an_exclusion() -> None:
    make.exclude("Old_name")
    person = find_or_make_by_account(account("Old name"))
    assert excluded(person)
    person = find_or_make_by_account(account("New name"))
    assert person.wikimedia_name == "New name" and excluded(person)
    find_or_make_by_account(account("New name"))
    assert Exclusion.objects.count() == 2
    assert len(identities(person)) == 2  # the name, and the number of the account
    for name in ("Old name", "New name", "Old name", "New name"):
        find_or_make_by_account(account(name))
    assert Exclusion.objects.count() == 2


def test_neither_is_giving_the_name_to_another_account() -> None:
    make.exclude("Mallory")
    person = find_or_make_by_account(account("Mallory", 1))
    find_or_make_by_account(account("Mallory", 2))  # after the first one was renamed on the wiki
    person.refresh_from_db()
    assert person.wikimedia_name is None and excluded(person)
    assert find_or_make_by_account(account("Somebody", 1)) == person
    assert excluded(User.objects.get(pk=person.pk))
    User.objects.filter(pk=person.pk).delete()
    assert excluded(find_or_make_by_account(account("Somebody else", 1)))


def test_neither_is_letting_the_account_go() -> None:
    person = make.person("dana@example.org")
    keep_account(person, account("Mallory"))
    make.exclude("Mallory")
    assert excluded(person)
    disconnect_wikimedia(person, make.now())
    assert person.wikimedia_id is None and excluded(person)


def test_nor_coming_back_with_the_account_alone() -> None:
    person = make.person("mallory@example.org")
    keep_account(person, account("Mallory"))
    make.exclude("mallory@example.org")
    disconnect_wikimedia(person, make.now())
    alone = find_or_make_by_account(account("Mallory"))
    assert alone != person and excluded(alone)
