"""How each person on a list stands to the video-call link: who has it, who has not, and why.

One function decides it for a whole list, in a number of queries that does not grow. It asks the
same questions as planner and messages (`links`), so that the three can never disagree.
"""

import dataclasses
import datetime as dt
import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.db.models import BooleanField, Case, Q, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from meetings import links
from meetings.figures import Progress, progress_of
from meetings.models import Meeting, Registration, Session, Status
from meetings.querysets import RegistrationQuerySet, about_places
from members.rules import routes
from vsn.mediawiki.errors import GONE, NO_ADDRESS, SWITCHED_OFF
from vsn.outbox.channels.wiki_mail import NOT_MAILABLE
from vsn.outbox.models import Delivery
from vsn.outbox.ways import UNREACHABLE as NO_WAY

State, PlaceStatus = Delivery.State, Registration.Status

# Nobody is asked more often than this to confirm or acknowledge, whoever asks.
REMIND_AFTER = dt.timedelta(days=1)

# --- What can be said of someone, in the order in which it is asked.
CANCELLED, REMOVED, UNCONFIRMED, FORGOTTEN = "cancelled", "removed", "unconfirmed", "forgotten"
WAITING, HELD_BACK, UNACKNOWLEDGED = "waiting", "held_back", "unacknowledged"
# From here on they may have the link.
SENT, CLOSED, NO_NEED, UNREACHABLE, NO_LINK = "sent", "closed", "no_need", "unreachable", "no_link"
FAILED, TOO_LATE, SENDING, DUE, LATER = "failed", "too_late", "sending", "due", "later"

NOT_ON_LIST = {CANCELLED, REMOVED, UNCONFIRMED}
GONE_FROM_LIST = {CANCELLED, REMOVED}
# Where a facilitator can do something about it.
NEEDS_YOU = {UNCONFIRMED, HELD_BACK, UNACKNOWLEDGED, UNREACHABLE, FAILED, TOO_LATE}

_IN_WORDS = {
    GONE: _("their wiki account is gone"),
    NO_ADDRESS: _("their wiki account has no address"),
    SWITCHED_OFF: _("wiki mail is switched off"),
    NOT_MAILABLE: _("wiki mail is switched off"),
    NO_WAY: _("no way to reach them is known"),
}


def in_words(reason: str) -> str | Promise:
    """Why a message failed, for the facilitator. Never what a server said literally."""
    if reason.startswith("the mail server refused it"):
        return _("the mail server refused the address")
    return _IN_WORDS.get(reason, _("it could not be delivered"))


@dataclass(slots=True)
class Standing:
    """How one registration stands. `at`: since or from when; `number`: on the waiting list."""

    registration: Registration
    code: str
    now: dt.datetime
    at: dt.datetime | None = None
    reason: str | Promise = ""
    number: int = 0
    channel: str = ""  # the one that messages to them take; empty if none can
    asked_at: dt.datetime | None = None  # when they were last asked to confirm or acknowledge
    shut_out: bool = False  # why is nobody's business here
    closed: bool = False  # the session is over, called off or not open yet

    @property
    def needs_you(self) -> bool:
        return self.code in NEEDS_YOU and not self.closed

    @property
    def may_be_asked(self) -> bool:
        """To confirm or acknowledge once more; the act asks the same of all their sessions."""
        lately = self.asked_at is not None and self.now - self.asked_at < REMIND_AFTER
        return bool(self.channel) and not self.shut_out and not lately

    @property
    def on_list(self) -> bool:
        return self.code not in NOT_ON_LIST

    @property
    def talk_page_name(self) -> str:
        """Under which one can write on their talk page, where messages do not reach them."""
        person = self.registration.person
        return person.proved_wikimedia_name if person else ""


@dataclass(slots=True)
class Sheet:
    """A session's list as its facilitators see it, everyone in order of arrival."""

    session: Session
    rows: list[Standing]
    link: bool  # one is set that can be sent
    cause: str | None  # of telling it now; None before the first lead time
    progress: Progress | None  # of the messages that are on their way
    codes: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for row in self.rows:
            self.codes[row.code] = self.codes.get(row.code, 0) + 1

    def count(self, codes: Iterable[str]) -> int:
        return sum(self.codes.get(code, 0) for code in codes)


def read(session: Session, now: dt.datetime, among: Q = Q()) -> Sheet:  # noqa: B008
    """Everyone who is or was on the list of the session; `session.call_link` should be at hand.
    `among` narrows it down to some of them."""
    places = Registration.objects.filter(session=session).exclude(status="walk_in")
    rows = list(_with_people(places.filter(among), session))
    numbers = _waiting_numbers(session, rows, everyone=not among)
    out = links.shut_out(((session, r.person) for r in rows if r.person), now)
    told = _deliveries(rows if among else places)
    link = _has_link(session)
    facts = Facts(session, now, link=link, cause=links.cause(session, now) if link else None)
    standings = []
    for row in rows:
        row.session = session
        mine = told.get(row.pk, [])
        shut_out = row.person is not None and (
            not row.person.is_active or (session.pk, row.person_id) in out
        )
        number = numbers.get(row.pk, 0)
        standings.append(_standing(row, mine, facts, number=number, shut_out=shut_out))
    return Sheet(
        session, standings, link, facts.cause, progress_of(itertools.chain(*told.values()), now)
    )


