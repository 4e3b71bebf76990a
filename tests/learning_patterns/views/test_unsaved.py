"""What was typed and not saved: kept while one writes, offered when one comes back."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from learning_patterns import actions
from learning_patterns.actions.unsaved import MOST
from learning_patterns.held import SECTIONS
from learning_patterns.models import Pattern, Question, Tie, Unsaved
from learning_patterns.tasks import keep as clock
from meetings.models import Session
from members.models import User
from tests import factories
from tests.factories import DAY
from tests.learning_patterns.asking import question
from tests.learning_patterns.making import draft, edited, fresh, member, published
from tests.visitors import text, visitor
from vsn.audit.models import Entry

pytestmark = pytest.mark.django_db
NEW, KEEP = reverse("patterns:new"), reverse("patterns:keep")
MARK, OTHER = "abcdefgh23456", "zyxwvuts76543"
PATTERN = {"title": "A key", "language": "en", "problem": "P", "solution": "S"}


@pytest.fixture
def chidis(chidi: User) -> Client:
    return visitor(chidi)


def keep(client: Client, page: str = NEW, mark: str = MARK, **typed: Any) -> int:
    sent = {"page": page, "unsaved": mark, "title": "Half a thought", **typed}
    return client.post(KEEP, sent).status_code


def edit(pattern: Pattern) -> str:
    return reverse("patterns:edit", args=[pattern.slug])


def test_it_is_offered_and_gone_on_with(chidis: Client) -> None:
    typed = {"problem": "Nobody\r\ngreets.", "affiliates": ["Somewhere", "Elsewhere"]}
    assert keep(chidis, **typed) == 204
    page = text(chidis.get(NEW))
    assert "You typed “Half a thought” on" in page and f"{NEW}?unsaved={MARK}" in page
    assert 'value="Half a thought"' not in page
    again = text(chidis.get(f"{NEW}?unsaved={MARK}"))
    assert 'value="Half a thought"' in again and "greets.</textarea>" in again
    assert 'value="Elsewhere"' in again and f'name="unsaved" value="{MARK}"' in again
    # What one goes on with is not offered once more.
    assert "have not saved it" not in again


def test_the_same_form_is_kept_once_and_looking_changes_nothing(chidis: Client) -> None:
    keep(chidis)
    keep(chidis, title="A whole thought")
    chidis.get(f"{NEW}?unsaved={MARK}")
    assert Unsaved.objects.get().data["title"] == ["A whole thought"]
    assert not Pattern.objects.exists() and not Entry.objects.exists()


def test_two_windows_do_not_overwrite_each_other(chidis: Client) -> None:
    keep(chidis)
    keep(chidis, mark=OTHER, title="Another")
    page = text(chidis.get(NEW))
    assert "“Half a thought”" in page and "“Another”" in page


def test_saving_deletes_it(chidis: Client, chidi: User) -> None:
    keep(chidis)
    keep(chidis, mark=OTHER)
    chidis.post(NEW, {**PATTERN, "unsaved": MARK})
    assert Unsaved.objects.get().page.endswith(OTHER)
    pattern = Pattern.objects.get()
    keep(chidis, page=edit(pattern))
    chidis.post(edit(pattern), {**PATTERN, "title": "A lock", "base": 1, "unsaved": MARK})
    assert Unsaved.objects.count() == 1


def test_a_form_with_errors_keeps_it(chidis: Client) -> None:
    keep(chidis)
    chidis.post(NEW, {**PATTERN, "title": "", "unsaved": MARK})
    assert Unsaved.objects.exists()


def test_throwing_it_away(chidis: Client) -> None:
    keep(chidis)
    answer = chidis.post(reverse("patterns:throw_away"), {"page": NEW, "unsaved": MARK})
    assert answer.url == NEW and not Unsaved.objects.exists()


def test_only_ones_own(chidis: Client) -> None:
    keep(chidis)
    stranger = visitor(member())
    assert "Half a thought" not in text(stranger.get(NEW))
    assert "Half a thought" not in text(stranger.get(f"{NEW}?unsaved={MARK}"))
    stranger.post(reverse("patterns:throw_away"), {"page": NEW, "unsaved": MARK})
    stranger.post(NEW, {**PATTERN, "unsaved": MARK})
    assert Unsaved.objects.exists()


def test_a_translation_is_kept_for_itself(chidis: Client) -> None:
    page = f"{NEW}?translate={published(title='One person').slug}"
    keep(chidis, page=page)
    assert "have not saved it" not in text(chidis.get(NEW))
    assert f"{page}&amp;unsaved={MARK}" in text(chidis.get(page))
    assert 'value="Half a thought"' in text(chidis.get(f"{page}&unsaved={MARK}"))
    chidis.post(page, {**PATTERN, "language": "es", "unsaved": MARK})
    assert not Unsaved.objects.exists()


def test_what_others_saved_meanwhile_is_not_overwritten(chidis: Client, chidi: User) -> None:
    pattern = draft(chidi)
    keep(chidis, page=edit(pattern), base=1, **{**PATTERN, "problem": "Mine."})
    edited(pattern, member(), solution="Theirs.")
    page = text(chidis.get(f"{edit(pattern)}?unsaved={MARK}"))
    assert 'name="base" value="1"' in page and "Mine.</textarea>" in page
    before = pattern.revisions.get(number=1).content
    sent = {**before, "categories": [], "affiliates": [], "problem": "Mine.", "base": 1}
    chidis.post(edit(pattern), sent)
    assert (fresh(pattern).problem, fresh(pattern).solution) == ("Mine.", "Theirs.")


def test_who_left_before_choosing_is_asked_again(chidis: Client, chidi: User) -> None:
    """The page that asks has the other's revision as its base; what is kept has not."""
    pattern = draft(chidi)
    edited(pattern, member(), problem="Theirs.")
    page = text(chidis.post(edit(pattern), {**PATTERN, "problem": "Mine.", "base": 1}))
    assert 'name="kept_base" value="1"' in page
    choice = {"base": 2, "kept_base": 1, "problem": "Mine.", "choice_problem": "mine"}
    keep(chidis, page=edit(pattern), **choice)
    again = text(chidis.get(f"{edit(pattern)}?unsaved={MARK}"))
    assert 'name="base" value="1"' in again
    answer = chidis.post(edit(pattern), {**PATTERN, "problem": "Mine.", "base": 1})
    assert answer.status_code == 409


