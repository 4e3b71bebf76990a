"""Where a pattern was learned: chosen by name, merged like any field, and followed when an
affiliate is renamed or becomes one with another."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from learning_patterns import actions, wikitext
from learning_patterns import content as contents
from learning_patterns.models import Pattern
from members import actions as people
from members.models import Affiliate, Affiliation, Profile, User
from tests import factories
from tests.learning_patterns.making import content, draft, edited, fresh, member
from tests.visitors import text, visitor

pytestmark = pytest.mark.django_db
NEW = reverse("patterns:new")


@pytest.fixture
def ghana() -> Affiliate:
    return factories.affiliate("Wikimedia Ghana", slug="ghana", code="WMGH")


@pytest.fixture
def brasil() -> Affiliate:
    return factories.affiliate("Wikimedia Brasil", slug="brasil")


@pytest.fixture
def chidis(chidi: User) -> Client:
    return visitor(chidi)


def written(**fields: Any) -> dict[str, Any]:
    return {"title": "A key", "language": "en", "problem": "P", "solution": "S", **fields}


def at(pattern: Pattern) -> set[str]:
    return {affiliate.name for affiliate in pattern.affiliates.all()}


def test_several_are_chosen_by_name_or_code(
    chidis: Client, ghana: Affiliate, brasil: Affiliate
) -> None:
    chidis.post(NEW, written(affiliates=["", "wmgh", " WIKIMEDIA  Brasil"]))
    pattern = Pattern.objects.get()
    assert at(pattern) == {"Wikimedia Ghana", "Wikimedia Brasil"}
    assert pattern.revisions.get().content["affiliates"] == "brasil ghana"


def test_one_that_is_not_known_is_said_and_stays(chidis: Client, ghana: Affiliate) -> None:
    answer = chidis.post(NEW, written(affiliates=["Wikimedia Ghana", "Wikimedia Nowhere", "!!"]))
    page = text(answer)
    assert answer.status_code == 422 and not Pattern.objects.exists()
    assert "no affiliate called “Wikimedia Nowhere”" in page
    assert 'value="Wikimedia Nowhere"' in page and 'value="Wikimedia Ghana"' in page


def test_more_than_ten_are_too_many(chidis: Client) -> None:
    answer = chidis.post(NEW, written(affiliates=[f"A {number}" for number in range(11)]))
    assert answer.status_code == 422 and "at most 10 affiliates" in text(answer)


@pytest.mark.parametrize(
    ("entry", "affiliations", "begins"),
    [
        ("public", "public", True),
        ("public", "members", False),
        ("public", "nobody", False),
        ("members", "public", False),
    ],
)
def test_a_new_pattern_begins_with_the_writers_own_if_everyone_may_know_it(
    entry: str, affiliations: str, begins: bool, chidis: Client, chidi: User, ghana: Affiliate
) -> None:
    Affiliation.objects.create(person=chidi, affiliate=ghana)
    assert 'value="Wikimedia Ghana"' not in text(chidis.get(NEW))
    facts = {"name": "Chidi", "shown_to": entry, "affiliations_shown_to": affiliations}
    Profile.objects.create(membership=chidi.membership, **facts)
    assert ('value="Wikimedia Ghana"' in text(chidis.get(NEW))) is begins


def test_two_who_change_different_fields_keep_both(chidi: User, ghana: Affiliate) -> None:
    pattern = draft(chidi)
    edited(pattern, member(), affiliates="ghana")
    mine = content(problem="Mine.")
    actions.save_revision(pattern=pattern, content=mine, base=1, by=chidi, now=factories.now())
    assert at(fresh(pattern)) == {"Wikimedia Ghana"} and fresh(pattern).problem == "Mine."


def test_two_who_chose_others_see_names_and_choose(
    chidis: Client, chidi: User, ghana: Affiliate, brasil: Affiliate
) -> None:
    pattern = draft(chidi)
    edited(pattern, member(), affiliates="ghana")
    edit = reverse("patterns:edit", args=[pattern.slug])
    mine = written(**{**content(), "affiliates": ["Wikimedia Brasil"], "categories": []})
    answer = chidis.post(edit, {**mine, "base": 1})
    assert answer.status_code == 409
    assert "<del>Ghana</del><ins>Brasil</ins>" in text(answer)
    chidis.post(edit, {**mine, "base": 2, "choice_affiliates": "theirs"})
    assert at(fresh(pattern)) == {"Wikimedia Ghana"}


def test_differences_name_them(chidis: Client, chidi: User, ghana: Affiliate) -> None:
    pattern = edited(draft(chidi), chidi, affiliates="ghana")
    page = text(chidis.get(reverse("patterns:revision", args=[pattern.slug, 2])))
    assert "<ins>Wikimedia Ghana</ins>" in page


def test_a_pattern_follows_an_affiliate_that_is_merged(
    ada: User, chidi: User, ghana: Affiliate, brasil: Affiliate
) -> None:
    """Also one that names both, and what its revisions say."""
    one, both = draft(chidi, affiliates="ghana"), draft(chidi, affiliates="brasil ghana")
    people.merge_affiliates(kept=brasil, gone=ghana, by=ada, now=factories.now())
    assert at(one) == at(both) == {"Wikimedia Brasil"}
    assert contents.newest(one)["affiliates"] == contents.newest(both)["affiliates"] == "brasil"
    changed = edited(fresh(one), chidi, affiliates="")
    first = changed.revisions.get(number=1)
    actions.bring_back(revision=first, by=chidi, now=factories.now())
    assert at(fresh(one)) == {"Wikimedia Brasil"}


def test_saving_after_a_merge_changes_nothing_by_itself(
    ada: User, chidi: User, ghana: Affiliate, brasil: Affiliate
) -> None:
    pattern = draft(chidi, affiliates="ghana")
    people.merge_affiliates(kept=brasil, gone=ghana, by=ada, now=factories.now())
    same = content(affiliates="brasil")
    saved = actions.save_revision(
        pattern=pattern, content=same, base=1, by=chidi, now=factories.now()
    )
    assert saved is None


def test_a_renamed_affiliate_is_still_found_in_old_revisions(
    ada: User, chidi: User, ghana: Affiliate
) -> None:
    pattern = draft(chidi, affiliates="ghana")
    ghana.slug = "gh"
    people.save_affiliate(affiliate=ghana, by=ada, now=factories.now())
    assert contents.newest(pattern)["affiliates"] == "gh"
    assert contents.affiliates(["ghana"])["ghana"] == ghana


def test_a_page_of_meta_that_comes_in_again_keeps_them(chidi: User, ghana: Affiliate) -> None:
    def bring(problem: str) -> Pattern:
        source = f"== Problem ==\n{problem}\n== Solution ==\nName one.\n"
        page = "Learning patterns/One person"
        found = wikitext.read(source, page=page)
        now = factories.now()
        return actions.import_pattern(found=found, page=page, by=chidi, now=now).pattern

    edited(bring("Nobody greets."), chidi, affiliates="ghana")
    again = bring("Nobody is greeted.")
    assert at(again) == {"Wikimedia Ghana"} and again.problem == "Nobody is greeted."
