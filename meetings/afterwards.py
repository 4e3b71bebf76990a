"""After a session: who may say how it was, and who is owed a word about it. Repeatable statements
over present facts, like `links`.

Who is asked: everyone who had a place or came, but those marked as not come. What they answer is
kept apart from who they are (`actions.give_feedback`).
"""

import calendar
import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _

from meetings import links, rules
from meetings.models import Digest, Feedback, Registration, Session
from meetings.querysets import RegistrationQuerySet, SessionQuerySet, about_places
from members.rules import Refusal, reachable, wants
from vsn.outbox import dispatch
from vsn.outbox.models import Delivery

DAY = dt.timedelta(days=1)
# How long one can say how it was, and how long after the end one is asked.
OPEN_FOR = 30 * DAY
ASKED_AFTER, ASKED_UNTIL = dt.timedelta(hours=1), DAY
# How long a digest goes out to those who had not been told, and a follow-up is asked for.
TOLD_FOR = 7 * DAY
ONCE = "once"
Kind = Feedback.Kind


def begun(session: Session, person: object, now: dt.datetime) -> Refusal | None:
    if session.starts_at > now:
        return Refusal("begun", _("The digest is written from the start of the session on."))
    return None


DIGEST: tuple[rules.Rule, ...] = (rules.not_a_draft, rules.not_cancelled, begun)


def address_refusal(kind: str, address: str) -> Refusal | None:
    """Why this cannot be a link in a digest. A pattern may be a path of this portal."""
    if kind == Digest.LinkKind.PATTERN and address.startswith("/"):
        return None if _is_pattern(address) else Refusal("pattern", _NOT_HERE)
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return Refusal("unreadable", _UNREADABLE)
    if parts.scheme != "https":
        return Refusal("not_https", _("The address has to begin with https://."))
    odd = parts.username or parts.password is not None or "\\" in address
    if "." not in host or odd or not address.isprintable() or " " in address:
        return Refusal("unreadable", _UNREADABLE)
    return None


_UNREADABLE = _("This is not an address that a browser can open.")
_NOT_HERE = _("This is no address of a learning pattern on this portal.")


def _is_pattern(path: str) -> bool:
    try:
        return not path.startswith("//") and resolve(path).view_name == "patterns:pattern"
    except Resolver404:
        return False


def shown_links(digest: Digest) -> list[dict[str, str]]:
    """What readers see: a recording only where people were told that there would be one."""
    recorded = digest.session.recording != Session.Recording.NONE
    named = named_links(digest)
    return [link for link in named if recorded or link["kind"] != Digest.LinkKind.RECORDING]


def named_links(digest: Digest) -> list[dict[str, str]]:
    """All of them, each with the name of its kind."""
    return [{**link, "kind_name": Digest.LinkKind(link["kind"]).label} for link in digest.links]


def published_digest(session: Session) -> Digest | None:
    """The digest that everyone may read, if there is one."""
    digest = getattr(session, "digest", None)
    if digest is None or digest.published_at is None:
        return None
    digest.session = session
    digest.shown_links = shown_links(digest)
    return digest if session.stands else None


# --- Who may say how it was ----------------------------------------------------------------------


def asked(sessions: SessionQuerySet | Sequence[Session]) -> RegistrationQuerySet:
    """Who had a place on these sessions or came to them, and is still known."""
    placed = Registration.objects.holding_a_place(sessions).order_by().values("pk")
    mine = Registration.objects.registered().filter(session__in=sessions, person__is_active=True)
    return mine.filter(Q(pk__in=placed) | Q(attended=True))


def follow_up_at(session: Session) -> dt.datetime | None:
    """From when on one is asked what came of it: so many months later on the same day, or on the
    last of a shorter month."""
    if not (months := session.meeting.follow_up_months):
        return None
    end = session.ends_at.astimezone(dt.UTC)
    years, month = divmod(end.month - 1 + months, 12)
    year, month = end.year + years, month + 1
    day = min(end.day, calendar.monthrange(year, month)[1])
    return end.replace(year=year, month=month, day=day)


def opens(session: Session, kind: str) -> dt.datetime | None:
    """From when on this can be answered, for OPEN_FOR; None if nobody is asked."""
    if kind == Kind.FOLLOW_UP:
        return follow_up_at(session)
    return session.ends_at if session.meeting.asks_feedback else None


def is_open(session: Session, kind: str, now: dt.datetime) -> bool:
    since = opens(session, kind)
    return since is not None and since <= now < since + OPEN_FOR


def feedback_refusal(registration: Registration, kind: str, now: dt.datetime) -> Refusal | None:
    """Why this place cannot answer now."""
    session = registration.session
    if no := rules.not_a_draft(session, None, now) or rules.not_cancelled(session, None, now):
        return no
    since = opens(session, kind)
    if since is None or now >= since + OPEN_FOR:
        return Refusal("closed", _("This is not asked any more. Thank you for wanting to tell us."))
    if now < since:
        return Refusal("early", _("You can say how it was as soon as the session is over."))
    if not asked([session]).filter(pk=registration.pk).exists():
        return Refusal("no_place", _("Only who had a place can say how it was."))
    return None


