"""Patterns are tied to the meetings in which they came up, by those who run them."""

from functools import partial

import pytest

from learning_patterns import actions, rules
from learning_patterns.models import Pattern, Tie
from learning_patterns.remains import remains
from meetings.actions import forget_person
from meetings.models import Meeting, Session
from members.models import User
from members.rules import Refused
from tests import factories as make
from tests.learning_patterns import making
from tests.learning_patterns.making import content, fresh
from tests.meetings.actions.side_by_side import while_held
from tests.meetings.desk.test_history import told
from vsn.audit.models import Action, Entry


def tie(pattern: Pattern, meeting: Meeting, by: User) -> bool:
    return actions.tie(pattern=pattern, meeting=meeting, by=by, now=make.now())


def untie(pattern: Pattern, meeting: Meeting, by: User) -> bool:
    return actions.untie(pattern=pattern, meeting=meeting, by=by, now=make.now())


def start(by: User, meeting: Meeting | None, **fields: str) -> Pattern:
    now, said = make.now(), content(**fields)
    return actions.start_pattern(content=said, meeting=meeting, by=by, now=now)


@pytest.fixture
def pattern(meeting: Meeting) -> Pattern:
    return making.published(title="Two at the door")


# --- Who may -------------------------------------------------------------------------------------


def test_who_runs_the_meeting_ties_and_unties(
    pattern: Pattern, meeting: Meeting, ben: User
) -> None:
    assert tie(pattern, meeting, ben)
    assert Tie.objects.get().by == ben
    assert untie(pattern, meeting, ben)
    assert not Tie.objects.exists()


def test_so_does_an_admin(pattern: Pattern, meeting: Meeting, ada: User) -> None:
    assert tie(pattern, meeting, ada) and untie(pattern, meeting, ada)


def test_nobody_else_does(
    pattern: Pattern, meeting: Meeting, eve: User, chidi: User, dana: User, ben: User
) -> None:
    """A member neither, nor who runs another meeting."""
    for who in (eve, chidi, dana):
        with pytest.raises(Refused, match="not_theirs"):
            tie(pattern, meeting, who)
    tie(pattern, meeting, ben)
    for who in (eve, chidi, dana):
        with pytest.raises(Refused, match="not_theirs"):
            untie(pattern, meeting, who)
    assert Tie.objects.count() == 1


def test_a_draft_is_tied_by_those_who_may_read_it(meeting: Meeting, ben: User, ada: User) -> None:
    hers = making.draft(making.member("Hanna"))
    with pytest.raises(Refused, match="unseen"):
        tie(hers, meeting, ben)
    assert tie(hers, meeting, ada)
    assert tie(start(ben, meeting, title="His own"), make.meeting(facilitators=(ben,)), ben)


def test_what_is_archived_is_not_tied(pattern: Pattern, meeting: Meeting, ben: User) -> None:
    hanna = making.member("Hanna")
    actions.archive(pattern=pattern, by=hanna, now=make.now())
    with pytest.raises(Refused, match="archived"):
        tie(pattern, meeting, ben)
    actions.revive(pattern=pattern, by=hanna, now=make.now())
    assert tie(pattern, meeting, ben)


def test_twice_is_no_error(pattern: Pattern, meeting: Meeting, ben: User) -> None:
    assert [tie(pattern, meeting, ben) for _time in range(2)] == [True, False]
    assert [untie(pattern, meeting, ben) for _time in range(2)] == [True, False]
    done = Entry.objects.about(meeting).order_by("id").values_list("action", flat=True)
    assert list(done) == [Action.PATTERN_TIED, Action.PATTERN_UNTIED], "each of them once"


@pytest.mark.django_db(transaction=True)
def test_two_tie_it_at_once(pattern: Pattern, meeting: Meeting, ben: User, ada: User) -> None:
    both = [partial(tie, pattern, meeting, who) for who in (ben, ada)]
    while_held(pattern, *both)
    assert Tie.objects.count() == 1
    assert Entry.objects.filter(action=Action.PATTERN_TIED).count() == 1


# --- The trace of it -----------------------------------------------------------------------------


def test_it_is_in_the_history_of_the_meeting(pattern: Pattern, meeting: Meeting, ben: User) -> None:
    tie(pattern, meeting, ben)
    untie(pattern, meeting, ben)
    assert told(meeting, kind="patterns") == [
        ("Ben", "took a learning pattern off the meeting", ""),
        ("Ben", "tied a learning pattern to the meeting", ""),
    ]
    assert told(meeting) == told(meeting, kind="patterns") and not told(meeting, kind="people")
    assert Entry.objects.about(meeting).first().data == {"pattern": pattern.pk}


def test_a_tie_stays_without_the_name(pattern: Pattern, meeting: Meeting, ben: User) -> None:
    tie(pattern, meeting, ben)
    meeting.facilitations.create(person=make.person(name="Noor"))
    forget_person(person=ben, now=make.now())
    assert Tie.objects.get().by is None


# --- Started from a meeting ----------------------------------------------------------------------


def test_who_runs_a_meeting_starts_a_pattern_from_it(meeting: Meeting, ben: User) -> None:
    made = start(ben, meeting)
    assert (made.status, made.author, made.revision) == ("draft", ben, 1)
    assert Tie.objects.get().meeting == meeting


def test_and_no_pattern_without_it(meeting: Meeting, ben: User, eve: User, chidi: User) -> None:
    for who, origin in ((ben, None), (eve, meeting)):
        with pytest.raises(Refused, match="writers"):
            start(who, origin)
    with pytest.raises(Refused, match="not_theirs"):
        start(chidi, meeting)
    assert not Pattern.objects.exists(), "a member's neither: nothing is half done"
    assert start(chidi, None)


