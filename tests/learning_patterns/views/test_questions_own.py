"""The page of who asked, and what one may type into the addresses of questions."""

import pytest

from learning_patterns import actions
from learning_patterns.models import Question, Trial
from meetings.models import Meeting
from members.models import User
from tests import factories
from tests.factories import HOUR
from tests.learning_patterns.asking import (
    HALF_A_YEAR,
    answered,
    closed,
    fresh,
    over,
    question,
)
from tests.learning_patterns.making import member
from tests.visitors import text, visitor

pytestmark = pytest.mark.django_db
LIST = "/patterns/questions/"


def test_the_page_of_who_asked_is_kept_from_everybody_else(dana: User, meeting: Meeting) -> None:
    one = question(dana, session=over(meeting, dana))
    answer = visitor().get(one.own_path)
    assert answer.status_code == 200 and "noindex" in text(answer)
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Referrer-Policy"] == "same-origin"
    for wrong in (one.handle, f"{one.handle}-{'a' * 24}", question().key[:14] + one.key[14:]):
        assert visitor().get(f"/patterns/asked/{wrong}/").status_code == 404
        for act in ("correct", "close", "reopen", "told"):
            assert visitor().post(f"/patterns/asked/{wrong}/{act}/").status_code == 404
    # A key of a place is none of a question.
    place = factories.registration(over(), dana)
    assert visitor().get(f"/patterns/asked/{place.key}/").status_code == 404


def test_looking_changes_nothing(chidi: User) -> None:
    for one in (question(chidi), answered(chidi, ago=HALF_A_YEAR), closed(chidi)):
        before = Question.objects.filter(pk=one.pk).values().get()
        for address in (one.own_path, one.get_absolute_url()):
            visitor().get(address)
        assert Question.objects.filter(pk=one.pk).values().get() == before


def test_who_asked_corrects_closes_and_opens_again_without_signing_in(chidi: User) -> None:
    one, client = question(chidi), visitor()
    sent = {"text": "Why, then?", "language": "en", "shows_name": "on"}
    client.post(f"{one.own_path}correct/", sent)
    assert (fresh(one).text, fresh(one).shows_name) == ("Why, then?", True)
    client.post(f"{one.own_path}close/", {"why": "Found it."})
    assert fresh(one).status == "closed" and "Found it." in text(client.get(one.own_path))
    client.post(f"{one.own_path}reopen/")
    assert fresh(one).status == "open"
    actions.take(question=one, by=member(), now=factories.now())
    answer = client.post(f"{one.own_path}correct/", sent | {"text": "Never?"})
    assert answer.status_code == 422 and "Somebody works on it already" in text(answer)
    assert fresh(one).text == "Why, then?"


def test_what_stuck_is_asked_half_a_year_later(dana: User, meeting: Meeting) -> None:
    session = over(meeting, dana)
    early = answered(dana, session=session, ago=HALF_A_YEAR - HOUR)
    assert "we ask you once what came of it" in text(visitor().get(early.own_path))
    one = answered(dana, session=session, ago=HALF_A_YEAR)
    address = f"{one.own_path}told/"
    sent = {"stuck": "worked", "with_name": "on"}
    page = text(visitor().post(address, sent))
    assert "Please say where" in page and "Please say what happened" in page
    sent |= {"place": "Accra", "text": "Three came back."}
    assert visitor().post(address, sent).status_code == 302
    assert Trial.objects.get().person == dana
    assert "Three came back." in text(visitor().get(one.pattern.get_absolute_url()))
    assert "with your name" in text(visitor().get(one.own_path))


def test_whom_no_message_reaches_is_told_to_keep_the_address(policy: object) -> None:
    nobody = factories.unreachable()
    factories.membership(nobody)
    page = text(visitor().get(question(nobody).own_path))
    assert "Keep the address of this page" in page and "We tell you" not in page
    assert "Keep the address of this page" not in text(visitor().get(question().own_path))


def test_no_name_is_offered_with_a_pattern_that_is_gone(chidi: User) -> None:
    one = answered(chidi, ago=HALF_A_YEAR)
    actions.archive(pattern=one.pattern, by=member(), now=factories.now())
    assert "with_name" not in text(visitor().get(one.own_path))
    assert visitor().post(f"{one.own_path}told/", {"stuck": "worked"}).status_code == 302


HOSTILE = ("%00", "%F0%9F", "x" * 3000, "..%2F", "١٢", "-")


def test_addresses_take_everything(chidi: User) -> None:
    client = visitor(chidi)
    for word in HOSTILE:
        for address in (
            f"/patterns/questions/{word}/", f"/patterns/asked/{word}/", f"/place/{word}/question/",
            f"/patterns/questions/?status={word}&page={word}", f"/patterns/new/?question={word}",
            f"/patterns/questions/new/?session={word}", f"/patterns/questions/{word}/take/",
        ):  # fmt: skip
            assert client.get(address).status_code in (200, 404, 405), address
            assert client.post(address).status_code in (200, 404, 405, 422), address
