"""The messages about memberships and between members: read the present facts again, and say what
is to be sent now.

Each topic has its words in `templates/members/notices/<topic>/{subject,body}.txt`; the HTML part
is made from the same text.
"""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.conf import settings

from members.alike import alike, outlines
from members.letters import address_of, compose
from members.models import Exclusion, MemberMessage, Membership, MembershipStep, Profile, User
from members.rules import is_excluded_from_everything, kinds, wants
from vsn.outbox.channels import Message
from vsn.outbox.models import Delivery
from vsn.outbox.registry import Moot, Renderer

Kind, Status = MembershipStep.Kind, Membership.Status

# For each topic: how the membership must still stand for it to be worth sending.
TOPICS: dict[str, Membership.Status] = {
    "membership_waits": Status.APPLIED,
    f"membership_{Kind.ASKED}": Status.ASKED,
    f"membership_{Kind.APPROVED}": Status.ACTIVE,
    f"membership_{Kind.DECLINED}": Status.DECLINED,
    f"membership_{Kind.ENDED}": Status.INACTIVE,
    f"membership_{Kind.REINSTATED}": Status.ACTIVE,
}
CHANGED = Moot("the facts have changed")
UNWANTED = Moot("they do not want such messages")
FOR_ADMINS = {"membership_waits"}


def render_steps(deliveries: Sequence[Delivery], now: dt.datetime) -> Mapping[int, Message | Moot]:
    """Messages about steps of a membership, all of one topic."""
    topic = deliveries[0].topic
    standing = MembershipStep.objects.standing()
    steps = standing.select_related("membership__person", "membership__profile").in_bulk(
        d.about_id for d in deliveries
    )
    people = User.objects.in_bulk(d.recipient_id for d in deliveries)
    result: dict[int, Message | Moot] = {}
    for delivery in deliveries:
        step, to = steps.get(delivery.about_id), people[delivery.recipient_id]
        worth = step and step.membership.status == TOPICS[topic] and _is_for(to, step, topic)
        result[delivery.pk] = _about_step(topic, to, step) if worth else CHANGED
    return result


def _is_for(to: User, step: MembershipStep, topic: str) -> bool:
    if topic in FOR_ADMINS:
        return to.is_staff and to.is_active
    return to.pk == step.membership.person_id


def _about_step(topic: str, to: User, step: MembershipStep) -> Message:
    page = "members:moderation" if topic in FOR_ADMINS else "members:application"
    return _write(topic, to, step=step, membership=step.membership, address=address_of(page))


def render_exclusions(
    deliveries: Sequence[Delivery], now: dt.datetime
) -> Mapping[int, Message | Moot]:
    """Says that an exclusion waits for a second admin, or was lifted by one; not whom it is about,
    nor why."""
    still = {"exclusion_waits": Exclusion.objects.to_confirm(now),
             "exclusion_lifted": Exclusion.objects.lifted(now)}[deliveries[0].topic]  # fmt: skip
    waiting = still.in_bulk(d.about_id for d in deliveries)
    people = User.objects.in_bulk(d.recipient_id for d in deliveries)
    result: dict[int, Message | Moot] = {}
    for delivery in deliveries:
        to, waits = people[delivery.recipient_id], delivery.about_id in waiting
        if waits and to.is_staff and to.is_active:
            address = address_of("members:exclusion", delivery.about_id)
            result[delivery.pk] = _write(delivery.topic, to, address=address)
        else:
            result[delivery.pk] = CHANGED
    return result


def render_names(deliveries: Sequence[Delivery], now: dt.datetime) -> Mapping[int, Message | Moot]:
    """Says that a member goes by a name that can be taken for another one's; neither of them."""
    entries = Profile.objects.select_related("membership__person").filter(
        membership__in=[d.about_id for d in deliveries]
    )
    known = outlines()
    still = {
        entry.membership_id: entry.membership.person.handle
        for entry in entries
        if alike(entry.membership_id, entry.name, known)
    }
    people = User.objects.in_bulk(d.recipient_id for d in deliveries)
    result: dict[int, Message | Moot] = {}
    for delivery in deliveries:
        to, handle = people[delivery.recipient_id], still.get(delivery.about_id)
        if handle and to.is_staff and to.is_active:
            address = address_of("members:membership", handle)
            result[delivery.pk] = _write(delivery.topic, to, address=address)
        else:
            result[delivery.pk] = CHANGED
    return result


