"""What a facilitator asks on the sign-up form, and where the answers are."""

import pytest
from django.test import Client
from django.urls import reverse

from meetings import actions
from meetings.models import Meeting, Registration
from members.models import User
from tests import factories as make
from tests.visitors import text, visitor

ASKED = ["Which topic do you bring?", "What do you <need>?"]


@pytest.fixture
def asking(meeting: Meeting) -> Meeting:
    meeting.questions = ASKED
    meeting.save()
    make.session(meeting)
    make.session(meeting)
    return meeting


def sign_up(client: Client, to: Meeting, **more: str) -> str:
    form = {"name": "Fay", "visibility": "name", "policy": "on", "reach": "fay@example.org", **more}
    answer = client.post(reverse("meetings:sign_up", args=[to.slug, 1]), form)
    return str(answer.status_code) if answer.status_code == 302 else text(answer)


def test_the_questions_are_asked_and_may_be_left_open(asking: Meeting, chidi: User) -> None:
    page = text(visitor().get(reverse("meetings:sign_up", args=[asking.slug, 1])))
    assert ASKED[0] in page and "What do you &lt;need&gt;?" in page
    assert sign_up(visitor(chidi), asking) == "302"
    assert Registration.objects.get(person=chidi).answers == []


@pytest.mark.parametrize("who", ["member", "stranger"])
def test_question_and_answer_are_kept_as_they_were_worded(
    who: str, asking: Meeting, chidi: User
) -> None:
    client = visitor(chidi if who == "member" else None)
    assert sign_up(client, asking, answer_0="Burnout", answer_1="  ") == "302"
    Meeting.objects.filter(pk=asking.pk).update(questions=["Something else?"])
    assert Registration.objects.get().answers == [[ASKED[0], "Burnout"]]


def test_an_answer_has_its_length_and_stays_when_something_else_is_wrong(
    asking: Meeting, chidi: User
) -> None:
    page = sign_up(visitor(chidi), asking, answer_0="x" * 501)
    assert "at most 500 characters" in page and "x" * 501 in page
    assert "Burnout" in sign_up(visitor(chidi), asking, answer_0="Burnout", name="")
    assert not Registration.objects.exists()


def test_nobody_answers_what_was_not_asked(meeting: Meeting, chidi: User) -> None:
    make.session(meeting)
    assert sign_up(visitor(chidi), meeting, answer_0="Burnout", answer_7="x") == "302"
    assert Registration.objects.get().answers == []


def test_the_answers_go_along_when_somebody_moves(asking: Meeting, chidi: User) -> None:
    sign_up(visitor(chidi), asking, answer_0="Burnout")
    old = Registration.objects.get(person=chidi)
    new = actions.move(registration=old, to=asking.sessions.get(number=2), now=make.now())
    assert Registration.objects.get(pk=new.pk).answers == [[ASKED[0], "Burnout"]]


def test_the_answers_stand_on_no_public_page_and_go_with_the_person(
    asking: Meeting, chidi: User, eve: User
) -> None:
    sign_up(visitor(chidi), asking, answer_0="Burnout")
    for who in (None, eve):
        assert "Burnout" not in text(visitor(who).get(asking.get_absolute_url()))
    actions.forget_person(person=chidi, now=make.now())
    assert Registration.objects.get().answers == []
