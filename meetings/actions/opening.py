"""A new meeting with its sessions, and more sessions for one there is."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from meetings import rules
from meetings.actions.details import ADDRESS_TAKEN, Values, fill_in
from meetings.actions.sessions import change_session, save_meeting, set_link
from meetings.models import Facilitator, Meeting, Session, Status
from meetings.repeating import Slot
from meetings.rooms import new_room
from members.models import Affiliation, User
from members.rules import Refusal, Refused
from vsn.audit.journal import record
from vsn.audit.models import Action


@dataclass(frozen=True, slots=True)
class Planned:
    """Sessions that are not there yet: when, what each has, and the room. `links`: one for all
    of them or one for each; `own_rooms`: one is made up for each."""

    slots: Sequence[Slot] = ()
    of_each: Mapping[str, object] = field(default_factory=dict)
    links: Sequence[str] = ()
    own_rooms: bool = False


@transaction.atomic
def start_meeting(
    *,
    values: Values,
    planned: Planned,
    by: User,
    now: dt.datetime,
    together: Iterable[Facilitator] = (),
) -> Meeting:
    """A draft that `by` runs, with its sessions. Of those who may not publish on their own it is
    a proposal. `together`: who runs the meeting that this one is a copy of.

    Raises:
        Refused: `by` may set up no meeting, or the address or the link will not do.
    """
    if not rules.may_start(by):
        raise Refused(Refusal("not_allowed", _("Members of the network set up meetings.")))
    if no := rules.slug_refusal(values["slug"]):
        raise Refused(Refusal("slug", no.sentence))
    meeting = Meeting(status=Status.DRAFT)
    if not rules.may_open_directly(by):
        meeting.proposal = Meeting.Proposal.STARTED
    fill_in(meeting, values)
    try:
        with transaction.atomic():
            save_meeting(meeting=meeting, changed=(), by=by, now=now)
    except IntegrityError as error:
        raise Refused(ADDRESS_TAKEN) from error
    meeting.hosts.set(values["hosts"])
    _runs(meeting, by, now, together)
    add_sessions(meeting=meeting, planned=planned, by=by, now=now)
    return meeting


def _runs(meeting: Meeting, by: User, now: dt.datetime, together: Iterable[Facilitator]) -> None:
    affiliation = Affiliation.objects.filter(person=by, ended_on__isnull=True).first()
    rows = [Facilitator(person=by, affiliate_id=affiliation and affiliation.affiliate_id)]
    others = [one for one in together if one.person_id != by.pk]
    rows += [
        Facilitator(person=one.person, affiliate_id=one.affiliate_id)
        for one in others
        if not rules.may_be_asked(meeting, one.person, now)  # nor run it unasked
    ]
    for row in rows:
        row.meeting = meeting
    Facilitator.objects.bulk_create(rows)
    for row in rows[1:]:
        what = {"fields": "facilitators", "person": row.person_id}
        record(Action.MEETING_CHANGED, meeting, by=by, now=now, **what)


@transaction.atomic
def add_sessions(
    *, meeting: Meeting, planned: Planned, by: User, now: dt.datetime
) -> list[Session]:
    """Draft sessions of the meeting, in the order of their dates.

    Raises:
        Refused: the meeting was cancelled, or the link will not do.
    """
    meeting.refresh_from_db(fields=["status"], from_queryset=Meeting.objects.select_for_update())
    if meeting.status == Status.CANCELLED:
        raise Refused(Refusal("cancelled", _("This meeting was cancelled.")))
    links = list(planned.links)
    if len(links) < len(planned.slots):
        links = (links[:1] or [""]) * len(planned.slots)
    return [
        _add(meeting, slot, link, planned, by=by, now=now)
        for slot, link in zip(planned.slots, links, strict=True)
    ]


def _add(
    meeting: Meeting, slot: Slot, link: str, planned: Planned, *, by: User, now: dt.datetime
) -> Session:
    session = change_session(
        session=Session(meeting=meeting),
        by=by,
        now=now,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        time_zone=slot.time_zone,
        **planned.of_each,
    )
    link = new_room() if planned.own_rooms else link
    if link:
        set_link(session=session, link=link, by=by, now=now)
    return session
