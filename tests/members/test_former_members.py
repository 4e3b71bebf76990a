"""Who is no longer active is in the directory with a name, and found by nothing else; nor is
anybody by an affiliation that has ended."""

import datetime as dt

import pytest

from members.actions import save_affiliations
from members.models import Affiliation, Profile, User
from members.tasks import keep
from tests import factories as make
from tests.members.applying import decide, member
from tests.visitors import text, visitor

pytestmark = pytest.mark.django_db


@pytest.fixture
def former(ada: User) -> Profile:
    """Ikram, who showed everything to everyone until the end."""
    entry = member("Ikram", country="Ghanaland", languages=",es,", about="I bake bread").profile
    affiliate = make.affiliate("Wikimedia Somewhere", slug="wmsw")
    Affiliation.objects.create(person=entry.membership.person, affiliate=affiliate)
    decide("end", entry.membership, ada, reason="")
    present = member("Jun", country="Ghanaland", languages=",es,")
    Affiliation.objects.create(person=present.person, affiliate=affiliate)
    return entry


@pytest.mark.parametrize(
    "asked", ["country=Ghanaland", "language=es", "affiliate=wmsw", "q=bread", "q=ghanaland"]
)
def test_found_by_nothing_they_no_longer_show(asked: str, former: Profile, chidi: User) -> None:
    for reader in (None, chidi):
        page = text(visitor(reader).get(f"/members/?role=former&{asked}"))
        assert "Ikram" not in page.partition('id="results"')[2]


def test_found_by_name(former: Profile, chidi: User) -> None:
    for reader in (None, chidi):
        page = text(visitor(reader).get("/members/?role=former&q=ikram"))
        assert "Ikram" in page.partition('id="results"')[2]


def test_found_by_everything_again_after_coming_back(former: Profile, ada: User) -> None:
    decide("reinstate", former.membership, ada)
    assert "Ikram" in text(visitor().get("/members/?q=bread"))


def test_an_affiliation_that_ends_on_a_day_to_come_is_not_found_after_it(ada: User) -> None:
    entry, today = member("Ikram").profile, make.now().date()
    affiliate = make.affiliate("Wikimedia Somewhere")
    tie = Affiliation(person=entry.membership.person, affiliate=affiliate, ended_on=today)
    save_affiliations(affiliate=affiliate, kept=[tie], dropped=[], by=ada, now=make.now())
    keep()
    assert "somewhere" in Profile.objects.get().public_words
    Affiliation.objects.update(ended_on=today - dt.timedelta(days=1))  # the day has gone by
    keep()
    assert Profile.objects.get().public_words == "ikram"
