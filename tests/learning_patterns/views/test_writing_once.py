"""The form of a new pattern that is sent twice, by a double click or after going back, makes one
draft; what others do in the same moment is no hindrance."""

import threading
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from learning_patterns import actions
from learning_patterns.models import Category, Pattern, Tie
from meetings.models import Session
from members.models import User
from tests import factories
from tests.learning_patterns.asking import fresh as asked
from tests.learning_patterns.asking import question
from tests.learning_patterns.making import content, draft, fresh, member, published
from tests.test_bugs_that_others_had.steps import side_by_side
from tests.visitors import visitor
from vsn.audit.models import Action, Entry

pytestmark = pytest.mark.django_db
NEW = reverse("patterns:new")
TYPED = {"title": "A key", "language": "en", "problem": "P", "solution": "S"}


@pytest.fixture
def chidis(chidi: User) -> Client:
    return visitor(chidi)


def test_sent_twice_it_is_one_draft(chidis: Client) -> None:
    sent = {**TYPED, "more_categories": "tea", "unsaved": "abcdefgh23456"}
    first, second = chidis.post(NEW, sent), chidis.post(NEW, sent)
    assert first.url == second.url == reverse("patterns:edit", args=["a-key"])
    assert Pattern.objects.get().revision == 1
    assert Entry.objects.filter(action=Action.PATTERN_SAVED).count() == 1
    assert Entry.objects.filter(action=Action.CATEGORY_ADDED).count() == 1


@pytest.mark.parametrize("change", [{"title": "A lock"}, {"problem": "Q"}, {"language": "es"}])
def test_what_was_changed_in_between_is_another_draft(
    change: dict[str, str], chidis: Client
) -> None:
    """Nothing that was typed is lost."""
    chidis.post(NEW, TYPED)
    chidis.post(NEW, TYPED | change)
    assert Pattern.objects.count() == 2


def test_a_draft_that_somebody_went_on_with_stays_as_it_is(chidis: Client) -> None:
    chidis.post(NEW, TYPED)
    edit = reverse("patterns:edit", args=["a-key"])
    chidis.post(edit, TYPED | {"problem": "Better.", "base": 1})
    chidis.post(NEW, TYPED)
    assert Pattern.objects.count() == 2
    assert Pattern.objects.get(slug="a-key").problem == "Better."


def test_the_same_words_of_somebody_else_or_in_a_translation_are_theirs(chidis: Client) -> None:
    for client, address in (
        (chidis, NEW),
        (visitor(member()), NEW),
        (chidis, f"{NEW}?translate={published(language='fr').slug}"),
    ):
        client.post(address, TYPED)
    assert Pattern.objects.filter(title="A key").count() == 3


def test_a_question_is_taken_up_once(chidis: Client, chidi: User) -> None:
    one = question()
    answers = [chidis.post(f"{NEW}?question={one.slug}", TYPED) for _time in range(2)]
    assert answers[0].url == answers[1].url
    assert (asked(one).pattern, asked(one).taken_by) == (Pattern.objects.get(), chidi)
    assert Entry.objects.filter(action=Action.QUESTION_LINKED).count() == 1


def test_a_pattern_from_a_session_is_tied_once(ben: User, session: Session) -> None:
    client = visitor(ben)
    for _time in range(2):
        assert client.post(f"{NEW}?session={session.uid}", TYPED).status_code == 302
    assert Pattern.objects.count() == Tie.objects.count() == 1


def test_a_program_that_starts_two_gets_two(chidi: User) -> None:
    """Only a form is sent twice by mistake."""
    assert draft(chidi) != draft(chidi)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("same", "drafts"), [(True, 1), (False, 3)])
def test_three_at_the_same_moment(same: bool, drafts: int) -> None:
    """Of one person with one text: one draft. Of three with one title and category: three, each at
    an address of its own."""
    chidi, made = member(), []
    rivals = [chidi if same else member() for _number in range(3)]

    def click(start: threading.Barrier) -> None:
        person = rivals.pop()
        start.wait()
        try:
            made.append(_started(person, "" if same else "tea"))
        finally:
            connections.close_all()

    side_by_side(click, 3)
    assert len(made) == 3 and len({one.slug for one in made}) == Pattern.objects.count() == drafts
    for tea in Category.objects.all():
        assert Entry.objects.about(tea).count() == 1
        assert {fresh(one).categories.get() for one in made} == {tea}


def _started(person: User, name: str) -> Pattern:
    named = {name: name} if name else {}
    words: Any = {"content": content(categories=name), "new_categories": named}
    return actions.start_pattern(**words, by=person, now=factories.now(), once=True)
