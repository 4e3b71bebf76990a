"""Who may ask, answer, close: each rule both ways, and what becomes of a question."""

from typing import Any

import pytest
from django.urls import reverse

from learning_patterns import actions
from learning_patterns.models import Question
from meetings.models import Meeting
from members.models import User
from members.rules import Refused
from tests import factories
from tests.factories import DAY, HOUR
from tests.learning_patterns.asking import (
    fresh,
    over,
    question,
)
from tests.learning_patterns.making import member, published
from tests.visitors import visitor
from vsn.audit.models import Action, Entry
from vsn.outbox.models import Delivery

pytestmark = pytest.mark.django_db


def refused(act: Any, **values: Any) -> str:
    values.setdefault("now", factories.now())
    with pytest.raises(Refused) as caught:
        act(**values)
    assert str(caught.value.refusal)
    return caught.value.refusal.code


def no_asking(by: User, **values: Any) -> str:
    return refused(actions.ask, text="Why?", language="en", by=by, **values)


# --- Who may ask ---------------------------------------------------------------------------------


def test_members_and_admins_ask_with_or_without_a_session(chidi: User, ada: User) -> None:
    assert question(chidi).asked_by == chidi and question(ada).session is None
    assert question(chidi, session=over()).status == "open"


def test_whoever_was_there_asks_about_that_session_alone(dana: User, meeting: Meeting) -> None:
    there, elsewhere = over(meeting, dana), over()
    asked = question(dana, session=there)
    assert (asked.asked_by, asked.posted_by, asked.session) == (dana, None, there)
    assert no_asking(dana, session=elsewhere) == "no_place"
    assert no_asking(dana) == "session"


def test_whoever_walked_in_or_runs_it_asks_too(dana: User, ben: User, meeting: Meeting) -> None:
    session = over(meeting)
    factories.registration(session, dana, status="walk_in")
    assert question(dana, session=session) and question(ben, session=session)
    assert no_asking(ben, session=over()) == "no_place"


@pytest.mark.parametrize("status", ["unconfirmed", "cancelled", "removed"])
def test_who_has_no_place_does_not(dana: User, meeting: Meeting, status: str) -> None:
    session = over(meeting)
    factories.registration(session, dana, status=status)
    assert no_asking(dana, session=session) == "no_place"


def test_not_before_the_session_begins(dana: User, chidi: User, meeting: Meeting) -> None:
    to_come = over(meeting, dana, starts_in=HOUR)
    assert no_asking(dana, session=to_come) == no_asking(chidi, session=to_come) == "early"
    assert question(dana, session=to_come, now=to_come.starts_at)


def test_not_of_a_session_that_never_was(dana: User, chidi: User, meeting: Meeting) -> None:
    assert no_asking(chidi, session=over(meeting, dana, status="draft")) == "draft"
    assert no_asking(dana, session=over(meeting, dana, status="cancelled")) == "cancelled"


def test_who_is_kept_out_is_told_neutrally(chidi: User, dana: User, meeting: Meeting) -> None:
    session = over(meeting, dana)
    exclusion = factories.exclude(
        "dana@example.org", scope="meeting", meeting_uid=session.meeting.uid
    )
    assert no_asking(dana, session=session) == "excluded"
    exclusion.delete()
    assert question(dana, session=session)
    factories.exclude("chidi@example.org")
    assert no_asking(chidi) == "excluded"


def test_five_a_day_are_enough(chidi: User) -> None:
    now = factories.now()
    for _number in range(5):
        question(chidi, now=now - 2 * HOUR)
    assert no_asking(chidi) == "many"
    assert question(chidi, now=now + DAY) and question(member())


def test_a_facilitator_writes_down_what_somebody_on_the_list_asked(
    ben: User, dana: User, eve: User, chidi: User, meeting: Meeting
) -> None:
    session = over(meeting, dana)
    made = question(ben, asker=dana, session=session, shows_name=True)
    # Whether her name is shown is not for him to say.
    assert (made.asked_by, made.posted_by, made.shows_name) == (dana, ben, False)
    assert no_asking(ben, asker=chidi, session=session) == "not_listed"
    assert no_asking(eve, asker=dana, session=session) == "not_yours"
    assert no_asking(ben, asker=dana) == "not_yours"
    factories.exclude("ben@example.org")
    assert no_asking(ben, asker=dana, session=session) == "excluded"


def test_who_writes_it_down_learns_nothing_about_who_asked(
    ben: User, dana: User, meeting: Meeting
) -> None:
    """Neither that they are kept out, nor how much they asked themselves."""
    session = over(meeting, dana)
    for _number in range(5):
        question(dana, session=session)
    assert no_asking(dana, session=session) == "many"
    factories.exclude("dana@example.org")
    for _number in range(5):
        assert question(ben, asker=dana, session=session).asked_by == dana
    assert not Delivery.objects.exists(), "who is kept out is not told"
    assert no_asking(ben, asker=dana, session=session) == "many"


