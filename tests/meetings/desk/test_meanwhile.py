"""What happens between an act and the next: nobody misses what everyone was told, and what cannot
be done any more is said in words."""

from functools import partial
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from meetings import actions
from meetings.models import ListAct, Registration, Session
from members.models import User
from members.rules import Refused
from tests import factories as make
from tests.factories import DAY, HOUR
from tests.visitors import text
from vsn.outbox.models import Delivery


def put_off(session: Session, by: User) -> None:
    starts = session.starts_at + DAY
    actions.change_session(
        session=session, by=by, now=make.now(), starts_at=starts, ends_at=starts + HOUR
    )


def record_it(session: Session, by: User) -> None:
    why = {"recording": "audio", "recording_purpose": "For those who are ill."}
    actions.change_session(session=session, by=by, now=make.now(), **why)


@pytest.mark.parametrize(("change", "topic"), [(put_off, "moved"), (record_it, "recording")])
@pytest.mark.parametrize("kind", ["removed", "moved"])
def test_who_is_put_back_hears_what_was_changed_meanwhile(
    kind: str, change: Any, topic: str, session: Session, dana: User, chidi: User, ben: User
) -> None:
    there, place = make.sign_up(chidi, session), make.sign_up(dana, session)
    other = make.session(session.meeting, starts_in=9 * DAY)
    act = {
        "removed": partial(actions.remove_places, reason="By mistake"),
        "moved": partial(actions.move_places, to=other),
    }[kind]
    act(session=session, places=[place.pk], by=ben, now=make.now(), seen=make.now())
    change(session, ben)
    assert not Delivery.objects.filter(topic=topic, recipient=dana).exists()
    actions.undo_act(act=ListAct.objects.get(), by=ben, now=make.now())
    told = Delivery.objects.filter(topic=topic)
    assert {row.about_id for row in told} == {there.pk, place.pk}
    assert len({row.cause for row in told}) == 1 and told.count() == 2


def test_who_is_put_back_where_nothing_was_changed_hears_nothing(
    session: Session, dana: User, ben: User
) -> None:
    put_off(session, ben)
    place = make.sign_up(dana, session)
    actions.remove_places(
        session=session, places=[place.pk], reason="By mistake", by=ben, now=make.now(),
        seen=make.now(),
    )  # fmt: skip
    actions.undo_act(act=ListAct.objects.get(), by=ben, now=make.now())
    assert not Delivery.objects.filter(topic="moved").exists()


def test_what_was_held_cannot_be_moved_ahead_once_its_meeting_is_cancelled(
    session: Session, ben: User
) -> None:
    held = make.session(session.meeting, starts_in=-DAY)
    actions.cancel_meeting(meeting=session.meeting, reason="Ill", by=ben, now=make.now())
    with pytest.raises(Refused, match="cancelled"):
        put_off(held, ben)
    earlier = held.starts_at - HOUR
    actions.change_session(
        session=held, by=ben, now=make.now(), starts_at=earlier, ends_at=earlier + HOUR
    )
    assert Session.objects.get(pk=held.pk).starts_at == earlier


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("act", ["move", "acknowledge", "confirm"])
def test_a_page_of_somebody_who_was_just_forgotten_is_gone(
    act: str, monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    """The page was loaded, and its person forgotten before the act began."""
    session, person = make.session(), make.person(name="Quux")
    other, place = make.session(session.meeting), make.sign_up(person, session)
    make.new_policy()
    address = reverse(f"meetings:place_{act}", args=[place.key])

    def meanwhile(*args: Any, **more: Any) -> Any:
        known = User.objects.filter(name="Quux").first()
        if known:
            actions.forget_person(person=known, now=make.now())
        return before(*args, **more)

    name = {"move": "move", "acknowledge": "acknowledge_for", "confirm": "confirm"}[act]
    before = getattr(actions, name)
    monkeypatch.setattr(actions, name, meanwhile)
    answer = client.post(address, {"session": str(other.number), "version": "2"})
    assert answer.status_code == 410 and "no longer here" in text(answer)
    assert not Registration.objects.filter(name="Quux").exists()
