"""What the pages that keep the space safe ask of meetings."""

import datetime as dt
import uuid
from typing import Any

from meetings.models import Meeting, Registration, Report, Session, Status
from meetings.querysets import ReportQuerySet
from members.elsewhere import Asked

LATEST = 200


def reports_waiting(user: Any, now: dt.datetime) -> list[ReportQuerySet]:
    """The open reports this reader may read: those about them are in no count."""
    return [Report.objects.visible_to(user).exclude(status=Report.Status.CLOSED)]


def visible_reports(user: Any) -> ReportQuerySet:
    """Of the others not even the journal tells that they exist: an admin may be concerned."""
    return Report.objects.visible_to(user)


def to_keep_from(now: dt.datetime) -> list[tuple[uuid.UUID, str]]:
    """Meetings from which somebody can be kept, the latest first."""
    found = Meeting.objects.exclude(status=Status.CANCELLED).order_by("-pk")[:LATEST]
    return [(meeting.uid, meeting.title) for meeting in found]


def asked_again(now: dt.datetime) -> Asked:
    """Everyone who is on the list of a session to come: their link waits until they acknowledge a
    version that changes the substance."""
    coming = Session.objects.published().upcoming(now).order_by()
    places = Registration.objects.registered().filter(session__in=coming, person__isnull=False)
    return Asked(people=places.values("person").distinct().count(), places=places.count())
