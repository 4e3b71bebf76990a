"""What facilitators do to places, and that it can be taken back as if it had not been."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from meetings import actions, links
from meetings.models import ListAct, Registration, Session
from members.models import User
from members.rules import Refused
from tests import factories as make
from tests.factories import DAY, HOUR, LINK
from tests.visitors import visitor
from vsn.audit.models import Action, Entry
from vsn.outbox import tasks
from vsn.outbox.models import Delivery

pytestmark = pytest.mark.django_db
Status = Registration.Status
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def place(session: Session, dana: User) -> Registration:
    return make.sign_up(dana, session)


@pytest.fixture
def other(session: Session) -> Session:
    return make.session(session.meeting)


def again(place: Registration) -> Registration:
    return Registration.objects.get(pk=place.pk)


def act(what: str, session: Session, *places: Registration, **more: Any) -> actions.Outcome:
    more.setdefault("by", make.anyone())
    more.setdefault("now", timezone.now())
    if what == "remove_places":
        more.setdefault("reason", "Asked for it.")
    done = getattr(actions, what)
    return done(session=session, places=[place.pk for place in places], **more)


def undo(outcome: actions.Outcome, after: dt.timedelta = MINUTE) -> int:
    assert outcome.act
    return actions.undo_act(act=outcome.act, by=make.anyone(), now=outcome.act.at + after)


def why_not(outcome: actions.Outcome, after: dt.timedelta = MINUTE) -> str:
    with pytest.raises(Refused) as no:
        undo(outcome, after)
    return no.value.refusal.code


def tick_in(monkeypatch: pytest.MonkeyPatch, time: dt.timedelta) -> None:
    """The worker's turn after so much time."""
    with monkeypatch.context() as patched:
        patched.setattr(tasks, "database_clock", lambda: lambda: timezone.now() + time)
        make.tick()


def subjects(to: str) -> list[str]:
    return [mail.subject.partition(":")[0] for mail in make.mails(to)]


def first_reasons(outcome: actions.Outcome) -> list[str]:
    return [no.code for _place, no in outcome.left]


# --- Removing ------------------------------------------------------------------------------------