def kind_of(session: Session, now: dt.datetime) -> str:
    """What is asked at this time."""
    later = follow_up_at(session)
    return Kind.FOLLOW_UP if later and now >= later else Kind.SESSION


def has_answered(registration: Registration, kind: str) -> bool:
    later = kind == Kind.FOLLOW_UP
    return registration.gave_follow_up if later else registration.gave_feedback


@dataclass(frozen=True, slots=True)
class Afterwards:
    """What the personal page says when the session is over."""

    digest: Digest | None
    kind: str
    asks: bool
    has_answered: bool


def of_place(registration: Registration, now: dt.datetime) -> Afterwards | None:
    """None as long as it is not over, and where it did not take place."""
    session = registration.session
    on_list = registration.status == Registration.Status.REGISTERED
    if session.ends_at > now or not (session.stands and on_list):
        return None
    kind = kind_of(session, now)
    answered = has_answered(registration, kind)
    return Afterwards(
        digest=published_digest(session),
        kind=kind,
        asks=not answered and feedback_refusal(registration, kind, now) is None,
        has_answered=answered,
    )


# --- Who is owed a word --------------------------------------------------------------------------


def plan_digests(now: dt.datetime) -> None:
    """The digest, to everyone who was on the list, when its facilitators wanted that."""
    since = now - TOLD_FOR
    wanted = Session.objects.not_called_off().filter(digest__mailed_at__gt=since)
    for session in wanted.exclude(digest__published_at=None).select_related("meeting", "digest"):
        _owe("digest", readers(session), session, now, until=session.digest.mailed_at + TOLD_FOR)


def readers(session: Session) -> RegistrationQuerySet:
    """Whom the digest reaches when it is sent: those on the list who are still known."""
    mine = Registration.objects.registered().filter(session=session, person__is_active=True)
    return mine.filter(reachable("person__")).select_related("person")


def plan_feedback(now: dt.datetime) -> None:
    """How was it? Who gets the digest in these hours is asked there; before the end it did not."""
    over = Session.objects.not_called_off().filter(
        meeting__asks_feedback=True,
        ends_at__lte=now - ASKED_AFTER,
        ends_at__gt=now - ASKED_UNTIL,
    )
    for session in over.select_related("meeting"):
        mine = asked([session]).exclude(attended=False).filter(gave_feedback=False)
        before = Q(state=Delivery.State.SENT, handed_over_at__lt=session.ends_at)
        mine = mine.filter(~Exists(_told("digest").exclude(before)))
        _owe("feedback", mine, session, now, until=session.ends_at + 2 * DAY)


def plan_follow_ups(now: dt.datetime) -> None:
    """What came of it? Some months later, to those who are still known."""
    for session in _due_for_follow_up(now):
        mine = asked([session]).exclude(attended=False).filter(gave_follow_up=False)
        until = follow_up_at(session) + TOLD_FOR
        _owe("follow_up", mine, session, now, until=until)


def _due_for_follow_up(now: dt.datetime) -> Iterable[Session]:
    past = Session.objects.not_called_off().filter(ends_at__lte=now - 28 * DAY)
    months = past.exclude(meeting__follow_up_months=None).order_by()
    for number in months.values_list("meeting__follow_up_months", flat=True).distinct():
        # A month has 28 to 31 days: which of these it is says the calendar.
        near = past.filter(
            meeting__follow_up_months=number,
            ends_at__lte=now - 28 * number * DAY,
            ends_at__gt=now - 31 * number * DAY - TOLD_FOR,
        )
        for session in near.select_related("meeting"):
            since = follow_up_at(session)
            if since and since <= now < since + TOLD_FOR:
                yield session


def _told(topic: str) -> QuerySet[Delivery]:
    """What was told of that topic, or is on its way, inside a query of registrations."""
    gone = [Delivery.State.MOOT, Delivery.State.EXPIRED, Delivery.State.FAILED]
    about = about_places(about_id=OuterRef("pk"), topic=topic)
    return about.exclude(state__in=gone)


def _owe(
    topic: str,
    due: RegistrationQuerySet,
    session: Session,
    now: dt.datetime,
    *,
    until: dt.datetime,
) -> None:
    """Once to each of them who can be reached, wants such messages and is not shut out."""
    known = about_places(about_id=OuterRef("pk"), topic=topic, cause=ONCE)
    new = list(due.filter(~Exists(known)).filter(reachable("person__")).select_related("person"))
    out = links.shut_out(((session, r.person) for r in new), now)
    dispatch.enqueue(
        dispatch.owed(topic, r, to=r.person_id, cause=ONCE, now=now, not_after=until)
        for r in new
        if (session.pk, r.person_id) not in out and wants(r.person, topic)
    )


PLANNERS = (plan_digests, plan_feedback, plan_follow_ups)
