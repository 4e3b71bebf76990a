"""Who is told what about a question, when, and when it is forgotten who asked."""

import datetime as dt
import re

import pytest

from learning_patterns import actions, due
from meetings.models import Meeting
from members.models import User
from tests import factories
from tests.factories import DAY, HOUR, mails, tick
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
from tests.learning_patterns.making import member, published
from tests.visitors import visitor
from vsn.outbox.models import Delivery

pytestmark = pytest.mark.django_db


def subjects(to: User) -> list[str]:
    tick()
    found = [re.split("[:?]", m.subject)[0] for m in mails(to.email)]
    return [subject for subject in found if subject != "How was it"]


def states(topic: str) -> list[str]:
    return list(Delivery.objects.filter(topic=topic).values_list("state", flat=True))


# --- What happened -------------------------------------------------------------------------------


def test_who_did_not_write_it_down_themselves_is_told(
    ben: User, dana: User, chidi: User, meeting: Meeting
) -> None:
    session = over(meeting, dana)
    one = question(ben, asker=dana, session=session)
    question(ben, heard=True, session=session)
    question(dana, session=session)
    assert subjects(dana) == ["Your question is written down"]
    letter = next(m for m in mails(dana.email) if "written down" in m.subject)
    assert one.text in letter.body and one.own_path in letter.body
    assert "Until then we keep your address" in letter.body
    assert not mails(ben.email) and not mails(chidi.email)
    assert visitor().get(one.own_path).status_code == 200


def test_who_asked_is_told_that_somebody_took_it_up_once(chidi: User) -> None:
    asker = member()
    one = taken(asker, chidi)
    assert subjects(asker) == ["Somebody is working on your question"]
    assert subjects(asker) == ["Somebody is working on your question"] and not mails(chidi.email)
    # Again by somebody else: news again.
    actions.release(question=one, by=chidi, now=factories.now())
    actions.take(question=one, by=member(), now=factories.now())
    assert len(subjects(asker)) == 2
    assert "Chidi" not in mails(asker.email)[0].body


def test_not_if_it_was_given_back_before_the_message_left(chidi: User) -> None:
    asker = member()
    actions.release(question=taken(asker, chidi), by=chidi, now=factories.now())
    assert subjects(asker) == [] and states("question_taken") == ["moot"]


def test_not_if_they_do_not_want_to_know(chidi: User) -> None:
    asker = member(muted_topics=["question_taken"])
    taken(asker, chidi)
    assert subjects(asker) == []


def test_who_takes_up_their_own_is_told_nothing(chidi: User) -> None:
    taken(chidi, chidi)
    assert not Delivery.objects.exists()


def test_who_asked_gets_the_address_of_the_answer(chidi: User) -> None:
    asker, pattern = member(), published(title="Name one person")
    one = answered(asker, pattern)
    assert subjects(asker) == ["Your question is answered"]
    (letter,) = mails(asker.email)
    assert "Name one person" in letter.body and pattern.get_absolute_url() in letter.body
    assert one.own_path in letter.body
    assert [m.to for m in mails() if "/asked/" in m.body] == [[asker.email]]


def test_a_draft_that_is_published_tells_everyone_who_waits_for_it(chidi: User) -> None:
    first, second = member(), member()
    one = in_work(first, chidi)
    actions.link(question=question(second), pattern=one.pattern, by=chidi, now=factories.now())
    actions.ask_review(pattern=one.pattern, by=chidi, now=factories.now())
    actions.publish(pattern=one.pattern, number=1, by=member(), now=factories.now())
    for asker in (first, second):
        assert "Your question is answered" in subjects(asker)


def test_not_if_the_answer_is_gone_by_then(chidi: User) -> None:
    asker = member()
    one = answered(asker)
    actions.archive(pattern=one.pattern, by=chidi, now=factories.now())
    assert "Your question is answered" not in subjects(asker)
    assert states("question_answered") == ["moot"]


def test_who_asked_is_told_that_somebody_else_closed_it(ada: User) -> None:
    asker = member()
    actions.close(question=question(asker), why="Asked twice.", by=ada, now=factories.now())
    assert subjects(asker) == ["Your question was closed"]
    assert "Asked twice." in mails(asker.email)[0].body
    closed(asker)
    assert len(subjects(asker)) == 1


def test_not_if_it_was_opened_again(ada: User) -> None:
    asker = member()
    one = question(asker)
    actions.close(question=one, why="Asked twice.", by=ada, now=factories.now())
    actions.reopen(question=one, by=ada, now=factories.now())
    assert subjects(asker) == []


def test_who_had_it_is_told_that_it_is_open_again(chidi: User) -> None:
    one = taken(taker=chidi, now=factories.now() - 61 * DAY)
    assert subjects(chidi) == ["A question is open again"]
    assert fresh(one).status == "open"
    # Only the page that everyone sees, never the one of who asked.
    assert one.get_absolute_url() in mails(chidi.email)[0].body
    assert "/asked/" not in mails(chidi.email)[0].body
    assert len(subjects(chidi)) == 1


