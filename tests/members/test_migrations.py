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
