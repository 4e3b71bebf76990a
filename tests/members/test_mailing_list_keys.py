"""Addresses of the mailing list are locked; keys come and go."""

from typing import Any

from cryptography.fernet import Fernet

from meetings.actions import forget_person
from members.actions import mailing_list as acts
from members.models import ListAddress, Membership, User
from members.models.mailing_list import listed_as
from members.rules import identity
from members.tasks import keep
from tests import factories as make
from tests.members.inbox import waits
from tests.members.test_mailing_list import PAGE, done, todo, wants
from tests.visitors import text, visitor


def test_with_a_new_key_in_front_the_list_is_the_same(ada: User, settings: Any) -> None:
    wants("Ana")
    done(ada)
    settings.ADDRESS_KEYS = [Fernet.generate_key().decode(), *settings.ADDRESS_KEYS]
    settings.IDENTITY_KEYS = ["another", *settings.IDENTITY_KEYS]
    assert not todo().add and not todo().gone and not waits(ada)
    Membership.objects.all().delete()
    assert todo().remove == ("ana@example.org",)


def test_nobody_is_added_and_taken_off_because_a_key_went(ada: User, settings: Any) -> None:
    """Who does it in this order would take them off."""
    ana, bo = wants("Ana"), wants("Bo")
    done(ada)
    forget_person(person=bo, now=make.now())
    settings.IDENTITY_KEYS = ["another"]
    assert (todo().add, todo().remove) == ({}, ("bo@example.org",))
    keep()
    assert waits(ada) == {"list": 1}
    done(ada)
    assert [row.address for row in ListAddress.objects.all()] == [ana.email]


def test_former_keys_can_be_taken_away_when_their_rows_have_new_ones(
    ada: User, settings: Any
) -> None:
    ana = wants("Ana")
    done(ada)
    for name, key in (("ADDRESS_KEYS", Fernet.generate_key().decode()), ("IDENTITY_KEYS", "new")):
        setattr(settings, name, [key, *getattr(settings, name)])
    # Added again while its former key was away for a moment.
    ListAddress.of(ana.email).save()
    keep()
    settings.ADDRESS_KEYS, settings.IDENTITY_KEYS = settings.ADDRESS_KEYS[:1], ["new"]
    assert [row.address for row in ListAddress.objects.all()] == [ana.email]
    assert not todo().add and not todo().gone
    assert acts.renew_keys() == 0


def test_with_the_key_gone_an_admin_is_told_to_compare(ada: User, settings: Any) -> None:
    ana = wants("Ana")
    done(ada)
    settings.ADDRESS_KEYS = [Fernet.generate_key().decode()]
    assert not todo().gone, "nothing is to be read of those who stay"
    forget_person(person=ana, now=make.now())
    assert (todo().remove, todo().unreadable) == ((), 1)
    assert "1 more address is to be removed" in text(visitor(ada).get(PAGE))
    assert waits(ada) == {"list": 1}
    assert done(ada).removed == 1 and not ListAddress.objects.exists()


def test_the_exclusion_list_and_this_one_cannot_be_laid_side_by_side(policy: object) -> None:
    assert not set(listed_as("ana@example.org")) & {identity("ana@example.org")}
