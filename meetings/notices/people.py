"""Messages about who runs a meeting, and about proposals of members."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from django.conf import settings
from django.urls import reverse

from meetings import rules
from meetings.models import Facilitator, Invitation, Meeting, Status
from meetings.notices.letters import compose, write_each
from meetings.wording import as_read_by
from members.models import User
from members.rules import routes
from vsn.outbox.channels import Message
from vsn.outbox.models import Delivery
from vsn.outbox.registry import Moot, Renderer

Proposal = Meeting.Proposal


def render_invitations(
    deliveries: Sequence[Delivery], now: dt.datetime
) -> Mapping[int, Message | Moot]:
    """To who is asked to run a meeting, as long as nobody answered or took it back; and to who
    asked, once they answered."""
    found = Invitation.objects.select_related("meeting", "by", "person").in_bulk(
        d.about_id for d in deliveries
    )

    def write(delivery: Delivery, to: User) -> Message | None:
        invitation = found.get(delivery.about_id)
        worth = invitation and _holds(invitation, delivery, now)
        return _about(invitation, delivery, to) if worth else None

    return write_each(deliveries, write)


def _holds(invitation: Invitation, delivery: Delivery, now: dt.datetime) -> bool:
    if delivery.topic == "facilitate":
        fresh = invitation.made_at + rules.OPEN_FOR > now and invitation.answered_at is None
        asked = invitation.person_id == delivery.recipient_id
        return (
            fresh and asked and not rules.asking_refusal(invitation.meeting, invitation.person, now)
        )
    said = "accepted" if invitation.accepted else "declined"
    answered = invitation.answered_at is not None and delivery.cause == said
    return answered and invitation.by_id == delivery.recipient_id


def _about(invitation: Invitation, delivery: Delivery, to: User) -> Message:
    asked = delivery.topic == "facilitate"
    page, key = ("invitation", invitation.handle) if asked else (
        "facilitators", invitation.meeting.slug
    )  # fmt: skip
    return _write(
        delivery.topic,
        to,
        invitation=invitation,
        meeting=invitation.meeting,
        address=_address(page, key),
        # Who said no is called as they were by who asked: whose address it is stays unsaid.
        name=(invitation.accepted and str(invitation.person)) or invitation.name,
    )


def render_proposals(
    deliveries: Sequence[Delivery], now: dt.datetime
) -> Mapping[int, Message | Moot]:
    """To the admins, as long as it waits; and to those who run the meeting, once it is decided."""
    found = Meeting.objects.in_bulk(d.about_id for d in deliveries)
    running = _running(found)

    def write(delivery: Delivery, to: User) -> Message | None:
        meeting = found.get(delivery.about_id)
        runs_it = (delivery.about_id, to.pk) in running
        worth = meeting and _stands(meeting, delivery) and _is_for(to, delivery, runs_it)
        return _of_proposal(meeting, delivery, to) if worth else None

    return write_each(deliveries, write)


def _stands(meeting: Meeting, delivery: Delivery) -> bool:
    """True if it still is as the cause says, about the asking that the cause names."""
    said, _dot, asked = delivery.cause.partition(".")
    states = {"asked": Proposal.WAITING, "declined": Proposal.DECLINED, "accepted": ""}
    the_same = meeting.proposed_at and f"{meeting.proposed_at:%Y%m%dT%H%M%S%f}" == asked
    waits = bool(the_same) and meeting.status == Status.DRAFT  # not called off, nor public already
    return waits and states.get(said) == meeting.proposal


def _is_for(to: User, delivery: Delivery, runs_it: bool) -> bool:
    if delivery.topic == "proposal":
        return to.is_staff and to.is_active and not runs_it
    return runs_it


def _of_proposal(meeting: Meeting, delivery: Delivery, to: User) -> Message:
    for_admins = delivery.topic == "proposal"
    return _write(
        delivery.topic,
        to,
        meeting=meeting,
        declined=meeting.proposal == Proposal.DECLINED,
        address=_address("proposals") if for_admins else _address("edit_meeting", meeting.slug),
    )


def render_removals(
    deliveries: Sequence[Delivery], now: dt.datetime
) -> Mapping[int, Message | Moot]:
    """To whoever does not run a meeting any more, unless they were asked back meanwhile."""
    found = Meeting.objects.in_bulk(d.about_id for d in deliveries)
    running = _running(found)

    def write(delivery: Delivery, to: User) -> Message | None:
        meeting = found.get(delivery.about_id)
        worth = meeting and to.is_active and (meeting.pk, to.pk) not in running
        return _write(delivery.topic, to, meeting=meeting) if worth else None

    return write_each(deliveries, write)


def _running(meetings: Iterable[int]) -> set[tuple[int, int]]:
    """Who runs what, as the ids of meeting and person."""
    found = Facilitator.objects.filter(meeting__in=meetings)
    return set(found.values_list("meeting", "person"))


def _write(topic: str, to: User, **facts: object) -> Message:
    with as_read_by(to):
        return compose(topic, None, facts).to(routes(to))


def _address(page: str, *arguments: str) -> str:
    """Absolute: never made from a request's Host header."""
    return settings.SITE_URL + reverse(f"meetings:{page}", args=arguments)


RENDERERS: dict[str, Renderer] = {
    "facilitate": render_invitations,
    "facilitate_answer": render_invitations,
    "facilitator_removed": render_removals,
    "proposal": render_proposals,
    "proposal_answer": render_proposals,
}
