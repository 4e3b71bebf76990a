"""Categories that are written into the form: the wiki's rules of thumb, and no second one of the
same name."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from learning_patterns import actions
from learning_patterns.forms.categories import alike
from learning_patterns.models import Category, Pattern
from learning_patterns.wording import LONGEST, recognised, slug_of
from members.models import User
from tests import factories
from tests.learning_patterns.making import category, draft, edited, fresh, member
from tests.visitors import text, visitor
from vsn.audit.models import Action, Entry

pytestmark = pytest.mark.django_db
NEW = reverse("patterns:new")


@pytest.fixture
def chidis(chidi: User) -> Client:
    return visitor(chidi)


def written(names: str, **fields: Any) -> dict[str, Any]:
    return {"title": "A key", "language": "en", "more_categories": names, **fields}


def of(pattern: Pattern) -> list[str]:
    return [one.name for one in pattern.categories.all()]


def test_new_ones_are_lower_case_and_added_with_the_pattern(chidis: Client, chidi: User) -> None:
    category("welcome")
    names = "Train the  Trainer, étude ,, STUDY,study"
    chidis.post(NEW, written(names, categories=["welcome"]))
    assert of(Pattern.objects.get()) == ["study", "train the trainer", "welcome", "étude"]
    made = Category.objects.get(name="train the trainer")
    assert made.slug == "train-the-trainer"
    entry = Entry.objects.about(made).get()
    assert (entry.action, entry.actor) == (Action.CATEGORY_ADDED, chidi)


@pytest.mark.parametrize("names", ["Bienvenida", "BIENVENÍDA", "bienvenida"])
def test_a_known_one_is_recognised(names: str, chidis: Client) -> None:
    known = category("bienvenida")
    chidis.post(NEW, written(names))
    assert list(Pattern.objects.get().categories.all()) == [known]
    assert Category.objects.get() == known


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ("one two three four", "at most three words"),
        ("a/b", "letters, digits and hyphens"),
        ("x" * 61, "Please shorten it"),
        ("a, b, c, d, e, f", "at most 5 other categories"),
    ],
)
def test_the_rules_of_thumb(names: str, said: str, chidis: Client) -> None:
    answer = chidis.post(NEW, written(names))
    assert answer.status_code == 422 and said in text(answer)
    assert not Category.objects.exists() and not Pattern.objects.exists()


def test_a_near_one_is_asked_about_once(chidis: Client) -> None:
    category("newcomers")
    page = text(chidis.post(NEW, written("newcomer, tea")))
    assert "Did you mean “newcomers”?" in page and 'name="asked" value="newcomer"' in page
    assert not Pattern.objects.exists()
    chidis.post(NEW, written("newcomer, tea", asked="newcomer"))
    assert of(Pattern.objects.get()) == ["newcomer", "tea"]


@pytest.mark.parametrize("how", ["1", "live"])
def test_a_preview_adds_none(how: str, chidis: Client) -> None:
    chidis.post(NEW, written("tea", preview=how))
    assert not Category.objects.exists()


def test_names_in_any_script(chidis: Client) -> None:
    for name in ("शिक्षा", "教育", "обучение", "تعليم"):
        chidis.post(NEW, written(name))
        made = Category.objects.get(name=name)
        assert made.slug == name
        page = visitor().get(reverse("patterns:patterns"), {"category": made.slug})
        assert page.status_code in {200, 400}
    assert slug_of("Straße") != slug_of("Strase")


@pytest.mark.parametrize("name", ["\u00bd" * 40, "\u01c6" * 60])
def test_a_name_that_is_longer_in_plain_letters_fits(name: str, chidis: Client) -> None:
    """Its address has as many characters as a column takes, or PostgreSQL would refuse it."""
    assert chidis.post(NEW, written(name)).status_code == 302
    assert len(Category.objects.get().slug) == LONGEST
    chidis.post(NEW, written(name, title="Another"))
    assert Pattern.objects.filter(categories=Category.objects.get()).count() == 2


def test_who_is_asked_to_choose_loses_no_new_category(chidis: Client, chidi: User) -> None:
    """And it is added only when it is saved."""
    pattern = draft(chidi)
    edited(pattern, member(), problem="Theirs.")
    edit = reverse("patterns:edit", args=[pattern.slug])
    sent = written("tea", problem="Mine.", base=1)
    answer = chidis.post(edit, sent)
    assert answer.status_code == 409 and 'value="tea"' in text(answer)
    assert not Category.objects.exists()
    chidis.post(edit, {**sent, "base": 2})
    assert of(fresh(pattern)) == ["tea"]


def test_whoever_takes_the_others_categories_adds_none(chidis: Client, chidi: User) -> None:
    category("welcome")
    pattern = draft(chidi)
    edited(pattern, member(), categories="welcome")
    edit = reverse("patterns:edit", args=[pattern.slug])
    assert chidis.post(edit, written("tea", base=1)).status_code == 409
    chidis.post(edit, written("tea", base=2, choice_categories="theirs"))
    assert of(fresh(pattern)) == ["welcome"]
    assert not Category.objects.filter(name="tea").exists()


def test_one_that_somebody_added_meanwhile_is_taken(chidi: User) -> None:
    known = category("tea")
    pattern = actions.start_pattern(
        content={**draft(chidi).revisions.get().content, "categories": "tea"},
        by=chidi,
        now=factories.now(),
        new_categories={"tea": "tea"},
    )
    assert list(pattern.categories.all()) == [known]
    assert not Entry.objects.about(known).exists()


def test_an_admin_who_calls_one_otherwise_takes_it_from_no_pattern(ada: User, chidi: User) -> None:
    known = Category.objects.create(name="teh", slug="\u6559")
    pattern = draft(chidi, categories=known.slug)
    change = reverse("admin:learning_patterns_category_change", args=[known.pk])
    admin = visitor(ada)
    assert 'name="slug"' not in text(admin.get(change))
    assert admin.post(change, {"name": "tea", "slug": "tea"}).status_code == 302
    assert of(edited(pattern, chidi, problem="Other words.")) == ["tea"]
    add = reverse("admin:learning_patterns_category_add")
    assert admin.post(add, {"name": "coffee", "slug": "coffee"}).status_code == 302
    assert Category.objects.filter(slug="coffee").exists()


def test_what_is_known_and_what_is_near() -> None:
    known = {"train-the-trainer": "train the trainer", "welcome": "welcome"}
    assert recognised("train-the-trainer", known) == "train-the-trainer"
    assert recognised("trainers", known) == "" and alike("trainers", known) == ""
    assert alike("wellcome", known) == "welcome"
