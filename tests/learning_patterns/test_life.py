"""Draft, in review, published, archived: and nobody publishes alone."""

import datetime as dt

import pytest

from learning_patterns import actions, rules
from learning_patterns.models import Pattern
from members.models import User
from members.rules import Refused
from tests import factories
from tests.learning_patterns.making import draft, edited, fresh, member, published
from vsn.audit.models import Action, Entry

pytestmark = pytest.mark.django_db


def refused(act: object, **values: object) -> str:
    with pytest.raises(Refused) as caught:
        act(now=factories.now(), **values)  # type: ignore[operator]
    return caught.value.refusal.code


def in_review(by: User) -> Pattern:
    return actions.ask_review(pattern=draft(by), by=by, now=factories.now())


def test_from_draft_to_published(chidi: User) -> None:
    pattern, reviewer = in_review(chidi), member()
    assert pattern.status == "in_review"
    now = factories.now()
    pattern = actions.publish(pattern=pattern, number=1, by=reviewer, now=now)
    assert (pattern.status, pattern.shown, pattern.published_at) == ("published", 1, now)
    assert pattern.review_on == (now + dt.timedelta(days=365)).date()
    done = [entry.action for entry in Entry.objects.about(pattern)]
    assert done == [Action.PATTERN_PUBLISHED, Action.PATTERN_IN_REVIEW, Action.PATTERN_SAVED]


def test_an_unfinished_draft_is_not_put_to_review(chidi: User) -> None:
    pattern = draft(chidi, solution="  ")
    assert refused(actions.ask_review, pattern=pattern, by=chidi) == "untold"


def test_nobody_publishes_their_own(chidi: User, ada: User) -> None:
    pattern = in_review(chidi)
    assert refused(actions.publish, pattern=pattern, number=1, by=chidi) == "own"
    factories.membership(ada)
    of_an_admin = in_review(ada)
    assert refused(actions.publish, pattern=of_an_admin, number=1, by=ada) == "own"


def test_whoever_wrote_part_of_it_leaves_it_to_a_third(chidi: User) -> None:
    other = member()
    pattern = edited(in_review(chidi), other, examples="Ours.")
    for writer in (chidi, other):
        assert refused(actions.publish, pattern=pattern, number=2, by=writer) == "own"
    assert actions.publish(pattern=pattern, number=2, by=member(), now=factories.now())


def test_strangers_and_drafts_are_not_published(chidi: User, eve: User) -> None:
    assert refused(actions.publish, pattern=in_review(chidi), number=1, by=eve) == "writers"
    waiting = refused(actions.publish, pattern=draft(chidi), number=1, by=member())
    assert waiting == "nothing_waits"


def test_only_what_was_looked_at_is_published(chidi: User) -> None:
    pattern = edited(in_review(chidi), chidi, examples="Slipped in.")
    assert refused(actions.publish, pattern=pattern, number=1, by=member()) == "newer"


def test_a_change_of_a_published_pattern_waits_for_somebody_else(chidi: User) -> None:
    pattern = edited(published(chidi), chidi, problem="Changed.")
    assert pattern.has_pending and pattern.problem != "Changed."
    assert pattern in Pattern.objects.waiting()
    assert refused(actions.publish, pattern=pattern, number=2, by=chidi) == "own"
    pattern = actions.publish(pattern=pattern, number=2, by=member(), now=factories.now())
    assert (pattern.problem, pattern.shown, pattern.has_pending) == ("Changed.", 2, False)


def test_a_reviewer_sends_it_back_with_words(chidi: User) -> None:
    reviewer = member()
    pattern = actions.send_back(
        pattern=in_review(chidi),
        text="Say how long it takes.",
        field="considerations",
        by=reviewer,
        now=factories.now(),
    )
    remark = pattern.remarks.get()
    assert pattern.status == "draft"
    assert (remark.text, remark.about, remark.number) == (
        "Say how long it takes.", "things to consider", 1,
    )  # fmt: skip
    again = refused(actions.send_back, pattern=pattern, text="More.", by=reviewer)
    assert again == "not_in_review"


def test_the_archive_says_what_to_read_instead(chidi: User) -> None:
    old, new = published(), published()
    assert refused(actions.archive, pattern=old, replaced_by=old, by=chidi) == "itself"
    old = actions.archive(pattern=old, replaced_by=new, by=chidi, now=factories.now())
    assert (old.status, old.replaced_by) == ("archived", new)
    assert refused(actions.archive, pattern=old, by=chidi) == "archived"
    assert rules.refusal(rules.EDIT, old, chidi, factories.now())
    old = actions.revive(pattern=old, by=chidi, now=factories.now())
    assert (old.status, old.replaced_by) == ("published", None)


def test_the_archive_is_no_way_around_the_review(chidi: User) -> None:
    """What nobody else has looked at does not come out of it published."""
    mine = actions.archive(pattern=draft(chidi), by=chidi, now=factories.now())
    assert actions.revive(pattern=mine, by=chidi, now=factories.now()).status == "draft"
    changed = edited(published(chidi), chidi, problem="Changed.")
    changed = actions.archive(pattern=changed, by=chidi, now=factories.now())
    changed = actions.revive(pattern=changed, by=chidi, now=factories.now())
    assert changed.problem != "Changed." and changed.has_pending


def test_a_review_is_due_on_its_day_and_moves_on(chidi: User) -> None:
    pattern = published()
    day = pattern.review_on
    assert day is not None
    before = day - dt.timedelta(days=1)
    assert not pattern.review_is_due(before) and pattern.review_is_due(day)
    assert list(Pattern.objects.review_due(day)) == [pattern]
    assert not Pattern.objects.review_due(before).exists()
    later = factories.now() + dt.timedelta(days=400)
    actions.still_right(pattern=pattern, by=chidi, now=later)
    assert not fresh(pattern).review_is_due(day)


def test_who_may_see_what(chidi: User, eve: User, ben: User) -> None:
    seen_by_all = [published(), actions.archive(
        pattern=published(), by=chidi, now=factories.now())]  # fmt: skip
    unseen = [draft(chidi), in_review(chidi), actions.archive(
        pattern=draft(chidi), by=chidi, now=factories.now())]  # fmt: skip

    def visible(person: User | None, *, writes: bool = False) -> set[Pattern]:
        return set(Pattern.objects.visible_to(person, writes=writes))

    assert visible(None) == visible(eve) == set(seen_by_all)
    assert visible(ben, writes=True) == visible(chidi) == {*seen_by_all, *unseen}
