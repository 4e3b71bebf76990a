"""Who may answer, close, tell what stuck: each rule both ways, and what becomes of a question."""

import threading
from typing import Any

import pytest
from django.db import connections

from learning_patterns import actions
from learning_patterns.models import Question, Tie, Trial
from learning_patterns.remains import remains
from meetings.models import Meeting
from members.models import User
from members.rules import Refused
from tests import factories
from tests.factories import DAY, HOUR
from tests.learning_patterns.asking import (
    HALF_A_YEAR,
    answered,
    closed,
    fresh,
    in_work,
    over,
    question,
    taken,
)
from tests.learning_patterns.making import draft, member, published
from tests.test_bugs_that_others_had.steps import side_by_side
from vsn.audit.models import Action, Entry

pytestmark = pytest.mark.django_db


def refused(act: Any, **values: Any) -> str:
    values.setdefault("now", factories.now())
    with pytest.raises(Refused) as caught:
        act(**values)
    assert str(caught.value.refusal)
    return caught.value.refusal.code


def no_asking(by: User, **values: Any) -> str:
    return refused(actions.ask, text="Why?", language="en", by=by, **values)


# --- Taking up and answering ---------------------------------------------------------------------


def test_a_member_takes_it_up_once(chidi: User, dana: User) -> None:
    one = taken(taker=chidi)
    assert (one.status, one.taken_by) == ("taken", chidi) and one.taken_at
    assert refused(actions.take, question=one, by=chidi) == "yours"
    assert refused(actions.take, question=one, by=member()) == "not_open"
    assert refused(actions.take, question=question(), by=dana) == "writers"
    assert refused(actions.take, question=closed(), by=chidi) == "not_open"
    factories.exclude("chidi@example.org")
    assert refused(actions.take, question=question(), by=chidi) == "excluded"


@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_it_at_once_the_second_is_told(chidi: User) -> None:
    one, other, answers = question(), member(), []
    rivals = [chidi, other]

    def work(start: threading.Barrier) -> None:
        person = rivals.pop()
        start.wait()
        try:
            answers.append(actions.take(question=one, by=person, now=factories.now()).taken_by)
        except Refused as error:
            answers.append(error.refusal.code)
        finally:
            connections.close_all()

    side_by_side(work, 2)
    assert "not_open" in answers and fresh(one).taken_by in answers


def test_who_took_it_or_an_admin_gives_it_back(chidi: User, ada: User) -> None:
    one = in_work(taker=chidi)
    assert refused(actions.release, question=one, by=member()) == "others"
    assert refused(actions.release, question=question(), by=chidi) == "not_taken"
    one = actions.release(question=one, by=chidi, now=factories.now())
    assert (one.status, one.taken_by, one.taken_at, one.pattern) == ("open", None, None, None)
    again = actions.take(question=one, by=chidi, now=factories.now())
    assert actions.release(question=again, by=ada, now=factories.now()).status == "open"


def test_a_published_pattern_answers_at_once(chidi: User, dana: User) -> None:
    one, pattern, now = question(), published(), factories.now()
    assert refused(actions.link, question=one, pattern=pattern, by=dana) == "writers"
    one = actions.link(question=one, pattern=pattern, by=chidi, now=now)
    assert (one.status, one.pattern, one.settled_at) == ("answered", pattern, now)
    assert refused(actions.link, question=one, pattern=published(), by=chidi) == "settled"


def test_a_draft_answers_when_it_is_published(chidi: User) -> None:
    one, pattern = question(), draft(chidi)
    one = actions.link(question=one, pattern=pattern, by=chidi, now=factories.now())
    assert (one.status, one.taken_by, one.settled_at) == ("taken", chidi, None)
    assert refused(actions.link, question=one, pattern=pattern, by=chidi) == "same"
    actions.ask_review(pattern=pattern, by=chidi, now=factories.now())
    assert fresh(one).status == "taken"
    now = factories.now()
    actions.publish(pattern=pattern, number=1, by=member(), now=now)
    assert (fresh(one).status, fresh(one).settled_at) == ("answered", now)


