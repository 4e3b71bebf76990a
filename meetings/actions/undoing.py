"""Taking an act on the list back: for a while, once, and only as long as nothing else happened to
those places.

The personal address works again as it was: it was only ever the person's own, and the one after it
was never given out. Whoever was told already is told again; everyone else hears nothing at all.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from meetings import rules
from meetings.actions.lists import list_changed, lock, tell
from meetings.models import ListAct, Registration, Session
from meetings.querysets import ACTIVE, about_places
from members.models import User
from members.rules import Refusal, Refused
from vsn.audit.journal import record
from vsn.audit.models import Action, Entry
from vsn.outbox.models import Delivery
from vsn.outbox.nudge import nudge

Status, Kind, State = Registration.Status, ListAct.Kind, Delivery.State
TIME = dt.timedelta(minutes=10)
KEPT_FOR = dt.timedelta(days=1)
# What the person may have changed on the new place; it would be lost with it.
THEIRS = ("name", "visibility", "note", "affiliate_id", "country", "answers")


@transaction.atomic
def undo_act(*, act: ListAct, by: User, now: dt.datetime) -> int:
    """Puts everything back as it was before the act. Returns how many places.

    Raises:
        Refused: too late, taken back already, or something else happened since; nothing changes.
    """
    sessions = {one.pk: one for one in lock(*_sessions_of(act))}
    act = ListAct.objects.select_for_update().get(pk=act.pk)
    session = sessions[act.session_id]
    if act.undone_at or act.kind not in _HOW:
        raise _refused("undone", _("This was taken back already."))
    if now > act.at + TIME:
        raise _refused("late", _("An act can be taken back for ten minutes."))
    if no := rules.refusal((rules.not_cancelled, rules.not_over), session, None, now):
        raise Refused(no)
    places = _HOW[act.kind](act, session, now)
    act.undone_at = now
    act.save(update_fields=["undone_at"])
    for place in places:
        record(Action.UNDONE, place, by=by, now=now, kind=act.kind)
    for pk in sessions:
        list_changed(pk)
    nudge()
    return len(places)


def forget_acts(now: dt.datetime) -> int:
    """Nobody can take them back any more. Returns how many."""
    return ListAct.objects.filter(at__lt=now - KEPT_FOR).delete()[0]


def _sessions_of(act: ListAct) -> set[int]:
    many = 2 if act.kind == Kind.MOVED else 1
    places = [pk for row in act.before.get("places", []) for pk in row[:many]]
    there = Registration.objects.filter(pk__in=places, session__meeting=act.session.meeting_id)
    return {act.session_id, *there.order_by().values_list("session", flat=True)}


def _refused(code: str, sentence: object) -> Refused:
    return Refused(Refusal(code, sentence))


def _something_else() -> Refused:
    sentence = _("Something else happened to these places since, so nothing was taken back.")
    return _refused("changed", sentence)


# --- Each kind -----------------------------------------------------------------------------------


def _removed(act: ListAct, session: Session, now: dt.datetime) -> list[Registration]:
    before = {pk: (status, revision) for pk, status, revision in act.before["places"]}
    places = _as_left(act, Status.REMOVED, {pk: rev for pk, (_s, rev) in before.items()})
    for place in places:
        place.session, place.status = session, before[place.pk][0]
    told = _told([place.pk for place in places], f"removed.{act.pk}")
    _put_back(act, session, places, told, now)
    return places


def _moved(act: ListAct, session: Session, now: dt.datetime) -> list[Registration]:
    pairs = {old: new for old, new, _revision in act.before["places"]}
    places = _as_left(act, Status.CANCELLED, {old: rev for old, _n, rev in act.before["places"]})
    new = Registration.objects.select_related("person", "session").in_bulk(pairs.values())
    for place in places:
        other = new.get(pairs[place.pk])
        if other is None or not _untouched(other, place):
            raise _something_else()
        place.session, place.status = session, Status.REGISTERED
    told = _told(new)
    for other in new.values():
        _take_away(other, act, now, told=other.pk in told)
    told |= _told(pairs, f"moved.{act.pk}")
    told_of = {old for old, other in pairs.items() if {old, other} & told}
    _put_back(act, session, places, told_of, now)
    return places


def _first(act: ListAct, session: Session, now: dt.datetime) -> list[Registration]:
    rows = act.before["order"]
    found = Registration.objects.registered().filter(session=session)
    places = found.in_bulk([pk for pk, _before, _after in rows])
    # Who moved up since may know of it, and going back would take the place away from them.
    moved_up = Registration.objects.holding_a_place([session]).filter(pk__in=places)
    if moved_up.exists() or any(
        pk not in places or places[pk].placed_at != dt.datetime.fromisoformat(after)
        for pk, _before, after in rows
    ):
        sentence = _("The waiting list has changed since, so nothing was taken back.")
        raise _refused("changed", sentence)
    for pk, before, _after in rows:
        found.filter(pk=pk).update(placed_at=dt.datetime.fromisoformat(before))
    return list(places.values())


_HOW: dict[str, Callable[[ListAct, Session, dt.datetime], list[Registration]]] = {
    Kind.REMOVED: _removed,
    Kind.MOVED: _moved,
    Kind.FIRST: _first,
}


# --- Steps ---------------------------------------------------------------------------------------


def _as_left(
    act: ListAct, status: Registration.Status, revisions: dict[int, int]
) -> list[Registration]:
    """The places, each exactly as the act left it, with its person, who had no other since."""
    found = Registration.objects.select_related("person").filter(pk__in=revisions)
    places = list(found.order_by("placed_at", "pk"))
    people = [place.person_id for place in places]
    # On the list anew, or was since: what they wanted last counts.
    others = Registration.objects.filter(session=act.session_id, person__in=people)
    again = others.exclude(pk__in=revisions).filter(
        Q(status__in=ACTIVE) | Q(created_at__gte=act.at)
    )
    left = all(
        place.status == status
        and place.ended_at == act.at
        and place.key_revision == revisions[place.pk] + 1
        and place.person_id is not None
        for place in places
    )
    if len(places) != len(revisions) or not left or again.exists():
        raise _something_else()
    return places


def _untouched(new: Registration, old: Registration) -> bool:
    same = all(getattr(new, name) == getattr(old, name) for name in THEIRS)
    left = new.status == Status.REGISTERED and new.key_revision == 0 and new.attended is None
    return same and left and new.person_id == old.person_id


def _put_back(
    act: ListAct, session: Session, places: Sequence[Registration], told: set[int], now: dt.datetime
) -> None:
    """The places are theirs again, if that takes nobody's away; who was told hears of it."""
    _takes_no_place(act, session, places)
    _not_any_more(places, f"{act.kind}.{act.pk}")
    for place in places:
        # The calendar takes an entry back after a cancellation if its number is higher.
        attempt = F("attempt") + int(place.pk in told)
        Registration.objects.filter(pk=place.pk).update(
            status=place.status,
            ended_at=None,
            removed_reason="",
            key_revision=F("key_revision") - 1,
            attempt=attempt,
        )
        if place.pk in told:
            tell(place, "signed_up", cause=f"back.{act.pk}", now=now)
    _catch_up(act, session, [p for p in places if p.status == Status.REGISTERED], now)