def test_removed_people_hear_of_it_two_minutes_later(
    place: Registration, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcome = act("remove_places", place.session, place, reason="A double.")
    row = again(place)
    assert (row.status, row.removed_reason, row.key_revision) == (Status.REMOVED, "A double.", 1)
    assert [done.pk for done in outcome.done] == [place.pk]
    assert Entry.objects.filter(action=Action.REMOVED, about_id=place.pk).count() == 1
    tick_in(monkeypatch, MINUTE)
    assert "You are no longer on the list" not in subjects("dana@example.org")
    tick_in(monkeypatch, 3 * MINUTE)
    assert subjects("dana@example.org").count("You are no longer on the list") == 1
    assert "A double." not in make.mails("dana@example.org")[-1].body


def test_taking_it_back_in_time_tells_nobody_anything(
    place: Registration, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, address = again(place), place.place_path
    make.tick()
    outcome = act("remove_places", place.session, place)
    assert visitor().get(address).status_code == 410
    assert undo(outcome) == 1
    after = again(place)
    for field in ("status", "key_revision", "placed_at", "ended_at", "removed_reason", "attempt"):
        assert getattr(after, field) == getattr(before, field), field
    assert visitor().get(address).status_code == 200
    sent = subjects("dana@example.org")
    tick_in(monkeypatch, 5 * MINUTE)
    assert subjects("dana@example.org") == sent
    assert Entry.objects.filter(action=Action.UNDONE, about_id=place.pk).count() == 1


def test_who_was_told_is_told_that_it_was_a_mistake(
    place: Registration, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.tick()
    outcome = act("remove_places", place.session, place)
    tick_in(monkeypatch, 3 * MINUTE)
    cancelled = again(place).sequence(with_link=False)
    undo(outcome, 4 * MINUTE)
    tick_in(monkeypatch, 5 * MINUTE)
    assert "a mistake" in make.mails("dana@example.org")[-1].body
    # So that the calendar takes the entry back.
    assert again(place).sequence(with_link=False) > cancelled
    # And the next attempt counts on from there.
    again_removed = act("remove_places", place.session, again(place), now=timezone.now() + HOUR)
    assert again_removed.done
    added = actions.add_by_hand(
        session=place.session, reach="dana@example.org", name="Dana", by=make.anyone(),
        now=timezone.now() + 2 * HOUR,
    )  # fmt: skip
    assert added.sequence(with_link=False) > again(place).sequence(with_link=False)


def test_removed_again_after_undoing_is_told_once(
    place: Registration, monkeypatch: pytest.MonkeyPatch
) -> None:
    undo(act("remove_places", place.session, place))
    act("remove_places", place.session, again(place))
    tick_in(monkeypatch, 5 * MINUTE)
    assert subjects("dana@example.org").count("You are no longer on the list") == 1


def test_an_act_is_taken_back_once_and_for_ten_minutes(place: Registration) -> None:
    outcome = act("remove_places", place.session, place)
    assert why_not(outcome, 11 * MINUTE) == "late"
    undo(outcome, 9 * MINUTE)
    assert why_not(outcome, 9 * MINUTE) == "undone"
    assert again(place).key_revision == 0


def test_it_is_not_taken_back_when_something_else_happened(place: Registration, dana: User) -> None:
    outcome = act("remove_places", place.session, place)
    actions.add_by_hand(
        session=place.session, reach="dana@example.org", name="Dana", by=make.anyone(),
        now=timezone.now(),
    )  # fmt: skip
    assert why_not(outcome) == "changed"
    assert again(place).status == Status.REMOVED
    assert Registration.objects.active().filter(person=dana).count() == 1


def test_nobody_is_brought_back_who_left_since(place: Registration, dana: User) -> None:
    outcome = act("remove_places", place.session, place)
    anew = actions.add_by_hand(
        session=place.session, reach="dana@example.org", name="Dana", by=make.anyone(),
        now=timezone.now(),
    )  # fmt: skip
    actions.cancel(registration=anew, now=timezone.now())
    assert why_not(outcome) == "changed"
    assert not Registration.objects.active().filter(person=dana).exists()


def test_nobody_is_brought_back_who_was_forgotten(place: Registration, dana: User) -> None:
    outcome = act("remove_places", place.session, place)
    actions.forget_person(person=dana, now=timezone.now())
    assert why_not(outcome) == "changed"


def test_the_place_of_somebody_else_is_not_taken_away(
    meeting: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = make.session(meeting, capacity=1)
    first, second = (make.sign_up(who, session) for who in make.people(2))
    outcome = act("remove_places", session, first)
    tick_in(monkeypatch, MINUTE)
    gained = Delivery.objects.filter(topic="place_gained")
    assert not gained.filter(state="sent").exists()
    # Until she is told, nothing has happened.
    assert undo(outcome) == 1
    assert Registration.objects.holding_a_place([session]).get().pk == first.pk
    tick_in(monkeypatch, 3 * MINUTE)
    assert not gained.filter(state="sent").exists()
    outcome = act("remove_places", session, again(first))
    tick_in(monkeypatch, 3 * MINUTE)
    assert gained.filter(state="sent", about_id=second.pk).count() == 1
    assert why_not(outcome, 4 * MINUTE) == "taken"


def test_who_signed_up_into_the_free_place_keeps_it(meeting: Any) -> None:
    session = make.session(meeting, capacity=1)
    first = make.sign_up(make.person(), session)
    outcome = act("remove_places", session, first)
    make.sign_up(make.person(), session)
    assert why_not(outcome) == "taken"


def test_who_is_taken_off_a_draft_never_hears_of_it(
    meeting: Any, dana: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From a sign-up page people can come onto the list before it is public."""
    session = make.session(meeting, status="draft")
    place = make.registration(session, dana)
    assert undo(act("remove_places", session, place)) == 1
    assert again(place).status == Status.REGISTERED
    act("remove_places", session, again(place))
    chidi = make.registration(session, make.person("chidi@example.org"))
    actions.remove(registration=chidi, reason="No.", by=make.anyone(), now=timezone.now())
    tick_in(monkeypatch, 3 * MINUTE)
    assert not make.mails()


def test_a_session_that_is_over_keeps_its_list(place: Registration) -> None:
    with pytest.raises(Refused) as no:
        act("remove_places", place.session, place, now=place.session.ends_at)
    assert no.value.refusal.code == "over"


def test_those_of_another_list_are_left_alone(place: Registration, other: Session) -> None:
    outcome = act("remove_places", other, place)
    assert (outcome.done, outcome.left, again(place).status) == ([], [], Status.REGISTERED)


def test_acts_are_forgotten_after_a_day(place: Registration) -> None:
    act("remove_places", place.session, place)
    assert actions.forget_acts(timezone.now()) == 0
    assert actions.forget_acts(timezone.now() + DAY + MINUTE) == 1
    assert not ListAct.objects.exists()


# --- Moving --------------------------------------------------------------------------------------


def test_moved_people_stand_on_the_other_list_with_everything(
    place: Registration, other: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    Registration.objects.filter(pk=place.pk).update(note="Captions", answers=[["Why?", "So"]])
    make.tick()
    act("move_places", place.session, place, to=other)
    new = other.registrations.get()
    assert (new.person, new.status, new.note, new.answers) == (
        place.person, Status.REGISTERED, "Captions", [["Why?", "So"]],
    )  # fmt: skip
    assert again(place).status == Status.CANCELLED
    tick_in(monkeypatch, 3 * MINUTE)
    told = make.mails("dana@example.org")[1:]
    assert {"You are on the list", "Your place is cancelled"} == {
        mail.subject.partition(":")[0] for mail in told
    }
    assert all("The facilitator moved your place" in mail.body for mail in told)


def test_moving_is_taken_back_without_a_word(
    place: Registration, other: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.tick()
    before, address = again(place), place.place_path
    outcome = act("move_places", place.session, place, to=other)
    assert undo(outcome) == 1
    assert not other.registrations.exists()
    assert again(place).placed_at == before.placed_at
    assert visitor().get(address).status_code == 200
    tick_in(monkeypatch, 5 * MINUTE)
    assert len(make.mails("dana@example.org")) == 1


def test_moving_is_taken_back_with_a_word_to_who_was_told(
    place: Registration, other: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcome = act("move_places", place.session, place, to=other)
    tick_in(monkeypatch, 3 * MINUTE)
    undo(outcome, 4 * MINUTE)
    assert other.registrations.get().status == Status.CANCELLED
    assert again(place).status == Status.REGISTERED
    tick_in(monkeypatch, 5 * MINUTE)
    assert "a mistake" in make.mails("dana@example.org")[-1].body or any(
        "a mistake" in mail.body for mail in make.mails("dana@example.org")[-2:]
    )


def test_what_the_person_changed_since_is_not_thrown_away(
    place: Registration, other: Session
) -> None:
    outcome = act("move_places", place.session, place, to=other)
    actions.change_appearance(
        registration=other.registrations.get(), name="Dee", visibility="hidden", now=timezone.now()
    )
    assert why_not(outcome) == "changed"


def test_who_cannot_move_keeps_the_place(meeting: Any, session: Session) -> None:
    full = make.session(meeting, capacity=1)
    there, free, out = make.people(3)
    make.sign_up(there, full)
    places = [make.sign_up(who, session) for who in (there, free, out)]
    asked = make.sign_up_stranger("fay@example.org", session)
    outcome = act("move_places", session, *places, asked, to=full)
    assert sorted(first_reasons(outcome)) == ["already", "full", "full", "unconfirmed"]
    assert not outcome.done and outcome.act is None
    Session.objects.filter(pk=full.pk).update(capacity=None)
    make.exclude(out.email)
    outcome = act("move_places", session, *places, to=full)
    assert sorted(first_reasons(outcome)) == ["already", "held_back"]
    [refusal] = [str(no) for _place, no in outcome.left if no.code == "held_back"]
    assert "exclu" not in refusal.lower() and "ban" not in refusal.lower()
    assert [done.person for done in outcome.done] == [free]


@pytest.mark.parametrize("closed", ["over", "draft", "cancelled", "elsewhere"])
def test_nobody_is_moved_to_where_nobody_can_sign_up(place: Registration, closed: str) -> None:
    to = make.session() if closed == "elsewhere" else make.session(place.session.meeting)
    changes = {"over": {"starts_at": timezone.now() - DAY, "ends_at": timezone.now() - HOUR}}
    if closed != "elsewhere":
        Session.objects.filter(pk=to.pk).update(**changes.get(closed, {"status": closed}))
    with pytest.raises(Refused):
        act("move_places", place.session, place, to=to)
    assert again(place).status == Status.REGISTERED


# --- First on the waiting list -------------------------------------------------------------------


def test_put_first_changes_the_order_of_those_who_wait(meeting: Any) -> None:
    session = make.session(meeting, capacity=2)
    a, b, c, d, e = (make.sign_up(who, session) for who in make.people(5))
    in_order = session.registrations.registered().in_order().values_list("pk", flat=True)
    outcome = act("put_first", session, e, d, a)
    assert list(in_order.all()) == [a.pk, b.pk, d.pk, e.pk, c.pk]
    assert first_reasons(outcome) == ["not_waiting"]
    moments = list(session.registrations.in_order().values_list("placed_at", flat=True))
    assert len(set(moments)) == 5
    assert undo(outcome) == 3
    assert list(in_order.all()) == [a.pk, b.pk, c.pk, d.pk, e.pk]


def test_put_first_never_passes_those_who_have_a_place(meeting: Any) -> None:
    """All at the same moment, as they may come from a sign-up page."""
    session = make.session(meeting, capacity=2)
    moment = timezone.now()
    places = [make.registration(session, who, placed_at=moment) for who in make.people(4)]
    act("put_first", session, places[3])
    in_order = session.registrations.in_order().values_list("pk", flat=True)
    assert list(in_order) == [places[n].pk for n in (0, 1, 3, 2)]


def test_the_order_is_not_taken_back_when_the_list_moved_on(meeting: Any) -> None:
    session = make.session(meeting, capacity=1)
    _a, b, c = (make.sign_up(who, session) for who in make.people(3))
    outcome = act("put_first", session, c)
    actions.cancel(registration=b, now=timezone.now())
    assert why_not(outcome) == "changed"


def test_the_order_is_not_taken_back_from_who_has_a_place_by_it(meeting: Any) -> None:
    session = make.session(meeting, capacity=1)
    a, _b, c = (make.sign_up(who, session) for who in make.people(3))
    outcome = act("put_first", session, c)
    actions.cancel(registration=a, now=timezone.now())
    assert why_not(outcome) == "changed"
    assert Registration.objects.holding_a_place([session]).get().pk == c.pk


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
