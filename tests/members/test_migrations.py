"""What a portal that is in use brings along."""

from importlib import import_module

from django.apps import apps

from members.models import Affiliation, Membership, Profile, User
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