def test_a_draft_does_not_push_out_who_is_writing_one(chidi: User, ada: User) -> None:
    other = member()
    one, mine = in_work(taker=chidi), draft(other)
    for pattern, by in ((mine, other), (draft(ada), ada)):
        assert refused(actions.link, question=one, pattern=pattern, by=by) == "others"
    assert fresh(one).pattern == one.pattern
    # What is published already answers at once, whoever says so, and whoever was at it.
    done = actions.link(question=one, pattern=published(), by=other, now=factories.now())
    assert (done.status, done.taken_by) == ("answered", other)


def test_who_is_no_member_any_more_is_in_nobodys_way(chidi: User) -> None:
    one, other = in_work(taker=chidi), member()
    chidi.membership.status = "inactive"
    chidi.membership.save()
    done = actions.link(question=one, pattern=draft(other), by=other, now=factories.now())
    assert (done.status, done.taken_by) == ("taken", other)


def test_nor_whoever_took_it_up_long_ago_and_never_came_to_an_end(chidi: User) -> None:
    one, other = in_work(taker=chidi), member()
    old = factories.now() - 60 * DAY
    Question.objects.filter(pk=one.pk).update(taken_at=old)
    done = actions.link(question=one, pattern=draft(other), by=other, now=factories.now())
    assert (done.status, done.taken_by) == ("taken", other) and done.taken_at > old


def test_what_answers_a_question_of_a_session_is_tied_to_its_meeting(
    chidi: User, dana: User, meeting: Meeting
) -> None:
    """Once, with a trace; also when it waited to be published; and nothing without a session."""
    session = over(meeting, dana)
    answered(member())
    assert not Tie.objects.exists()
    known = published()
    for _question in range(2):
        answered(dana, known, session=session)
    waits = in_work(dana, chidi, session=session)
    assert [tie.pattern for tie in Tie.objects.all()] == [known]
    actions.ask_review(pattern=waits.pattern, by=chidi, now=factories.now())
    actions.publish(pattern=waits.pattern, number=1, by=(by := member()), now=factories.now())
    tie = Tie.objects.get(pattern=waits.pattern)
    assert (tie.meeting, tie.by) == (meeting, by)
    assert {one.kind for one in remains(meeting)} == {"pattern"} and len(remains(meeting)) == 2
    told = Entry.objects.about(meeting).filter(action=Action.PATTERN_TIED)
    assert sorted(entry.data["pattern"] for entry in told) == [known.pk, waits.pattern.pk]


def test_publishing_answers_nothing_else(chidi: User) -> None:
    pattern = draft(chidi)
    others = [question(), taken(), in_work()]
    gone = actions.link(question=question(), pattern=pattern, by=chidi, now=factories.now())
    actions.close(question=gone, why="No.", by=gone.asked_by, now=factories.now())
    actions.ask_review(pattern=pattern, by=chidi, now=factories.now())
    actions.publish(pattern=pattern, number=1, by=member(), now=factories.now())
    assert [fresh(one).status for one in (*others, gone)] == ["open", "taken", "taken", "closed"]


def test_what_was_never_published_and_goes_to_the_archive_frees_the_question(chidi: User) -> None:
    one = in_work(taker=chidi)
    actions.archive(pattern=one.pattern, by=chidi, now=factories.now())
    assert (fresh(one).status, fresh(one).pattern, fresh(one).taken_by) == ("open", None, None)
    archived = published()
    done = answered(with_=archived)
    actions.archive(pattern=archived, by=chidi, now=factories.now())
    assert (fresh(done).status, fresh(done).pattern) == ("answered", archived)
    assert refused(actions.link, question=one, pattern=archived, by=chidi) == "archived"


def test_taken_for_sixty_days_without_a_pattern_it_is_open_again(chidi: User) -> None:
    old = factories.now() - 60 * DAY
    idle = taken(taker=chidi, now=old)
    busy = in_work()
    Question.objects.filter(pk=busy.pk).update(taken_at=old)
    lately = taken(now=old + HOUR)
    assert actions.give_back_overdue(factories.now()) == 1
    assert [fresh(one).status for one in (idle, busy, lately)] == ["open", "taken", "taken"]
    assert actions.give_back_overdue(factories.now()) == 0