def _with_people(places: RegistrationQuerySet, session: Session) -> RegistrationQuerySet:
    """With `may_have_link`: what `links.entitled` says."""
    entitled = When(pk__in=links.entitled([session]).values("pk"), then=Value(True))
    may = Case(entitled, default=Value(False), output_field=BooleanField())
    found = places.select_related("person", "affiliate").annotate(may_have_link=may)
    return found.order_by("placed_at", "pk")


def _waiting_numbers(
    session: Session, rows: Sequence[Registration], *, everyone: bool
) -> dict[int, int]:
    """The places on the waiting list by registration, counted from 1."""
    if session.capacity is None:
        return {}
    if everyone:
        order = [row.pk for row in rows if row.status == PlaceStatus.REGISTERED]
    else:
        in_order = Registration.objects.registered().filter(session=session).in_order()
        order = list(in_order.values_list("pk", flat=True))
    return {pk: number for number, pk in enumerate(order[session.capacity :], start=1)}


@dataclass(frozen=True, slots=True)
class Told:
    """A delivery, as far as it says something here."""

    topic: str
    cause: str
    state: str
    created_at: dt.datetime
    next_at: dt.datetime
    attempts: int
    settled_at: dt.datetime | None
    reason: str


def _deliveries(of: Sequence[Registration] | RegistrationQuerySet) -> dict[int, list[Told]]:
    about = of.order_by().values("pk") if hasattr(of, "values") else [place.pk for place in of]
    fields = [one.name for one in dataclasses.fields(Told)]
    found = about_places(about_id__in=about)
    told: dict[int, list[Told]] = {}
    for pk, *values in found.order_by("pk").values_list("about_id", *fields):
        told.setdefault(pk, []).append(Told(*values))
    return told


@dataclass(frozen=True, slots=True)
class Facts:
    """What is true of the session at this moment."""

    session: Session
    now: dt.datetime
    link: bool
    cause: str | None

    @property
    def closed(self) -> bool:
        session = self.session
        open_now = session.status == session.meeting.status == Status.PUBLISHED
        return not open_now or session.ends_at <= self.now

    @property
    def version(self) -> str:
        """What the causes of telling this link at this time begin with."""
        stored = getattr(self.session, "call_link", None)
        return f"v{stored.version}.s{self.session.schedule}." if stored else "-"


def _standing(
    place: Registration, told: Sequence[Told], facts: Facts, *, number: int, shut_out: bool
) -> Standing:
    row = Standing(place, "", facts.now, number=number, shut_out=shut_out, closed=facts.closed)
    if place.person:
        row.channel = next((route.channel for route in routes(place.person)), "")
    asked = [one.created_at for one in told if one.topic in {"acknowledge", "confirm"}]
    row.asked_at = max(asked, default=None)
    row.code = _off_the_list(row)
    if not row.code:
        _of_link(row, [one for one in told if one.topic == "link"], facts)
    return row


def _off_the_list(row: Standing) -> str:
    """What keeps them from the link; "" if they may have it."""
    place = row.registration
    ended = {
        PlaceStatus.CANCELLED: CANCELLED,
        PlaceStatus.REMOVED: REMOVED,
        PlaceStatus.UNCONFIRMED: UNCONFIRMED,
    }
    if code := ended.get(place.status):
        row.at = place.ended_at
        return code
    if place.person is None:
        return FORGOTTEN
    if row.number:
        return WAITING
    if row.shut_out:
        return HELD_BACK
    return "" if place.may_have_link else UNACKNOWLEDGED


def _of_link(row: Standing, told: Sequence[Told], facts: Facts) -> None:
    """Of someone who may have it."""
    of_now = [one for one in told if one.cause.startswith(facts.version)]
    sent = [one for one in of_now if one.state == State.SENT]
    if sent:
        row.code, row.at = SENT, max(one.settled_at or one.created_at for one in sent)
    elif facts.closed:
        row.code = CLOSED
    elif facts.session.meeting.form == Meeting.Form.IN_PERSON and not facts.link:
        row.code = NO_NEED
    elif not row.channel:
        row.code, row.reason = UNREACHABLE, _why_unreachable(row.registration)
    elif not facts.link:
        row.code = NO_LINK
    elif facts.cause is None:
        row.code, row.at = LATER, facts.session.released_at
    else:
        _on_its_way(row, of_now)


def _on_its_way(row: Standing, of_now: Sequence[Told]) -> None:
    if not of_now:
        row.code = DUE
        return
    last = of_now[-1]
    row.code = {State.FAILED: FAILED, State.EXPIRED: TOO_LATE}.get(State(last.state), SENDING)
    row.at = last.settled_at
    if row.code == FAILED:
        row.reason = in_words(last.reason)


def _why_unreachable(place: Registration) -> str | Promise:
    if place.person and place.person.wikimedia_name:
        return _("wiki mail is switched off")
    return _("no address is known")


def _has_link(session: Session) -> bool:
    return getattr(session, "call_link", None) is not None and bool(links.sendable(session))


def host_of_link(session: Session) -> str:
    """Where the call is; never the part of the link that lets somebody in."""
    stored = getattr(session, "call_link", None)
    return (urlsplit(links.sendable(session)).hostname or "") if stored else ""


def tone(code: str) -> str:
    """How it is drawn: good, warn, bad, or nothing in particular."""
    if code == SENT:
        return "good"
    if code in {FAILED, TOO_LATE, UNREACHABLE}:
        return "bad"
    return "warn" if code in {UNCONFIRMED, UNACKNOWLEDGED, HELD_BACK} else ""
