"""Every change of state: one named function, one transaction; page, admin and task call it."""

from meetings.actions.adopting import adopt, adopt_all, waiting_under
from meetings.actions.arriving import Proof, arrive, connect
from meetings.actions.imports import Arrival, Batch, Brought, bring_in
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
from meetings.actions.registrations import (
    Details,
    Reader,
    acknowledge_for,
    add_by_hand,
    confirm,
    sign_up,
    sign_up_stranger,
)
from meetings.actions.reports import change_report, report
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

__all__ = [
    "Arrival",
    "Batch",
    "Brought",
    "Details",
    "Proof",
    "Reader",
    "acknowledge_for",
    "add_by_hand",
    "adopt",
    "adopt_all",
    "arrive",
    "bring_in",
    "cancel",
    "cancel_meeting",
    "cancel_session",
    "change_appearance",
    "change_facilitators",
    "change_report",
    "change_session",
    "confirm",
    "connect",
    "erase_call_links",
    "forget_inactive",
    "forget_person",
    "mark_attendance",
    "move",
    "publish_meeting",
    "publish_session",
    "purge_unconfirmed",
    "remove",
    "renew_feed",
    "report",
    "save_meeting",
    "save_programme",
    "set_hosts",
    "set_link",
    "sign_up",
    "sign_up_stranger",
    "waiting_under",
]
