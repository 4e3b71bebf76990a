"""When it is forgotten who asked, and who is known until then."""

from functools import partial
from typing import Any

import pytest

from learning_patterns import actions
from learning_patterns.models import Question, Remark, Tie, Unsaved
from learning_patterns.tasks import keep
from meetings.actions import adopt, forget_at_wish, forget_inactive
from meetings.models import Meeting, Registration
from members import holdings
from members.models import User
from members.rules import Refused
from tests import factories
from tests.factories import DAY
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
from tests.meetings.actions.side_by_side import while_held
from tests.visitors import visitor
from vsn.outbox.models import Delivery

pytestmark = pytest.mark.django_db


def a_year_ago(one: Question) -> Question:
    Question.objects.filter(pk=one.pk).update(settled_at=factories.now() - 365 * DAY)
    return one


def test_a_year_after_the_end_nobody_knows_who_asked(
    ben: User, dana: User, meeting: Meeting
) -> None:
    session = over(meeting, dana)
    done = a_year_ago(answered(dana, session=session))
    shut = a_year_ago(
        actions.close(
            question=question(ben, asker=dana, session=session), why="-", by=ben,
            now=factories.now(),
        )
    )  # fmt: skip
    lately, still_open = closed(dana, session=session), question(dana, session=session)
    old = factories.now() - 800 * DAY
    Question.objects.filter(pk=still_open.pk).update(asked_at=old)
    for _hour in range(2):
        keep()
    for one in (done, shut):
        assert fresh(one).asked_by is fresh(one).posted_by is None
    assert fresh(lately).asked_by == fresh(still_open).asked_by == dana
    gone = visitor().get(done.own_path)
    assert gone.status_code == 410 and visitor().get(done.get_absolute_url()).status_code == 200


def asked_ago(by: User, days: int, **fields: Any) -> Question:
    one = question(by, **fields)
    Question.objects.filter(pk=one.pk).update(asked_at=factories.now() - days * DAY)
    return one


def light(meeting: Meeting, *, days: int = 120) -> tuple[User, Any]:
    """Somebody whose last session lies so long back."""
    now = factories.now()
    who = factories.person("dana@example.org", name="Dana", date_joined=now - 400 * DAY)
    return who, over(meeting, who, starts_in=-days * DAY)


@pytest.mark.parametrize(
    ("make", "kept"),
    [
        (question, True),
        (lambda by, **f: asked_ago(by, 364, **f), True),
        # Nobody waits without end.
        (lambda by, **f: asked_ago(by, 366, **f), False),
        (taken, True),
        (in_work, True),
        (closed, False),
        (answered, True),
        (lambda by, **f: answered(by, ago=212 * DAY, **f), True),
        (lambda by, **f: answered(by, ago=214 * DAY, **f), False),
    ],
)
def test_who_waits_for_an_answer_is_not_forgotten_before(
    make: Any, kept: bool, meeting: Meeting
) -> None:
    dana, session = light(meeting)
    make(dana, session=session)
    assert forget_inactive(factories.now()) == (not kept)
    assert User.objects.filter(pk=dana.pk).exists() == kept


def test_who_has_told_or_never_asked_is_forgotten_as_ever(meeting: Meeting) -> None:
    dana, session = light(meeting)
    one = answered(dana, session=session, ago=HALF_A_YEAR)
    assert forget_inactive(factories.now()) == 0
    actions.tell_stuck(
        question=one, stuck="failed", text="", place="", by=dana, now=factories.now()
    )
    assert forget_inactive(factories.now()) == 1
    assert (fresh(one).asked_by, fresh(one).stuck) == (None, "failed")


def test_at_their_own_wish_they_are_forgotten_at_once(dana: User, meeting: Meeting) -> None:
    one = question(dana, session=over(meeting, dana), shows_name=True)
    forget_at_wish(person=dana, now=factories.now())
    assert fresh(one).asked_by is None and fresh(one).status == "open"
    page = visitor().get(one.get_absolute_url()).content.decode()
    assert one.text in page and "a participant" in page and "Dana" not in page
    assert visitor().get(one.own_path).status_code == 410


