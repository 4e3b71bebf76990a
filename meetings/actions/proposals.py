"""A member proposes a meeting; the admins say yes, or no with a reason."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from meetings import rules
from meetings.actions.facilitators import lock_meeting
from meetings.models import Meeting
from members.models import User
from members.rules import Refused, routes
from vsn.audit.journal import record
from vsn.audit.models import Action
from vsn.outbox import dispatch
from vsn.outbox.nudge import nudge

Proposal = Meeting.Proposal
TOLD_WITHIN = dt.timedelta(days=30)


@transaction.atomic
def propose_meeting(*, meeting: Meeting, by: User, now: dt.datetime) -> None:
    """Asks the admins whether the meeting may be published; also again after a no.

    Raises:
        Refused: it is no proposal, or waits already.
    """
    meeting = lock_meeting(meeting)
    if no := rules.proposing_refusal(meeting):
        raise Refused(no)
    _become(meeting, Proposal.WAITING, at=now)
    record(Action.MEETING_PROPOSED, meeting, by=by, now=now)
    admins = User.objects.filter(is_staff=True, is_active=True).exclude(
        pk__in=meeting.facilitations.values("person")
    )
    _tell(meeting, "proposal", admins, "asked", now)


@transaction.atomic
def accept_proposal(*, meeting: Meeting, by: User, now: dt.datetime) -> None:
    """Whoever runs the meeting may publish it from now on, and is told.

    Raises:
        Refused: it does not wait any more, it is the admin's own, or `by` is no admin.
    """
    meeting = lock_meeting(meeting)
    if no := rules.deciding_refusal(meeting, by):
        raise Refused(no)
    _become(meeting, "")
    record(Action.PROPOSAL_ACCEPTED, meeting, by=by, now=now)
    _tell(meeting, "proposal_answer", meeting.facilitators.all(), "accepted", now)


@transaction.atomic
def decline_proposal(*, meeting: Meeting, reason: str, by: User, now: dt.datetime) -> None:
    """The meeting is not published as it stands; whoever runs it is told why, and may change it
    and ask again.

    Raises:
        Refused: as in `accept_proposal`.
    """
    meeting = lock_meeting(meeting)
    if no := rules.deciding_refusal(meeting, by):
        raise Refused(no)
    _become(meeting, Proposal.DECLINED, answer=reason)
    record(Action.PROPOSAL_DECLINED, meeting, by=by, now=now)
    _tell(meeting, "proposal_answer", meeting.facilitators.all(), "declined", now)


def _become(
    meeting: Meeting, proposal: str, *, at: dt.datetime | None = None, answer: str = ""
) -> None:
    meeting.proposal, meeting.proposal_answer = proposal, answer
    meeting.proposed_at = at or meeting.proposed_at
    meeting.save(update_fields=["proposal", "proposal_answer", "proposed_at"])


def _tell(
    meeting: Meeting, topic: str, people: Iterable[User], what: str, now: dt.datetime
) -> None:
    """The cause names the time of asking: what is proposed again is told again."""
    asked = meeting.proposed_at or now
    cause, until = f"{what}.{asked:%Y%m%dT%H%M%S%f}", now + TOLD_WITHIN
    dispatch.enqueue(
        dispatch.owed(topic, meeting, to=person.pk, cause=cause, now=now, not_after=until)
        for person in people
        if person.is_active and routes(person)
    )
    nudge()