def test_what_others_write_down_takes_nothing_from_who_asked(
    ben: User, dana: User, meeting: Meeting
) -> None:
    session = over(meeting, dana)
    for _number in range(5):
        question(ben, asker=dana, session=session)
    assert question(dana, session=session)


def test_or_what_nobody_in_particular_asked(ben: User, chidi: User, meeting: Meeting) -> None:
    session = over(meeting)
    made = question(ben, heard=True, session=session)
    assert (made.asked_by, made.posted_by) == (None, ben)
    assert no_asking(chidi, heard=True, session=session) == "not_yours"


def test_more_than_one_can_be_written_down_but_not_without_end(ben: User, meeting: Meeting) -> None:
    session, now = over(meeting), factories.now()
    Question.objects.bulk_create(
        Question(slug=f"q-{n}", text="Q", posted_by=ben, asked_at=now - HOUR) for n in range(30)
    )
    assert no_asking(ben, heard=True, session=session) == "many"
    assert question(ben, heard=True, session=session, now=now + DAY)


def test_addresses_are_words_of_the_question_and_never_shared(chidi: User) -> None:
    slugs = {question(chidi, text=text).slug for text in ("New", "New", "؟ سؤال", "w " * 150)}
    assert len(slugs) == 4 and all(len(slug) <= 100 for slug in slugs)
    assert any(slug.startswith("question-") for slug in slugs) and "new" not in slugs


def test_asked_and_everything_after_it_is_in_the_journal(chidi: User) -> None:
    taker, one = member(), question(chidi)
    for act in (actions.take, actions.release, actions.take):
        act(question=one, by=taker, now=factories.now())
    actions.link(question=one, pattern=published(), by=taker, now=factories.now())
    actions.reopen(question=one, by=chidi, now=factories.now())
    actions.close(question=one, why="Enough.", by=chidi, now=factories.now())
    assert [entry.action for entry in Entry.objects.about(one)][::-1] == [
        Action.QUESTION_ASKED, Action.QUESTION_TAKEN, Action.QUESTION_RELEASED,
        Action.QUESTION_TAKEN, Action.QUESTION_LINKED, Action.QUESTION_ANSWERED,
        Action.QUESTION_REOPENED, Action.QUESTION_CLOSED,
    ]  # fmt: skip
    assert "Enough" not in str([entry.data for entry in Entry.objects.about(one)])


# --- Correcting ----------------------------------------------------------------------------------


def correct(one: Question, by: User, **fields: Any) -> Question:
    values = {"text": "Better?", "details": "", "language": "es", **fields}
    return actions.correct(question=one, by=by, now=factories.now(), **values)


def test_who_asked_or_wrote_it_down_corrects_it_while_it_is_open(
    ben: User, dana: User, eve: User, meeting: Meeting
) -> None:
    one = question(ben, asker=dana, session=over(meeting, dana))
    assert correct(one, ben, shows_name=True).shows_name is False
    assert correct(one, dana, shows_name=True).shows_name is True
    assert (fresh(one).text, fresh(one).language, fresh(one).slug) == ("Better?", "es", one.slug)
    with pytest.raises(Refused) as caught:
        correct(one, eve)
    assert caught.value.refusal.code == "not_yours"
    actions.take(question=one, by=member(), now=factories.now())
    with pytest.raises(Refused) as caught:
        correct(one, dana)
    assert caught.value.refusal.code == "taken"


def test_who_wrote_it_down_and_runs_the_meeting_no_more_has_no_say(
    ben: User, dana: User, meeting: Meeting
) -> None:
    """Nobody touches a meeting that is not theirs."""
    one, now = question(ben, asker=dana, session=over(meeting, dana)), factories.now()
    address = reverse("patterns:correct_question", args=[one.slug])
    assert visitor(ben).get(address).status_code == 200
    meeting.facilitations.filter(person=ben).delete()
    assert visitor(ben).get(address).status_code == 404
    one = fresh(one)
    for act in (
        lambda: correct(one, ben),
        lambda: actions.close(question=one, why="Enough.", by=ben, now=now),
    ):
        with pytest.raises(Refused) as caught:
            act()
        assert caught.value.refusal.code == "not_yours"
    # Who asked still does.
    closed = actions.close(question=one, why="Enough.", by=dana, now=now)
    assert visitor(dana).get(closed.get_absolute_url()).status_code == 200
    assert visitor(ben).get(closed.get_absolute_url()).status_code == 404
