"""Draft, in review, published, archived: and nobody publishes alone."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.urls import reverse

from learning_patterns import actions, rules
from learning_patterns.models import Pattern, Question, Tie
from learning_patterns.succession import successor
from members.models import User
from members.rules import Refused
from tests import factories
from tests.learning_patterns.making import draft, edited, fresh, member, published
from tests.visitors import text, visitor
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


def test_when_to_look_again_can_be_chosen(chidi: User) -> None:
    pattern, reviewer, today = published(), visitor(chidi), factories.now().date()
    at = reverse("patterns:still_right", args=[pattern.slug])
    for months, days in (("6", 182), ("12", 365), ("24", 730), ("", 365)):
        reviewer.post(at, {"months": months})
        assert fresh(pattern).review_on == today + dt.timedelta(days=days)
    wrong = reviewer.post(at, {"months": "7"})
    assert wrong.status_code == 422 and "errorlist" in text(wrong)


def test_a_review_date_lies_ahead(chidi: User) -> None:
    pattern, reviewer = in_review(chidi), visitor(member())
    at, today = reverse("patterns:publish", args=[pattern.slug]), factories.now().date()
    wrong = reviewer.post(at, {"number": "1", "review_on": str(today)})
    assert wrong.status_code == 422 and "Please choose a day in the future." in text(wrong)
    later = today + dt.timedelta(days=30)
    assert reviewer.post(at, {"number": "1", "review_on": str(later)}).status_code == 302
    assert fresh(pattern).review_on == later


# --- What replaces what --------------------------------------------------------------------------


def archived(pattern: Pattern, by: User, instead: Pattern | None = None) -> Pattern:
    return actions.archive(pattern=pattern, replaced_by=instead, by=by, now=factories.now())


def test_replacements_lead_to_the_one_that_lives(chidi: User) -> None:
    first, second, third, last = (published(title=f"Way {n}") for n in range(4))
    first, second = archived(first, chidi, second), archived(second, chidi, third)
    third = archived(third, chidi, last)
    assert successor(fresh(first)) == successor(fresh(second)) == last
    page = text(visitor().get(first.get_absolute_url()))
    assert "Read this one instead" in page and last.get_absolute_url() in page
    assert "which is in the archive too" in page and second.get_absolute_url() in page
    archived(last, chidi)
    assert successor(fresh(first)) is None
    page = text(visitor().get(first.get_absolute_url()))
    assert "not recommended any more" in page and second.get_absolute_url() in page


def test_nothing_that_is_not_published_replaces_anything(chidi: User) -> None:
    gone = archived(published(), chidi)
    for other in (draft(chidi), gone):
        code = refused(actions.archive, pattern=published(), replaced_by=other, by=chidi)
        assert code == "unpublished"


def test_two_do_not_replace_each_other(chidi: User) -> None:
    """The page of each was open before the other one was archived."""
    first, second = published(), published()
    archived(first, chidi, second)
    assert refused(actions.archive, pattern=second, replaced_by=first, by=chidi) == "unpublished"
    assert fresh(second).status == "published"


@pytest.mark.django_db(transaction=True)
def test_two_do_not_replace_each_other_side_by_side(policy: object) -> None:
    by, first, second = member(), published(), published()

    def replace(pair: tuple[Pattern, Pattern]) -> None:
        try:
            archived(pair[0], by, pair[1])
        except Refused:
            pass
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(replace, [(first, second), (second, first)]))
    assert sorted([fresh(first).status, fresh(second).status]) == ["archived", "published"]


def test_questions_and_meetings_lead_to_what_replaces_a_pattern(chidi: User, ben: User) -> None:
    old, new = published(title="The old way"), published(title="The new way")
    meeting = factories.meeting(facilitators=(ben,))
    factories.session(meeting)
    Tie.objects.create(pattern=old, meeting=meeting, by=ben, at=factories.now())
    question = Question.objects.create(
        slug="how", text="How?", status="answered", pattern=old, asked_at=factories.now()
    )
    archived(old, chidi, new)
    page = text(visitor().get(question.get_absolute_url()))
    assert "this one replaces it" in page and new.get_absolute_url() in page
    page = text(visitor().get(meeting.get_absolute_url()))
    assert "The new way" in page and "The old way" not in page


def test_the_feed_marks_what_nobody_looked_at_for_long(chidi: User) -> None:
    pattern, feed = published(), reverse("patterns:feed")
    assert "review due" not in text(visitor().get(feed))
    Pattern.objects.filter(pk=pattern.pk).update(review_on=factories.now().date())
    for at in (feed, reverse("patterns:patterns")):
        assert "review due" in text(visitor().get(at))
    assert "Nobody has looked at this for a while" in text(
        visitor().get(pattern.get_absolute_url())
    )


# --- The page of those who look at patterns ------------------------------------------------------


def test_what_waits_says_since_when_by_whom_and_what_was_said(chidi: User, ada: User) -> None:
    hanna = member("Hanna")
    pattern = edited(in_review(chidi), hanna, examples="Theirs.")
    reviewer, at = member("Rosa"), reverse("patterns:review")
    page = text(visitor(reviewer).get(at))
    assert "Chidi, Hanna" in page and "waits since" in page and "open remark" not in page
    actions.remark(pattern=pattern, text="More.", by=reviewer, now=factories.now())
    page = text(visitor(reviewer).get(at))
    assert "1 open remark" in page and "you have looked at it" in page
    assert "somebody else publishes it" in text(visitor(chidi).get(at))


def test_it_waits_since_it_was_asked_for_or_changed(chidi: User) -> None:
    now, hour = factories.now(), factories.HOUR
    asked = actions.ask_review(pattern=draft(chidi), by=chidi, now=now - 5 * hour)
    edited(asked, chidi, examples="Ours.")
    changed = published(chidi)
    said = {**changed.revisions.get().content, "problem": "Changed."}
    for base, ago in ((1, 3), (2, 1)):
        said = {**said, "problem": f"Changed {ago}."}
        at = now - ago * hour
        actions.save_revision(pattern=changed, content=said, base=base, by=chidi, now=at)
    since = dict(Pattern.objects.waiting().with_waits_since().values_list("pk", "waits_since"))
    assert since == {asked.pk: now - 5 * hour, changed.pk: now - 3 * hour}


@pytest.mark.parametrize("count", [1, 3])
def test_the_work_on_patterns_asks_as_much_for_many(
    count: int, chidi: User, django_assert_num_queries: object
) -> None:
    for _ in range(count):
        other = member()
        actions.remark(pattern=in_review(other), text="More.", by=chidi, now=factories.now())
        edited(published(other), other, problem="Changed.")
        draft(other)
        draft(chidi)
        due = published(other)
        Pattern.objects.filter(pk=due.pk).update(review_on=factories.now().date())
    reviewer = visitor(chidi)
    # One more than when all drafts there are were read at once.
    with django_assert_num_queries(10):  # type: ignore[operator]
        reviewer.get(reverse("patterns:review"))
    for name, queries in {"waiting": 7, "own": 5, "drafts": 5, "due": 5}.items():
        with django_assert_num_queries(queries):  # type: ignore[operator]
            reviewer.get(reverse("patterns:review"), {"list": name})


def test_who_may_see_what(chidi: User, eve: User, ben: User) -> None:
    seen_by_all = [published(), actions.archive(
        pattern=published(), by=chidi, now=factories.now())]  # fmt: skip
    unseen = [draft(chidi), in_review(chidi), actions.archive(
        pattern=draft(chidi), by=chidi, now=factories.now())]  # fmt: skip

    def visible(person: User | None, *, writes: bool = False) -> set[Pattern]:
        return set(Pattern.objects.visible_to(person, writes=writes))

    assert visible(None) == visible(eve) == set(seen_by_all)
    assert visible(ben, writes=True) == visible(chidi) == {*seen_by_all, *unseen}
