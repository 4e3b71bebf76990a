"""Reading: the library, one pattern, the feed, and who sees which."""

import xml.etree.ElementTree as ET

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
    tried = published(title="Tried")
    actions.tell_trial(
        pattern=tried, by=factories.person(), outcome="worked", place="X", story="Y",
        now=factories.now(),
    )  # fmt: skip
    for query, title in (
        ("?category=events", "One"), ("?language=es", "Uno"), ("?evidence=tried", "Tried"),
        ("?q=newcomer&language=es", "Uno"),
    ):  # fmt: skip
        page = results(query)
        assert [t for t in ("One", "Uno", "Tried") if f">{t}</a>" in page] == [title], query
    assert "worked for 1 of 1 who tried it" in results()


@pytest.mark.parametrize("query", ["?category=x", "?language=xx", "?evidence=x", "?q=%00"])
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
        told = {"outcome": "worked", "place": "X", "story": "Y"}
        actions.tell_trial(pattern=pattern, by=who, now=now, **told)
    counted = []
    for person in (None, member()):
        client = visitor(person)
        with CaptureQueriesContext(connection) as asked:
            client.get(pattern.get_absolute_url())
        counted.append(len(asked))
    # Signed in: who that is, the membership, whether they are shut out, what reviewers said.
    assert counted == [5, 11]


def test_what_helped_most_comes_first() -> None:
    for title in ("B", "A", "C"):
        published(title=title)
    actions.endorse(
        pattern=Pattern.objects.get(title="C"), by=member(), reason="Yes", now=factories.now()
    )
    assert list(Pattern.objects.best_known_first().values_list("title", flat=True)) == [
        "C", "A", "B",
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


def test_the_feed_has_what_was_published() -> None:
    category("events")
    pattern = published(title="One & <two>", categories="events")
    draft(member(), title="Hidden")
    answer = visitor().get(reverse("patterns:feed"))
    atom = {"a": "http://www.w3.org/2005/Atom"}
    root = ET.fromstring(answer.content)  # noqa: S314 - our own
    entries = root.findall("a:entry", atom)
    assert [e.findtext("a:title", "", atom) for e in entries] == ["One & <two>"]
    link = entries[0].find("a:link", atom)
    assert link is not None and link.attrib["href"].endswith(pattern.get_absolute_url())


def test_hostile_markdown_is_harmless_and_fast() -> None:
    hostile = "<script>x()</script>\n" + "[" * 5000 + "\n" + "> " * 3000 + "\n[a](javascript:x)"
    pattern = published(problem=hostile, solution="<style>*{display:none}</style>" * 50)
    page = text(visitor().get(pattern.get_absolute_url()))
    article = page[page.index("<article") : page.index("</article>")]
    assert "<script" not in article and "<style" not in article and 'href="java' not in article
