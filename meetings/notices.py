"""The messages: read the present facts of a delivery again, and say what is to be sent now.

Each topic has its words in `templates/meetings/notices/<topic>/{subject,body}.txt`; the HTML part
is made from the same text, so that the two can never say different things.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.template.loader import get_template
from django.urls import reverse

from meetings import links
from meetings.ical import Entry, calendar
from meetings.models import Registration, Report, Session, Status
from meetings.wording import as_html, as_read_by, tidy, times
from members.models import User
from members.rules import routes
from vsn.outbox.channels import Attachment, Message
from vsn.outbox.models import Delivery
from vsn.outbox.registry import Moot, Renderer

Registered = Registration.Status.REGISTERED


@dataclass(slots=True)
class Facts:
    """What is true of one registration at the moment of sending."""

    registration: Registration
    cause: str
    now: dt.datetime
    holds_place: bool
    may_have_link: bool  # list, policy and exclusions; time and session are asked here
    told_before: bool
    must_acknowledge: bool  # because of this very cause; asked for that topic only

    @property
    def session(self) -> Session:
        return self.registration.session

    @property
    def on_list(self) -> bool:
        return self.registration.status == Registered and self.takes_place

    @property
    def takes_place(self) -> bool:
        """Published and not over."""
        session = self.session
        return session.ends_at > self.now and (
            session.status == session.meeting.status == Status.PUBLISHED
        )

    @property
    def link(self) -> str:
        """The call link, if this person may have it in a message now."""
        session = self.session
        stored = getattr(session, "call_link", None)
        if not (stored and self.may_have_link and self.takes_place):
            return ""
        return links.sendable(session) if links.cause(session, self.now) else ""


def _confirm(f: Facts) -> bool:
    return f.registration.status == Registration.Status.UNCONFIRMED and f.takes_place


def _on_list(f: Facts) -> bool:
    return f.on_list


def _place_gained(f: Facts) -> bool:
    return f.on_list and f.holds_place


def _link(f: Facts) -> bool:
    return bool(f.link) and f.cause == links.cause(f.session, f.now)


def _moved(f: Facts) -> bool:
    return f.on_list and f.cause == f"s{f.session.schedule}"


def _recording(f: Facts) -> bool:
    return f.on_list and f.cause == f"r{f.session.recording_revision}"


def _session_cancelled(f: Facts) -> bool:
    return f.registration.status == Registered and f.session.status == Status.CANCELLED


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
    result: dict[int, Message | Moot] = {}
    for delivery, facts in _gather(deliveries, now):
        worth = facts.registration.person_id == delivery.recipient_id and holds(facts)
        result[delivery.pk] = _write(topic, facts) if worth else Moot("the facts have changed")
    return result


def _gather(deliveries: Sequence[Delivery], now: dt.datetime) -> Iterable[tuple[Delivery, Facts]]:
    ids = [delivery.about_id for delivery in deliveries]
    found = {r.pk: r for r in Registration.objects.filter(pk__in=ids).with_everything()}
    sessions = {r.session_id: r.session for r in found.values()}
    holding = set(
        Registration.objects.holding_a_place(list(sessions))
        .filter(pk__in=ids)
        .values_list("pk", flat=True)
    )
    entitled = set(links.entitled(list(sessions)).filter(pk__in=ids).values_list("pk", flat=True))
    out = links.shut_out(((r.session, r.person) for r in found.values() if r.person), now)
    told, asked = _told_before(deliveries), _asked(deliveries)
    for delivery in deliveries:
        if registration := found.get(delivery.about_id):
            yield (
                delivery,
                Facts(
                    registration=registration,
                    cause=delivery.cause,
                    now=now,
                    holds_place=registration.pk in holding,
                    may_have_link=registration.pk in entitled
                    and (registration.session_id, registration.person_id) not in out,
                    told_before=registration.pk in told,
                    must_acknowledge=(registration.pk, delivery.cause) in asked,
                ),
            )


def _told_before(deliveries: Sequence[Delivery]) -> set[int]:
    """The registrations that were sent an older version of the link."""
    if deliveries[0].topic != "link":
        return set()
    version = {d.about_id: d.cause.partition(".")[0] for d in deliveries}
    sent = Delivery.objects.filter(
        about_type="meetings.registration", about_id__in=version, topic="link", state="sent"
    ).values_list("about_id", "cause")
    return {key for key, cause in sent if cause.partition(".")[0] != version[key]}


def _asked(deliveries: Sequence[Delivery]) -> set[tuple[int, str]]:
    """The registrations that lack the acknowledgement, each with the cause to ask for it now."""
    if deliveries[0].topic != "acknowledge":
        return set()
    about = Registration.objects.filter(pk__in=[d.about_id for d in deliveries])
    lacking, cause = links.lacking(about)
    return {(pk, cause) for pk in lacking.values_list("pk", flat=True)}


def _write(topic: str, facts: Facts) -> Message:
    registration, session = facts.registration, facts.session
    place, link = settings.SITE_URL + registration.place_path, facts.link
    # In a meeting with personal addresses only, the page hands out the current link.
    hidden = session.meeting.personal_addresses_only or topic not in BRINGS_LINK
    in_mail = "" if hidden else link
    context = {
        "registration": registration,
        "waiting": not facts.holds_place,
        "place": place,
        "link": in_mail,
        "link_on_page": bool(link) and not in_mail,
        "replaces": facts.told_before,
    }
    files = _files(topic, facts, in_mail, place)
    return compose(topic, registration.person, session, context, files)


def _files(topic: str, facts: Facts, link: str, place: str) -> tuple[Attachment, ...]:
    method = TOPICS[topic][1]
    if not method or (method == "PUBLISH" and not facts.holds_place):
        return ()
    entry = Entry(
        session=facts.session,
        address=place if method == "PUBLISH" else meeting_address(facts.session),
        link=link,
        sequence=facts.registration.sequence(with_link=bool(link)),
        cancelled=method == "CANCEL",
    )
    with as_read_by(facts.registration.person):
        content = calendar([entry], method=method, now=facts.now)
    mime = f"text/calendar; method={method}; charset=utf-8"
    return (Attachment("session.ics", content, mime),)


def compose(
    topic: str,
    person: User,
    session: Session | None,
    context: dict[str, object],
    files: tuple[Attachment, ...] = (),
) -> Message:
    """The message in the reader's language and time zone."""
    with as_read_by(person):
        context = {
            "person": person,
            "site": settings.SITE_NAME,
            "site_url": settings.SITE_URL,
            "contact": settings.CONTACT_EMAIL,
            **context,
        }
        if session:
            context |= {
                "session": session,
                "meeting": session.meeting,
                "meeting_address": meeting_address(session),
                "when": times(session),
            }
        subject = get_template(f"meetings/notices/{topic}/subject.txt").render(context)
        text = tidy(get_template(f"meetings/notices/{topic}/body.txt").render(context))
        return Message(
            routes=routes(person),
            subject=" ".join(subject.split()),
            text=text,
            html=as_html(text),
            attachments=files,
        )


