"""Who is asked how it was, when, and how often."""

from typing import Any

import pytest

from meetings import actions, afterwards
from meetings.models import Digest, Meeting, Registration, Session
from members.models import User
from tests import factories as make
from tests.factories import HOUR
from tests.meetings.desk.giving import form, give
from vsn.outbox.models import Delivery


@pytest.fixture
def place(over: Session, dana: User) -> Registration:
    return make.registration(over, dana)


def ask_of(session: Session, hours: float) -> None:
    """It ended so many hours ago."""
    end = make.now() - hours * HOUR
    Session.objects.filter(pk=session.pk).update(starts_at=end - HOUR, ends_at=end)
    make.tick()


def asked() -> list[str]:
    return sorted(m.to[0] for m in make.mails_with("How was it for you?"))


def test_between_an_hour_and_a_day_afterwards_people_are_asked_once(
    over: Session, place: Registration
) -> None:
    ask_of(over, 0.5)
    assert asked() == []
    ask_of(over, 2)
    ask_of(over, 5)
    assert asked() == ["dana@example.org"]
    [mail] = make.mails("dana@example.org")
    assert form(place) in mail.body


def test_after_a_day_nobody_is_asked_any_more(over: Session, place: Registration) -> None:
    ask_of(over, 25)
    assert asked() == []


@pytest.mark.parametrize(
    "change",
    [
        lambda place: Registration.objects.update(attended=False),
        lambda place: give(place),
        lambda place: Meeting.objects.update(asks_feedback=False),
        lambda place: Session.objects.update(status="cancelled"),
        lambda place: make.exclude("dana@example.org"),
        lambda place: Registration.objects.update(status="cancelled"),
        lambda place: User.objects.filter(pk=place.person_id).update(muted_topics=["feedback"]),
    ],
    ids=["did not come", "said it", "not wanted", "cancelled", "excluded", "left", "muted"],
)
@pytest.mark.parametrize("when", ["before planning", "before sending"])
def test_who_is_not_asked(change: Any, when: str, over: Session, place: Registration) -> None:
    end = make.now() - 2 * HOUR
    Session.objects.filter(pk=over.pk).update(starts_at=end - HOUR, ends_at=end)
    if when == "before sending":
        afterwards.plan_feedback(make.now())
        assert Delivery.objects.filter(topic="feedback").count() == 1
    change(Registration.objects.select_related("session__meeting").get(pk=place.pk))
    make.tick()
    assert asked() == []


def test_planning_twice_is_planning_once(over: Session, place: Registration) -> None:
    ask_of(over, 2)
    for _ in range(2):
        afterwards.plan_feedback(make.now())
    assert Delivery.objects.filter(topic="feedback").count() == 1


def test_who_got_the_digest_is_not_written_to_again_on_the_same_day(
    over: Session, place: Registration, ben: User
) -> None:
    make.digest(over, by=ben)
    Session.objects.update(starts_at=make.now() - 2 * HOUR, ends_at=make.now() - HOUR / 2)
    actions.publish_digest(session=over, base=1, mail=True, by=ben, now=make.now())
    make.tick()
    ask_of(over, 3)
    [mail] = make.mails("dana@example.org")
    assert "How was it for you? A few questions" in mail.body


def test_who_got_the_digest_before_the_end_is_asked_all_the_same(
    over: Session, place: Registration, ben: User
) -> None:
    Session.objects.update(starts_at=make.now() - HOUR, ends_at=make.now() + HOUR / 4)
    make.digest(over, by=ben)
    actions.publish_digest(session=over, base=1, mail=True, by=ben, now=make.now())
    make.tick()
    assert "/feedback/" not in make.mails("dana@example.org")[0].body
    Delivery.objects.update(handed_over_at=make.now() - 3 * HOUR)
    ask_of(over, 2)
    assert asked() == ["dana@example.org"]


def test_who_was_asked_before_is_not_asked_by_the_digest(
    over: Session, place: Registration, ben: User
) -> None:
    ask_of(over, 2)
    make.digest(over, by=ben)
    actions.publish_digest(session=over, base=1, mail=True, by=ben, now=make.now())
    make.tick()
    assert Digest.objects.get().mailed_at
    assert "/feedback/" not in make.mails("dana@example.org")[-1].body