def render_messages(
    deliveries: Sequence[Delivery], now: dt.datetime
) -> Mapping[int, Message | Moot]:
    """What a member, who has not been excluded since, wrote to another one, who still wants to
    hear from them."""
    written = MemberMessage.objects.in_bulk(d.about_id for d in deliveries)
    entries = _entries({key for m in written.values() for key in (m.sender_id, m.recipient_id)})
    muted = set(
        Profile.muted.through.objects.filter(profile__in=entries.values()).values_list(
            "profile", "user"
        )
    )
    shut_out = {
        m.sender_id
        for m in written.values()
        if (sender := entries.get(m.sender_id))
        and is_excluded_from_everything(sender.membership.person, now)
    }
    result: dict[int, Message | Moot] = {}
    for delivery in deliveries:
        message = written.get(delivery.about_id)
        sender = message and message.sender_id not in shut_out and entries.get(message.sender_id)
        to = message and entries.get(message.recipient_id)
        if not (sender and to and to.takes_messages) or (to.pk, message.sender_id) in muted:
            result[delivery.pk] = CHANGED
            continue
        result[delivery.pk] = _write(
            delivery.topic,
            to.membership.person,
            sender=sender.name,
            text=message.text,
            answer=address_of("members:write", sender.membership.person.handle),
            address=address_of("members:messages"),
        )
    return result


def render_still_active(
    deliveries: Sequence[Delivery], now: dt.datetime
) -> Mapping[int, Message | Moot]:
    """The question of the year to a member who has not answered it since."""
    asked = Membership.objects.filter(status=Status.ACTIVE, asked_on__isnull=False)
    open_ones = asked.with_everything(now.date()).in_bulk(d.about_id for d in deliveries)
    result: dict[int, Message | Moot] = {}
    for delivery in deliveries:
        membership = open_ones.get(delivery.about_id)
        result[delivery.pk] = (
            _write(
                delivery.topic,
                membership.person,
                ties=membership.person.present_affiliations,
                address=address_of("members:still_active"),
                answer_days=settings.STILL_ACTIVE_DAYS,
            )
            if membership
            else CHANGED
        )
    return result


def respecting_wishes(topic: str, renderer: Renderer) -> Renderer:
    """The same, but not for those who switched this kind of message off. A topic that cannot be
    switched off is not even asked about."""

    def render(deliveries: Sequence[Delivery], now: dt.datetime) -> Mapping[int, Message | Moot]:
        if topic not in kinds:
            return renderer(deliveries, now)
        people = User.objects.in_bulk(d.recipient_id for d in deliveries)
        wanted = [d for d in deliveries if wants(people[d.recipient_id], topic)]
        result: dict[int, Message | Moot] = {d.pk: UNWANTED for d in deliveries}
        return result | dict(renderer(wanted, now) if wanted else {})

    return render


def _entries(people: set[int]) -> dict[int, Profile]:
    """The entries of those who belong to the network, with what says whether they are excluded."""
    active = Profile.objects.filter(
        membership__person__in=people, membership__status=Status.ACTIVE
    ).select_related("membership__person")
    found = active.prefetch_related("membership__person__emailaddress_set")
    return {entry.membership.person_id: entry for entry in found}


def _write(topic: str, to: User, **facts: object) -> Message:
    directory = address_of("members:directory")
    return compose(f"members/notices/{topic}", to, directory=directory, **facts)


RENDERERS: dict[str, Renderer] = {
    **dict.fromkeys(TOPICS, render_steps),
    "member_message": render_messages,
    "still_active": render_still_active,
    "exclusion_waits": render_exclusions,
    "exclusion_lifted": render_exclusions,
    "name_alike": render_names,
}