def test_not_who_gave_it_back_nor_if_it_was_taken_again(chidi: User, ada: User) -> None:
    actions.release(question=taken(taker=chidi), by=chidi, now=factories.now())
    again = taken(taker=chidi)
    actions.release(question=again, by=ada, now=factories.now())
    actions.take(question=again, by=chidi, now=factories.now())
    assert subjects(chidi) == [] and states("question_released") == ["moot"]


def test_who_had_it_is_told_that_it_was_closed(chidi: User) -> None:
    asker = member()
    one = in_work(asker, chidi)
    actions.close(question=one, why="I found out.", by=asker, now=factories.now())
    assert subjects(chidi) == subjects(chidi) == ["A question you took up is closed"]
    letter = mails(chidi.email)[0].body
    assert "I found out." in letter and one.get_absolute_url() in letter
    assert "/asked/" not in letter and "Nothing you wrote is lost" in letter
    assert "closed" not in str(subjects(asker))


def test_or_that_something_else_answers_it(chidi: User) -> None:
    asker, one = member(), in_work(taker=chidi)
    actions.link(question=one, pattern=published(), by=asker, now=factories.now())
    assert subjects(chidi) == ["A question you took up is answered"]
    assert states("question_released") == ["sent"]


def test_not_who_answers_or_closes_it_themselves_or_is_no_member_any_more(chidi: User) -> None:
    own = taken(chidi, chidi)
    actions.close(question=own, why="I found out.", by=chidi, now=factories.now())
    mine = in_work(taker=chidi)
    actions.link(question=mine, pattern=published(), by=chidi, now=factories.now())
    assert states("question_released") == []
    theirs = in_work(taker=chidi)
    actions.close(question=theirs, why="-", by=theirs.asked_by, now=factories.now())
    chidi.membership.status = "inactive"
    chidi.membership.save()
    assert subjects(chidi) == [] and states("question_released") == ["moot"]


def test_who_is_kept_out_since_is_told_nothing(chidi: User) -> None:
    asker = factories.person("nadia@example.org")
    factories.membership(asker)
    answered(asker)
    factories.exclude("nadia@example.org")
    assert subjects(asker) == [] and states("question_answered") == ["moot"]


def test_nothing_of_the_question_stands_in_the_outbox(chidi: User) -> None:
    one = answered(member())
    row = Delivery.objects.filter(topic="question_answered").values().get()
    assert one.text not in str(row) and one.handle not in str(row)


# --- Half a year later ---------------------------------------------------------------------------


def planned(now: dt.datetime | None = None) -> int:
    due.plan_follow_ups(now or factories.now())
    return Delivery.objects.filter(topic="question_follow_up").count()


def test_half_a_year_later_who_asked_is_asked_once(chidi: User) -> None:
    asker = member()
    one = answered(asker, ago=HALF_A_YEAR)
    Delivery.objects.all().delete()  # what was told then is long forgotten
    for _tick in range(3):
        assert subjects(asker) == ["What came of it"]
    assert planned() == 1 and one.own_path in mails(asker.email)[0].body
    assert one.pattern.title in mails(asker.email)[0].body


@pytest.mark.parametrize("ago", [HALF_A_YEAR - HOUR, HALF_A_YEAR + 14 * DAY])
def test_neither_earlier_nor_much_later(ago: dt.timedelta, policy: object) -> None:
    answered(member(), ago=ago)
    assert planned() == 0


def test_the_message_is_remembered_for_longer_than_it_could_be_planned(chidi: User) -> None:
    answered(member(), ago=HALF_A_YEAR + 13 * DAY)
    assert planned() == 1
    row = Delivery.objects.get(topic="question_follow_up")
    last = factories.now() + DAY
    assert row.not_after <= last + HOUR
    for later in range(3):
        assert planned(factories.now() + later * DAY) == 1


def test_who_told_already_is_not_asked(chidi: User) -> None:
    one = answered(chidi, ago=HALF_A_YEAR)
    planned()
    actions.tell_stuck(
        question=one, stuck="worked", text="", place="", by=chidi, now=factories.now()
    )
    assert "What came of it" not in subjects(chidi)
    assert states("question_follow_up") == ["moot"] and planned() == 1


@pytest.mark.parametrize("kept_out", [True, False])
def test_who_is_kept_out_is_not_asked(chidi: User, kept_out: bool) -> None:
    answered(chidi, ago=HALF_A_YEAR)
    if kept_out:
        factories.exclude("chidi@example.org")
    assert planned() == (not kept_out)


def test_nor_who_does_not_want_it_or_cannot_be_reached(policy: object) -> None:
    answered(member(muted_topics=["question_follow_up"]), ago=HALF_A_YEAR)
    nobody = factories.unreachable()
    factories.membership(nobody)
    answered(nobody, ago=HALF_A_YEAR)
    assert planned() == 0


def test_an_answer_that_was_sent_back_is_asked_about_anew(chidi: User) -> None:
    asker = member()
    one = answered(asker, ago=HALF_A_YEAR + DAY)
    assert planned() == 1
    actions.reopen(question=one, by=asker, now=factories.now())
    assert "What came of it" not in subjects(asker)
    now = factories.now()
    actions.link(question=one, pattern=published(), by=chidi, now=now)
    assert planned(now + HALF_A_YEAR + HOUR) == 2
