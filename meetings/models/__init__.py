"""What is offered, when, and who comes."""

from meetings.models.afterwards import Digest, Feedback
from meetings.models.announcements import Announcement
from meetings.models.certificates import AddressExport, Certificate
from meetings.models.desk import ListAct
from meetings.models.meetings import (
    DEFAULT_LEADS,
    LONGEST_LEAD,
    Facilitator,
    Invitation,
    Meeting,
    Programme,
    Status,
    default_leads,
)
from meetings.models.registrations import PLACE, Registration, Report, ReportNote
from meetings.models.sessions import CallLink, Session

__all__ = [
    "DEFAULT_LEADS",
    "LONGEST_LEAD",
    "PLACE",
    "AddressExport",
    "Announcement",
    "CallLink",
    "Certificate",
    "Digest",
    "Facilitator",
    "Feedback",
    "Invitation",
    "ListAct",
    "Meeting",
    "Programme",
    "Registration",
    "Report",
    "ReportNote",
    "Session",
    "Status",
    "default_leads",
]
