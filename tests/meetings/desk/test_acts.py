"""What facilitators do to places, and that it can be taken back as if it had not been."""

from typing import Any

import pytest
from django.utils import timezone

from meetings import actions
from meetings.models import ListAct, Registration, Session
from members.models import User
from members.rules import Refused
from tests import factories as make
from tests.factories import DAY, HOUR
from tests.meetings.desk.acting import MINUTE, Status, act, again, subjects, tick_in, undo, why_not
from tests.visitors import visitor
from vsn.audit.models import Action, Entry
from vsn.outbox.models import Delivery

pytestmark = pytest.mark.django_db


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
