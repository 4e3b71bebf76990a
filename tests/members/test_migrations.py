"""What a portal that is in use brings along."""

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from members.models import Affiliation, ListAddress, Membership, Profile, User
from members.models.mailing_list import listed_as
from tests import factories as make
from tests.visitors import text, visitor

entries = import_module("members.migrations.0005_entries_of_present_members")


def test_present_members_get_an_entry_that_members_find(chidi: User) -> None:
    affiliate = make.affiliate("Wikimedia Österreich", country="Austria")
    Affiliation.objects.create(person=chidi, affiliate=affiliate)
    waits = make.membership(make.unreachable("Zoë"), status="applied")
    entries.make_entries(apps, None)
    entry = Profile.objects.get(membership=chidi.membership)
    assert (entry.name, entry.country, entry.shown_to) == ("Chidi", "Austria", "members")
    assert "Chidi" in text(visitor(chidi).get("/members/?q=osterreich"))
    assert "Chidi" not in text(visitor().get("/members/"))
    assert Membership.objects.get(pk=waits.pk).applied_at


def test_done_again_it_changes_nothing(chidi: User) -> None:
    """As after going back to the version before."""
    entries.make_entries(apps, None)
    Profile.objects.update(country="Austria")
    entries.make_entries(apps, None)
    assert Profile.objects.get().country == "Austria"


def test_names_as_long_as_they_come_and_letters_of_every_kind(policy: object) -> None:
    make.membership(make.unreachable("", wikimedia_name="Ł" * 200))
    make.membership(make.person(name="Łukasz"), status="inactive")
    entries.make_entries(apps, None)
    assert max(map(len, Profile.objects.values_list("name", flat=True))) == 80
    assert Profile.objects.filter(public_words="lukasz", member_words="lukasz").exists()


@pytest.mark.django_db(transaction=True)
def test_addresses_on_the_mailing_list_are_locked_and_opened_again() -> None:
    before, after = ("members", "0008_accounts"), ("members", "0009_sealed_list_addresses")
    addresses = ["ana@example.org", "bo+list@example.org"]

    def listed() -> type:
        return migrate(before).get_model("members", "ListAddress")

    try:
        listed().objects.bulk_create(listed()(address=address) for address in addresses)
        migrate(after)
        rows = ListAddress.objects.order_by("pk")
        assert [row.address for row in rows] == addresses
        assert [row.keyed for row in rows] == [listed_as(address)[0] for address in addresses]
        assert "example.org" not in str(list(rows.values()))
        ListAddress.objects.create(keyed="x", locked="with a key that is gone")
        assert list(listed().objects.order_by("pk").values_list("address", flat=True)) == addresses
    finally:
        migrate(*MigrationExecutor(connection).loader.graph.leaf_nodes())


def migrate(*targets: tuple[str, str]) -> Any:
    """The models as they were then."""
    executor = MigrationExecutor(connection)
    return executor.migrate(list(targets)).apps
