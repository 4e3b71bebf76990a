"""How it stands with a session's list and link, in figures for who runs it."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count

from meetings.models import CallLink, Registration, Session
from members.rules import reachable
from vsn.outbox.models import Delivery


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts only: no name, address or link."""

    signed_up: int
    reachable: int
    have_link: int  # were sent the link as it is now
    failed: dict[str, int]  # reason → how many could not be sent to


def figures(session: Session) -> Figures:
    on_list = Registration.objects.registered().filter(session=session)
    told = Delivery.objects.filter(
        about_type="meetings.registration", about_id__in=on_list.values("pk"), topic="link"
    )
    version = CallLink.objects.filter(session=session).values_list("version", flat=True).first()
    of_now = told.filter(cause__startswith=f"v{version}.s{session.schedule}.")
    sent = of_now.filter(state=Delivery.State.SENT)
    failed = (
        of_now.filter(state=Delivery.State.FAILED)
        .exclude(about_id__in=sent.values("about_id"))
        .values_list("reason")
    )
    return Figures(
        signed_up=on_list.count(),
        reachable=on_list.filter(reachable("person__")).count(),
        have_link=sent.values("about_id").distinct().count(),
        failed=dict(failed.annotate(n=Count("about_id", distinct=True)).order_by("reason")),
    )


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
