"""The directory shows to each reader what each person chose, and nothing else; and it is fast."""

import gzip
import itertools
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from members.actions import save_entry
from members.models import Affiliation, Membership, Profile, User
from members.wording import outline, plain_words
from tests import factories as make
from tests.members.applying import member
from tests.test_queries import KILOBYTE, MOST_OF_A_PUBLIC_PAGE, queries
from tests.visitors import text, visitor

pytestmark = pytest.mark.django_db
AUDIENCES = ("public", "members", "nobody")
ADDRESS = "/members/"


def page(query: str = "", who: User | None = None) -> str:
    """The list itself, without the choices above it."""
    return text(visitor(who).get(ADDRESS + query)).partition('id="results"')[2]


def seen(query: str = "", who: User | None = None) -> set[str]:
    return {name for name in ("Ikram", "Jun", "Kalina") if name in page(query, who)}


@pytest.mark.parametrize("shown_to", AUDIENCES)
def test_who_is_found(shown_to: str, chidi: User, eve: User, ada: User) -> None:
    entry = member("Ikram", shown_to=shown_to).profile
    readers = {"stranger": None, "outsider": eve, "member": chidi, "admin": ada}
    expected = {
        "public": {"stranger", "outsider", "member", "admin"},
        "members": {"member", "admin"},
        "nobody": set(),
    }[shown_to]
    assert {name for name, who in readers.items() if seen(who=who)} == expected
    statuses = {n: visitor(w).get(entry.get_absolute_url()).status_code for n, w in readers.items()}
    assert {name for name, status in statuses.items() if status == 200} == expected
    assert set(statuses.values()) <= {200, 404}


PARTS = {
    "country": "Ghanaland",
    "languages": ",es,",
    "about": "I bake bread for newcomers",
}


@pytest.mark.parametrize("part", [*PARTS, "affiliations"])
@pytest.mark.parametrize("shown_to", AUDIENCES)
def test_each_part_is_shown_filtered_and_searched_as_chosen(
    part: str, shown_to: str, chidi: User
) -> None:
    entry = member("Ikram", **PARTS, **{f"{part}_shown_to": shown_to}).profile
    affiliate = make.affiliate("Wikimedia Somewhere", slug="wmsw")
    Affiliation.objects.create(person=entry.membership.person, affiliate=affiliate)
    save_entry(entry=entry, by=entry.membership.person, now=make.now())
    sign = {
        "country": "Ghanaland",
        "languages": "Español",
        "about": "bake bread",
        "affiliations": "Wikimedia Somewhere",
    }[part]
    asked = {
        "country": "?country=Ghanaland",
        "languages": "?language=es",
        "about": "?q=bread",
        "affiliations": "?affiliate=wmsw",
    }[part]
    for who, allowed in ((None, shown_to == "public"), (chidi, shown_to != "nobody")):
        own_page = text(visitor(who).get(entry.get_absolute_url()))
        assert (sign in own_page) == allowed
        # What nobody shows cannot be asked for, like what does not exist.
        found = visitor(who).get(ADDRESS + asked).status_code == 200 and seen(asked, who)
        assert bool(found) == allowed


def test_no_address_is_ever_shown(ada: User, chidi: User) -> None:
    entry = member("Ikram", **PARTS).profile
    address = entry.membership.person.email
    for who in (None, chidi, ada):
        assert address not in text(visitor(who).get(ADDRESS))
        assert address not in text(visitor(who).get(entry.get_absolute_url()))


def test_who_is_no_longer_active_has_a_name_and_nothing_else() -> None:
    membership = member("Ikram", **PARTS)
    Membership.objects.update(status="inactive")
    assert not seen() and seen("?role=former") == {"Ikram"}
    own_page = text(visitor().get(membership.profile.get_absolute_url()))
    assert "no longer active" in own_page
    assert "Ghanaland" not in own_page and "bread" not in own_page


@pytest.mark.parametrize("status", ["applied", "asked", "declined", "withdrawn"])
def test_who_does_not_belong_is_not_in_it(status: str, chidi: User) -> None:
    membership = member("Ikram")
    Membership.objects.filter(pk=membership.pk).update(status=status)
    assert not seen(who=chidi)
    assert visitor(chidi).get(membership.profile.get_absolute_url()).status_code == 404


def test_somebody_who_is_no_longer_active_sees_what_strangers_see() -> None:
    member("Ikram", shown_to="members")
    former = make.membership(make.person(), status="inactive").person
    assert not seen(who=former)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Łukasz", True),
        ("lukasz", True),
        ("LUKASZ zolc", True),
        ("zolc lukasz", True),
        ("Żółć", True),
        ("luk", True),
        ("Lukas Zolk", False),
        ("100%", False),
        ("_", False),
    ],
)
def test_search_forgives_accents_and_order(typed: str, found: bool) -> None:
    member("Łukasz Żółć")
    results = text(visitor().get(ADDRESS, {"q": typed})).partition('id="results"')[2]
    assert ("Łukasz" in results) == found


def test_by_role() -> None:
    member("Ikram")
    member("Jun", role="liaison")
    assert seen() == {"Ikram", "Jun"}
    assert seen("?role=member") == {"Ikram"} and seen("?role=liaison") == {"Jun"}


@pytest.mark.parametrize(
    "query", ["?role=king", "?country=Nowhere", "?language=xx", "?affiliate=none"]
)
def test_what_nobody_shows_cannot_be_asked_for(query: str) -> None:
    member("Ikram")
    answer = visitor().get(ADDRESS + query)
    assert answer.status_code == 400 and "Ikram" in text(answer)


