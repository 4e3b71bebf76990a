"""The messages: read the present facts of a delivery again, and say what is to be sent now.

Each topic has its words in `templates/meetings/notices/<topic>/{subject,body}.txt`; the HTML part
is made from the same text, so that the two can never say different things.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

from django.conf import settings
from django.urls import reverse

from meetings import links
from meetings.models import Registration, Report, Session, Status
from meetings.notices import afterwards, announcements, people
from meetings.notices.facts import Facts, gather
from meetings.notices.letters import (
    CHANGED,
    Letter,
    Words,
    compose,
    meeting_address,
    write,
    write_each,
)
from meetings.wording import as_read_by
from members.models import PolicyVersion, User
from members.rules import routes
from vsn.outbox.channels import Message
from vsn.outbox.models import Delivery
from vsn.outbox.registry import Moot, Renderer

__all__ = ["RENDERERS", "TOPICS", "meeting_address", "render_registrations"]


def _confirm(f: Facts) -> bool:
    return f.registration.status == Registration.Status.UNCONFIRMED and f.takes_place


def _on_list(f: Facts) -> bool:
    return f.on_list


def _place_gained(f: Facts) -> bool:
    return f.on_list and f.holds_place


def _link(f: Facts) -> bool:
    # Sent once more by hand it is another cause, of the same link: `v3.s1.l2.r1`.
    return bool(f.link) and f.cause.partition(".r")[0] == f.release.cause


def _moved(f: Facts) -> bool:
    return f.on_list and f.cause == f"s{f.session.schedule}"


def _recording(f: Facts) -> bool:
    return f.on_list and f.cause == f"r{f.session.recording_revision}"


def _session_cancelled(f: Facts) -> bool:
    registered = f.registration.status == Registration.Status.REGISTERED
    return registered and f.session.status == Status.CANCELLED


def _place_cancelled(f: Facts) -> bool:
    return f.registration.status in {Registration.Status.CANCELLED, Registration.Status.REMOVED}


def _acknowledge(f: Facts) -> bool:
    return f.on_list and f.must_acknowledge


# For each topic: what must be true for it to be worth sending, and its calendar file.
TOPICS: dict[str, tuple[Callable[[Facts], bool], str]] = {
    "confirm": (_confirm, ""),
    "already": (_on_list, ""),
    "signed_up": (_on_list, "PUBLISH"),
    "place_gained": (_place_gained, "PUBLISH"),
    "link": (_link, "PUBLISH"),
    "moved": (_moved, "PUBLISH"),
    "recording": (_recording, ""),
    "session_cancelled": (_session_cancelled, "CANCEL"),
    "place_cancelled": (_place_cancelled, "CANCEL"),
    "acknowledge": (_acknowledge, ""),
}
BRINGS_LINK = {"link", "moved"}


def render_registrations(
    deliveries: Sequence[Delivery], now: dt.datetime
) -> Mapping[int, Message | Moot]:
    """Messages about places, all of one topic, in a number of queries that does not grow."""
    topic = deliveries[0].topic
    holds, _file = TOPICS[topic]
    policy = PolicyVersion.objects.required() if topic == "acknowledge" else None
    written: dict[Words, Letter] = {}
    result: dict[int, Message | Moot] = {}
    for delivery, facts in gather(deliveries, now):
        place = facts.registration
        if place.person_id != delivery.recipient_id or not holds(facts):
            result[delivery.pk] = CHANGED
            continue
        words = _words(topic, facts, policy)
        letter = written.get(words) or written.setdefault(words, write(words, now))
        result[delivery.pk] = letter.to(routes(place.person), place.key)
    return result


def _words(topic: str, facts: Facts, policy: PolicyVersion | None) -> Words:
    registration, session = facts.registration, facts.session
    # In a meeting with personal addresses only, the page hands out the current link.
    hidden = session.meeting.personal_addresses_only or topic not in BRINGS_LINK
    link = "" if hidden else facts.link
    method = TOPICS[topic][1]
    if method == "PUBLISH" and not facts.holds_place:
        method = ""
    return Words(
        topic=topic,
        session=session,
        language=registration.person.language,
        time_zone=registration.person.time_zone,
        waiting=not facts.holds_place,
        removed=registration.status == Registration.Status.REMOVED,
        source=registration.source,
        link=link,
        link_on_page=bool(facts.link) and not link,
        replaces=facts.told_before,
        method=method,
        sequence=registration.sequence(with_link=bool(link)),
        why=_why(facts.cause),
        changes=_changes(policy, registration),
    )


def _changes(policy: PolicyVersion | None, registration: Registration) -> str:
    """What is new in the policy, for who knows the version before: not for who was put on the
    list by somebody else."""
    if policy is None or registration.source != Registration.Source.SELF:
        return ""
    text = policy.text_in(registration.person.language)
    return text.changes if text else ""


def _why(cause: str) -> str:
    """What became of the place: `moved.12` is about a facilitator moving it, `back.12` about taking
    that back, and "moved" about the person moving it themselves."""
    word, _dot, act = cause.partition(".")
    if cause == "moved":
        return "own"
    return word if act and word in {"moved", "back"} else ""


def render_sessions(
    deliveries: Sequence[Delivery], now: dt.datetime
) -> Mapping[int, Message | Moot]:
    """Messages about a session to someone who has no place on it: `refused` and `no_link`."""
    sessions = Session.objects.select_related("meeting").in_bulk(d.about_id for d in deliveries)
    with_link = links.ready(now)

    def write_one(delivery: Delivery, to: User) -> Message | None:
        session = sessions.get(delivery.about_id)
        if session is None or (delivery.topic == "no_link" and not _lacks(session, with_link, now)):
            return None
        with as_read_by(to):
            return compose(delivery.topic, session, {}).to(routes(to))

    return write_each(deliveries, write_one)


def _lacks(session: Session, with_link: set[int], now: dt.datetime) -> bool:
    published = session.status == session.meeting.status == Status.PUBLISHED
    return published and session.starts_at > now and session.pk not in with_link


def render_reports(
    deliveries: Sequence[Delivery], now: dt.datetime
) -> Mapping[int, Message | Moot]:
    """Says that there is a report, or that one lies still, and where to read it; never what it
    says, and to nobody whom it turned out to be about."""
    return write_each(deliveries, _about_report)


def _about_report(delivery: Delivery, to: User) -> Message | None:
    report = Report.objects.visible_to(to).filter(pk=delivery.about_id).first()
    if not report or not _worth_telling(delivery, report):
        return None
    address = settings.SITE_URL + reverse("meetings:report", args=[report.handle])
    with as_read_by(to):
        return compose(delivery.topic, None, {"address": address}).to(routes(to))


def _worth_telling(delivery: Delivery, report: Report) -> bool:
    """A reminder only while nobody has worked on it since."""
    still = f"r{report.revision}.{report.reminders}"
    return delivery.topic == "report" or delivery.cause == still


RENDERERS: dict[str, Renderer] = {
    **dict.fromkeys(TOPICS, render_registrations),
    "refused": render_sessions,
    "no_link": render_sessions,
    "report": render_reports,
    "report_waits": render_reports,
    "announcement": announcements.render_announcements,
    **people.RENDERERS,
    **afterwards.RENDERERS,
}
