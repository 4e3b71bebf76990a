"""Filling in the admin's forms."""

from typing import Any
from zoneinfo import ZoneInfo

from django.test import Client
from django.urls import reverse

from meetings.models import Meeting, Session
from vsn.audit.models import Action, Entry

VIENNA = ZoneInfo("Europe/Vienna")


def meeting_form(**changes: Any) -> dict[str, Any]:
    values = {
        "title": "Peer support",
        "slug": "peer-support-2030",
        "kind": "peer_support",
        "form": "online",
        "language": "en",
        "interpretation": "es, fr",
        "lead_minutes": "60, 1440",
        "warning_hours": "48",
        "facilitations-TOTAL_FORMS": "0",
        "facilitations-INITIAL_FORMS": "0",
    }
    return values | changes


def session_form(**changes: Any) -> dict[str, Any]:
    values = {
        "starts_at": "2030-06-05T15:00",
        "ends_at": "2030-06-05T16:30",
        "time_zone": "Europe/Vienna",
        "precision": "exact",
        "recording": "none",
    }
    return values | changes


def add_session(admin: Client, meeting: Meeting, **changes: Any) -> Any:
    return admin.post(
        reverse("admin:meetings_session_add"), session_form(meeting=meeting.pk, **changes)
    )


def edit(admin: Client, session: Session, **changes: Any) -> Any:
    values = session_form(
        starts_at=f"{session.starts_at.astimezone(VIENNA):%Y-%m-%dT%H:%M}",
        ends_at=f"{session.ends_at.astimezone(VIENNA):%Y-%m-%dT%H:%M}",
    )
    address = reverse("admin:meetings_session_change", args=[session.pk])
    return admin.post(address, values | changes)


def act(admin: Client, kind: str, name: str, *things: Any, **answers: Any) -> Any:
    values = {"action": name, "_selected_action": [thing.pk for thing in things], **answers}
    return admin.post(reverse(f"admin:meetings_{kind}_changelist"), values, follow=True)


def recorded(action: Action) -> int:
    return Entry.objects.filter(action=action).count()
