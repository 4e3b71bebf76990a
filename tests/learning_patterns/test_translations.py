"""A pattern in another language, and what becomes of it when its original moves on."""

import pytest
from django.test import Client
from django.urls import reverse

from learning_patterns import actions
from learning_patterns.models import Pattern
from learning_patterns.surroundings import surroundings
from members.models import User
from tests import factories
from tests.learning_patterns.making import edited, fresh, member, published
from tests.visitors import text, visitor

pytestmark = pytest.mark.django_db
NEW = reverse("patterns:new")
SPANISH = {"title": "Una persona", "language": "es", "problem": "P", "solution": "S"}


@pytest.fixture
def chidis(chidi: User) -> Client:
    return visitor(chidi)


@pytest.fixture
def original() -> Pattern:
    return published(title="One person", problem="We meet on Monday.")


def publish(pattern: Pattern) -> Pattern:
    now = factories.now()
    if pattern.status == "draft":
        actions.ask_review(pattern=pattern, by=member(), now=now)
    return actions.publish(pattern=pattern, number=pattern.revision, by=member(), now=now)


@pytest.fixture
def spanish(original: Pattern, chidis: Client) -> Pattern:
    chidis.post(f"{NEW}?translate={original.slug}", SPANISH)
    return publish(Pattern.objects.get(language="es"))


def moved_on(original: Pattern) -> Pattern:
    return publish(edited(original, member(), problem="We meet on Friday."))


def test_a_translation_begins_from_its_original(original: Pattern, chidis: Client) -> None:
    page = text(chidis.get(f"{NEW}?translate={original.slug}"))
    assert "Translate a pattern" in page and page.count("We meet on Monday.") == 3
    assert "Is it one of these?" not in page
    same = chidis.post(f"{NEW}?translate={original.slug}", {**SPANISH, "language": "en"})
    assert same.status_code == 422 and "The original is in this language." in text(same)


def test_nobody_translates_into_a_language_they_did_not_choose(
    original: Pattern, chidis: Client
) -> None:
    """Chidi reads in the language of the original: a browser would take the first of the list."""
    page = text(chidis.get(f"{NEW}?translate={original.slug}"))
    assert '<option value="" selected>Choose a language</option>' in page
    none = chidis.post(f"{NEW}?translate={original.slug}", {**SPANISH, "language": ""})
    assert none.status_code == 422 and "Una persona" in text(none)
    assert not Pattern.objects.filter(original=original).exists()


def test_each_leads_to_the_other(original: Pattern, spanish: Pattern) -> None:
    assert (spanish.original, spanish.original_revision) == (original, 1)
    assert spanish.get_absolute_url() in text(visitor().get(original.get_absolute_url()))
    page = text(visitor().get(spanish.get_absolute_url()))
    assert original.get_absolute_url() in page and "has changed since" not in page


def test_it_says_when_the_original_has_moved_on(
    original: Pattern, spanish: Pattern, chidis: Client
) -> None:
    moved_on(original)
    assert "The original has changed since." in text(visitor().get(spanish.get_absolute_url()))
    page = text(chidis.get(reverse("patterns:edit", args=[spanish.slug])))
    assert "<del>Monday</del><ins>Friday</ins>" in page
    assert 'name="matches" value="2"' in page


def test_brought_in_line_once_it_was_looked_at(
    original: Pattern, spanish: Pattern, chidis: Client
) -> None:
    moved_on(original)
    sent = {**SPANISH, "problem": "El viernes.", "base": 1, "matches": 99}
    chidis.post(reverse("patterns:edit", args=[spanish.slug]), sent)
    assert fresh(spanish).is_behind
    assert not publish(fresh(spanish)).is_behind
    assert fresh(spanish).original_revision == 2


def test_a_translation_of_a_translation_belongs_to_the_original(
    original: Pattern, spanish: Pattern, chidis: Client
) -> None:
    chidis.post(f"{NEW}?translate={spanish.slug}", {**SPANISH, "language": "de"})
    german = Pattern.objects.get(language="de")
    assert german.original == original
    publish(german)
    found = surroundings([spanish], None)[spanish.pk].translations
    assert [one.note for one in found] == ["de", "en"]


def test_only_published_patterns_are_translated(chidis: Client) -> None:
    for slug in ("none", "\x00", "x" * 500):
        assert chidis.get(NEW, {"translate": slug}).status_code == 404