def meeting_address(session: Session) -> str:
    """The public page, absolute: never made from a request's Host header."""
    return settings.SITE_URL + session.meeting.get_absolute_url()


def render_sessions(
    deliveries: Sequence[Delivery], now: dt.datetime
) -> Mapping[int, Message | Moot]:
    """Messages about a session to someone who has no place on it: `refused` and `no_link`."""
    sessions = Session.objects.select_related("meeting").in_bulk(d.about_id for d in deliveries)
    with_link = links.ready(now)
    people = User.objects.in_bulk(d.recipient_id for d in deliveries)
    result: dict[int, Message | Moot] = {}
    for delivery in deliveries:
        session = sessions.get(delivery.about_id)
        if session is None or (delivery.topic == "no_link" and not _lacks(session, with_link, now)):
            result[delivery.pk] = Moot("the facts have changed")
            continue
        result[delivery.pk] = compose(delivery.topic, people[delivery.recipient_id], session, {})
    return result


def _lacks(session: Session, with_link: set[int], now: dt.datetime) -> bool:
    published = session.status == session.meeting.status == Status.PUBLISHED
    return published and session.starts_at > now and session.pk not in with_link


def render_reports(
    deliveries: Sequence[Delivery], now: dt.datetime
) -> Mapping[int, Message | Moot]:
    """Says that there is a report and where to read it; never what it says."""
    reports = Report.objects.in_bulk(d.about_id for d in deliveries)
    people = User.objects.in_bulk(d.recipient_id for d in deliveries)
    result: dict[int, Message | Moot] = {}
    for delivery in deliveries:
        if report := reports.get(delivery.about_id):
            address = settings.SITE_URL + reverse("meetings:report", args=[report.handle])
            result[delivery.pk] = compose(
                "report", people[delivery.recipient_id], None, {"address": address}
            )
    return result


RENDERERS: dict[str, Renderer] = {
    **dict.fromkeys(TOPICS, render_registrations),
    "refused": render_sessions,
    "no_link": render_sessions,
    "report": render_reports,
}
