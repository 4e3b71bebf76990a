"""The room of a session, as its facilitators change it: two of them never overwrite each other."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from meetings import links, rooms, rules
from meetings.actions.facilitators import lock_meeting
from meetings.actions.lists import lock
from meetings.actions.sessions import set_link
from meetings.models import CallLink, Session
from members.models import User
from members.rules import Refusal, Refused


@transaction.atomic
def change_room(*, session: Session, link: str, seen: int, by: User, now: dt.datetime) -> CallLink:
    """Keeps the link that was typed, or "" to remove it. `seen` is the version of the link that
    the page showed. Everyone who was told another one is told this one, also while the call runs.

    Raises:
        Refused: the session was cancelled or is over, it is no link for others, or somebody else
            changed it meanwhile (`overtaken`).
    """
    lock_meeting(session.meeting)
    [session] = lock(session.pk)
    if no := rules.refusal((rules.not_cancelled, rules.not_over), session, None, now):
        raise Refused(no)
    if version(session) != seen and links.room(session) != link.strip():
        raise Refused(Refusal("overtaken", _("Somebody else changed the link meanwhile.")))
    stored = set_link(session=session, link=link, by=by, now=now)
    # Written down at once, so that the page that follows can say how far it is.
    links.plan_links(now, of=session)
    return stored


def make_room(*, session: Session, seen: int, by: User, now: dt.datetime) -> CallLink:
    """Makes up a room on our Jitsi server and keeps its link.

    Raises:
        Refused: as `change_room`, or there is no such server.
    """
    if not rooms.can_make_rooms():
        raise Refused(Refusal("no_server", _("Rooms cannot be made up here. Paste a link.")))
    return change_room(session=session, link=rooms.new_room(), seen=seen, by=by, now=now)


def version(session: Session) -> int:
    """Counts the changes of the link; 0 before there was one."""
    stored = CallLink.objects.filter(session=session).values_list("version", flat=True)
    return stored.first() or 0
