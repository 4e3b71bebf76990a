"""Published, tried, switched off: what authors are told, once, and what not."""

import pytest

from learning_patterns import actions, overdue
from meetings.actions import forget_person
from members.actions.accounts import save_settings
from members.models import User
from members.rules import kinds_for
from tests import factories
from tests.factories import mails, now, tick
from tests.learning_patterns.making import edited, member, published
from tests.learning_patterns.telling import (
    draft,
    due,
    in_review,
    leaves,
    moves_on,
    mutes,
    publish,
    remark,
    send_back,
    tell_trial,
    translated,
)
from vsn.outbox.models import Delivery

pytestmark = pytest.mark.django_db


def test_who_wrote_it_hears_that_it_is_published(chidi: User, hanna: User) -> None:
    pattern = publish(in_review(chidi, title="One person each"), hanna)
    tick()
    tick()
    (mail,) = mails()
    assert mail.to == [chidi.email] and pattern.get_absolute_url() in mail.body


def test_only_who_wrote_the_change_hears_that_it_is_published(chidi: User, hanna: User) -> None:
    pattern = published(chidi, hanna)
    tick()
    other = member("Other")
    publish(edited(pattern, other, problem="Changed."), hanna)
    tick()
    assert len(mails(chidi.email)) == 1 and len(mails(other.email)) == 1


def test_published_and_archived_before_the_message_left(chidi: User, hanna: User) -> None:
    actions.archive(pattern=publish(in_review(chidi), hanna), by=hanna, now=now())
    tick()
    assert not mails()


def test_only_who_will_hear_of_trials_is_promised_so(chidi: User, hanna: User) -> None:
    other = member("Other")
    pattern = publish(in_review(chidi), hanna)
    tick()
    publish(edited(pattern, other, problem="Changed."), hanna)
    tick()
    promise = "you hear of it"
    assert promise in mails(chidi.email)[0].body and promise not in mails(other.email)[0].body


# --- Tried ---------------------------------------------------------------------------------------


def test_the_author_hears_how_it_went_once(chidi: User, ben: User) -> None:
    pattern = published(chidi)
    tell_trial(pattern, ben)
    tick()
    tell_trial(pattern, ben, "Now all of them.")
    actions.withdraw_trial(pattern=pattern, by=ben, now=now())
    tell_trial(pattern, ben, "Again.")
    tick()
    mail = next(m for m in mails(chidi.email) if "tried" in m.subject)
    assert "Ben" in mail.body and "Accra" in mail.body and "Half of them stayed." in mail.body
    assert len([m for m in mails() if "tried" in m.subject]) == 1
    assert (ben.email or "") not in mail.body


def test_what_was_taken_back_is_not_told(chidi: User, ben: User) -> None:
    pattern = published(chidi)
    tell_trial(pattern, ben)
    actions.withdraw_trial(pattern=pattern, by=ben, now=now())
    tick()
    assert not [m for m in mails() if "tried" in m.subject]


def test_who_was_shut_out_since_reaches_nobodys_mailbox(chidi: User, ben: User) -> None:
    tell_trial(published(chidi), ben, "Words that hurt.")
    factories.exclude(ben.email or "")
    tick()
    assert not [m for m in mails() if "tried" in m.subject]


def test_who_is_forgotten_is_named_no_more(chidi: User, ben: User) -> None:
    tell_trial(published(chidi), ben)
    forget_person(person=ben, now=now())
    tick()
    mail = next(m for m in mails(chidi.email) if "tried" in m.subject)
    assert "Ben" not in mail.body


def test_ones_own_trial_is_no_news(chidi: User) -> None:
    tell_trial(published(chidi), chidi)
    tick()
    assert not [m for m in mails(chidi.email) if "tried" in m.subject]


# --- What somebody does not want -----------------------------------------------------------------


@pytest.mark.parametrize("topic", [
    "pattern_waits", "pattern_sent_back", "pattern_remarked", "pattern_published",
    "pattern_tried", "pattern_due", "pattern_behind",
])  # fmt: skip
@pytest.mark.parametrize("when", ["before", "meanwhile"])
def test_each_kind_can_be_switched_off(topic: str, when: str, chidi: User, hanna: User) -> None:
    """Before it is owed: then there is not even a row. After that: the row is moot."""
    to = hanna if topic == "pattern_waits" else chidi
    if when == "before":
        mutes(to, topic)
    _provoke(topic, chidi, hanna)
    assert Delivery.objects.filter(topic=topic, recipient=to).exists() == (when == "meanwhile")
    mutes(to, topic)
    tick()
    assert not Delivery.objects.filter(topic=topic, state="sent").exists()
    tick()
    assert Delivery.objects.filter(topic=topic).count() == (when == "meanwhile")


def _provoke(topic: str, chidi: User, hanna: User) -> None:
    if topic == "pattern_waits":
        in_review(chidi)
    elif topic == "pattern_sent_back":
        send_back(in_review(chidi), hanna)
    elif topic == "pattern_remarked":
        remark(draft(chidi), hanna)
    elif topic == "pattern_published":
        published(chidi, hanna)
    elif topic == "pattern_tried":
        tell_trial(published(chidi, hanna), hanna)
    elif topic == "pattern_due":
        due(chidi, hanna)
    else:
        original = published(hanna)
        translated(original, chidi)
        moves_on(original, hanna, member())
    for planner in overdue.PLANNERS:
        planner(now())


def test_only_who_writes_patterns_is_asked_about_such_messages(chidi: User, dana: User) -> None:
    """Once they wrote one they are, member or not; what they could not see stays as it was."""

    def offered(person: User) -> set[str]:
        return {kind.topic for kind in kinds_for(User.objects.get(pk=person.pk))}

    mutes(dana, "pattern_due")
    dana.refresh_from_db()
    assert set(overdue.ABOUT_REMARKS) <= offered(chidi)
    assert not {topic for topic in offered(dana) if topic.startswith("pattern_")}
    save_settings(
        person=dana, preferred_route="email", time_zone="", language="", wanted=[], now=now()
    )
    muted = {topic for topic in dana.muted_topics if topic.startswith("pattern_")}
    assert muted == {"pattern_due"}
    draft(chidi)
    leaves(chidi)
    assert "pattern_published" in offered(chidi)
