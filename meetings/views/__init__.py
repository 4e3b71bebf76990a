"""Pages: load, ask whether it may be seen, call one action, answer."""

from meetings.views.calendars import (
    MeetingFeed,
    all_calendar,
    meeting_calendar,
    personal_feed,
    place_calendar,
    session_calendar,
)
from meetings.views.certificates import certificate, check_certificate, checked_certificate
from meetings.views.desk.digest import digest, publish_digest, withdraw_digest
from meetings.views.desk.exports import export_file, export_list, print_list
from meetings.views.desk.facilitators import (
    facilitators,
    invitation,
    leave_meeting,
    recall_invitation,
    remove_facilitator,
)
from meetings.views.desk.feedback import feedback_results
from meetings.views.desk.history import meeting_history
from meetings.views.desk.own import your_meetings
from meetings.views.desk.proposals import (
    accept_proposal,
    decline_proposal,
    proposals,
    propose_meeting,
)
from meetings.views.desk.reports import meeting_report, programme_report
from meetings.views.desk.setup import edit_meeting, new_meeting
from meetings.views.desk.setup_public import (
    cancel_meeting,
    cancel_session,
    publish_meeting,
    publish_session,
)
from meetings.views.desk.setup_sessions import add_sessions, edit_session
from meetings.views.exports import programme_wikitext, wikitext, wikitext_file
from meetings.views.feedback import give_feedback
from meetings.views.imports import import_page
from meetings.views.lists import meeting, past, upcoming
from meetings.views.own import mine, new_feed
from meetings.views.places import (
    place,
    place_acknowledge,
    place_appearance,
    place_cancel,
    place_confirm,
    place_forget,
    place_move,
)
from meetings.views.reports import (
    hand_on_report,
    mark_concerned,
    read_report,
    report,
    report_thanks,
    reports,
)
from meetings.views.sign_up import check_mail, sign_up

__all__ = [
    "MeetingFeed",
    "accept_proposal",
    "add_sessions",
    "all_calendar",
    "cancel_meeting",
    "cancel_session",
    "certificate",
    "check_certificate",
    "check_mail",
    "checked_certificate",
    "decline_proposal",
    "digest",
    "edit_meeting",
    "edit_session",
    "export_file",
    "export_list",
    "facilitators",
    "feedback_results",
    "give_feedback",
    "hand_on_report",
    "import_page",
    "invitation",
    "leave_meeting",
    "mark_concerned",
    "meeting",
    "meeting_calendar",
    "meeting_history",
    "meeting_report",
    "mine",
    "new_feed",
    "new_meeting",
    "past",
    "personal_feed",
    "place",
    "place_acknowledge",
    "place_appearance",
    "place_calendar",
    "place_cancel",
    "place_confirm",
    "place_forget",
    "place_move",
    "print_list",
    "programme_report",
    "programme_wikitext",
    "proposals",
    "propose_meeting",
    "publish_digest",
    "publish_meeting",
    "publish_session",
    "read_report",
    "recall_invitation",
    "remove_facilitator",
    "report",
    "report_thanks",
    "reports",
    "session_calendar",
    "sign_up",
    "upcoming",
    "wikitext",
    "wikitext_file",
    "withdraw_digest",
    "your_meetings",
]
