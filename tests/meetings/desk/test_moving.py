"""Moving people to another session, and putting them first on the waiting list."""

from typing import Any

import pytest
from django.utils import timezone

from meetings import actions
from meetings.models import Registration, Session
from members.rules import Refused
from tests import factories as make
from tests.factories import DAY, HOUR
from tests.meetings.desk.acting import (
    MINUTE,
    Status,
    act,
    again,
    first_reasons,
    tick_in,
    undo,
    why_not,
)
from tests.visitors import visitor

pytestmark = pytest.mark.django_db


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
