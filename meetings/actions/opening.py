"""A new meeting with its sessions, and more sessions for one there is."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from meetings import links, rules
from meetings.actions.details import ADDRESS_TAKEN, Values, details_of, fill_in
from meetings.actions.facilitators import invite_again
from meetings.actions.sessions import change_session, save_meeting, set_link
from meetings.models import Facilitator, Meeting, Session, Status
from meetings.repeating import Slot
from meetings.rooms import new_room
from members.models import Affiliation, User
from members.rules import Refusal, Refused


@dataclass(frozen=True, slots=True)
class Planned:
    """Sessions that are not there yet: when, what each has, and the room. `links`: one for all
    of them or one for each; `own_rooms`: one is made up for each. `uid` was given out with the
    form and becomes that of the first: sent twice, they are still the same sessions."""

    slots: Sequence[Slot] = ()
    of_each: Mapping[str, object] = field(default_factory=dict)
    links: Sequence[str] = ()
    own_rooms: bool = False
    uid: uuid.UUID = field(default_factory=uuid.uuid4)

    def each(self) -> list[tuple[Slot, str]]:
        """Each date with its link."""
        given = list(self.links)
        if len(given) < len(self.slots):
            given = (given[:1] or [""]) * len(self.slots)
        return list(zip(self.slots, given, strict=True))

    def are(self, sessions: Sequence[Session]) -> bool:
        """True if these are what was planned."""
        return len(sessions) == len(self.slots) and all(
            (one.starts_at, one.ends_at, one.time_zone)
            == (slot.starts_at, slot.ends_at, slot.time_zone)
            and all(getattr(one, name) == value for name, value in self.of_each.items())
            and (self.own_rooms or links.room(one) == link)
            for one, (slot, link) in zip(sessions, self.each(), strict=True)
        )


@transaction.atomic
def start_meeting(
    *,
    values: Values,
    planned: Planned,
    by: User,
    now: dt.datetime,
    together: Iterable[User] = (),
    uid: uuid.UUID | None = None,
) -> Meeting:
    """A draft that `by` runs, with its sessions. Of those who may not publish on their own it is
    a proposal. `together`: who is asked to run it too. `uid` was given out with the form: sent
    twice, it is still one meeting; changed in between, it is another.

    Raises:
        Refused: `by` may set up no meeting, or the address or the link will not do.
    """
    uid = uid or uuid.uuid4()
    if made := _made_before(uid, values, planned, by):
        return made
    if not rules.may_start(by):
        raise Refused(Refusal("not_allowed", _("Members of the network set up meetings.")))
    if no := rules.slug_refusal(values["slug"]):
        raise Refused(Refusal("slug", no.sentence))
    try:
        meeting = _store(uid, values, by, now)
    except IntegrityError as error:
        # Pressed twice, both at once: the other one was first.
        if made := _made_before(uid, values, planned, by):
            return made
        raise Refused(ADDRESS_TAKEN) from error
    invite_again(meeting=meeting, people=together, by=by, now=now)
    add_sessions(meeting=meeting, planned=planned, by=by, now=now)
    return meeting


@transaction.atomic
def _store(uid: uuid.UUID, values: Values, by: User, now: dt.datetime) -> Meeting:
    taken = Meeting.objects.filter(uid=uid).exists()
    meeting = Meeting(status=Status.DRAFT, uid=uuid.uuid4() if taken else uid)
    if not rules.may_open_directly(by):
        meeting.proposal = Meeting.Proposal.STARTED
    fill_in(meeting, values)
    save_meeting(meeting=meeting, changed=(), by=by, now=now)
    meeting.hosts.set(values["hosts"])
    affiliation = Affiliation.objects.filter(person=by, ended_on__isnull=True).first()
    Facilitator.objects.create(
        meeting=meeting, person=by, affiliate_id=affiliation and affiliation.affiliate_id
    )
    return meeting


def _made_before(uid: uuid.UUID, values: Values, planned: Planned, by: User) -> Meeting | None:
    """The meeting that came of the very same form, if it still says the same. Its address may
    have been made from its title, so that is not compared."""
    made = Meeting.objects.filter(uid=uid, facilitations__person=by).first()
    if made is None:
        return None
    said = details_of(made)
    the_same = all(said[name] == value for name, value in values.items() if name != "slug")
    return made if the_same and planned.are(_in_order(made)) else None


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
    uid = planned.uid
    if first := Session.objects.filter(uid=uid).first():
        made = [one for one in _in_order(meeting) if one.number >= first.number]
        made = made[: len(planned.slots)]
        if first.meeting_id == meeting.pk and planned.are(made):
            return made
        uid = uuid.uuid4()
    uids = [uid, *(uuid.uuid4() for _slot in planned.slots[1:])]
    return [
        _add(Session(meeting=meeting, uid=one), slot, link, planned, by=by, now=now)
        for one, (slot, link) in zip(uids, planned.each(), strict=False)
    ]


def _in_order(meeting: Meeting) -> list[Session]:
    """In the order in which they were added."""
    return list(meeting.sessions.select_related("call_link").order_by("number"))


def _add(
    session: Session, slot: Slot, link: str, planned: Planned, *, by: User, now: dt.datetime
) -> Session:
    session = change_session(
        session=session,
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
