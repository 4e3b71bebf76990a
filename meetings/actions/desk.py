"""What facilitators do to places, one or many at once; and what is kept to take it back.

Each act locks the session first and looks again: what somebody else did meanwhile is left alone
and told, so that nothing is done twice and nobody undoes another's work without knowing.
"""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from meetings import links, rules
from meetings.actions.lists import (
    list_changed,
    lock,
    new_registration,
    read_ahead,
    registered,
    take_place,
)
from meetings.actions.overtaken import overtaken, refusal_for
from meetings.actions.places import KEPT
from meetings.models import ListAct, Registration, Session
from meetings.querysets import ACTIVE, about_places
from members.models import User
from members.rules import Refusal, Refused, routes
from vsn.audit.journal import record
from vsn.audit.models import Action
from vsn.outbox import dispatch
from vsn.outbox.nudge import nudge

Status, Kind = Registration.Status, ListAct.Kind
# Nobody is told of what is taken back at once.
NOTICE_WAITS = dt.timedelta(minutes=2)


@dataclass(slots=True)
class Outcome:
    """What came of an act: whom it was done to, whom not and why, and how it can be taken back."""

    done: list[Registration] = field(default_factory=list)
    left: list[tuple[Registration, Refusal]] = field(default_factory=list)
    act: ListAct | None = None


@transaction.atomic
def remove_places(
    *,
    session: Session,
    places: Collection[int],
    reason: str,
    by: User,
    now: dt.datetime,
    seen: dt.datetime | None = None,
) -> Outcome:
    """Takes people (ids of their places) off the list. Their addresses stop at once; they are told
    a little later, and not at all if it is taken back before. `seen`: when the page was drawn.

    Raises:
        Refused: the session is over; who was on its list stays on record.
    """
    [session] = lock(session.pk)
    if no := rules.not_over(session, None, now):
        raise Refused(no)
    outcome = still_there(session, places, by=by, seen=seen)
    if outcome.done:
        before = [[place.pk, place.status, place.key_revision] for place in outcome.done]
        outcome.act = keep(session, Kind.REMOVED, {"places": before}, by, now)
        _end(outcome.done, Status.REMOVED, now, reason=reason)
        tell_later(outcome.done, "place_cancelled", f"removed.{outcome.act.pk}", now)
        _finish(session, outcome, Action.REMOVED, by, now)
        hold_back_gained(session, now)
    return outcome


@transaction.atomic
def move_places(
    *,
    session: Session,
    places: Collection[int],
    to: Session,
    by: User,
    now: dt.datetime,
    seen: dt.datetime | None = None,
) -> Outcome:
    """Moves people to another session of the meeting, where they stand last. Who cannot be moved
    keeps the place they have.

    Raises:
        Refused: the other session is closed or of another meeting, or this one is over.
    """
    if to.meeting_id != session.meeting_id or to.pk == session.pk:
        raise Refused(Refusal("other_meeting", _("That is not a session of this meeting.")))
    locked = {one.pk: one for one in lock(session.pk, to.pk)}
    session, to = locked[session.pk], locked[to.pk]
    if no := rules.not_over(session, None, now) or rules.refusal(rules.OPEN, to, None, now):
        raise Refused(no)
    outcome = still_there(session, places, by=by, seen=seen)
    new, before = _change_over(outcome, to, now)
    if outcome.done:
        outcome.act = keep(session, Kind.MOVED, {"places": before}, by, now)
        cause = f"moved.{outcome.act.pk}"
        tell_later(outcome.done, "place_cancelled", cause, now)
        tell_later(new, "signed_up", cause, now)
        _finish(session, outcome, Action.MOVED_BY_HAND, by, now, to=to.number)
        hold_back_gained(session, now)
    return outcome


def _change_over(
    outcome: Outcome, to: Session, now: dt.datetime
) -> tuple[list[Registration], list[list[int]]]:
    """Their new places, and what undoing needs; who cannot be moved is left in `outcome`."""
    going, outcome.done = outcome.done, []
    new, before = [], []
    excluded = read_ahead(to, [place.person for place in going if place.person], now)
    for place in going:
        if no := _cannot_move(place, to, excluded):
            outcome.left.append((place, no))
            continue
        made = _second_place(place, to, now)
        before.append([place.pk, made.pk, place.key_revision])
        outcome.done.append(place)
        new.append(made)
    return new, before


def _cannot_move(place: Registration, to: Session, excluded: set[int]) -> Refusal | None:
    if place.status != Status.REGISTERED or place.person is None:
        return refusal_for(place, "unconfirmed", _("%(name)s has not confirmed the place yet."))
    if place.person_id in excluded or not place.person.is_active:
        sentence = _("%(name)s cannot be moved. Please write to the network’s admins about it.")
        return refusal_for(place, "held_back", sentence)
    if any(one.status == Status.REGISTERED for one in to.tries_of(place.person)):
        return refusal_for(place, "already", _("%(name)s is on the list of that session already."))
    if to.capacity is not None and registered(to) >= to.capacity:
        return refusal_for(place, "full", _("%(name)s keeps the place here: that session is full."))
    return None


def _second_place(place: Registration, to: Session, now: dt.datetime) -> Registration:
    """On the other session, in place of this one."""
    if any(one.status == Status.UNCONFIRMED for one in to.tries_of(place.person)):
        # Asked for by someone who has not proved to be this person.
        to.registrations.filter(person=place.person, status=Status.UNCONFIRMED).delete()
    new = new_registration(to, place.person, place.policy_version, now)
    for name in KEPT:
        setattr(new, name, getattr(place, name))
    _end([place], Status.CANCELLED, now)
    take_place(new, to, now, told=False)
    return new


