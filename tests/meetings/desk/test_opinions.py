"""What people thought, told only where nobody can be made out."""

import re

import pytest
from django.urls import reverse

from meetings import opinions
from meetings.models import Meeting, Registration, Session
from members.models import User
from tests import factories as make
from tests.factories import DAY, HOUR
from tests.meetings.desk.giving import give
from tests.test_queries import queries
from tests.visitors import text, visitor


def results(session: Session, who: User) -> str:
    address = reverse("meetings:feedback_results", args=[session.meeting.slug, session.number])
    return text(visitor(who).get(address))


def numbers(page: str) -> list[int]:
    """What the drawings say."""
    return [int(n) for n in re.findall(r'<td class="number">(\d+)</td>', page)]


def test_under_five_answers_nothing_is_told_but_how_many(over: Session, ben: User) -> None:
    make.opinions(over, 4, useful=5, again="yes", took_home="Canary", better="Canary")
    page = results(over, ben)
    assert "4 answers so far; shown from 5 on" in page
    assert "Canary" not in page and 'class="bar"' not in page and "average" not in page
    assert numbers(page) == []


def test_from_five_answers_on_they_are_drawn(over: Session, ben: User) -> None:
    make.opinions(over, 4, useful=5, again="yes", took_home="Canary <b>words</b>")
    make.opinions(over, 1, useful=2, again="no", better="Shorter")
    page = results(over, ben)
    # Five to one, then yes, perhaps, no.
    assert numbers(page) == [4, 0, 0, 1, 0, 4, 0, 1]
    assert "Canary &lt;b&gt;words" in page and "<b>words" not in page
    assert "4.4 of 5 on average" in page


def test_a_question_that_few_answered_is_not_drawn(over: Session, ben: User) -> None:
    make.opinions(over, 5, took_home="Canary")
    make.opinions(over, 2, useful=1)
    make.opinions(over, 1, took_home="Canary")
    page = results(over, ben)
    assert "2 people answered this; shown from 5 on." in page
    assert numbers(page) == [] and "average" not in page


def test_no_total_tells_what_a_session_does_not_tell(over: Session, ben: User) -> None:
    """Take the sessions that are shown from the total: nothing is left of those that are not."""
    other, few = (make.session(over.meeting, starts_in=-2 * DAY) for _ in range(2))
    make.opinions(over, 8, useful=5)
    assert opinions.of_meeting(over.meeting) == []
    make.opinions(few, 4, useful=1, took_home="Canary")
    assert opinions.of_meeting(over.meeting) == []
    make.opinions(other, 5, useful=3)
    [total] = opinions.of_meeting(over.meeting)
    shown = [opinions.of_session(session)[0] for session in (over, other)]
    assert total.count == sum(one.count for one in shown) == 13
    drawn = [[bar.value for bar in one.useful.chart.bars] for one in (*shown, total)]
    assert [a + b for a, b in zip(drawn[0], drawn[1], strict=True)] == drawn[2]
    assert "Canary" not in str(total) and "Canary" not in results(over, ben)


@pytest.mark.parametrize("kind", ["session", "follow_up"])
def test_no_two_views_differ_by_fewer_than_three_answers(kind: str, over: Session) -> None:
    """Whoever looks after every single answer learns no more of one person than anybody else."""
    ago = make.now() - (3 * HOUR if kind == "session" else 33 * DAY)
    Session.objects.update(starts_at=ago - HOUR, ends_at=ago)
    Meeting.objects.update(follow_up_months=1)
    before, steps = set(), []
    for number in range(12):
        place = make.registration(over, make.person())
        place = Registration.objects.select_related("session__meeting").get(pk=place.pk)
        give(place, kind, took_home=f"{number}", again="yes")
        [told] = [one for one in opinions.of_session(place.session) if one.kind == kind]
        new = set(told.took_home) - before
        assert not new or len(new) >= 3
        assert told.count + told.waiting == number + 1
        assert not told.is_told or told.again.count == told.count == len(told.took_home)
        before |= new
        steps.append(len(told.took_home))
    assert steps == [0, 0, 0, 0, 5, 5, 5, 8, 8, 8, 11, 11]


def test_the_page_says_what_waits_and_why(over: Session, ben: User) -> None:
    make.opinions(over, 7, took_home="Canary")
    page = results(over, ben)
    assert page.count("Canary") == 5
    assert "2 more answers wait: new ones are shown at least 3 at a time" in page
    make.opinions(over, 1, took_home="Canary")
    page = results(over, ben)
    assert page.count("Canary") == 8 and "at a time" not in page


def test_a_total_adds_nothing_that_waits(over: Session) -> None:
    other = make.session(over.meeting, starts_in=-2 * DAY)
    for session in (over, other):
        make.opinions(session, 6, took_home="Canary")
    [total] = opinions.of_meeting(over.meeting)
    assert (total.count, total.waiting, len(total.took_home)) == (10, 0, 10)


def test_two_texts_of_one_person_do_not_stand_beside_each_other(over: Session) -> None:
    for number in range(12):
        give(make.registration(over, make.person()), took_home=f"{number}", better=f"{number}")
    [told] = opinions.of_session(over)
    assert sorted(told.took_home) == sorted(told.better)
    assert told.took_home != told.better


def test_nobody_else_sees_the_results(over: Session, eve: User, chidi: User) -> None:
    make.opinions(over, 6, took_home="Canary")
    for who in (None, eve, chidi):
        address = reverse("meetings:feedback_results", args=[over.meeting.slug, over.number])
        assert visitor(who).get(address).status_code == 404
    assert "Canary" not in text(visitor().get(over.meeting.get_absolute_url()))


def test_the_results_cost_the_same_however_many_answered(over: Session, ben: User) -> None:
    address = reverse("meetings:feedback_results", args=[over.meeting.slug, over.number])
    make.opinions(over, 1)
    assert queries(visitor(ben), address) == 8
    make.session(over.meeting, starts_in=-2 * DAY)
    make.opinions(over, 6)
    assert queries(visitor(ben), address) == 8
