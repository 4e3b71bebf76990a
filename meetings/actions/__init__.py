"""Every change of state: one named function, one transaction; page, admin and task call it."""

from meetings.actions.adopting import adopt, adopt_all, waiting_under
from meetings.actions.afterwards import (
    MOST_LINKS,
    Overtaken,
    give_feedback,
    publish_digest,
    save_digest,
    withdraw_digest,
)
from meetings.actions.announcements import forget_announcements
from meetings.actions.arriving import Proof, arrive, connect
from meetings.actions.attendance import forget_walk_ins
from meetings.actions.certificates import (
    certificate_refusal,
    issue_certificate,
    note_export,
    read_number,
)
from meetings.actions.desk import Outcome, move_places, put_first, remove_places
from meetings.actions.desk_messages import remind_places, send_link_again
from meetings.actions.details import (
    DETAILS,
    Conflict,
    Values,
    change_details,
    change_facts,
    details_of,
    facts_of,
)
from meetings.actions.facilitators import (
    accept_invitation,
    decline_invitation,
    forget_invitations,
    invite_facilitator,
    leave_meeting,
    recall_invitation,
    remove_facilitator,
)
from meetings.actions.imports import Arrival, Batch, Brought, bring_in
from meetings.actions.opening import Planned, add_sessions, start_meeting
from meetings.actions.people import (
    erase_call_links,
    forget_inactive,
    forget_person,
    purge_unconfirmed,
)
from meetings.actions.places import (
    cancel,
    change_appearance,
    mark_attendance,
    move,
    remove,
    renew_feed,
)
from meetings.actions.proposals import accept_proposal, decline_proposal, propose_meeting
from meetings.actions.registrations import (
    Details,
    Reader,
    acknowledge_for,
    add_by_hand,
    confirm,
    sign_up,
    sign_up_stranger,
)
from meetings.actions.reports import (
    delete_old_reports,
    hand_on,
    mark_concerned,
    possibly_concerned,
    readers_of,
    remind,
    report,
    work_on_report,
)
from meetings.actions.sessions import (
    cancel_meeting,
    cancel_session,
    change_session,
    publish_meeting,
    save_meeting,
    set_link,
)
from meetings.actions.setup import (
    change_facilitators,
    publish_session,
    save_programme,
    set_hosts,
)
from meetings.actions.undoing import forget_acts, undo_act

__all__ = [
    "DETAILS",
    "MOST_LINKS",
    "Arrival",
    "Batch",
    "Brought",
    "Conflict",
    "Details",
    "Outcome",
    "Overtaken",
    "Planned",
    "Proof",
    "Reader",
    "Values",
    "accept_invitation",
    "accept_proposal",
    "acknowledge_for",
    "add_by_hand",
    "add_sessions",
    "adopt",
    "adopt_all",
    "arrive",
    "bring_in",
    "cancel",
    "cancel_meeting",
    "cancel_session",
    "certificate_refusal",
    "change_appearance",
    "change_details",
    "change_facilitators",
    "change_facts",
    "change_session",
    "confirm",
    "connect",
    "decline_invitation",
    "decline_proposal",
    "delete_old_reports",
    "details_of",
    "erase_call_links",
    "facts_of",
    "forget_acts",
    "forget_announcements",
    "forget_inactive",
    "forget_invitations",
    "forget_person",
    "forget_walk_ins",
    "give_feedback",
    "hand_on",
    "invite_facilitator",
    "issue_certificate",
    "leave_meeting",
    "mark_attendance",
    "mark_concerned",
    "move",
    "move_places",
    "note_export",
    "possibly_concerned",
    "propose_meeting",
    "publish_digest",
    "publish_meeting",
    "publish_session",
    "purge_unconfirmed",
    "put_first",
    "read_number",
    "readers_of",
    "recall_invitation",
    "remind",
    "remind_places",
    "remove",
    "remove_facilitator",
    "remove_places",
    "renew_feed",
    "report",
    "save_digest",
    "save_meeting",
    "save_programme",
    "send_link_again",
    "set_hosts",
    "set_link",
    "sign_up",
    "sign_up_stranger",
    "start_meeting",
    "undo_act",
    "waiting_under",
    "withdraw_digest",
    "work_on_report",
]
