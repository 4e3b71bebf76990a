"""How it stands with many lists at once, in figures for who runs them: a number of queries that
does not grow. `standing` says the same of one list, person by person; a test holds them together.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import CharField, Count, Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast, Concat

from meetings import links
from meetings.models import Meeting, Registration, Session, Status
from meetings.querysets import RegistrationQuerySet, about_places
from members.models import User
from members.rules import reachable
from vsn.outbox.models import Delivery

State = Delivery.State


@dataclass(frozen=True, slots=True)
class Overview:
    """Counts only: no name, address or link."""

    signed_up: int = 0
    waiting: int = 0
    have_link: int = 0  # were sent the link as it is now
    needs_you: int = 0  # a facilitator can do something about each of them
    unreachable: int = 0
    lacks_link: bool = False  # it is online and to come, and nobody has entered one
    link_is_late: bool = False  # so late that the facilitators were warned of it

    @property
    def placed(self) -> int:
        return self.signed_up - self.waiting


def overviews(sessions: Sequence[Session], now: dt.datetime) -> dict[int, Overview]:
    """The figures of these sessions, by their ids; `meeting` and `call_link` should be at hand."""
    if not sessions:
        return {}
    ids = [session.pk for session in sessions]
    by_id = {session.pk: session for session in sessions}
    out = set(_held_back(by_id, now))
    held = Counter(session for session, _registration in out)
    rest = _with_facts(sessions).exclude(pk__in=[pk for _session, pk in out])
    counted = {row.pop("session"): row for row in _counts(rest)}
    none = dict.fromkeys(_COUNTED, 0)
    return {pk: _overview(by_id[pk], counted.get(pk, none), held[pk], now) for pk in ids}


_COUNTED = ("on_list", "in_line", "unconfirmed", "unacknowledged", "sent", "unreached", "failed")


def _with_facts(sessions: Sequence[Session]) -> RegistrationQuerySet:
    """Registrations with what is known of each."""
    version = Concat(
        Value("v"), Cast(OuterRef("session__call_link__version"), CharField()),
        Value(".s"), Cast(OuterRef("session__schedule"), CharField()), Value("."),
        output_field=CharField(),
    )  # fmt: skip
    told = about_places(about_id=OuterRef("pk"), topic="link", cause__startswith=version)
    last = told.exclude(state=State.MOOT).order_by("-pk").values("state")[:1]
    placed = Registration.objects.holding_a_place(sessions).order_by().values("pk")
    found = Registration.objects.active().filter(session__in=sessions).order_by()
    return found.annotate(
        placed=Q(pk__in=placed),
        may=Q(pk__in=links.entitled(sessions).order_by().values("pk")),
        was_sent=Exists(told.filter(state=State.SENT)),
        last_state=Subquery(last),
    )


def _counts(found: RegistrationQuerySet) -> Sequence[dict[str, int]]:
    on_list = Q(status=Registration.Status.REGISTERED)
    known = on_list & Q(person__isnull=False, placed=True)
    waits = known & Q(may=True, was_sent=False)
    failed = Q(last_state__in=[State.FAILED, State.EXPIRED])
    questions = {
        "on_list": on_list,
        "in_line": on_list & Q(placed=False),
        "unconfirmed": Q(status=Registration.Status.UNCONFIRMED),
        "unacknowledged": known & Q(may=False),
        "sent": known & Q(was_sent=True),
        "unreached": waits & ~reachable("person__"),
        "failed": waits & reachable("person__") & failed,
    }
    return found.values("session").annotate(
        **{name: Count("pk", filter=what) for name, what in questions.items()}
    )


def _held_back(sessions: dict[int, Session], now: dt.datetime) -> Iterator[tuple[int, int]]:
    """Session and registration of those with a place whom an exclusion keeps out."""
    asked = Registration.objects.holding_a_place(list(sessions.values()))
    registrations: dict[tuple[int, int], int] = {}

    def places() -> Iterator[tuple[Session, User]]:
        # Read only if there is any exclusion to ask about.
        for one in asked.filter(person__isnull=False).select_related("person"):
            registrations[one.session_id, one.person_id] = one.pk
            yield sessions[one.session_id], one.person

    for session, person in links.shut_out(places(), now):
        yield session, registrations[session, person]


def _overview(session: Session, n: dict[str, int], held: int, now: dt.datetime) -> Overview:
    meeting, stored = session.meeting, getattr(session, "call_link", None)
    link = bool(stored and links.sendable(session))
    is_open = session.status == meeting.status == Status.PUBLISHED and session.ends_at > now
    online = meeting.form != Meeting.Form.IN_PERSON
    unreached = n["unreached"] if is_open and (link or online) else 0
    # Nobody can do anything for a session that is over, called off or not open yet.
    others = n["unconfirmed"] + n["unacknowledged"] + held if is_open else 0
    lacks_link = is_open and online and not link
    warned = dt.timedelta(hours=meeting.warning_hours)
    failed = n["failed"] if is_open and link and links.cause(session, now) else 0
    return Overview(
        signed_up=n["on_list"] + held,
        waiting=n["in_line"],
        have_link=n["sent"],
        needs_you=others + unreached + failed,
        unreachable=unreached,
        lacks_link=lacks_link,
        link_is_late=lacks_link and session.starts_at - now <= warned,
    )
