"""Reading: the library, one pattern, and who sees which."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from learning_patterns import actions
from learning_patterns.models import Pattern
from members.models import User
from tests import factories
from tests.learning_patterns.making import category, draft, edited, member, published
from tests.visitors import text, visitor

pytestmark = pytest.mark.django_db
LIBRARY = "/patterns/"


def results(query: str = "", person: User | None = None) -> str:
    page = text(visitor(person).get(LIBRARY + query))
    return page[page.index('id="results"') : page.index("</main>")]


def test_a_question_shows_the_sentence_that_answers(chidi: User) -> None:
    published(
        title="Reach beyond the circle",
        problem="It is fine. The same people come for years & <b>nobody new</b> finds the door.",
    )
    published(title="Something else")
    page = results("?q=nobody+new+comes")
    assert "Reach beyond the circle" in page and "Something else" not in page
    assert "<mark>new</mark>" in page and "It is fine." not in page
    assert "&lt;b" in page and "<b" not in page


def test_the_library_is_narrowed() -> None:
    category("events")
    published(title="One", categories="events")
    published(title="Uno", language="es")
    tried, failed = published(title="Tried"), published(title="Failed")
    for pattern, outcome in ((tried, "worked"), (failed, "failed")):
        tell(pattern, outcome)
    actions.endorse(pattern=failed, by=member(), reason="Yes", now=factories.now())
    for slug in ("wikimedia-here", "wikimedia-there"):
        tried.affiliates.add(factories.affiliate(name=slug, slug=slug))
    for query, titles in (
        ("?category=events", ["One"]), ("?language=es", ["Uno"]),
        ("?evidence=tried", ["Tried", "Failed"]), ("?evidence=worked", ["Tried"]),
        ("?evidence=tried&evidence=endorsed", ["Failed"]), ("?q=newcomer&language=es", ["Uno"]),
        ("?affiliate=wikimedia-here&affiliate=wikimedia-there", ["Tried"]),
        ("?affiliate=wikimedia-here&language=es", []),
    ):  # fmt: skip
        page = results(query)
        assert [t for t in ("One", "Uno", "Tried", "Failed") if f">{t}</a>" in page] == titles, (
            query
        )
        assert page.count('class="title"') == len(titles)
    page = results()
    assert "worked for 1 of 1 who tried it" in page and "did not work for 1" in page


def test_filters_stay_in_the_addresses() -> None:
    category("events")
    for number in range(21):
        Pattern.objects.create(slug=f"p{number}", title=f"P{number}", status="published")
    page = text(visitor().get(LIBRARY + "?q=P&language=en&page=2"))
    assert "/patterns/feed.atom?q=P&amp;language=en" in page
    page = text(visitor().get(LIBRARY + "?language=en"))
    assert "?language=en&amp;page=2" in page and "21 patterns" in page


def test_of_many_affiliates_the_most_common_come_first() -> None:
    often = factories.affiliate(name="Zealous", slug="zealous")
    for number in range(3):
        pattern = published(title=f"P{number}")
        pattern.affiliates.add(often, *(factories.affiliate() for _ in range(4)))
    rare = pattern.affiliates.exclude(pk=often.pk).first()
    form = str(visitor().get(LIBRARY).context["form"]["affiliate"])
    assert form.index("Zealous") < form.index(rare.name)
    page = visitor().get(LIBRARY + f"?affiliate={rare.slug}")
    form = str(page.context["form"]["affiliate"])
    # What is ticked is not hidden behind "more".
    assert form.index(rare.name) < form.index("Zealous") and "8 more" in text(page)


def tell(pattern: Pattern, outcome: str, by: User | None = None) -> None:
    actions.tell_trial(
        pattern=pattern, by=by or factories.person(), outcome=outcome, place="X", story="Y",
        now=factories.now(),
    )  # fmt: skip


@pytest.mark.parametrize(
    "query", ["?category=x", "?language=xx", "?evidence=x", "?q=%00", "?affiliate=x"]
)
def test_what_there_is_no_box_for_is_said(query: str) -> None:
    answer = visitor().get(LIBRARY + query)
    assert answer.status_code == 400 and "errorlist" in text(answer)


def test_only_writers_look_at_other_states(chidi: User) -> None:
    draft(chidi, title="In the making")
    assert "In the making" in results("?status=draft", chidi)
    assert "In the making" not in results("?status=draft")
    assert "In the making" not in results("", chidi)


def test_a_word_that_is_spelt_otherwise_is_explained() -> None:
    published(title="Lend cameras")
    page = results("?q=camersa")
    assert "Nothing has “camersa”" in page and "<mark>cameras</mark>" in page


@pytest.mark.parametrize("patterns", [1, 3])
def test_a_question_asks_as_much_for_many_patterns(patterns: int) -> None:
    category("events")
    for number in range(patterns):
        published(title=f"Lend cameras {number}", categories="events")
    with CaptureQueriesContext(connection) as asked:
        visitor().get(LIBRARY + "?q=cameras&category=events")
    assert len(asked) == 5


@pytest.mark.parametrize("rows", [1, 3])
def test_a_pattern_asks_as_much_with_much_evidence(rows: int, chidi: User) -> None:
    pattern, now = published(chidi), factories.now()
    for _ in range(rows):
        who = factories.person(name="Fay")
        actions.endorse(pattern=pattern, by=who, reason="Yes", now=now)
        tell(pattern, "worked", who)
        pattern.affiliates.add(factories.affiliate())
    counted = []
    for person in (None, member()):
        client = visitor(person)
        with CaptureQueriesContext(connection) as asked:
            client.get(pattern.get_absolute_url())
        counted.append(len(asked))
    # Signed in: who that is, the membership, what reviewers said.
    assert counted == [4, 8]


@pytest.mark.parametrize("rows", [1, 3])
def test_a_reviewer_asks_as_much_about_much_that_waits(rows: int, chidi: User) -> None:
    waiting = actions.ask_review(pattern=draft(chidi), by=chidi, now=factories.now())
    changed = published(chidi)
    for number in range(rows):
        waiting = edited(waiting, chidi, problem=f"Other {number}.")
        changed = edited(changed, chidi, problem=f"Other {number}.")
        changed.affiliates.add(factories.affiliate())
        tell(changed, "worked")
    client, counted = visitor(member()), []
    for pattern in (waiting, changed):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(pattern.get_absolute_url()).status_code == 200
        counted.append(len(asked))
    assert counted == [9, 9]


def test_what_helped_most_comes_first() -> None:
    for title in ("B", "A", "C"):
        published(title=title)
    actions.endorse(
        pattern=Pattern.objects.get(title="C"), by=member(), reason="Yes", now=factories.now()
    )
    tell(Pattern.objects.get(title="A"), "failed")
    assert list(Pattern.objects.best_known_first().values_list("title", flat=True)) == [
        "C", "B", "A",
    ]  # fmt: skip


def test_drafts_are_not_there_for_others(chidi: User, eve: User) -> None:
    address = draft(chidi).get_absolute_url()
    assert visitor().get(address).status_code == visitor(eve).get(address).status_code == 404
    for person in (chidi, member()):
        assert visitor(person).get(address).status_code == 200


def test_an_archived_pattern_leads_to_the_next(chidi: User) -> None:
    old, new = published(title="Old"), published(title="New")
    address = reverse("patterns:archive", args=[old.slug])
    wrong = visitor(chidi).post(address, {"replaced_by": "/patterns/none/"})
    assert wrong.status_code == 422 and "no published pattern" in text(wrong)
    visitor(chidi).post(address, {"replaced_by": f"http://testserver/patterns/{new.slug}/"})
    page = text(visitor().get(old.get_absolute_url()))
    assert new.get_absolute_url() in page and ">Old</a>" not in results()


def test_a_review_that_is_due_is_marked(chidi: User) -> None:
    pattern = published()
    Pattern.objects.update(review_on="2020-01-01")
    assert "Nobody has looked at this for a while." in text(
        visitor().get(pattern.get_absolute_url())
    )
    assert "review due" in results()
    visitor(chidi).post(reverse("patterns:still_right", args=[pattern.slug]))
    assert "review due" not in results()


def test_what_waits_is_on_one_page(chidi: User) -> None:
    draft(chidi, title="My draft")
    edited(published(title="Changed one"), member(), problem="Other")
    page = text(visitor(chidi).get(reverse("patterns:review")))
    assert "My draft" in page and "Changed one" in page


def test_a_reviewer_publishes_what_they_saw(chidi: User) -> None:
    pattern = actions.ask_review(pattern=draft(chidi), by=chidi, now=factories.now())
    address = reverse("patterns:publish", args=[pattern.slug])
    reviewer = visitor(member())
    assert 'name="number" value="1"' in text(reviewer.get(pattern.get_absolute_url()))
    edited(pattern, chidi, problem="Slipped in.")
    answer = reviewer.post(address, {"number": 1}, follow=True)
    assert "Somebody saved a newer text meanwhile." in text(answer)
    answer = reviewer.post(address, {"number": 2}, follow=True)
    assert "Published: everyone can read it now." in text(answer)
    own = text(visitor(chidi).post(address, {"number": 2}, follow=True))
    assert "Nothing of this pattern waits" in own


def test_an_affiliate_leads_to_what_was_learned_there(chidi: User) -> None:
    affiliate = factories.affiliate(slug="here")
    page = text(visitor().get(affiliate.get_absolute_url()))
    assert "learned here" not in page
    for pattern in (published(), draft(chidi)):
        pattern.affiliates.add(affiliate)
    page = text(visitor().get(affiliate.get_absolute_url()))
    assert "/patterns/?affiliate=here" in page and "1 learned here" in page


def test_more_than_a_form_takes_is_harmless_too() -> None:
    """Rows from elsewhere may be as long; PostgreSQL's text search takes a megabyte of a row."""
    published(title="Long")
    parts = ("<script>x()</script> ", "[a](javascript:x) ", "![", "> > ", "| a ", "**_")
    for part in parts:
        Pattern.objects.update(problem=part * (300_000 // len(part)))
        page = text(visitor().get(Pattern.objects.get().get_absolute_url()))
        article = page[page.index("<article") : page.index("</article>")]
        assert "<script" not in article and 'href="java' not in article and "<img" not in article
        assert 'class="title"' in results("?q=long")


def test_hostile_markdown_is_harmless_and_fast() -> None:
    hostile = "<script>x()</script>\n" + "[" * 5000 + "\n" + "> " * 3000 + "\n[a](javascript:x)"
    pattern = published(problem=hostile, solution="<style>*{display:none}</style>" * 50)
    page = text(visitor().get(pattern.get_absolute_url()))
    article = page[page.index("<article") : page.index("</article>")]
    assert "<script" not in article and "<style" not in article and 'href="java' not in article


def test_words_of_a_language_stand_in_its_direction(chidi: User) -> None:
    """On a page that is read from left to right, and the other way round."""
    arabic = published(chidi, language="ar", title="كرسي خالٍ", problem="لا أحد يسلّم.")
    for at in (arabic.get_absolute_url(), LIBRARY):
        page = text(visitor().get(at))
        assert page.count('lang="ar" dir="auto"') >= 2


# --- Drafts --------------------------------------------------------------------------------------


def test_a_stranger_is_offered_to_sign_in_whether_there_is_a_draft_or_not(
    chidi: User, eve: User
) -> None:
    address = draft(chidi).get_absolute_url()
    answers = [visitor().get(at) for at in (address, "/patterns/there-is-none/")]
    assert {answer.status_code for answer in answers} == {404}
    first, second = (re.sub(r'nonce="[^"]*"', "", answer.content.decode()) for answer in answers)
    assert first.replace(address, "X") == second.replace("/patterns/there-is-none/", "X")
    sign_in = f"{reverse('account_login')}?next={address}"
    assert f'href="{sign_in}"' in first
    assert sign_in not in text(visitor(eve).get(address))
    # Whoever signed in meanwhile comes straight back.
    answer = visitor(chidi).get(sign_in, follow=True)
    assert answer.redirect_chain[-1][0] == address and answer.status_code == 200