# --- Closing and opening again -------------------------------------------------------------------


def test_who_asked_wrote_it_down_runs_it_or_is_admin_closes_it(
    ada: User, ben: User, dana: User, chidi: User, eve: User, meeting: Meeting
) -> None:
    session = over(meeting, dana)
    for by in (dana, ben, ada):
        one = question(dana, session=session)
        done = actions.close(question=one, why="Found it.", by=by, now=factories.now())
        assert (done.status, done.why_closed) == ("closed", "Found it.")
        assert actions.reopen(question=one, by=by, now=factories.now()).status == "open"
    one = question(dana, session=session)
    for stranger in (chidi, eve):
        assert refused(actions.close, question=one, why="No.", by=stranger) == "not_yours"
        assert refused(actions.reopen, question=one, by=stranger) == "not_yours"
    assert refused(actions.close, question=answered(dana, session=session), why="-", by=dana)
    assert refused(actions.reopen, question=one, by=dana) == "unsettled"


def test_an_answer_that_does_not_help_is_sent_back_before_it_is_told_about(chidi: User) -> None:
    one = answered(chidi, ago=HALF_A_YEAR)
    again = actions.reopen(question=one, by=chidi, now=factories.now())
    assert (again.status, again.pattern, again.settled_at) == ("open", None, None)
    told = tell(answered(chidi, ago=HALF_A_YEAR), chidi)
    assert refused(actions.reopen, question=told, by=chidi) == "told"


# --- What stuck ----------------------------------------------------------------------------------


def tell(one: Question, by: User, stuck: str = "worked", **fields: Any) -> Question:
    values = {"text": "They came back.", "place": "Accra", "now": factories.now(), **fields}
    return actions.tell_stuck(question=one, stuck=stuck, by=by, **values)


def test_half_a_year_later_who_asked_tells_what_stuck(chidi: User) -> None:
    early = answered(chidi, ago=HALF_A_YEAR - HOUR)
    values = {"stuck": "worked", "text": "", "place": ""}
    assert refused(actions.tell_stuck, question=early, by=chidi, **values) == "early"
    one = answered(chidi, ago=HALF_A_YEAR)
    assert refused(actions.tell_stuck, question=one, by=member(), **values) == "not_yours"
    assert refused(actions.tell_stuck, question=question(chidi), by=chidi, **values) == "unanswered"
    one = tell(one, chidi, "not_tried", text="", place="")
    assert one.stuck == "not_tried" and not Trial.objects.exists()
    assert tell(one, chidi, "partly").stuck == "partly"


def test_it_stands_with_the_pattern_only_if_they_want_that(dana: User, meeting: Meeting) -> None:
    one = answered(dana, session=over(meeting, dana), ago=HALF_A_YEAR)
    assert not tell(one, dana).stuck_shown and not Trial.objects.exists()
    assert tell(one, dana, "failed", with_name=True).stuck_shown
    trial = Trial.objects.get()
    assert (trial.person, trial.outcome, trial.place) == (dana, "failed", "Accra")
    # And is taken back when they do not want it any more.
    assert not tell(one, dana, "failed").stuck_shown and not Trial.objects.exists()


def test_a_trial_needs_a_place_a_story_and_a_pattern_that_is_there(chidi: User) -> None:
    one = answered(chidi, ago=HALF_A_YEAR)
    for missing in ({"place": ""}, {"text": ""}):
        assert refused(tell, one=one, by=chidi, with_name=True, **missing) == "untold"
    assert not tell(one, chidi, "not_tried", with_name=True).stuck_shown
    actions.archive(pattern=one.pattern, by=member(), now=factories.now())
    assert refused(tell, one=one, by=chidi, with_name=True) == "unpublished"
    assert fresh(one).stuck == "not_tried" and tell(one, chidi).stuck == "worked"
