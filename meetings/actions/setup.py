"""Setting meetings up: programmes, hosts, facilitators, and sessions that are shown later."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from meetings.actions.facilitators import lock_meeting, tell_removed
from meetings.actions.sessions import lock_session, revised
from meetings.models import Facilitator, Meeting, Programme, Session, Status
from members.models import Affiliate, User
from members.rules import Refusal, Refused
from vsn.audit.journal import record
from vsn.audit.models import Action
from vsn.outbox.nudge import nudge


@transaction.atomic
def save_programme(*, programme: Programme, by: User, now: dt.datetime) -> Programme:
    # Who is forgotten at this moment is counted there too.
    counted = {"id", "former_people", "former_attendees"}
    fields = {field.name for field in programme._meta.concrete_fields} - counted
    programme.save(update_fields=fields if programme.pk else None)
    record(Action.PROGRAMME_SAVED, programme, by=by, now=now)
    return programme


@transaction.atomic
def set_hosts(*, meeting: Meeting, hosts: Iterable[Affiliate], by: User, now: dt.datetime) -> None:
    """The affiliates that host the meeting from now on. The same ones again: nothing happens."""
    wanted = {host.pk for host in hosts}
    if wanted == set(meeting.hosts.values_list("pk", flat=True)):
        return
    meeting.hosts.set(wanted)
    revised(meeting)
    record(Action.MEETING_CHANGED, meeting, by=by, now=now, fields="hosts")


@transaction.atomic
def change_facilitators(
    *,
    meeting: Meeting,
    kept: Iterable[Facilitator],
    dropped: Iterable[Facilitator],
    by: User,
    now: dt.datetime,
) -> None:
    """Gives people the rights of a facilitator of this meeting, or takes them away; who loses them
    is told."""
    kept, dropped = list(kept), list(dropped)
    for one in dropped:
        one.delete()
        tell_removed(meeting, one.person, by=by, now=now)
    for one in kept:
        one.save()
    if kept or dropped:
        record(Action.MEETING_CHANGED, meeting, by=by, now=now, fields="facilitators")
        nudge()


@transaction.atomic
def publish_session(*, session: Session, by: User, now: dt.datetime) -> bool:
    """Shows a draft session of a published meeting and opens its list. False: it was open already.

    Raises:
        Refused: it was cancelled, or its meeting is not published.
    """
    lock_meeting(session.meeting)
    session = lock_session(session)
    if session.status == Status.CANCELLED:
        raise Refused(Refusal("cancelled", _("A cancelled session cannot be published again.")))
    if session.meeting.status != Status.PUBLISHED:
        raise Refused(Refusal("meeting", _("Its meeting is not published. Publish that first.")))
    if session.status == Status.PUBLISHED:
        return False
    session.status = Status.PUBLISHED
    session.save(update_fields=["status"])
    record(Action.SESSION_PUBLISHED, session, by=by, now=now)
    nudge()
    return True
