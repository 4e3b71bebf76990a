"""What is offered, when, and who comes."""

from meetings.models.meetings import (
    DEFAULT_LEADS,
    Facilitator,
    Meeting,
    Programme,
    Status,
    default_leads,
)
from meetings.models.registrations import PLACE, Registration, Report
from meetings.models.sessions import CallLink, Session

__all__ = [
    "DEFAULT_LEADS",
    "PLACE",
    "CallLink",
    "Facilitator",
    "Meeting",
    "Programme",
    "Registration",
    "Report",
    "Session",
    "Status",
    "default_leads",
]
