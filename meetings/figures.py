"""How it stands with a session's list and link, in figures for who runs it."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from django.db.models import Count, QuerySet

from meetings.models import CallLink, Registration, Session
from meetings.querysets import about_places
from members.rules import reachable
from vsn.outbox.models import Delivery

State = Delivery.State


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts only: no name, address or link."""

    signed_up: int
    reachable: int
    have_link: int  # were sent the link as it is now
    failed: dict[str, int]  # reason → how many could not be sent to


def figures(session: Session) -> Figures:
    on_list = Registration.objects.registered().filter(session=session)
    told = about_places(about_id__in=on_list.values("pk"), topic="link")
    version = CallLink.objects.filter(session=session).values_list("version", flat=True).first()
    of_now = told.filter(cause__startswith=f"v{version}.s{session.schedule}.")
    sent = of_now.filter(state=State.SENT)
    failed = (
        of_now.filter(state=State.FAILED)
        .exclude(about_id__in=sent.values("about_id"))
        .values_list("reason")
    )
    return Figures(
        signed_up=on_list.count(),
        reachable=on_list.filter(reachable("person__")).count(),
        have_link=sent.values("about_id").distinct().count(),
        failed=dict(failed.annotate(n=Count("about_id", distinct=True)).order_by("reason")),
    )


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a mailing that runs has come, in messages. Those that were no longer needed by the
    time of sending are left out."""

    sent: int
    left: int  # due now, or in a worker's hands
    later: int  # did not go through; each is tried again after a while
    failed: int  # for good, or too late

    @property
    def total(self) -> int:
        return self.sent + self.left + self.later + self.failed


def deliveries_of(session: Session) -> QuerySet[Delivery]:
    """Everything that goes out to those on the list of this session."""
    places = Registration.objects.filter(session=session).order_by().values("pk")
    return about_places(about_id__in=places)


class Row(Protocol):
    """A delivery, as far as it is counted."""

    @property
    def state(self) -> str: ...
    @property
    def created_at(self) -> dt.datetime: ...
    @property
    def next_at(self) -> dt.datetime: ...
    @property
    def attempts(self) -> int: ...


def progress_of(rows: Iterable[Row], now: dt.datetime) -> Progress | None:
    """The mailing that runs: what is due now, and everything that was owed since the first of it
    was. None when nothing is on its way."""
    rows = list(rows)
    due = [row for row in rows if _is_due(row, now)]
    if not due:
        return None
    since = min(row.created_at for row in due)
    rows = [row for row in rows if row.created_at >= since]
    states = Counter(row.state for row in rows)
    put_off = [row for row in rows if row.state == State.QUEUED and row.next_at > now]
    return Progress(
        sent=states[State.SENT],
        left=len(due),
        later=sum(row.attempts > 0 for row in put_off),
        failed=states[State.FAILED] + states[State.EXPIRED],
    )


def _is_due(row: Row, now: dt.datetime) -> bool:
    queued = row.state == State.QUEUED and row.next_at <= now
    return queued or row.state == State.CLAIMED


def progress(of: Session | QuerySet[Delivery], now: dt.datetime) -> Progress | None:
    """The same, of a session or of some deliveries."""
    found = deliveries_of(of) if isinstance(of, Session) else of
    rows = found.values_list("state", "created_at", "next_at", "attempts", named=True)
    return progress_of(rows, now)


def to_be_told(sessions: object, now: dt.datetime) -> int:
    """How many people a cancellation of these sessions would be told to."""
    return (
        Registration.objects.registered()
        .filter(
            reachable("person__"),
            session__in=sessions,
            session__status="published",
            session__ends_at__gt=now,
        )
        .values("person")
        .distinct()
        .count()
    )