def test_goes_on_with_it_until_it_is_published(meeting: Meeting, ben: User, chidi: User) -> None:
    mine = start(ben, meeting)
    mine = making.edited(mine, ben, problem="Nobody greets them.")
    mine = actions.ask_review(pattern=mine, by=ben, now=make.now())
    mine = making.edited(mine, ben, when_to_use="Always.")
    actions.publish(pattern=mine, number=mine.revision, by=chidi, now=make.now())
    with pytest.raises(Refused, match="writers"):
        making.edited(fresh(mine), ben, solution="Another one.")


def test_also_when_the_meeting_is_no_longer_theirs(meeting: Meeting, ben: User) -> None:
    mine = start(ben, meeting)
    meeting.facilitations.all().delete()
    assert making.edited(mine, ben, problem="Nobody greets them.").revision == 2
    with pytest.raises(Refused):
        start(ben, meeting, title="A second one")


def test_everything_else_is_for_members(meeting: Meeting, ben: User) -> None:
    """Drafts of others, publishing, archiving."""
    now, hanna = make.now(), making.member("Hanna")
    mine, hers = start(ben, meeting), making.draft(hanna, title="Hers")
    waiting = actions.ask_review(pattern=start(ben, meeting), by=ben, now=now)
    for refused in (
        partial(making.edited, hers, ben, problem="X"),
        partial(actions.ask_review, pattern=hers, by=ben, now=now),
        partial(actions.archive, pattern=mine, by=ben, now=now),
        partial(actions.publish, pattern=waiting, number=1, by=ben, now=now),
        partial(actions.send_back, pattern=waiting, text="X", by=ben, now=now),
    ):
        with pytest.raises(Refused, match="writers"):
            refused()
    assert not rules.owns_draft(hers, ben) and rules.owns_draft(mine, ben)


def test_somebody_else_who_runs_the_meeting_does_not_write_it(
    meeting: Meeting, ben: User, dana: User
) -> None:
    mine = start(ben, meeting)
    meeting.facilitations.create(person=dana)
    with pytest.raises(Refused, match="writers"):
        making.edited(mine, dana, problem="X")


# --- What remains of a meeting -------------------------------------------------------------------


def test_only_what_is_published_remains(pattern: Pattern, meeting: Meeting, ada: User) -> None:
    hanna, now = making.member("Hanna"), make.now()
    drafted = making.draft(hanna, title="A draft")
    waiting = actions.ask_review(pattern=making.draft(hanna, title="Waits"), by=hanna, now=now)
    old = making.published(title="Out of date")
    never = making.draft(hanna, title="Never published")
    for one in (pattern, drafted, waiting, old, never):
        tie(one, meeting, ada)
    for one in (old, never):
        actions.archive(pattern=one, by=hanna, now=now)
    assert [one.name for one in remains(meeting)] == ["Two at the door"]
    assert remains(make.meeting()) == []


def test_what_was_replaced_leads_on_to_what_is_in_use(
    pattern: Pattern, meeting: Meeting, ada: User
) -> None:
    first, second, third = (making.published(title=title) for title in ("One", "Two", "Three"))
    for one in (first, pattern):
        tie(one, meeting, ada)
    for old, new in ((first, second), (second, third)):
        actions.archive(pattern=old, replaced_by=new, by=ada, now=make.now())
    assert [one.name for one in remains(meeting)] == ["Three", "Two at the door"]
    actions.archive(pattern=third, replaced_by=pattern, by=ada, now=make.now())
    assert [one.name for one in remains(meeting)] == ["Two at the door"]


def test_patterns_that_replace_each_other_are_nothing_to_read(
    pattern: Pattern, meeting: Meeting, ada: User
) -> None:
    other = making.published()
    tie(other, meeting, ada)
    for old, new in ((other, pattern), (pattern, other)):
        Pattern.objects.filter(pk=old.pk).update(status="archived", replaced_by=new)
    assert remains(meeting) == []


def test_what_replaced_a_pattern_that_is_in_use_again_does_not_come_along(
    pattern: Pattern, meeting: Meeting, ada: User
) -> None:
    tie(pattern, meeting, ada)
    Pattern.objects.filter(pk=pattern.pk).update(replaced_by=making.published(title="Other"))
    assert [one.name for one in remains(meeting)] == [pattern.title]


def test_how_many_tried_it(pattern: Pattern, meeting: Meeting, ben: User) -> None:
    tie(pattern, meeting, ben)
    for outcome in ("worked", "failed"):
        said = {"outcome": outcome, "place": "Accra", "story": "So it went."}
        actions.tell_trial(pattern=pattern, by=make.person(), now=make.now(), **said)
    (one,) = remains(meeting)
    assert (one.tried, one.worked, one.get_absolute_url()) == (2, 1, pattern.get_absolute_url())


def test_questions_remain_as_long_as_they_are_open(meeting: Meeting, ben: User) -> None:
    session = make.session(meeting, starts_in=-make.DAY)
    unseen = make.session(meeting, starts_in=-make.DAY)
    asked = [_ask(one, ben, f"Why {n}?") for n, one in enumerate((session, session, unseen))]
    Session.objects.filter(pk=unseen.pk).update(status="draft")
    actions.take(question=asked[1], by=making.member(), now=make.now())
    assert [(one.name, one.status) for one in remains(meeting)] == [
        ("Why 0?", "open"),
        ("Why 1?", "taken"),
    ]
    actions.close(question=asked[0], why="It was answered by mail.", by=ben, now=make.now())
    assert [one.name for one in remains(meeting)] == ["Why 1?"]


def _ask(session: Session, by: User, text: str) -> object:
    said = {"text": text, "language": "en", "heard": True}
    return actions.ask(session=session, by=by, now=make.now(), **said)
