"""What holds for meetings: pure questions. A tuple of rules is asked in order, and the page shows
the same first refusal that the action obeys inside its transaction."""

import datetime as dt
import re
from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from meetings.models import Meeting, Registration, Session, Status
from members.models import User
from members.rules import Refusal, is_excluded

Rule = Callable[[Session, User | None, dt.datetime], Refusal | None]


def not_a_draft(session: Session, person: User | None, now: dt.datetime) -> Refusal | None:
    if Status.DRAFT in {session.status, session.meeting.status}:
        return Refusal("draft", _("This session is not open for sign-up yet."))
    return None


def not_cancelled(session: Session, person: User | None, now: dt.datetime) -> Refusal | None:
    if Status.CANCELLED in {session.status, session.meeting.status}:
        return Refusal("cancelled", _("This session was cancelled."))
    return None


def not_over(session: Session, person: User | None, now: dt.datetime) -> Refusal | None:
    if session.ends_at <= now:
        return Refusal("over", _("This session is over."))
    return None


def not_excluded(session: Session, person: User | None, now: dt.datetime) -> Refusal | None:
    """Neutral on purpose: who reads it learns whom to write to, and no more."""
    if person is None:
        return None
    excluded = not person.is_active or is_excluded(
        person,
        meeting_uid=session.meeting.uid,
        affiliate_id=session.meeting.platform_affiliate_id,
        now=now,
    )
    if excluded:
        return Refusal("excluded", _shut_out())
    return None


def _shut_out() -> str:
    sentence = _("We cannot sign you up for this session. Please write to %(contact)s.")
    return sentence % {"contact": settings.CONTACT_EMAIL}


def not_removed(session: Session, person: User | None, now: dt.datetime) -> Refusal | None:
    """Whom a facilitator took off the list comes back through the facilitator only."""
    if person is None:
        return None
    tries = session.tries_of(person)
    if tries and tries[-1].status == Registration.Status.REMOVED:
        return Refusal("removed", _shut_out())
    return None


OPEN: tuple[Rule, ...] = (not_a_draft, not_cancelled, not_over)
SIGN_UP: tuple[Rule, ...] = (*OPEN, not_excluded, not_removed)


def refusal(
    rules: Iterable[Rule], session: Session, person: User | None, now: dt.datetime
) -> Refusal | None:
    """The first rule that says no, or None if all let pass."""
    return next((no for rule in rules if (no := rule(session, person, now))), None)


def capacity_refusal(session: Session, capacity: int | None) -> Refusal | None:
    """A capacity may not take a place away from someone who has it."""
    if capacity is None:
        return None
    placed = Registration.objects.registered().filter(session=session).count()
    holding = placed if session.capacity is None else min(placed, session.capacity)
    if capacity < holding:
        return Refusal(
            "places_taken",
            _("%(count)s people have a place already; the number of places cannot be lower.")
            % {"count": holding},
        )
    return None


# --- The video-call link -------------------------------------------------------------------------

_PLACEHOLDER = re.compile(
    r"example\.(com|org|net)|\.(example|invalid|test)(/|:|$)|localhost|"
    r"\b(tba|tbd|tbc|todo|placeholder|your[-_ ]?link|changeme|link[-_ ]?here)\b|xxx|"
    r"[<>{}\[\]]|…|\.\.\.|/j/(1234567890?|0+|1{5,})\b",
    re.IGNORECASE,
)
_HOST_LINK = re.compile(r"zoom\.us/s/|[?&]zak=|[?&](jwt|moderatorPW)=|/wc/.*/start", re.IGNORECASE)


def link_refusal(link: str) -> Refusal | None:
    """Why this cannot be a video-call link that people get: not https, a placeholder, or the
    host's own start link, which would make everyone the host. Empty is no refusal: no link yet."""
    if not link:
        return None
    try:
        parts = urlsplit(link)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return Refusal("unreadable", _("This is not an address that a browser can open."))
    if parts.scheme != "https" or "." not in host or re.search(r"[\s\x00-\x1f\\]", link):
        return Refusal("not_https", _("The video-call link has to begin with https://."))
    if port == 0 or parts.username or parts.password is not None:
        return Refusal("unreadable", _("This is not an address that a browser can open."))
    if _PLACEHOLDER.search(link) or (parts.path.strip("/") == "" and not parts.query):
        return Refusal(
            "placeholder", _("This looks like a placeholder, not like the link of a real room.")
        )
    if _HOST_LINK.search(link):
        return Refusal(
            "host_link",
            _("This is the host's own start link. Take the link for participants instead."),
        )
    return None


def may_facilitate(user: User, meeting: Meeting) -> bool:
    """Admins, and the facilitators of this very meeting."""
    return user.is_authenticated and (
        user.is_staff or meeting.facilitations.filter(person=user).exists()
    )


def may_see(user: User, session: Session) -> bool:
    """What `visible_to` says of one session that is at hand, without asking the database about
    what everyone may see."""
    drafted = Status.DRAFT in {session.status, session.meeting.status}
    return not drafted or may_facilitate(user, session.meeting)


def leads_refusal(leads: object) -> Refusal | None:
    """Lead times are whole minutes, at most sixty days."""
    longest = 60 * 24 * 60
    if isinstance(leads, list) and all(type(m) is int and 0 <= m <= longest for m in leads):
        return None
    return Refusal("leads", _("Lead times are whole numbers of minutes, at most sixty days."))


def leads_reached(session: Session, now: dt.datetime) -> int:
    """How many of the lead times have been reached. Without any, the link goes out at the start."""
    return len(_reached(session, now))


def due_since(session: Session, now: dt.datetime) -> dt.datetime | None:
    """When the latest of the lead times that have been reached was; None before the first."""
    return max(_reached(session, now), default=None)


def _reached(session: Session, now: dt.datetime) -> list[dt.datetime]:
    leads = session.meeting.lead_minutes or [0]
    moments = [session.starts_at - dt.timedelta(minutes=minutes) for minutes in leads]
    return [moment for moment in moments if moment <= now]


def may_be_forgotten(registration: Registration, now: dt.datetime) -> bool:
    """True if this place is all there is to come of its person, and the person is no more than a
    participant. The address of one place must not cost someone another; whoever has an account
    deletes it after signing in."""
    person = registration.person
    if person.is_staff or person.last_login or hasattr(person, "membership"):
        return False
    others = Registration.objects.registered().filter(person=person, session__ends_at__gt=now)
    more = others.exclude(pk=registration.pk).exists() or person.facilitations.exists()
    return registration.session.ends_at > now and not more
