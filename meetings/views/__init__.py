"""Pages: load, ask whether it may be seen, call one action, answer."""

from meetings.views.calendars import (
    MeetingFeed,
    all_calendar,
    meeting_calendar,
    personal_feed,
    place_calendar,
    session_calendar,
)
from meetings.views.exports import programme_wikitext, wikitext, wikitext_file
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
from meetings.views.reports import read_report, report, report_thanks
from meetings.views.sign_up import check_mail, sign_up

__all__ = [
    "MeetingFeed",
    "all_calendar",
    "check_mail",
    "import_page",
    "meeting",
    "meeting_calendar",
    "mine",
    "new_feed",
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
    "programme_wikitext",
    "read_report",
    "report",
    "report_thanks",
    "session_calendar",
    "sign_up",
    "upcoming",
    "wikitext",
    "wikitext_file",
]