def _catch_up(
    act: ListAct, session: Session, places: Sequence[Registration], now: dt.datetime
) -> None:
    """What everyone on the list was told since the act, while these were not on it."""
    since = Entry.objects.about(session).filter(at__gte=act.at)
    changes = since.filter(action=Action.SESSION_CHANGED).values_list("data", flat=True)
    missed = {
        "moved": (f"s{session.schedule}", since.filter(action=Action.SESSION_MOVED).exists()),
        "recording": (
            f"r{session.recording_revision}",
            any("recording" in data.get("fields", "") for data in changes),
        ),
    }
    for topic, (cause, happened) in missed.items():
        for place in places if happened else ():
            tell(place, topic, cause=cause, now=now)


def _takes_no_place(act: ListAct, session: Session, places: Sequence[Registration]) -> None:
    """Nobody who has a place, and knows it, may lose it.

    Raises:
        Refused: somebody would.
    """
    if session.capacity is None:
        return
    on_list = list(session.registrations.registered().in_order())
    back = [place for place in places if place.status == Status.REGISTERED]
    order = sorted([*on_list, *back], key=lambda place: (place.placed_at, place.pk))
    holding = {place.pk for place in order[: session.capacity]}
    losing = [place for place in on_list[: session.capacity] if place.pk not in holding]
    told = about_places(
        about_id__in=[place.pk for place in losing],
        topic__in=("place_gained", "link"),
        state__in=(State.SENT, State.CLAIMED),
        created_at__gte=act.at,
    )
    if any(place.placed_at > act.at for place in losing) or told.exists():
        sentence = _("Somebody else has the place by now, so nothing was taken back.")
        raise _refused("taken", sentence)


def _told(places: Iterable[int], cause: str = "") -> set[int]:
    """Those who were sent something about their place (because of that)."""
    sent = about_places(about_id__in=list(places), state__in=(State.SENT, State.CLAIMED))
    return set((sent.filter(cause=cause) if cause else sent).values_list("about_id", flat=True))


def _not_any_more(places: Iterable[Registration], cause: str) -> None:
    """What was owed because of the act, and not sent, never was."""
    about_places(
        about_id__in=[place.pk for place in places], state=State.QUEUED, cause=cause
    ).delete()


def _take_away(new: Registration, act: ListAct, now: dt.datetime, *, told: bool) -> None:
    """The place to which somebody was moved. Who never heard of it never had it."""
    _not_any_more([new], f"moved.{act.pk}")
    if not told:
        new.delete()
        return
    Registration.objects.filter(pk=new.pk).update(
        status=Status.CANCELLED, ended_at=now, key_revision=F("key_revision") + 1
    )
    tell(new, "place_cancelled", cause=f"back.{act.pk}", now=now)
