"""Remarks and patterns that were sent back: who is told, once, and who is not."""

import pytest

from learning_patterns import actions, overdue
from meetings.actions import forget_person
from members.models import User
from tests.factories import DAY, HOUR, exclude, mails, now, tick
from tests.learning_patterns.making import edited, member
from tests.learning_patterns.telling import (
    ago,
    draft,
    in_review,
    leaves,
    publish,
    remark,
    send_back,
)
from vsn.outbox.models import Delivery

pytestmark = pytest.mark.django_db


def test_who_wrote_it_hears_what_should_change(chidi: User, hanna: User) -> None:
    other = member("Other")
    pattern = edited(in_review(chidi), other, examples="Theirs.")
    send_back(pattern, hanna)
    tick()
    tick()
    for person in (chidi, other):
        (mail,) = mails(person.email)
        assert "Say how long it takes." in mail.body and "Hanna" in mail.body
        assert "should change" in mail.subject
    assert not mails(hanna.email)
    stored = str(list(Delivery.objects.values()))
    assert "Say how long" not in stored


def test_sent_back_and_mended_before_the_message_left(chidi: User, hanna: User) -> None:
    pattern = send_back(in_review(chidi), hanna)
    actions.ask_review(pattern=pattern, by=chidi, now=now())
    tick()
    assert not mails(chidi.email)


def test_a_remark_that_is_done_is_not_sent(chidi: User, hanna: User) -> None:
    pattern = send_back(in_review(chidi), hanna)
    actions.settle(remark=pattern.remarks.get(), by=chidi, now=now())
    tick()
    assert not mails(chidi.email)


def test_who_lost_access_hears_nothing_of_drafts(chidi: User, hanna: User) -> None:
    other = member("Other")
    pattern = edited(in_review(chidi), other, examples="Theirs.")
    send_back(pattern, hanna)
    leaves(other)
    leaves(chidi)
    tick()
    assert not mails(other.email)
    assert mails(chidi.email)  # who started it still sees it


def test_sent_back_twice_is_told_twice(chidi: User, hanna: User) -> None:
    pattern = send_back(in_review(chidi), hanna)
    tick()
    pattern = actions.ask_review(pattern=pattern, by=chidi, now=now())
    send_back(pattern, hanna, "Once more.")
    tick()
    assert len(mails(chidi.email)) == 2 and "Once more." in mails()[-1].body


# --- Remarks -------------------------------------------------------------------------------------


def test_remarks_are_gathered_in_one_message(chidi: User, hanna: User) -> None:
    pattern = draft(chidi)
    remark(pattern, hanna, "First.", quote="Name one person")
    remark(pattern, hanna, "Second.", at=ago(HOUR / 2))
    tick()
    tick()
    (mail,) = mails(chidi.email)
    assert "First." in mail.body and "Second." in mail.body and "Name one person" in mail.body
    assert not mails(hanna.email)


def test_further_remarks_of_one_day_are_told_the_next(chidi: User, hanna: User) -> None:
    noon = (now() - DAY).replace(hour=12)
    pattern = draft(chidi, noon)
    owed = Delivery.objects.filter(topic="pattern_remarked")
    remark(pattern, hanna, "First.", at=noon)
    overdue.plan_remarks(noon + 2 * HOUR)
    remark(pattern, hanna, "Second.", at=noon + 3 * HOUR)
    overdue.plan_remarks(noon + 5 * HOUR)
    assert owed.count() == 1
    overdue.plan_remarks(noon + 21 * HOUR)
    overdue.plan_remarks(noon + 23 * HOUR)
    assert owed.count() == 2


def test_what_was_said_when_it_was_sent_back_is_not_said_again(chidi: User, hanna: User) -> None:
    pattern = in_review(chidi, ago(5 * HOUR))
    actions.send_back(pattern=pattern, text="Say more.", by=hanna, now=ago(3 * HOUR))
    tick()
    tick()
    assert len(mails(chidi.email)) == 1


def test_a_remark_of_ones_own_is_told_to_the_others_only(chidi: User, hanna: User) -> None:
    pattern = edited(draft(chidi), hanna, examples="Hers.")
    remark(pattern, chidi)
    tick()
    assert mails(hanna.email) and not mails(chidi.email)


def test_who_cannot_see_the_text_is_not_told_what_is_said_of_it(chidi: User, hanna: User) -> None:
    """Chidi started it, and has left since it was published: its next text is not for them. Rosa
    has left too, after writing it. No row is made for either, turn after turn."""
    rosa = member("Rosa", email="rosa@example.org")
    pattern = edited(publish(in_review(chidi), hanna), rosa, problem="For members' eyes.")
    leaves(chidi)
    leaves(rosa)
    remark(pattern, hanna)
    tick()
    tick()
    assert not [m for m in mails() if "Remarks" in m.subject]
    assert not Delivery.objects.filter(topic="pattern_remarked").exists()


@pytest.mark.parametrize("when", ["before it is owed", "meanwhile"])
def test_what_somebody_said_who_was_shut_out_since_is_left_out(
    when: str, chidi: User, hanna: User
) -> None:
    """Where nothing else was said, there is nothing to tell."""
    mallory = member(email="mallory@example.org")
    alone, beside = draft(chidi, title="Alone"), draft(chidi, title="Beside")
    remark(alone, mallory, "Words that hurt.")
    remark(beside, mallory, "Words that hurt.")
    remark(beside, hanna, "Words that help.")
    if when == "meanwhile":
        overdue.plan_remarks(now())
    exclude("mallory@example.org")
    tick()
    (mail,) = mails(chidi.email)
    assert "Beside" in mail.body and "Words that help." in mail.body
    assert "Words that hurt." not in mail.body


@pytest.mark.parametrize("what", ["settled", "published", "archived", "forgotten"])
def test_remarks_that_are_no_news_any_more(what: str, chidi: User, hanna: User) -> None:
    pattern = in_review(chidi)
    remark(pattern, hanna)
    overdue.plan_remarks(now())
    if what == "settled":
        actions.settle(remark=pattern.remarks.get(), by=hanna, now=now())
    elif what == "published":
        publish(pattern, hanna)
    elif what == "archived":
        actions.archive(pattern=pattern, by=hanna, now=now())
    else:
        forget_person(person=chidi, now=now())
    tick()
    assert not [m for m in mails("chidi@example.org") if "Remarks" in m.subject]
