"""Compares a sign-up page with the lists here. Reads only."""

import datetime as dt
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from meetings import rules
from meetings.actions.imports import CLOSED
from meetings.importer.people import Accounts, People, account_of, address_of
from meetings.importer.preview import (
    NEW,
    NOWHERE,
    PROPOSALS,
    Choices,
    Line,
    ListHere,
    Preview,
    Standing,
)
from meetings.models import Meeting, Registration, Session, Status
from meetings.wikitext import Entry, SessionList, SignUpPage
from meetings.wikitext.preview import without_addresses
from members.models import Affiliate

USUAL = dt.timedelta(minutes=90)  # how long a session is whose end the page does not give
MAIL_OFF = _(
    "Wiki mail is switched off, so we cannot write to them. They can switch it on, give an e-mail "
    "address, or sign in with Wikimedia and find the link on their page."
)
UNCONNECTED = _("We cannot write to them: this portal sends no wiki mail.")
_JOINERS = "\u200c\u200d"


def look(
    page: SignUpPage,
    *,
    meeting: Meeting,
    accounts: Accounts | None,
    now: dt.datetime,
    choices: Choices = PROPOSALS,
) -> Preview:
    """What would happen with this page and these choices. Reads in a number of queries that does
    not grow with the page, and stores nothing."""
    sessions = list(meeting.sessions.order_by("starts_at", "pk"))
    for session in sessions:
        session.meeting = meeting
    lists = list(_lists(page, meeting, sessions, choices, now))
    _understand(lists, accounts)
    lines = [line for one in lists for line in one.lines]
    people = People(lines, meeting, now)
    for line in lines:
        line.person = people.find(line)
        _stand(line, people)
    chosen = [one.session for one in lists if one.session and one.session.pk]
    places = list(
        Registration.objects.filter(session__in=chosen).select_related("person").order_by("pk")
    )
    _compare(lists, places)
    _tick(lines, choices)
    left = _left(lists, places)
    leaving = frozenset(one.pk for one in left) & choices.leaving
    skipped = [replace(one, raw=without_addresses(one.raw)) for one in page.skipped]
    return Preview(lists, skipped, sessions, left, leaving, accounts is not None)


def _lists(
    page: SignUpPage,
    meeting: Meeting,
    sessions: list[Session],
    choices: Choices,
    now: dt.datetime,
) -> Iterator[ListHere]:
    by_number = {str(session.number): session for session in sessions}
    for number, one in enumerate(page.sessions):
        choice = choices.lists.get(number, _proposed(one, page, sessions))
        session = by_number.get(choice)
        if choice == NEW and one.starts_at:
            session = _draft(one, meeting)
        no = rules.refusal(CLOSED, session, None, now) if session else None
        yield ListHere(number, one, choice if session else NOWHERE, session, no)


def _proposed(one: SessionList, page: SignUpPage, sessions: list[Session]) -> str:
    """The session that starts in that very minute; or the only one, if the page has one list and
    gives no time."""
    same = [s for s in sessions if one.starts_at and _minute(s.starts_at) == _minute(one.starts_at)]
    if one.starts_at is None and len(page.sessions) == 1 and len(sessions) == 1:
        same = sessions
    return str(same[0].number) if same else NOWHERE


def _minute(moment: dt.datetime) -> dt.datetime:
    return moment.replace(second=0, microsecond=0)


def _draft(one: SessionList, meeting: Meeting) -> Session:
    known = one.ends_at is not None and one.ends_at > one.starts_at
    return Session(
        meeting=meeting,
        starts_at=one.starts_at,
        ends_at=one.ends_at if known else one.starts_at + USUAL,
        precision=Session.Precision.EXACT if known else Session.Precision.START,
        status=Status.DRAFT,
    )


def _understand(lists: list[ListHere], accounts: Accounts | None) -> None:
    codes: dict[str, list[Affiliate]] = {}
    for affiliate in Affiliate.objects.exclude(code="").filter(is_former=False):
        codes.setdefault(_code(affiliate.code), []).append(affiliate)
    number = 0
    for one in lists:
        for entry in one.page.entries:
            account, address = account_of(entry, accounts), address_of(entry)
            proposed = codes.get(_code(entry.affiliate or ""), [])
            one.lines.append(Line(number, entry, _name(entry), account, address, proposed))
            number += 1


def _code(text: str) -> str:
    """`WMFr`, `WM FR` and `WM-FR` are the same."""
    return "".join(c for c in text.casefold() if c.isalnum())


