"""Messages after a session: its digest, and the questions how it was and what came of it."""

import datetime as dt
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html

from meetings import afterwards, links
from meetings.models import Digest, Feedback, Registration, Session
from meetings.notices.facts import read_places
from meetings.notices.letters import ANY_PLACE, CHANGED, Letter, compose
from meetings.querysets import about_places
from meetings.wording import as_html, as_read_by
from members.models import User
from members.rules import routes, wants
from vsn.outbox.channels import Message
from vsn.outbox.models import Delivery
from vsn.outbox.registry import Moot, Renderer

Kind = Feedback.Kind
KINDS = {"feedback": Kind.SESSION, "follow_up": Kind.FOLLOW_UP}
# Stands for the notes until they are put in, in the language they were written in.
_NOTES = secrets.token_hex(16)


@dataclass(frozen=True, slots=True)
class Reading:
    """All that such a message says, but for whose place it is."""

    topic: str
    session: Session
    language: str
    time_zone: str
    asks: bool  # how it was


def render(deliveries: Sequence[Delivery], now: dt.datetime) -> Mapping[int, Message | Moot]:
    """About places, all of one topic; moot where nothing is to be said or asked any more."""
    topic = deliveries[0].topic
    places = read_places(deliveries, "digest")
    out = links.shut_out(((p.session, p.person) for p in places.values() if p.person), now)
    asking = _asking(places, topic, now)
    written: dict[Reading, Letter] = {}
    result: dict[int, Message | Moot] = {}
    for delivery in deliveries:
        place = places.get(delivery.about_id)
        if place is None or not _stands(place, delivery, out):
            result[delivery.pk] = CHANGED
            continue
        asks = place.pk in asking
        if not (afterwards.published_digest(place.session) if topic == "digest" else asks):
            result[delivery.pk] = CHANGED
            continue
        who = place.person
        reading = Reading(topic, place.session, who.language, who.time_zone, asks)
        letter = written.get(reading) or written.setdefault(reading, _write(reading))
        result[delivery.pk] = letter.to(routes(who), place.key)
    return result


def _stands(place: Registration, delivery: Delivery, out: set[tuple[int, int]]) -> bool:
    """Still theirs, on a list that still stands."""
    session, person = place.session, place.person
    if person is None or person.pk != delivery.recipient_id or not person.is_active:
        return False
    on_list = place.status == Registration.Status.REGISTERED
    shut_out = (session.pk, person.pk) in out
    return session.stands and on_list and not shut_out and wants(person, delivery.topic)


def _asking(places: Mapping[int, Registration], topic: str, now: dt.datetime) -> set[int]:
    """Whose opinion is asked: it is time, they had a place, have not said and want to be asked. By
    a digest only who was not asked before."""
    kind = KINDS.get(topic, Kind.SESSION)
    sessions = {place.session for place in places.values()}
    at = {session: afterwards.opens(session, kind) for session in sessions}
    open_now = [
        s for s, since in at.items() if since and since <= now < since + afterwards.OPEN_FOR
    ]
    mine = afterwards.asked(open_now).filter(pk__in=places).exclude(attended=False)
    ids = set(mine.values_list("pk", flat=True))
    if topic == "digest":
        before = about_places(about_id__in=ids, topic="feedback", state="sent")
        ids -= set(before.values_list("about_id", flat=True))
    question = "feedback" if topic == "digest" else topic
    return {
        pk
        for pk in ids
        if not afterwards.has_answered(places[pk], kind) and wants(places[pk].person, question)
    }


def _write(reading: Reading) -> Letter:
    session = reading.session
    page = settings.SITE_URL + reverse("meetings:give_feedback", args=[ANY_PLACE])
    context: dict[str, object] = {"feedback": page, "asks": reading.asks, "notes": _NOTES}
    digest = afterwards.published_digest(session) if reading.topic == "digest" else None
    with as_read_by(User(language=reading.language, time_zone=reading.time_zone)):
        if digest:
            context["links"] = [_absolute(link) for link in afterwards.shown_links(digest)]
            context["has_notes"] = bool(digest.text.strip())
        letter = compose(reading.topic, session, context)
    return _with_notes(letter, digest) if digest else letter


def _absolute(link: dict[str, str]) -> dict[str, str]:
    """A path of this portal with the address of the portal before it."""
    here = link["address"].startswith("/")
    return {**link, "address": settings.SITE_URL * here + link["address"]}


def _with_notes(letter: Letter, digest: Digest) -> Letter:
    """The notes as they were written, marked with their language."""
    text = digest.text.strip().replace("\r\n", "\n")
    inner = as_html(text).partition("<body>")[2].partition("</body>")[0]
    language = digest.session.meeting.language
    passage = format_html('<div lang="{}">', language) + inner + "</div>"
    return replace(
        letter,
        text=letter.text.replace(_NOTES, text),
        html=letter.html.replace(f"<p>{_NOTES}</p>", passage),
    )


RENDERERS: dict[str, Renderer] = dict.fromkeys(("digest", "feedback", "follow_up"), render)
