"""Every save is a revision; what one person wrote another does not lose."""

import threading

import pytest
from django.db import connections

from learning_patterns import actions
from learning_patterns.actions import Conflict
from learning_patterns.models import Pattern, Revision
from members.models import Membership, User
from members.rules import Refusal, Refused
from tests import factories
from tests.learning_patterns.making import category, content, draft, edited, fresh, member
from tests.test_bugs_that_others_had.steps import side_by_side
from vsn.audit.models import Action, Entry

pytestmark = pytest.mark.django_db


def save(pattern: Pattern, by: User, base: int, **fields: str) -> Revision | None:
    return actions.save_revision(
        pattern=pattern, content=content(**fields), base=base, by=by, now=factories.now()
    )


def test_a_draft_is_its_first_revision(chidi: User) -> None:
    category("welcome")
    pattern = draft(chidi, categories="welcome")
    assert (pattern.status, pattern.revision, pattern.shown) == ("draft", 1, 1)
    first = pattern.revisions.get()
    assert (first.number, first.author, first.content["problem"]) == (1, chidi, pattern.problem)
    assert [c.slug for c in pattern.categories.all()] == ["welcome"]
    assert Entry.objects.about(pattern).get().action == Action.PATTERN_SAVED


@pytest.mark.parametrize(
    ("role", "status", "may"),
    [
        (Membership.Role.MEMBER, Membership.Status.ACTIVE, True),
        (Membership.Role.LIAISON, Membership.Status.ACTIVE, True),
        (Membership.Role.MEMBER, Membership.Status.APPLIED, False),
        (Membership.Role.MEMBER, Membership.Status.INACTIVE, False),
    ],
)
def test_active_members_and_liaisons_write(role: str, status: str, may: bool) -> None:
    who = factories.person()
    factories.membership(who, role=role, status=status)
    if may:
        assert draft(who).author == who
    else:
        with pytest.raises(Refused):
            draft(who)
        assert not Pattern.objects.exists()


def test_each_save_has_its_number_author_and_words(chidi: User) -> None:
    pattern, other = draft(chidi), member()
    actions.save_revision(
        pattern=pattern,
        content=content(solution="Ask."),
        base=1,
        by=other,
        now=factories.now(),
        comment="Shorter",
    )
    newest = pattern.revisions.first()
    assert newest is not None
    assert (newest.number, newest.author, newest.comment) == (2, other, "Shorter")
    assert fresh(pattern).solution == "Ask."
    assert pattern.revisions.get(number=1).content["solution"] != "Ask."


def test_what_follows_from_a_new_pattern_is_done_with_it_or_neither(chidi: User) -> None:
    def no(pattern: Pattern, by: User, now: object) -> None:
        raise Refused(Refusal("no", "No."))

    done: list[Pattern] = []
    facts = {"content": content(), "by": chidi, "now": factories.now()}
    made = actions.start_pattern(**facts, then=lambda pattern, by, now: done.append(pattern))
    assert done == [made]
    with pytest.raises(Refused):
        actions.start_pattern(**facts, then=no)
    assert Pattern.objects.get() == made


def test_saving_the_same_again_is_no_revision(chidi: User) -> None:
    pattern = draft(chidi)
    assert save(pattern, chidi, base=1) is None
    assert pattern.revisions.count() == 1


def test_a_revision_never_changes(chidi: User) -> None:
    revision = draft(chidi).revisions.get()
    revision.comment = "else"
    with pytest.raises(TypeError):
        revision.save()


def test_two_who_changed_different_fields_are_both_in(chidi: User) -> None:
    pattern = draft(chidi)
    edited(pattern, member(), problem="Theirs.")
    made = save(pattern, chidi, base=1, solution="Mine.")
    assert made is not None and made.number == 3
    now = fresh(pattern)
    assert (now.problem, now.solution) == ("Theirs.", "Mine.")


def test_two_who_changed_the_same_field_have_to_choose(chidi: User) -> None:
    pattern = draft(chidi)
    edited(pattern, member(), problem="Theirs.", examples="Theirs too.")
    with pytest.raises(Conflict) as caught:
        save(pattern, chidi, base=1, problem="Mine.")
    conflict = caught.value
    assert conflict.merge.conflicts == ("problem",)
    assert conflict.merge.content["problem"] == "Mine."
    assert conflict.merge.content["examples"] == "Theirs too."
    assert conflict.theirs.number == 2 and pattern.revisions.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_who_save_in_the_same_moment(chidi: User) -> None:
    """One of them is asked to choose, and no number is given twice."""
    pattern, other, answers = draft(chidi), member(), []
    rivals = [(chidi, "Mine."), (other, "Theirs.")]

    def work(start: threading.Barrier) -> None:
        person, words = rivals.pop()
        start.wait()
        try:
            answers.append(save(pattern, person, base=1, problem=words))
        except Conflict as conflict:
            answers.append(conflict)
        finally:
            connections.close_all()

    side_by_side(work, 2)
    assert {type(answer) for answer in answers} == {Revision, Conflict}
    assert [r.number for r in pattern.revisions.all()] == [2, 1]


def test_an_unknown_base_overwrites_nothing(chidi: User) -> None:
    pattern = draft(chidi)
    for base in (0, 77):
        with pytest.raises(Conflict):
            save(pattern, chidi, base=base, problem="Mine.")


def test_any_revision_comes_back_as_a_new_one(chidi: User) -> None:
    pattern = edited(draft(chidi, problem="First."), chidi, problem="Second.")
    first = pattern.revisions.get(number=1)
    made = actions.bring_back(revision=first, by=chidi, now=factories.now())
    assert made is not None and (made.number, made.restores) == (3, 1)
    assert fresh(pattern).problem == "First."
    assert actions.bring_back(revision=first, by=chidi, now=factories.now()) is None


def test_addresses_are_words_of_the_title_and_never_shared(chidi: User) -> None:
    slugs = [draft(chidi, title=t).slug for t in ("A key!", "A key", "New", "Review", "مرحبا", "؟")]
    assert slugs == ["a-key", "a-key-2", "new-2", "review-2", "pattern", "pattern-2"]
    assert len(draft(chidi, title="word " * 40).slug) <= 120


def test_what_is_written_stays_when_its_author_leaves(chidi: User) -> None:
    pattern = draft(chidi)
    chidi.delete()
    assert fresh(pattern).author is None
    assert pattern.revisions.get().author is None