@transaction.atomic
def put_first(
    *,
    session: Session,
    places: Collection[int],
    by: User,
    now: dt.datetime,
    seen: dt.datetime | None = None,
) -> Outcome:
    """Puts people first on the waiting list, in the order in which they stand there; nobody who
    has a place loses it.

    Raises:
        Refused: the session is closed.
    """
    [session] = lock(session.pk)
    if no := rules.refusal(rules.OPEN, session, None, now):
        raise Refused(no)
    outcome = still_there(session, places, by=by, seen=seen)
    in_order = list(session.registrations.registered().in_order())
    capacity = len(in_order) if session.capacity is None else session.capacity
    holding, waiting = in_order[:capacity], in_order[capacity:]
    chosen = {place.pk for place in outcome.done}
    ahead = [place for place in waiting if place.pk in chosen]
    sentence = _("%(name)s is not on the waiting list.")
    others = [place for place in outcome.done if place not in ahead]
    outcome.left += [(place, refusal_for(place, "not_waiting", sentence)) for place in others]
    outcome.done = ahead
    order = ahead + [place for place in waiting if place.pk not in chosen]
    if ahead and order != waiting:
        last = holding[-1].placed_at if holding else None
        before = _line_up(order, sorted(p.placed_at for p in waiting), last)
        outcome.act = keep(session, Kind.FIRST, {"order": before}, by, now)
        _finish(session, outcome, Action.PUT_FIRST, by, now)
    return outcome


def _line_up(
    order: Sequence[Registration], moments: Sequence[dt.datetime], last: dt.datetime | None
) -> list[list[object]]:
    """Hands the moments of arrival out anew, in this order, all different and after the last of
    those who have a place. Returns ids with the moments before and after."""
    tick, before = dt.timedelta(microseconds=1), []
    for place, moment in zip(order, moments, strict=True):
        last = max(moment, last + tick) if last else moment
        before.append([place.pk, place.placed_at.isoformat(), last.isoformat()])
        Registration.objects.filter(pk=place.pk).update(placed_at=last)
    return before


# --- What the acts have in common ----------------------------------------------------------------


def still_there(
    session: Session, places: Collection[int], *, by: User, seen: dt.datetime | None
) -> Outcome:
    """Who of them is on the list, as far as nobody else did something with them since `seen`."""
    found = session.registrations.filter(pk__in=places).select_related("person", "policy_version")
    outcome, rows = Outcome(), list(found.order_by("placed_at", "pk"))
    said = overtaken(rows, by=by, seen=seen)
    for place in rows:
        place.session = session
        if no := said.get(place.pk):
            outcome.left.append((place, no))
        elif place.status in ACTIVE:
            outcome.done.append(place)
        else:
            no = refusal_for(place, "ended", _("%(name)s is no longer on this list."))
            outcome.left.append((place, no))
    return outcome


def keep(
    session: Session, kind: ListAct.Kind, before: dict[str, object], by: User, now: dt.datetime
) -> ListAct:
    return ListAct.objects.create(session=session, by=by, at=now, kind=kind, before=before)


def _end(
    places: Sequence[Registration], status: Registration.Status, now: dt.datetime, reason: str = ""
) -> None:
    ids = [place.pk for place in places]
    Registration.objects.filter(pk__in=ids).update(
        status=status,
        ended_at=now,
        removed_reason=reason,
        key_revision=F("key_revision") + 1,
    )


def tell_later(places: Sequence[Registration], topic: str, cause: str, now: dt.datetime) -> None:
    """Owes a notice to each who had a place and can be reached, after the time for second
    thoughts. Of a draft nobody has heard yet."""
    owed = []
    for place in places:
        had_one = place.status == Status.REGISTERED and not rules.not_a_draft(
            place.session, None, now
        )
        if had_one and place.person and routes(place.person):
            end = max(place.session.ends_at, now + dt.timedelta(days=1))
            one = dispatch.owed(
                topic, place, to=place.person_id, cause=cause, now=now, not_after=end
            )
            one.next_at = now + NOTICE_WAITS
            owed.append(one)
    dispatch.enqueue(owed)


def hold_back_gained(session: Session, now: dt.datetime) -> None:
    """Who gains a place by the act hears of it when there is no more time for second thoughts. Not
    where the link is due: it goes to them at once."""
    if session.capacity is None or rules.leads_reached(session, now):
        return
    gained = Registration.objects.holding_a_place([session]).filter(was_waiting=True)
    gained = list(gained.select_related("person"))
    out = links.shut_out(((session, place.person) for place in gained if place.person), now)
    told = about_places(
        about_id__in=[place.pk for place in gained],
        topic="place_gained",
        cause="gained",
    )
    known = set(told.values_list("about_id", flat=True))
    for place in gained:
        place.session = session
    owed = [p for p in gained if p.pk not in known and (session.pk, p.person_id) not in out]
    tell_later(owed, "place_gained", "gained", now)


def _finish(
    session: Session,
    outcome: Outcome,
    action: Action,
    by: User,
    now: dt.datetime,
    **data: int,
) -> None:
    for place in outcome.done:
        record(action, place, by=by, now=now, **data)
    list_changed(session.pk)
    nudge()
