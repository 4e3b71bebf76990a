"""What waits for a second pair of eyes: who is told, once, and who is not."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from learning_patterns import actions, concerned, overdue
from learning_patterns.content import complete
from learning_patterns.models import Pattern
from meetings.actions import forget_person
from members.models import User
from tests import factories
from tests.factories import DAY, HOUR, mails, now, tick
from tests.learning_patterns.making import edited, member, published
from tests.learning_patterns.telling import (
    ago,
    draft,
    in_review,
    leaves,
    publish,
    remark,
    subjects,
)
from vsn.outbox.models import Delivery

pytestmark = pytest.mark.django_db
WAITS = "1 learning pattern waits for a second pair of eyes"


def test_reviewers_hear_of_what_waits_in_one_message(chidi: User, hanna: User) -> None:
    in_review(chidi, title="One")
    in_review(chidi, ago(HOUR / 2), title="Two")
    tick()
    tick()
    (mail,) = mails()
    assert mail.to == [hanna.email] and "2 learning patterns" in mail.subject
    assert "One" in mail.body and "Two" in mail.body and "/patterns/review/" in mail.body


def test_what_has_just_come_is_gathered_for_an_hour(chidi: User, hanna: User) -> None:
    in_review(chidi, now())
    tick()
    assert not mails()


def test_a_further_save_is_no_news_and_another_pattern_is_told_the_next_day(
    chidi: User, hanna: User
) -> None:
    pattern = in_review(chidi, ago(30 * HOUR))
    overdue.plan_waiting(ago(26 * HOUR))
    edited(pattern, chidi, examples="Ours.")
    tick()
    assert len(mails()) == 1
    in_review(chidi, title="Another")
    tick()
    tick()
    assert len(mails()) == 2 and "2 learning patterns" in subjects(hanna)[-1]


def test_no_second_message_on_one_day(chidi: User, hanna: User) -> None:
    in_review(chidi, ago(5 * HOUR))
    at_noon = now().replace(hour=12)
    Delivery.objects.create(
        recipient=hanna, topic="pattern_waits", about_type="members.user", about_id=hanna.pk,
        cause=now().date().isoformat(), state="sent", created_at=ago(4 * HOUR), next_at=at_noon,
        not_after=at_noon,
    )  # fmt: skip
    in_review(chidi)
    tick()
    assert not mails()


def test_a_change_of_a_published_pattern_waits_too(chidi: User, hanna: User) -> None:
    pattern = published(chidi, hanna)
    changed = complete({**pattern.revisions.get().content, "problem": "Changed."})
    actions.save_revision(pattern=pattern, content=changed, base=1, by=chidi, now=ago())
    tick()
    assert WAITS in subjects(hanna) and WAITS not in subjects(chidi)


def test_who_never_looked_at_patterns_is_left_alone(chidi: User, hanna: User, ada: User) -> None:
    silent, gone = member("Silent"), member("Gone")
    draft(gone)
    leaves(gone)
    in_review(chidi)
    tick()
    assert [mail.to for mail in mails()] == [[hanna.email]]
    assert not mails(silent.email) and not mails(gone.email) and not mails(ada.email)


def test_an_old_reviewer_is_none_any_more(chidi: User, ada: User) -> None:
    draft(member("Long ago", email="long@example.org"), ago(400 * DAY))
    in_review(chidi)
    tick()
    assert [mail.to for mail in mails()] == [[ada.email]]


def test_where_nobody_else_looks_at_patterns_admins_do(chidi: User, ada: User) -> None:
    in_review(chidi)
    tick()
    assert [mail.to for mail in mails()] == [[ada.email]]


def test_nobody_who_is_shut_out_or_forgotten_hears_of_it(chidi: User, hanna: User) -> None:
    other = member("Other")
    draft(other)
    factories.exclude(hanna.email or "")
    forget_person(person=other, now=now())
    in_review(chidi)
    tick()
    assert not mails()


def test_what_was_published_meanwhile_waits_no_more(chidi: User, hanna: User) -> None:
    pattern = in_review(chidi)
    overdue.plan_waiting(now())
    publish(pattern, hanna)
    tick()
    assert WAITS not in subjects(hanna)
    tick()
    assert Delivery.objects.filter(topic="pattern_waits").count() == 1


def test_whoever_adds_to_it_meanwhile_is_not_asked_to_look(chidi: User, hanna: User) -> None:
    pattern = in_review(chidi)
    overdue.plan_waiting(now())
    edited(pattern, hanna, examples="Hers.")
    tick()
    assert not mails(hanna.email)


def test_several_planners_at_once_owe_one_message(chidi: User, hanna: User) -> None:
    in_review(chidi)
    for _ in range(3):
        overdue.plan_waiting(now())
    assert Delivery.objects.get(topic="pattern_waits").recipient == hanna


def test_the_control_a_cause_of_the_moment_owes_twice(chidi: User, hanna: User) -> None:
    """What a planner without a cause of the day would do; the message asks once more even so."""
    in_review(chidi)
    for _ in range(2):
        moment = now()
        for one in concerned.waiting(moment):
            concerned.owe("pattern_waits", one, to=[one.pk], cause=str(moment), now=moment)
    assert Delivery.objects.filter(topic="pattern_waits").count() == 2
    tick()
    assert subjects(hanna) == [WAITS]


def test_a_pattern_of_which_nothing_is_known_stops_nobody(chidi: User, hanna: User) -> None:
    """Its times are unknown: it was stored in no way that the portal has."""
    Pattern.objects.create(slug="odd", title="Odd", status="in_review", problem="P", solution="S")
    in_review(chidi)
    tick()
    assert "2 learning patterns" in subjects(hanna)[0]


@pytest.mark.django_db(transaction=True)
def test_planners_side_by_side_owe_one_message(policy: object) -> None:
    chidi, hanna = member(), member()
    draft(hanna)
    in_review(chidi)
    remark(draft(chidi), hanna)
    moment = now()

    def plan(_: int) -> None:
        try:
            for planner in overdue.PLANNERS:
                planner(moment)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(plan, range(4)))
    owed = sorted(Delivery.objects.values_list("topic", "recipient"))
    assert owed == [("pattern_remarked", chidi.pk), ("pattern_waits", hanna.pk)]
