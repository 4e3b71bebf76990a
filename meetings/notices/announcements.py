"""What a facilitator wrote to the people on a list, as each of them reads it.

The frame is in the reader's language and written once for all who read the same; what stands in
it is the facilitator's own text, with what each reader is told of themselves put in.
"""

import datetime as dt
import re
import secrets
from collections.abc import Mapping, Sequence

from django.conf import settings
from django.urls import reverse

from meetings import links, placeholders
from meetings.models import Announcement, Registration, Session, Status
from meetings.notices.facts import read_places
from meetings.notices.letters import ANY_PLACE, CHANGED, Letter, compose
from meetings.wording import as_html, as_read_by, times
from members.models import User
from members.rules import routes
from vsn.outbox.channels import Message
from vsn.outbox.models import Delivery
from vsn.outbox.registry import Moot

# Stands for the facilitator's words until they are put in; nobody can know it and write it.
_SUBJECT, _TEXT = secrets.token_hex(16), secrets.token_hex(16)
_BODY = re.compile(r"<body>(.*)</body>", re.DOTALL)
Frames = dict[tuple[int, int, str, str], Letter]


def render_announcements(
    deliveries: Sequence[Delivery], now: dt.datetime
) -> Mapping[int, Message | Moot]:
    """In a number of queries that does not grow. Moot for who gave their place up since."""
    written = _written(deliveries)
    places = read_places(deliveries)
    named = [place for place in places.values() if place.person]
    out = links.shut_out(((place.session, place.person) for place in named), now)
    frames: Frames = {}
    result: dict[int, Message | Moot] = {}
    for delivery in deliveries:
        announcement, place = written.get(delivery.cause), places.get(delivery.about_id)
        if announcement is None or place is None or not _still(place, delivery, out):
            result[delivery.pk] = CHANGED
            continue
        letter = letter_to(place, announcement, frames)
        result[delivery.pk] = letter.to(routes(place.person), place.key)
    return result


def letter_to(
    place: Registration, announcement: Announcement, frames: Frames | None = None
) -> Letter:
    """The message as that person reads it; the key of their page is put in afterwards."""
    person, session = place.person, place.session
    frames = {} if frames is None else frames
    key = (announcement.pk or 0, session.pk, person.language, person.time_zone)
    with as_read_by(person):
        if key not in frames:
            frames[key] = _frame(announcement, session)
        frame = frames[key]
        values = {
            "name": place.name,
            "session": times(session)["local"],
            "place": _address(),
        }
        subject = placeholders.fill_in(announcement.subject, values)
        text = placeholders.fill_in(announcement.text, values)
        body = _BODY.search(as_html(text))
    html = f'<div lang="{session.meeting.language}" dir="auto">{body[1] if body else ""}</div>'
    return Letter(
        subject=" ".join(frame.subject.replace(_SUBJECT, subject).split()),
        text=frame.text.replace(_TEXT, text),
        html=frame.html.replace(f"<p>{_TEXT}</p>", html),
    )


def _frame(announcement: Announcement, session: Session) -> Letter:
    sender = announcement.by.name if announcement.by else ""
    context = {"sender": sender, "subject": _SUBJECT, "text": _TEXT, "place": _address()}
    return compose("announcement", session, context)


def _address() -> str:
    return settings.SITE_URL + reverse("meetings:place", args=[ANY_PLACE])


def _written(deliveries: Sequence[Delivery]) -> dict[str, Announcement]:
    """By the cause of the deliveries; without those whose text was forgotten."""
    keys = {delivery.cause[1:] for delivery in deliveries}
    found = Announcement.objects.filter(pk__in=keys).exclude(text="").select_related("by")
    return {one.cause: one for one in found}


def _still(place: Registration, delivery: Delivery, out: set[tuple[int, int]]) -> bool:
    """They still have the place that they were written to about, and nothing keeps them from it."""
    person: User | None = place.person
    if person is None or person.pk != delivery.recipient_id or not person.is_active:
        return False
    drafted = Status.DRAFT in {place.session.status, place.session.meeting.status}
    registered = place.status == Registration.Status.REGISTERED
    return registered and not drafted and (place.session_id, person.pk) not in out
