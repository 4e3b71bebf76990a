"""Setting up meetings in Django's admin. Everything goes through `meetings.actions`; reports are
not here, since only those they are addressed to may read them."""

from meetings.admin.meetings import MeetingAdmin, ProgrammeAdmin
from meetings.admin.registrations import RegistrationAdmin
from meetings.admin.sessions import SessionAdmin

__all__ = ["MeetingAdmin", "ProgrammeAdmin", "RegistrationAdmin", "SessionAdmin"]