def test_what_they_told_goes_but_how_it_went_stays(dana: User, meeting: Meeting) -> None:
    one = answered(dana, session=over(meeting, dana), ago=HALF_A_YEAR)
    now, said = factories.now(), {"stuck": "failed", "text": "My aunt was ill.", "place": "Ulm"}
    actions.tell_stuck(question=one, by=dana, now=now, **said)
    forget_at_wish(person=dana, now=now)
    left = fresh(one)
    assert (left.stuck, left.stuck_text, left.stuck_place) == ("failed", "", "")


def test_they_see_what_is_held_and_what_becomes_of_it(dana: User, meeting: Meeting) -> None:
    question(dana, session=over(meeting, dana))
    (row,) = holdings.sections["questions"].rows(dana)
    assert row["status"] == "open" and row["question"]
    taken(taker=(chidi := member()))
    assert len(holdings.sections["questions_taken"].rows(chidi)) == 1


def test_two_who_turn_out_to_be_one_keep_the_question(dana: User, meeting: Meeting) -> None:
    one = question(dana, session=over(meeting, dana))
    owner = member()
    adopt(owner=owner, light=dana, now=factories.now())
    assert fresh(one).asked_by == owner and visitor().get(one.own_path).status_code == 200
    assert subjects_of(taken_by_somebody(one), owner) == ["question_taken"]
    assert Registration.objects.filter(person=owner).exists()


def taken_by_somebody(one: Question) -> Question:
    return actions.take(question=one, by=member(), now=factories.now())


def subjects_of(one: Question, person: User) -> list[str]:
    told = Delivery.objects.filter(about_id=one.pk, recipient=person)
    return list(told.values_list("topic", flat=True))


def test_whatever_else_was_theirs_goes_along(
    ben: User, dana: User, eve: User, meeting: Meeting
) -> None:
    """What Dana wrote down for others, took up, tied, said and typed while she ran the meeting."""
    meeting.facilitations.create(person=dana)
    now, session = factories.now(), over(meeting)
    posted = question(dana, heard=True, session=session)
    held = taken()
    Question.objects.filter(pk=held.pk).update(taken_by=dana)
    actions.tie(pattern=published(), meeting=meeting, by=dana, now=now)
    remark = Remark.objects.create(
        pattern=draft(member()), number=1, text="Say more.", author=dana, at=now
    )
    owner = member()
    for person, page in ((dana, "/a/"), (dana, "/b/"), (owner, "/b/")):
        actions.keep_unsaved(person=person, page=page, data={"text": [str(person)]}, now=now)
    adopt(owner=owner, light=dana, now=now)
    assert fresh(posted).posted_by == fresh(held).taken_by == owner
    assert Tie.objects.get().by == Remark.objects.get(pk=remark.pk).author == owner
    mine = Unsaved.objects.filter(person=owner).order_by("page")
    assert [(one.page, one.data["text"]) for one in mine] == [
        ("/a/", [str(dana)]),
        ("/b/", [str(owner)]),  # of two the one that they typed here
    ]


@pytest.mark.parametrize("going", ["forgotten", "merged"])
@pytest.mark.django_db(transaction=True)
def test_taken_up_while_who_asked_goes(
    going: str, dana: User, policy: object, meeting: Meeting
) -> None:
    """Whoever takes it up holds the question and tells who asked; who goes waits for that."""
    one, taker, owner = question(dana, session=over(meeting, dana)), member(), member()
    now = factories.now()
    leave = (
        partial(forget_at_wish, person=dana, now=now)
        if going == "forgotten"
        else partial(adopt, owner=owner, light=dana, now=now)
    )
    while_held(one, partial(actions.take, question=one, by=taker, now=now), leave)
    told = fresh(one)
    assert told.taken_by == taker
    assert told.asked_by == (None if going == "forgotten" else owner)


def test_who_is_gone_by_the_time_asks_nothing(dana: User, meeting: Meeting) -> None:
    session = over(meeting, dana)
    stale = User.objects.get(pk=dana.pk)
    adopt(owner=member(), light=dana, now=factories.now())
    with pytest.raises(Refused, match="gone"):
        question(stale, session=session)
