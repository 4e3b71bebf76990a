"""Review dates that passed, originals that moved on: who is told, once, and who is not."""

import datetime as dt

import pytest

from learning_patterns import actions, overdue
from learning_patterns.models import Pattern
from members.models import User
from tests.factories import DAY, mails, now, tick
from tests.learning_patterns.making import member, published
from tests.learning_patterns.telling import (
    ago,
    draft,
    due,
    leaves,
    moves_on,
    remark,
    subjects,
    translated,
)
from vsn.outbox.models import Delivery

pytestmark = pytest.mark.django_db


def asked(person: User) -> int:
    return len([s for s in subjects(person) if "still right" in s])


def test_the_author_is_asked_once_whether_it_is_still_right(chidi: User, hanna: User) -> None:
    pattern = due(chidi, hanna)
    tick()
    tick()
    assert (asked(chidi), asked(hanna)) == (1, 0)
    asked_a_while_ago(7 * DAY)
    actions.still_right(pattern=pattern, months=6, by=hanna, now=ago(185 * DAY))
    tick()
    assert asked(chidi) == 2  # another date


def asked_a_while_ago(time: dt.timedelta) -> None:
    asked = {"created_at": ago(time), "cause": ago(time).date().isoformat()}
    Delivery.objects.filter(topic="pattern_due").update(**asked)


def test_several_dates_are_one_message_a_day(chidi: User, hanna: User) -> None:
    first, second = due(chidi, hanna, days=2), due(chidi, hanna, title="Another")
    other = due(hanna, chidi)
    tick()
    (mail,) = mails(chidi.email)
    assert mail.subject == "Are these 2 learning patterns still right?"
    assert mail.body.index(first.get_absolute_url()) < mail.body.index(second.get_absolute_url())
    assert other.get_absolute_url() not in mail.body


def test_what_comes_the_next_day_is_told_then_with_the_rest(chidi: User, hanna: User) -> None:
    due(chidi, hanna, days=2)
    tick()
    asked_a_while_ago(DAY)
    tick()
    assert asked(chidi) == 1  # nothing new
    third = due(chidi, hanna, days=0, title="Another")
    tick()
    assert asked(chidi) == 2 and third.get_absolute_url() in mails(chidi.email)[-1].body


def test_where_the_author_has_left_who_published_it_is_asked(
    chidi: User, hanna: User, ada: User
) -> None:
    pattern = due(chidi, hanna)
    leaves(chidi)
    tick()
    assert (asked(chidi), asked(hanna), asked(ada)) == (0, 1, 0)
    leaves(hanna)
    Pattern.objects.filter(pk=pattern.pk).update(review_on=now().date())
    tick()
    assert (asked(chidi), asked(hanna), asked(ada)) == (0, 1, 1)


def test_what_is_long_overdue_or_not_due_is_not_told(chidi: User, hanna: User) -> None:
    due(chidi, hanna, days=30)
    due(chidi, hanna, days=-1)
    tick()
    assert not asked(chidi)


@pytest.mark.parametrize("what", ["still right", "archived", "left"])
def test_nothing_is_asked_of_what_was_looked_at_meanwhile(
    what: str, chidi: User, hanna: User
) -> None:
    pattern = due(chidi, hanna)
    overdue.plan_due(now())
    if what == "still right":
        actions.still_right(pattern=pattern, by=hanna, now=now())
    elif what == "archived":
        actions.archive(pattern=pattern, by=hanna, now=now())
    else:
        leaves(chidi)
    tick()
    assert not asked(chidi)


# --- Behind --------------------------------------------------------------------------------------


def behind(person: User) -> int:
    return len([s for s in subjects(person) if s.startswith("The original")])


def test_the_translator_hears_when_the_original_has_moved_on(chidi: User, hanna: User) -> None:
    rosa, original = member("Rosa"), published(chidi, hanna)
    translated(original, rosa)
    tick()
    assert behind(rosa) == 0
    original = moves_on(original, chidi, hanna)
    tick()
    tick()
    assert (behind(rosa), behind(chidi), behind(hanna)) == (1, 0, 0)
    moves_on(original, chidi, hanna, "Changed again.")
    tick()
    assert behind(rosa) == 2


@pytest.mark.parametrize("what", ["caught up", "archived", "original archived", "left", "did it"])
def test_a_translation_that_needs_nothing(what: str, chidi: User, hanna: User) -> None:
    rosa, original = member("Rosa"), published(chidi, hanna)
    mine = translated(original, rosa)
    original = moves_on(original, chidi, rosa if what == "did it" else hanna)
    if what != "did it":
        overdue.plan_behind(now())
    if what == "caught up":
        said = mine.revisions.get().content
        actions.save_revision(
            pattern=mine, content=said, base=1, matches=original.shown, by=rosa, now=now()
        )
    elif what == "archived":
        actions.archive(pattern=mine, by=rosa, now=now())
    elif what == "original archived":
        actions.archive(pattern=original, by=hanna, now=now())
    elif what == "left":
        leaves(rosa)
        published_too = {"status": "published", "published_at": now()}
        Pattern.objects.filter(pk=mine.pk).update(**published_too)
    tick()
    assert behind(rosa) == 0


# --- What a turn of the planners costs -----------------------------------------------------------


@pytest.mark.parametrize("number", [1, 3])
def test_planners_ask_as_much_for_many(
    number: int, chidi: User, hanna: User, django_assert_num_queries: object
) -> None:
    """Also where nobody is told: Rosa wants no such messages, so that every turn asks again."""
    rosa = member("Rosa")
    User.objects.filter(pk=rosa.pk).update(muted_topics=["pattern_due", "pattern_behind"])
    for n in range(number):
        due(rosa, hanna, title=f"Due {n}")
        original = published(chidi, hanna, title=f"Original {n}")
        translated(original, rosa)
        moves_on(original, chidi, hanna)
        remark(draft(chidi, title=f"Remarked on {n}"), hanna)
    for planner in overdue.PLANNERS:
        planner(now())
    counted = {overdue.plan_remarks: 5, overdue.plan_due: 7, overdue.plan_behind: 7}
    for planner, queries in counted.items():
        with django_assert_num_queries(queries):  # type: ignore[operator]
            planner(now())


def test_a_quiet_turn_asks_once_for_each(
    chidi: User, hanna: User, django_assert_num_queries: object
) -> None:
    draft(chidi)
    published(chidi, hanna)
    with django_assert_num_queries(len(overdue.PLANNERS)):  # type: ignore[operator]
        for planner in overdue.PLANNERS:
            planner(now())