def _name(entry: Entry) -> str:
    """How they will be called until they choose: never by their address."""
    for text in (entry.display_name, entry.user_name):
        seen = (c for c in text or "" if unicodedata.category(c)[0] != "C" or c in _JOINERS)
        line = " ".join(unicodedata.normalize("NFC", "".join(seen)).split())[:80].strip()
        if any(c.isalnum() for c in line) and "@" not in line:
            return line
    return gettext("a participant")


def _stand(line: Line, people: People) -> None:
    """Before the list is looked at: can this be anybody, and may they come?"""
    line.kept_out = people.shut_out(line)
    if line.who:
        line.silent = _silent(line)
    elif not (line.entry.user_name or line.entry.display_name):
        line.standing = Standing.UNNAMED
    else:
        line.standing = Standing.UNKNOWN if line.entry.user_name else Standing.NAMELESS


def _silent(line: Line) -> str | Promise:
    if line.account is None or (line.account.emailable and settings.WIKI_MAIL):
        return ""
    return MAIL_OFF if settings.WIKI_MAIL else UNCONNECTED


def _compare(lists: list[ListHere], places: list[Registration]) -> None:
    """What the list here says about each of them. Of several lines the first counts."""
    tries: dict[tuple[int, int], Registration] = {}
    named: dict[int, set[str]] = {}
    for place in places:
        tries[place.session_id, place.person_id] = place  # the latest counts
        if place.status == Registration.Status.REGISTERED:
            named.setdefault(place.session_id, set()).add(place.name.casefold())
    seen: set[tuple[int, str]] = set()
    for one in lists:
        for line in one.lines if one.session else []:
            key = (one.session.pk or id(one.session), line.who)
            if line.standing == Standing.NEW:
                known = line.person and tries.get((one.session.pk, line.person.pk))
                line.standing = Standing.TWICE if key in seen else _known(known)
            if line.standing == Standing.NEW and _names(line) & named.get(one.session.pk, set()):
                line.standing = Standing.NAMESAKE
            seen |= {key} if line.who else set()


def _names(line: Line) -> set[str]:
    written = (line.entry.display_name, line.entry.user_name)
    return {text.casefold() for text in written if text}


def _known(place: Registration | None) -> Standing:
    of = Registration.Status
    return {
        of.REGISTERED: Standing.HERE,
        of.CANCELLED: Standing.CANCELLED,
        of.REMOVED: Standing.REMOVED,
    }.get(place.status if place else "", Standing.NEW)


def _tick(lines: Iterable[Line], choices: Choices) -> None:
    """Who says yes or maybe comes along, unless they left here; what was chosen counts more."""
    for line in lines:
        usual = line.standing == Standing.NEW and line.entry.status in {"yes", "maybe"}
        chosen = line.number in choices.ticked if line.number in choices.shown else usual
        line.ticked = line.may_come and chosen
        usual_one = str(line.affiliates[0].pk) if line.affiliates else ""
        wanted = choices.affiliates.get(line.number, usual_one)
        line.affiliate = next((a for a in line.affiliates if str(a.pk) == wanted), None)


def _left(lists: list[ListHere], places: list[Registration]) -> list[Registration]:
    """Those who were brought from a page and no longer stand on their list there, or say no."""
    found: list[Registration] = []
    for session_id in {one.session.pk for one in lists if one.session and one.session.pk}:
        lines = [
            x for one in lists if one.session and one.session.pk == session_id for x in one.lines
        ]
        brought = [p for p in places if p.session_id == session_id and _is_expected(p)]
        found += _missing(brought, lines)
    return sorted(found, key=lambda place: place.pk)


def _is_expected(place: Registration) -> bool:
    """On the page: who came from there, and has not asked us to leave their name out."""
    return (
        place.status == Registration.Status.REGISTERED
        and place.source == Registration.Source.IMPORT
        and place.visibility != Registration.Visibility.HIDDEN
        and place.person_id is not None
    )


def _missing(brought: list[Registration], lines: list[Line]) -> list[Registration]:
    """Who is "a participant" here may be one of those that the page calls so."""
    coming = [line for line in lines if line.entry.status != "no"]
    people = {line.person.pk for line in coming if line.person}
    names = {name for line in coming for name in _names(line)}
    gone = [p for p in brought if p.person_id not in people and p.name.casefold() not in names]
    unnamed = sum(line.standing == Standing.UNNAMED for line in lines)
    anonymous = [p for p in gone if p.visibility == Registration.Visibility.ANONYMOUS]
    if unnamed and len(anonymous) <= unnamed:
        return [place for place in gone if place not in anonymous]
    return gone
