"""A facilitator writes to the people on a list: once, and each of them gets it alone."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from meetings import links, placeholders
from meetings.actions.lists import lock
from meetings.models import Announcement, Registration, Session, Status
from meetings.querysets import RegistrationQuerySet
from members.models import User
from members.rules import Refusal, Refused, routes, wants
from members.tokens import new_handle
from vsn.audit.journal import record
from vsn.audit.models import Action
from vsn.outbox import dispatch
from vsn.outbox.models import Delivery
from vsn.outbox.nudge import nudge

TOPIC = "announcement"
Audience = Announcement.Audience
DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)
A_DAY = 3  # messages to one person about one meeting
# So long after a session people still hear from whoever ran it.
STILL_HEARD = dt.timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Written:
    """What a facilitator wrote, and to whom. `handle` was given out with the form: sent twice, it
    is still one message. `everywhere`: to all sessions of the meeting that are not over."""

    subject: str
    text: str
    audience: str = Audience.EVERYONE
    everywhere: bool = False
    chosen: Sequence[str] = ()
    handle: str = field(default_factory=new_handle)


@dataclass(frozen=True, slots=True)
class Recipients:
    """Each person once, in the order of the lists. `silent`: no such message reaches them."""

    reached: list[Registration]
    silent: list[Registration]


def recipients(session: Session, to: Written, now: dt.datetime) -> Recipients:
    """Whom the message goes to as things stand now."""
    sessions = _sessions(session, to, now)
    known = {one.pk: one for one in sessions}
    once: dict[int, Registration] = {}
    for place in _places(sessions, to).select_related("person").in_order():
        place.session = known[place.session_id]
        once.setdefault(place.person_id, place)
    out = links.shut_out(((place.session, place.person) for place in once.values()), now)
    found = Recipients([], [])
    for place in once.values():
        held_back = (place.session_id, place.person_id) in out
        heard = not held_back and routes(place.person) and wants(place.person, TOPIC)
        (found.reached if heard else found.silent).append(place)
    return found


def _sessions(session: Session, to: Written, now: dt.datetime) -> list[Session]:
    if not to.everywhere:
        return [session]
    coming = session.meeting.sessions.filter(status=Status.PUBLISHED).upcoming(now)
    return list(coming.select_related("meeting"))


def _places(sessions: list[Session], to: Written) -> RegistrationQuerySet:
    people = Registration.objects.registered().filter(session__in=sessions, person__is_active=True)
    holding = Registration.objects.holding_a_place(sessions)
    if to.audience == Audience.PLACES:
        return people.filter(pk__in=holding.values("pk"))
    if to.audience == Audience.WAITING:
        return people.exclude(pk__in=holding.values("pk"))
    if to.audience == Audience.CHOSEN:
        return people.filter(handle__in=to.chosen)
    return people


@transaction.atomic
def announce(*, session: Session, written: Written, by: User, now: dt.datetime) -> Announcement:
    """Owes the message to everyone who is meant and can be reached. Sent twice, it is one; changed
    in between, it is another.

    Raises:
        Refused: nobody would get it, it holds a call link or leaves something open that we do not
            know, or people have heard enough from this meeting for now.
    """
    # All of the meeting: whoever is on two lists is counted once, whichever list is written to.
    lock(*session.meeting.sessions.order_by().values_list("pk", flat=True))
    known = Announcement.objects.filter(handle=written.handle).first()
    if known and _is_the_same(known, session, written, by):
        return known
    to = recipients(session, written, now)
    if no := refusal(session, written, to.reached, now):
        raise Refused(no)
    made = Announcement.objects.create(
        handle=new_handle() if known else written.handle,
        meeting=session.meeting,
        session=None if written.everywhere else session,
        by=by,
        at=now,
        audience=written.audience,
        subject=written.subject,
        text=written.text,
        recipients=len(to.reached),
    )
    dispatch.enqueue(_owed(made, to.reached, now))
    about = session.meeting if written.everywhere else session
    record(Action.ANNOUNCED, about, by=by, now=now, announcement=made.pk, people=made.recipients)
    nudge()
    return made


def _is_the_same(known: Announcement, session: Session, written: Written, by: User) -> bool:
    """Of a text that was forgotten meanwhile, nobody can say; it is not sent anew."""
    whose = (known.by_id, known.meeting_id) == (by.pk, session.meeting_id)
    where = known.session_id == (None if written.everywhere else session.pk)
    what = (known.audience, known.subject, known.text)
    said = what == (written.audience, written.subject, written.text)
    return whose and (not known.text or (where and said))


def refusal(
    session: Session, written: Written, to: Sequence[Registration], now: dt.datetime
) -> Refusal | None:
    """Why this cannot be sent, if so; the page asks it before anyone presses a button."""
    if Status.DRAFT in {session.status, session.meeting.status}:
        return Refusal("draft", _("This session is a draft, so there is nobody to write to yet."))
    if session.ends_at < now - STILL_HEARD:
        return Refusal("over", _("This session was too long ago to write to its people."))
    subject = placeholders.refusal(written.subject, placeholders.IN_SUBJECT)
    if no := subject or placeholders.refusal(written.text):
        return no
    if links.stands_in(f"{written.subject}\n{written.text}", session.meeting):
        sentence = _(
            "The link to the call stands in your text. It reaches everyone by itself, in a message "
            "of its own: please take it out. {place} leads each of them to a page that shows it."
        )
        return Refusal("call_link", sentence)
    if not to:
        return Refusal("nobody", _("There is nobody whom this message could reach."))
    return _enough(session, written, [place.person_id for place in to], now)


def _enough(
    session: Session, written: Written, people: Sequence[int], now: dt.datetime
) -> Refusal | None:
    """Nobody hears from a meeting more often than is decent."""
    lately = Announcement.objects.filter(meeting=session.meeting, at__gt=now - DAY)
    if not (told := list(lately)):
        return None
    heard = Delivery.objects.filter(topic=TOPIC, recipient__in=people)
    same = [
        one for one in told
        if one.at > now - HOUR and (one.subject, one.text) == (written.subject, written.text)
    ]  # fmt: skip
    if heard.filter(cause__in=[one.cause for one in same]).exists():
        sentence = _("You sent this very message less than an hour ago. It is on its way.")
        return Refusal("same", sentence)
    today = heard.filter(cause__in=[one.cause for one in told]).values("recipient")
    if today.annotate(times=Count("pk")).filter(times__gte=A_DAY).exists():
        sentence = _(
            "Some of these people got %(count)s messages from this meeting in the last 24 hours. "
            "Please write again tomorrow."
        )
        return Refusal("too_many", sentence % {"count": A_DAY})
    return None


def _owed(made: Announcement, to: Iterable[Registration], now: dt.datetime) -> Iterable[Delivery]:
    for place in to:
        not_after = max(place.session.ends_at, now + DAY)
        yield dispatch.owed(
            TOPIC, place, to=place.person_id, cause=made.cause, now=now, not_after=not_after
        )


def forget_announcements(now: dt.datetime) -> int:
    """Forgets what was written when the outbox forgets who got it. Returns how many texts."""
    old = now - dt.timedelta(days=settings.OUTBOX_RETENTION_DAYS)
    gone = Announcement.objects.filter(at__lt=old).exclude(text="")
    return gone.update(subject="", text="")
