"""What stands around patterns: everything of it, for each its own, in one query."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from learning_patterns import actions
from learning_patterns.models import Pattern, Question, Tie
from learning_patterns.surroundings import Surroundings, surroundings
from members.models import User
from tests import factories
from tests.learning_patterns.making import category, content, draft, member, published

pytestmark = pytest.mark.django_db


def translated(original: Pattern, language: str) -> Pattern:
    told, by, now = content(title=f"In {language}", language=language), member(), factories.now()
    made = actions.start_pattern(content=told, by=by, now=now, original=original)
    actions.ask_review(pattern=made, by=by, now=now)
    return actions.publish(pattern=made, number=1, by=member(), now=now)


def names(around: Surroundings, kind: str) -> list[tuple[str, str]]:
    return [(one.name, one.note) for one in getattr(around, kind)]


def test_each_has_its_own(chidi: User, ben: User) -> None:
    for name in ("events", "welcome"):
        category(name)
    one, other = published(title="One", categories="events welcome"), published(title="Other")
    one.affiliates.add(factories.affiliate(name="Wikimedia Here", code="WMH"))
    session = factories.session(factories.meeting(title="Berlin", facilitators=(ben,)))
    hidden = factories.meeting(title="Hidden", status="draft", facilitators=(ben,))
    for meeting in (session.meeting, hidden):
        Tie.objects.create(pattern=one, meeting=meeting, by=chidi, at=factories.now())
    for status in ("answered", "taken"):
        Question.objects.create(
            slug=status, text=f"{status}?", pattern=one, status=status, asked_at=factories.now()
        )
    found = surroundings([one, other], None)
    assert found[other.pk] == Surroundings()
    around = found[one.pk]
    assert names(around, "categories") == [("events", ""), ("welcome", "")]
    assert names(around, "affiliates") == [("Wikimedia Here", "WMH")]
    assert names(around, "meetings") == [("Berlin", str(session.starts_at.year))]
    assert names(around, "questions") == [("answered?", "")]
    # Who runs a meeting sees that the pattern came up in it before anybody else does.
    assert len(surroundings([one], ben)[one.pk].meetings) == 2


def test_translations_know_each_other() -> None:
    original = published(title="One")
    spanish, german = translated(original, "es"), translated(original, "de")
    draft(member(), title="Unseen")
    Pattern.objects.filter(title="Unseen").update(original=original)
    found = surroundings([original, spanish, german], None)
    told = {pk: [one.note for one in around.translations] for pk, around in found.items()}
    assert told == {original.pk: ["de", "es"], spanish.pk: ["de", "en"], german.pk: ["en", "es"]}


@pytest.mark.parametrize("rows", [1, 3])
def test_one_query_for_many(rows: int, chidi: User) -> None:
    patterns = []
    for number in range(rows):
        category(f"c{number}")
        patterns.append(published(title=f"P{number}", categories=f"c{number}"))
    with CaptureQueriesContext(connection) as asked:
        assert len(surroundings(patterns, chidi)) == rows
    assert len(asked) == 1


def test_nothing_is_asked_about_nothing() -> None:
    with CaptureQueriesContext(connection) as asked:
        assert surroundings([], None) == {}
    assert len(asked) == 0