def test_a_pattern_for_a_question_is_kept_for_itself(chidis: Client) -> None:
    """With what was asked it goes on, and saving it takes the question up."""
    one = question()
    page = f"{NEW}?question={one.slug}"
    assert f'name="page" value="{page}"' in text(chidis.get(page))
    assert keep(chidis, page=page, problem="Half an answer") == 204
    assert "have not saved it" not in text(chidis.get(NEW))
    again = text(chidis.get(f"{page}&unsaved={MARK}"))
    assert "Half an answer</textarea>" in again and "Saving it means that you take that up" in again
    saved = chidis.post(f"{page}&unsaved={MARK}", {**PATTERN, "unsaved": MARK})
    assert saved.status_code == 302 and not Unsaved.objects.exists()
    assert Question.objects.get().pattern == Pattern.objects.get()


def test_what_a_question_lost_meanwhile_loses_no_text(chidis: Client) -> None:
    one = question()
    page = f"{NEW}?question={one.slug}"
    keep(chidis, page=page)
    Question.objects.update(status="closed")
    assert 'value="Half a thought"' in text(chidis.get(f"{page}&unsaved={MARK}"))
    answer = chidis.post(page, {**PATTERN, "unsaved": MARK})
    assert answer.status_code == 422 and 'value="A key"' in text(answer)
    assert Unsaved.objects.exists() and not Pattern.objects.exists()


def test_a_pattern_from_a_session_is_kept_for_who_runs_it(ben: User, session: Session) -> None:
    bens = visitor(ben)
    page = f"{NEW}?session={session.uid}"
    assert keep(bens, page=page, solution="Half of it") == 204
    assert f"{page}&amp;unsaved={MARK}" in text(bens.get(page))
    again = text(bens.get(f"{page}&unsaved={MARK}"))
    assert "Half of it</textarea>" in again and "is tied to it when you save" in again
    assert bens.post(page, {**PATTERN, "unsaved": MARK}).status_code == 302
    assert not Unsaved.objects.exists() and Tie.objects.get().pattern.author == ben


def test_the_words_of_a_pattern_that_was_archived_wait_for_it(chidis: Client, chidi: User) -> None:
    pattern, now = draft(chidi), factories.now()
    actions.archive(pattern=pattern, by=chidi, now=now)
    assert keep(chidis, page=edit(pattern), base=1) == 204
    assert chidis.get(edit(pattern)).url == pattern.get_absolute_url()
    answer = chidis.post(edit(pattern), {**PATTERN, "base": 1, "unsaved": MARK})
    assert answer.status_code == 422 and 'value="A key"' in text(answer)
    assert "Take it out first." in text(answer) and Unsaved.objects.exists()
    actions.revive(pattern=pattern, by=chidi, now=now)
    assert 'value="Half a thought"' in text(chidis.get(f"{edit(pattern)}?unsaved={MARK}"))


