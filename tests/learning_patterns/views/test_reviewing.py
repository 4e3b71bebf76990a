"""The page of those who look after patterns: the beginning of each list, and the whole of one."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from learning_patterns import actions
from learning_patterns.models import Pattern
from learning_patterns.views.reviewing import AT_FIRST, ON_A_PAGE
from members.models import User
from tests import factories
from tests.learning_patterns.making import draft, member, published
from tests.visitors import text, visitor

pytestmark = pytest.mark.django_db
REVIEW = reverse("patterns:review")


def drafts(by: User, count: int) -> None:
    for n in range(count):
        made = draft(by, title=f"Draft {n:02}")
        changed = factories.now() + dt.timedelta(minutes=n)
        Pattern.objects.filter(pk=made.pk).update(changed_at=changed)


def shown(person: User, **query: str | int) -> list[str]:
    page = text(visitor(person).get(REVIEW, query))
    return [title for n in range(50) if (title := f"Draft {n:02}") in page]


def test_of_a_long_list_one_sees_the_latest_and_the_way_to_the_rest(chidi: User) -> None:
    drafts(member(), ON_A_PAGE + 3)
    page = text(visitor(chidi).get(REVIEW))
    assert len(shown(chidi)) == AT_FIRST and "Draft 22" in page and "Draft 02" not in page
    assert 'href="?list=drafts"' in page and 'href="?list=own"' not in page
    assert len(shown(chidi, list="drafts")) == ON_A_PAGE
    assert shown(chidi, list="drafts", page=2) == ["Draft 00", "Draft 01", "Draft 02"]
    assert "list=drafts&amp;page=2" in text(visitor(chidi).get(REVIEW, {"list": "drafts"}))


def test_what_is_no_list_is_the_page_of_all_of_them(chidi: User) -> None:
    drafts(chidi, AT_FIRST)
    page = text(visitor(chidi).get(REVIEW, {"list": "x", "page": "x"}))
    assert "Still right?" in page and "Draft 00" in page and "?list=own" not in page


def test_each_list_alone(chidi: User) -> None:
    hanna, now = member("Hanna"), factories.now()
    actions.ask_review(pattern=draft(hanna, title="One that waits"), by=hanna, now=now)
    draft(chidi, title="One of Chidi")
    draft(hanna, title="One of Hanna")
    old = published(title="One that is old")
    Pattern.objects.filter(pk=old.pk).update(review_on=now.date())
    titles = {
        "waiting": "One that waits", "own": "One of Chidi",
        "drafts": "One of Hanna", "due": "One that is old",
    }  # fmt: skip
    for name in titles:
        page = text(visitor(chidi).get(REVIEW, {"list": name}))
        assert {other for other, title in titles.items() if title in page} == {name}


def test_a_draft_whose_writer_left_is_still_there(chidi: User) -> None:
    made = draft(member(), title="Left behind")
    Pattern.objects.filter(pk=made.pk).update(author=None)
    assert "Left behind" in text(visitor(chidi).get(REVIEW))


def test_texts_are_not_read_for_a_list_of_titles(chidi: User) -> None:
    draft(member(), solution="Long.")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        visitor(chidi).get(REVIEW)
    assert not any('"solution"' in query["sql"] for query in queries)
