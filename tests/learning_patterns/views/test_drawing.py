"""What the script draws anew while one types."""

import pytest
from django.test import Client
from django.urls import reverse

from learning_patterns.models import Pattern, Unsaved
from learning_patterns.views.drawing import REDRAWN
from members.models import User
from tests.learning_patterns.making import draft, published
from tests.visitors import text, visitor

pytestmark = pytest.mark.django_db
NEW = reverse("patterns:new")
TYPED = {
    "title": "Name one person for newcomers",
    "language": "en",
    "problem": "Newcomers **do not know** whom to ask.",
    "preview": "live",
}


@pytest.fixture
def chidis(chidi: User) -> Client:
    return visitor(chidi)


def test_preview_and_suggestions_alone_are_sent(chidis: Client) -> None:
    known = published(title="Name one person for each newcomer")
    answer = chidis.post(NEW, TYPED)
    page = text(answer)
    assert answer.status_code == 200 and "<form" not in page and "<header" not in page
    assert "<strong>do not know</strong>" in page and known.get_absolute_url() in page
    assert 'data-announce="1 pattern sounds alike."' in page


@pytest.mark.parametrize("said", ["What is the", "Why?", "how to get people", "..."])
def test_words_that_say_nothing_suggest_nothing(said: str, chidis: Client) -> None:
    published(title="What is the way to get people? Why and how to")
    page = text(chidis.post(NEW, {**TYPED, "title": said, "problem": said}))
    assert "Is it one of these?" not in page


def test_nothing_is_saved_by_it(chidis: Client, chidi: User) -> None:
    pattern = draft(chidi)
    for address in (NEW, reverse("patterns:edit", args=[pattern.slug])):
        assert chidis.post(address, TYPED).status_code == 200
    assert Pattern.objects.get().revision == 1 and not Unsaved.objects.exists()


def test_what_is_not_right_yet_is_left_out_without_a_word(chidis: Client) -> None:
    page = text(chidis.post(NEW, {**TYPED, "title": "", "image": "javascript:alert(1)"}))
    assert "do not know" in page and "Please" not in page and "No title yet" in page


def test_it_is_as_harmless_as_any_text(chidis: Client) -> None:
    page = text(chidis.post(NEW, {**TYPED, "title": "<b>x", "problem": "<script>alert(1)"}))
    assert "<b>x" not in page and "<script>alert" not in page


def test_it_is_not_for_those_who_do_not_write(ben: User) -> None:
    assert visitor(ben).post(NEW, TYPED).status_code == 403


def test_one_writer_is_answered_so_often_and_can_still_save(chidis: Client) -> None:
    # A minute may end meanwhile, and a new one begins with none.
    answers = [chidis.post(NEW, TYPED).status_code]
    while answers[-1] == 200 and len(answers) <= 2 * REDRAWN:
        answers.append(chidis.post(NEW, TYPED).status_code)
    assert len(answers) > REDRAWN and answers[-1] == 429
    assert chidis.post(NEW, {**TYPED, "preview": "1"}).status_code == 200
    data = {name: value for name, value in TYPED.items() if name != "preview"}
    assert chidis.post(NEW, data).status_code == 302


def test_an_edited_pattern_is_not_compared_with_itself(chidis: Client) -> None:
    pattern = published(title="Name one person for newcomers")
    page = text(chidis.post(reverse("patterns:edit", args=[pattern.slug]), TYPED))
    assert "Is it one of these?" not in page
