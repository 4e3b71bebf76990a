"""The words of a notice, written once for all who read the same.

The people of a session mostly do: what differs is the address of their place, which is put in
afterwards. So nothing else of a person may stand in a notice, and nothing else is passed in.
"""

import datetime as dt
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.template.loader import get_template
from django.urls import reverse
from django.utils.translation import gettext as _

from meetings import ical
from meetings.models import Session
from meetings.wording import as_html, as_read_by, tidy, times
from members.models import User
from vsn.outbox.channels import Attachment, Message, Route
from vsn.outbox.models import Delivery
from vsn.outbox.registry import Moot

# Stands for the key of a place until that is put in. Nobody can know it and write it into a title.
ANY_PLACE = secrets.token_hex(16)
CHANGED = Moot("the facts have changed")


@dataclass(frozen=True, slots=True)
class Words:
    """All that a notice about a place says, but for whose place it is."""

    topic: str
    session: Session
    language: str
    time_zone: str
    waiting: bool = False
    removed: bool = False
    source: str = ""
    # The call link, where it stands in the message itself; never in a log.
    link: str = field(default="", repr=False)
    link_on_page: bool = False
    replaces: bool = False  # a link that was sent before
    method: str = ""  # of the calendar file; empty if none goes along
    sequence: int = 0  # in that file
    why: str = ""  # "moved" or "back": a facilitator did it; "own": they moved themselves
    changes: str = ""  # of the policy, where it has to be acknowledged again


@dataclass(frozen=True, slots=True)
class Letter:
    """A notice as it stands, perhaps with ANY_PLACE in it."""

    subject: str
    text: str
    html: str
    file: bytes = b""
    mime: str = ""
    about_file: str = ""  # what is said instead where no file can go along

    def to(self, routes: tuple[Route, ...], place: str = ANY_PLACE) -> Message:
        """The message to whoever has the place with that key."""
        text = self.text.replace(ANY_PLACE, place)
        alone = ""
        if self.about_file and any(route.channel != "email" for route in routes):
            alone = text + self.about_file.replace(ANY_PLACE, place)
        file = ical.put_in(self.file, place, instead_of=ANY_PLACE)
        return Message(
            routes=routes,
            subject=self.subject,
            text=text,
            html=self.html.replace(ANY_PLACE, place),
            attachments=(Attachment("session.ics", file, self.mime),) if file else (),
            text_alone=alone,
        )


def write(words: Words, now: dt.datetime, place: str = ANY_PLACE) -> Letter:
    """The notice in its reader's language and time zone, for the place with that key."""
    address = settings.SITE_URL + reverse("meetings:place", args=[place])
    context = {
        "place": address,
        "waiting": words.waiting,
        "removed": words.removed,
        "source": words.source,
        "link": words.link,
        "link_on_page": words.link_on_page,
        "replaces": words.replaces,
        "why": words.why,
        "changes": words.changes,
    }
    with as_read_by(User(language=words.language, time_zone=words.time_zone)):
        return compose(
            words.topic,
            words.session,
            context,
            file=_file(words, address, now),
            mime=f"text/calendar; method={words.method}; charset=utf-8",
            about_file=_about_file(words, place),
        )


def compose(
    topic: str, session: Session | None, context: Mapping[str, object], **file: str | bytes
) -> Letter:
    """The words of a topic in the active language and time zone; `file` as in Letter."""
    context = {
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
    return Letter(" ".join(subject.split()), text, as_html(text), **file)


def write_each(
    deliveries: Sequence[Delivery], write: Callable[[Delivery, User], Message | None]
) -> dict[int, Message | Moot]:
    """What `write` has to say to the recipient of each; moot where that is nothing any more."""
    people = User.objects.in_bulk(d.recipient_id for d in deliveries)
    return {d.pk: write(d, people[d.recipient_id]) or CHANGED for d in deliveries}


def meeting_address(session: Session) -> str:
    """The public page, absolute: never made from a request's Host header."""
    return settings.SITE_URL + session.meeting.get_absolute_url()


def _file(words: Words, address: str, now: dt.datetime) -> bytes:
    if not words.method:
        return b""
    cancelled = words.method == "CANCEL"
    entry = ical.Entry(
        session=words.session,
        address=meeting_address(words.session) if cancelled else address,
        link=words.link,
        sequence=words.sequence,
        cancelled=cancelled,
    )
    return ical.calendar([entry], method=words.method, now=now)


def _about_file(words: Words, place: str) -> str:
    """Where the file is to be had. Not of a place that was given up: its page is nobody's."""
    if not words.method or words.topic == "place_cancelled":
        return ""
    address = settings.SITE_URL + reverse("meetings:place_calendar", args=[place])
    label = _("The entry for your calendar:")
    return f"\n{label}\n{address}\n"
