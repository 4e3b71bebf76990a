"""Sessions put in order for the reader: what a list of meetings shows."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.core.cache import caches
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
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
    listed: int
    html: SafeString


def sign_up_lists(sessions: Sequence[Session]) -> dict[int, SignUpList]:
    """The public lists by session id.

    What was drawn once is kept under the list's version, so it can never be out of date; only
    what is not known yet is read, in one query.
    """
    cache, language = caches["fragments"], get_language()
    keys = {s.pk: f"list:{s.uid}:{s.list_version}:{language}" for s in sessions}
    known = cache.get_many(keys.values())
    missing = [s for s in sessions if keys[s.pk] not in known]
    if missing:
        drawn = {keys[pk]: value for pk, value in _draw(missing).items()}
        cache.set_many(drawn)
        known |= drawn
    return {
        pk: SignUpList(n, k, mark_safe(h)) for pk, key in keys.items() for n, k, h in [known[key]]
    }


def _draw(sessions: Sequence[Session]) -> dict[int, tuple[int, int, str]]:
    people: dict[int, list[tuple[str, str, str]]] = {session.pk: [] for session in sessions}
    found = Registration.objects.registered().filter(session__in=sessions).in_order()
    for pk, *person in found.values_list("session_id", "visibility", "name", "affiliate__code"):
        people[pk].append(tuple(person))
    result = {}
    for pk, everyone in people.items():
        listed = [p for p in everyone if p[0] != Registration.Visibility.HIDDEN]
        html = render_to_string("meetings/_people.html", {"people": listed})
        result[pk] = (len(everyone), len(listed), html)
    return result
