"""Reminding, sending again, and two facilitators who do it at once."""

from typing import Any

import pytest
from django.utils import timezone

from meetings import actions, links
from meetings.models import Registration, Session
from members.models import User
from members.rules import Refused
from tests import factories as make
from tests.factories import DAY, HOUR, LINK
from tests.meetings.desk.acting import Status, act, again, first_reasons, subjects
from vsn.outbox.models import Delivery

pytestmark = pytest.mark.django_db


# --- Reminding and sending again -----------------------------------------------------------------


def test_reminding_asks_once_a_day(session: Session, dana: User) -> None:
    place = make.registration(session, dana)
    make.tick()
    assert first_reasons(act("remind_places", session, place)) == ["lately"]
    Delivery.objects.update(created_at=timezone.now() - DAY - HOUR)
    assert act("remind_places", session, place).done
    make.tick()
    asked = [s for s in subjects("dana@example.org") if "safe space policy" in s]
    assert len(asked) == 2
    ben = make.person(name="Ben the other")
    [(_place, no)] = act("remind_places", session, place, by=ben).left
    assert "was reminded by Some admin" in str(no)
    assert Delivery.objects.filter(topic="acknowledge", state="sent").count() == 2


def test_a_reminder_is_dropped_when_it_was_done_meanwhile(session: Session, dana: User) -> None:
    place = make.registration(session, dana)
    assert act("remind_places", session, place).done
    actions.acknowledge_for(registration=place, now=timezone.now())
    make.tick()
    assert Delivery.objects.get(topic="acknowledge").state == "moot"


def test_who_did_not_confirm_is_asked_again(session: Session) -> None:
    place = make.sign_up_stranger("fay@example.org", session)
    make.tick()
    assert first_reasons(act("remind_places", session, place)) == ["lately"]
    Delivery.objects.update(created_at=timezone.now() - 2 * DAY)
    assert act("remind_places", session, place).done
    make.tick()
    assert subjects("fay@example.org").count("Please confirm") == 2


def test_nobody_else_is_reminded(session: Session, dana: User) -> None:
    done = make.sign_up(dana, session)
    una = make.registration(session, make.unreachable())
    out = make.person()
    shut_out = make.registration(session, out)
    make.exclude(out.email)
    outcome = act("remind_places", session, done, una, shut_out)
    assert sorted(first_reasons(outcome)) == ["no_need", "no_need", "unreachable"]
    assert not outcome.done


def test_the_link_is_sent_again_to_who_may_have_it_and_not_too_often(
    session: Session, dana: User
) -> None:
    soon = make.session(session.meeting, starts_in=HOUR / 2, link=LINK)
    place = make.sign_up(dana, soon)
    waits = make.registration(soon, make.person())
    make.tick()
    assert len(make.mails_with(LINK, "dana@example.org")) == 1
    assert first_reasons(act("send_link_again", soon, place)) == ["lately"]
    for number in range(4):
        Delivery.objects.update(settled_at=timezone.now() - HOUR, created_at=timezone.now() - HOUR)
        outcome = act("send_link_again", soon, place, waits)
        make.tick()
        assert len(make.mails_with(LINK, "dana@example.org")) == min(number + 2, 4)
        assert first_reasons(outcome)[-1] == "not_entitled"
    assert first_reasons(outcome) == ["often", "not_entitled"]
    # And the planner sees nothing new in it.
    rows = Delivery.objects.count()
    links.plan(timezone.now())
    assert Delivery.objects.count() == rows


def test_what_failed_is_tried_again(session: Session, dana: User) -> None:
    soon = make.session(session.meeting, starts_in=HOUR / 2, link=LINK)
    place = make.sign_up(dana, soon)
    links.plan(timezone.now())
    link = Delivery.objects.filter(topic="link")
    link.update(state="failed", reason="the mail server refused it (550)", settled_at=make.now())
    assert act("send_link_again", soon, place).done
    make.tick()
    assert link.get().state == "sent"
    assert len(make.mails_with(LINK, "dana@example.org")) == 1


def test_nothing_is_sent_again_before_the_link_is_out(place: Registration) -> None:
    make.give_link(place.session)
    with pytest.raises(Refused):
        act("send_link_again", place.session, place)
    assert not Delivery.objects.filter(topic="link").exists()


def test_an_old_link_is_not_sent_again_once_it_changed(session: Session, dana: User) -> None:
    soon = make.session(session.meeting, starts_in=HOUR / 2, link=LINK)
    place = make.sign_up(dana, soon)
    make.tick()
    Delivery.objects.update(settled_at=timezone.now() - HOUR)
    act("send_link_again", soon, place)
    make.give_link(soon, make.NEW_LINK)
    make.tick()
    assert len(make.mails_with(LINK, "dana@example.org")) == 1
    assert len(make.mails_with(make.NEW_LINK, "dana@example.org")) == 1


# --- Two facilitators ----------------------------------------------------------------------------


def test_who_comes_second_is_told_what_the_first_did(place: Registration, other: Session) -> None:
    seen, ben = timezone.now(), make.person(name="Ben the first")
    act("remove_places", place.session, place, by=ben)
    for what, more in (("remove_places", {}), ("move_places", {"to": other}), ("put_first", {})):
        [(_place, no)] = act(what, place.session, place, seen=seen, **more).left
        assert str(no).startswith("Dana was taken off the list by Ben the first at ")
    assert Delivery.objects.filter(topic="place_cancelled").count() == 1
    assert again(place).key_revision == 1


def test_what_was_done_and_undone_since_is_seen_first(place: Registration) -> None:
    seen, ben = timezone.now(), make.person(name="Ben the first")
    first = act("remove_places", place.session, place, by=ben)
    actions.undo_act(act=first.act, by=ben, now=timezone.now())
    [(_place, no)] = act("remove_places", place.session, again(place), seen=seen).left
    assert "was put back by Ben the first" in str(no)
    assert again(place).status == Status.REGISTERED
    # Having seen that, they may.
    assert act("remove_places", place.session, again(place), seen=timezone.now()).done


def test_ones_own_acts_hold_nobody_up(meeting: Any) -> None:
    session = make.session(meeting, capacity=1)
    _a, _b, c = (make.sign_up(who, session) for who in make.people(3))
    seen, by = timezone.now(), make.anyone()
    act("put_first", session, c, by=by, seen=seen)
    assert act("remove_places", session, c, by=by, seen=seen).done