def test_the_words_of_a_pattern_that_one_sees_no_more_are_in_ones_data(chidi: User) -> None:
    pattern, chidis = draft(member()), visitor(chidi)
    assert keep(chidis, page=edit(pattern)) == 204
    chidi.membership.status = "inactive"
    chidi.membership.save()
    chidis = visitor(User.objects.get(pk=chidi.pk))
    assert keep(chidis, page=edit(pattern), title="More") == 404
    answer = chidis.get(f"{edit(pattern)}?unsaved={MARK}")
    assert answer.status_code == 403 and "Half a thought" not in text(answer)
    section = next(one for one in SECTIONS if one.key == "pattern_unsaved")
    assert "Half a thought" in section.rows(chidi)[0]["text"]


def test_a_translation_goes_on_when_its_original_was_archived(chidis: Client) -> None:
    original, now = published(title="One person"), factories.now()
    page = f"{NEW}?translate={original.slug}"
    keep(chidis, page=page)
    actions.archive(pattern=original, by=member(), now=now)
    assert chidis.get(page).status_code == 404
    assert 'value="Half a thought"' in text(chidis.get(f"{page}&unsaved={MARK}"))
    assert chidis.post(page, {**PATTERN, "language": "es"}).status_code == 302
    assert Pattern.objects.get(language="es").original == original


@pytest.mark.parametrize(
    ("page", "mark"),
    [
        ("", MARK), ("/", MARK), ("//evil.example/", MARK), ("/patterns/", MARK),
        ("https://evil.example/patterns/new/", MARK), ("/patterns/none/edit/", MARK),
        (f"{NEW}?a=\x00", MARK), (f"{NEW}?{'a' * 400}", MARK), (NEW, ""), (NEW, "x"),
        (NEW, f"{MARK}\n"),
    ],
)  # fmt: skip
def test_only_forms_of_ours_are_kept(page: str, mark: str, chidis: Client) -> None:
    assert keep(chidis, page=page, mark=mark) == 404
    answer = chidis.post(reverse("patterns:throw_away"), {"page": page, "unsaved": mark})
    assert answer.status_code == 404 and not Unsaved.objects.exists()


def test_somebody_elses_draft_is_not_there_for_who_is_no_member(ben: User, chidi: User) -> None:
    assert keep(visitor(ben), page=edit(draft(chidi))) == 404


def test_a_whole_pattern_fits_and_much_more_does_not(chidis: Client) -> None:
    long = dict.fromkeys(("problem", "solution", "examples", "see_also"), "x" * 10000)
    assert keep(chidis, **long) == 204
    assert keep(chidis, problem="x" * 130_000) == 413
    assert Unsaved.objects.get().data["problem"] == ["x" * 10_000]


def test_characters_that_no_database_takes(chidis: Client) -> None:
    assert keep(chidis, problem="a\x00b", **{"\x00": "c"}) == 204
    assert Unsaved.objects.get().data["problem"] == ["ab"]


def test_of_many_forms_the_oldest_go(chidi: User) -> None:
    for number in range(MOST + 2):
        actions.keep_unsaved(
            person=chidi, page=f"{NEW}#{number}", data={}, now=factories.now() + number * DAY
        )
    assert Unsaved.objects.count() == MOST
    assert not Unsaved.objects.filter(page=f"{NEW}#1").exists()


def test_it_is_forgotten_after_some_weeks(chidi: User, settings: Any) -> None:
    settings.UNSAVED_DAYS = 3
    for days in (2, 4):
        at = factories.now() - days * DAY
        actions.keep_unsaved(person=chidi, page=f"{NEW}#{days}", data={}, now=at)
    clock()
    assert Unsaved.objects.get().page == f"{NEW}#2"


@pytest.mark.parametrize("number", [1, 3])
def test_the_form_asks_as_much_for_many(
    number: int, chidis: Client, chidi: User, django_assert_num_queries: Any
) -> None:
    pattern = draft(chidi)
    for n in range(number):
        edited(fresh(pattern), chidi, affiliates=factories.affiliate(f"Affiliate {n}").slug)
        keep(chidis, page=edit(pattern), mark=f"{MARK[:-1]}{n + 2}")
    with django_assert_num_queries(10):
        chidis.get(edit(pattern))
