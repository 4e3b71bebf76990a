"""Sessions put in order for the reader: what a list of meetings shows."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.core.cache import caches
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from meetings.models import Meeting, Registration, Session
from members.models import User

DAY_BEGINS, DAY_ENDS = dt.time(8), dt.time(20)


@dataclass(slots=True)
class Row:
    """A meeting in a list: its next session, and the dates of the others."""

    session: Session
    also: list[Session] = field(default_factory=list)
    registration: Registration | None = None

    @property
    def meeting(self) -> Meeting:
        return self.session.meeting


def rows(sessions: Iterable[Session], mine: dict[int, Registration]) -> list[Row]:
    """One row for each meeting, in the order of the sessions."""
    by_meeting: dict[int, Row] = {}
    for session in sessions:
        row = by_meeting.setdefault(session.meeting_id, Row(session))
        if row.session is not session:
            row.also.append(session)
        row.registration = row.registration or mine.get(session.pk)
    return list(by_meeting.values())


def fits_day(session: Session) -> bool:
    """True if the session lies between 8 and 20 o'clock of the reader's day."""
    start, end = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
    same_day = start.date() == end.date()
    return same_day and start.time() >= DAY_BEGINS and end.time() <= DAY_ENDS


def places_of(user: User, sessions: Sequence[Session]) -> dict[int, Registration]:
    """The reader's own active registrations, by session id."""
    if not user.is_authenticated:
        return {}
    found = Registration.objects.active().filter(person=user, session__in=sessions)
    return {registration.session_id: registration for registration in found}


@dataclass(frozen=True, slots=True)
class SignUpList:
    """The public side of a session's list: how many, and the names as ready HTML."""

    signed_up: int
    waiting: int
    listed: int
    html: SafeString


def sign_up_lists(sessions: Sequence[Session]) -> dict[int, SignUpList]:
    """The public lists by session id.

    What was drawn once is kept under the list's version, so it can never be out of date; only
    what is not known yet is read, in one query.
    """
    cache, language = caches["fragments"], get_language()
    keys = {s.pk: f"list:{s.uid}:{s.list_version}:{s.capacity}:{language}" for s in sessions}
    known = cache.get_many(keys.values())
    if missing := [session for session in sessions if keys[session.pk] not in known]:
        drawn = {keys[pk]: drawn for pk, drawn in _draw(missing).items()}
        cache.set_many(drawn)
        known |= drawn
    return {pk: known[key] for pk, key in keys.items()}


def _draw(sessions: Sequence[Session]) -> dict[int, SignUpList]:
    people: dict[int, list[tuple[str, ...]]] = {session.pk: [] for session in sessions}
    found = Registration.objects.registered().filter(session__in=sessions).in_order()
    for pk, *person in found.values_list("session_id", "visibility", "name", "affiliate__code"):
        people[pk].append(tuple(person))
    return {session.pk: _draw_one(session, people[session.pk]) for session in sessions}


def _draw_one(session: Session, everyone: list[tuple[str, ...]]) -> SignUpList:
    """Names in order of arrival, those on the waiting list apart; hidden people are counted."""
    placed = everyone[: session.capacity]
    waiting = everyone[len(placed) :]
    shown = [
        [p for p in part if p[0] != Registration.Visibility.HIDDEN] for part in (placed, waiting)
    ]
    html = render_to_string("meetings/_people.html", {"people": shown[0], "waiting": shown[1]})
    return SignUpList(len(everyone), len(waiting), sum(map(len, shown)), html)