def test_in_order_of_names() -> None:
    names = ["zoë", "Émile", "Adam", "eva"]
    for name in names:
        member(name)
    assert sorted(names, key=page().index) == ["Adam", "Émile", "eva", "zoë"]


# --- Your own entry ------------------------------------------------------------------------------

CHOICES = {
    "name": "Chidi A.",
    "country": "Nigeria",
    "languages": "English, Igbo",
    "about": "Ask me about *events*.",
    "shown_to": "public",
    "affiliations_shown_to": "members",
    "country_shown_to": "public",
    "languages_shown_to": "nobody",
    "about_shown_to": "public",
}


def test_a_member_chooses_what_is_shown(chidi: User) -> None:
    Profile.objects.create(membership=chidi.membership, name="Chidi")
    client = visitor(chidi)
    assert client.post("/members/profile/", CHOICES).status_code == 302
    entry = Profile.objects.get()
    assert entry.languages == ",en,ig," and entry.public_words.startswith("chidi a. nigeria ask")
    own_page = text(visitor().get(entry.get_absolute_url()))
    assert "Nigeria" in own_page and "<em>events</em>" in own_page and "Igbo" not in own_page


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "\u2066x\u2069"),
        ("name", "x" * 81),
        ("about", "x" * 10_000),
        ("about", "a\x00b"),
        ("shown_to", "friends"),
        ("languages", "the tongue of birds"),
    ],
)
def test_an_entry_that_cannot_be_kept(field: str, value: str, chidi: User) -> None:
    Profile.objects.create(membership=chidi.membership, name="Chidi")
    answer = visitor(chidi).post("/members/profile/", {**CHOICES, field: value})
    assert answer.status_code == 422 and "errorlist" in text(answer) and "Nigeria" in text(answer)
    assert Profile.objects.get().name == "Chidi"


def test_who_has_no_entry_is_led_to_joining(eve: User) -> None:
    answer = visitor(eve).get("/members/profile/", follow=True)
    assert answer.redirect_chain[-1][0] == "/members/apply/"


def test_leaving_an_affiliate(chidi: User, eve: User) -> None:
    Profile.objects.create(membership=chidi.membership, name="Chidi", shown_to="public")
    tie = Affiliation.objects.create(
        person=chidi, affiliate=make.affiliate("Wikimedia Somewhere"), receives_reports=True
    )
    address = reverse("members:leave_affiliate", args=[tie.pk])
    assert visitor(eve).post(address).status_code == 404
    assert visitor(chidi).post(address).status_code == 302
    tie.refresh_from_db()
    assert tie.ended_on and not tie.receives_reports
    assert "somewhere" not in Profile.objects.get().member_words
    assert visitor(chidi).post(address).status_code == 404


# --- What it costs -------------------------------------------------------------------------------


def with_everything(count: int) -> None:
    """Members with entries as people fill them in, stored all at once."""
    affiliates = [make.affiliate(f"Wikimedia Number {n}") for n in range(min(count, 40))]
    number = Membership.objects.count()
    people = User.objects.bulk_create(
        User(email=f"many{n}@example.org", name=f"Person with a name {n}", password="!")
        for n in range(number, number + count)
    )
    memberships = Membership.objects.bulk_create(
        Membership(person=person, role="member", status="active") for person in people
    )
    ties = zip(people, itertools.cycle(affiliates), strict=False)
    Affiliation.objects.bulk_create(
        Affiliation(person=person, affiliate=affiliate, job_title="Community support")
        for person, affiliate in ties
    )
    parts = ("shown_to", "affiliations_shown_to", "country_shown_to", "languages_shown_to")
    Profile.objects.bulk_create(
        Profile(
            membership=membership,
            name=membership.person.name,
            country=f"Country {membership.pk % 60}",
            languages=f",en,{'es' if membership.pk % 2 else 'fr'},",
            public_words=plain_words(membership.person.name),
            **dict.fromkeys(parts, "public"),
        )
        for membership in memberships
    )


@pytest.mark.parametrize("count", [1, 3, 100])
def test_it_asks_as_much_for_many(count: int) -> None:
    make.policy()
    with_everything(count)
    asked = queries(visitor(), ADDRESS)
    country = Profile.objects.first().country.replace(" ", "+")
    filtered = queries(visitor(), f"{ADDRESS}?q=person&country={country}")
    assert asked == filtered == MOST_OF_A_PUBLIC_PAGE


@pytest.mark.parametrize("count", [1, 3])
def test_affiliates_ask_as_much_for_many(count: int) -> None:
    with_everything(count)
    assert queries(visitor(), "/members/affiliates/") == 1
    affiliate = Affiliation.objects.first().affiliate
    affiliate_page = affiliate.get_absolute_url()
    Affiliation.objects.update(affiliate=affiliate)
    assert queries(visitor(), affiliate_page) <= MOST_OF_A_PUBLIC_PAGE


def test_five_thousand_members_weigh_little() -> None:
    with_everything(5000)
    answer = visitor().get(ADDRESS)
    assert "Page 1 of" in text(answer)
    files = [Path(settings.BASE_DIR, "static", f"portal.{kind}") for kind in ("css", "js")]
    parts = [answer.content, *(file.read_bytes() for file in files)]
    assert sum(len(gzip.compress(part, 6)) for part in parts) <= 50 * KILOBYTE
    assert queries(visitor(), f"{ADDRESS}?page=84") == 6


# --- Names ---------------------------------------------------------------------------------------


def test_names_that_can_be_taken_for_each_other() -> None:
    cyrillic = "\u0410\u0434\u0430"  # looks like Ada but for its second letter
    assert outline("Ch\u0456di") == outline("Chidi") == outline("C h\u00edd\u00ed")
    assert outline(cyrillic) != outline("Ben")
