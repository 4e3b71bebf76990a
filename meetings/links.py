"""Who is owed what now: repeatable statements over present facts.

Nothing is scheduled. Each tick asks again, so a moved session, a changed link, a late sign-up and
a late acknowledgement come out right by themselves; run it once or fifty times: same rows.
"""

import datetime as dt
import functools
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import structlog
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, prefetch_related_objects
from django.db.models.functions import Coalesce

from meetings import rooms, vault
from meetings.models import CallLink, Meeting, Registration, Session
from meetings.querysets import RegistrationQuerySet, about_places
from meetings.rules import due_since, leads_reached, link_refusal
from members.models import Exclusion, PolicyVersion, User
from members.rules import identities, reachable, routes
from vsn.outbox import dispatch
from vsn.outbox.models import Delivery

log = structlog.stdlib.get_logger(__name__)
Thing = Any
WARNING_HOURS = (24, 3)


def plan(now: dt.datetime) -> None:
    """Writes down everything that is owed at `now` and not told yet. What goes wrong with one
    kind of notice does not hold up the others.

    Raises:
        Exception: the last thing that went wrong, when everything else is done.
    """
    _each((plan_links, plan_places_gained, plan_invitations, plan_warnings), lambda f: f(now))


def _each(things: Iterable[Thing], do: Callable[[Thing], object]) -> None:
    failed: Exception | None = None
    for thing in things:
        try:
            do(thing)
        except Exception as error:
            log.exception("planning failed", what=getattr(thing, "__name__", str(thing.pk)))
            failed = error
    if failed:
        raise failed


def cause(session: Session, now: dt.datetime) -> str | None:
    """What a link delivery of this moment is about: version of the link, schedule, and which of
    the lead times has been reached (counted, so that editing their lengths tells nobody twice).

    None while no lead time has been reached. When any of the three changes, everyone is owed the
    link again; a delivery with another cause than this one is out of date.
    """
    if not (reached := leads_reached(session, now)):
        return None
    return f"v{session.call_link.version}.s{session.schedule}.l{reached}"


def entitled(sessions: Iterable[Session] | QuerySet[Session]) -> RegistrationQuerySet:
    """The registrations of these sessions that may have the link as far as list and policy go:
    on the list, not waiting, a person behind it, everything acknowledged.

    Exclusions are asked apart (`shut_out`), time and state of the session by the caller.
    """
    # Asked for along with the rest, not before it.
    newest = PolicyVersion.objects.published().filter(needs_acknowledgement=True)
    required = Coalesce(Subquery(newest.order_by("-number").values("number")[:1]), 0)
    return (
        Registration.objects.holding_a_place(sessions)
        .filter(person__is_active=True)
        .having_acknowledged(required)
    )


def shut_out(places: Iterable[tuple[Session, User]], now: dt.datetime) -> set[tuple[int, int]]:
    """Those whom an exclusion keeps from a session, as ids of session and person."""
    exclusions = list(Exclusion.objects.in_force(now))
    if not exclusions:
        return set()
    places = list(places)
    prefetch_related_objects([person for _session, person in places], "emailaddress_set")
    named = functools.cache(identities)
    return {
        (session.pk, person.pk)
        for session, person in places
        for exclusion in exclusions
        if exclusion.identity in named(person)
        and exclusion.touches(
            meeting_uid=session.meeting.uid, affiliate_id=session.meeting.platform_affiliate_id
        )
    }


def sessions_with_link(now: dt.datetime) -> QuerySet[Session]:
    """Published, not over, link set."""
    return (
        Session.objects.published()
        .upcoming(now)
        .exclude(call_link=None)
        .exclude(call_link__ciphertext="")
        .select_related("meeting", "call_link")
    )


def links_for(registrations: Sequence[Registration], now: dt.datetime) -> dict[int, str]:
    """The call links that these registrations may have now, by their ids; the others are left out.

    The only way from a page to a link; the messages ask the same questions in `notices`.
    """
    wanted = {registration.session_id for registration in registrations}
    released = [s for s in sessions_with_link(now).filter(pk__in=wanted) if cause(s, now)]
    sessions = {session.pk: session for session in released}
    if not released:
        return {}
    mine = entitled(released).filter(pk__in=[registration.pk for registration in registrations])
    mine = list(mine.select_related("person"))
    out = shut_out(((sessions[r.session_id], r.person) for r in mine), now)
    found = {
        r.pk: sendable(sessions[r.session_id])
        for r in mine
        if (r.session_id, r.person_id) not in out
    }
    return {pk: link for pk, link in found.items() if link}


def link_for(registration: Registration, now: dt.datetime) -> str:
    """The call link if this registration may have it now, else ""."""
    return links_for([registration], now).get(registration.pk, "")


def room(session: Session) -> str:
    """The call link for who runs the call, at any time; "" if there is none. Only for pages that
    have asked whether they do."""
    return vault.unlock(getattr(session, "call_link", None))


def stands_in(text: str, meeting: Meeting | None = None) -> bool:
    """True if a call link (of that meeting) was typed into a text, which would take it past every
    question that is asked here."""
    stored = CallLink.objects.exclude(ciphertext="")
    stored = stored.filter(session__meeting=meeting) if meeting else stored
    return any(rooms.stands_in(vault.unlock(one), text) for one in stored)


def audience(session: Session, now: dt.datetime) -> int:
    """How many people get the link by a message when it goes out, as things stand now."""
    mine = [r for r in entitled([session]).select_related("person") if routes(r.person)]
    out = shut_out(((session, r.person) for r in mine), now)
    return sum((session.pk, r.person_id) not in out for r in mine)


def sendable(session: Session) -> str:
    """The link in clear, or "" if it is missing or no link that may be sent to anyone."""
    link = vault.unlock(session.call_link)
    return "" if link_refusal(link) else link


def ready(now: dt.datetime) -> set[int]:
    """The ids of the sessions whose link can go out when its time comes."""
    return {session.pk for session in sessions_with_link(now) if sendable(session)}


def plan_links(now: dt.datetime, of: Session | None = None) -> None:
    """One statement for each session whose lead time has been reached; or for this one only."""
    sessions = sessions_with_link(now)
    _each(sessions.filter(pk=of.pk) if of else sessions, lambda session: _plan_link(session, now))


def _plan_link(session: Session, now: dt.datetime) -> None:
    if (why := cause(session, now)) and sendable(session):
        due = _untold(entitled([session]), "link", why).select_related("person")
        # Who had this very link since then is not told again because a lead time was added.
        same, since = why.rpartition("l")[0], due_since(session, now)
        had = _deliveries("link").filter(cause__startswith=same, created_at__gte=since)
        _owe("link", due.filter(~Exists(had)), why, now, session)


def plan_places_gained(now: dt.datetime) -> None:
    """Those who were told that they wait, and have a place now."""
    sessions = Session.objects.published().upcoming(now)
    gained = Registration.objects.holding_a_place(sessions.order_by()).filter(was_waiting=True)
    gained = _untold(gained, "place_gained", "gained").select_related("person", "session__meeting")
    _owe_each("place_gained", gained, "gained", now)


def plan_invitations(now: dt.datetime) -> None:
    """Those on a list who have not acknowledged what their session asks for: people added by
    hand or from a sign-up page, and everyone after a change of substance.

    A person is asked once, about the first of their sessions: saying yes there is enough for all.
    """
    upcoming = Registration.objects.registered().filter(
        session__in=Session.objects.published().upcoming(now).order_by(), person__is_active=True
    )
    asked, why = lacking(upcoming)
    asked = _not_invited(asked, why).select_related("person", "session__meeting")
    asked = asked.order_by("session__starts_at", "session_id", "pk")
    _owe_each("acknowledge", asked, why, now, once=True)


def _not_invited(registrations: RegistrationQuerySet, why: str) -> RegistrationQuerySet:
    """Whose person was not asked, about any session of that meeting or since they came onto the
    list: who is put on the list of another meeting later is told of that too."""
    asked = about_places(topic="acknowledge", cause=why, recipient=OuterRef("person"))
    of_meeting = Registration.objects.filter(
        session__meeting=OuterRef(OuterRef("session__meeting")), person=OuterRef(OuterRef("person"))
    )
    since = Q(created_at__gte=OuterRef("created_at"))
    # What came too late to be sent about one session did not ask for the others.
    asked = asked.exclude(state=Delivery.State.EXPIRED)
    return _untold(registrations, "acknowledge", why).filter(
        ~Exists(asked.filter(since | Q(about_id__in=of_meeting.values("pk"))))
    )


def lacking(registrations: RegistrationQuerySet) -> tuple[RegistrationQuerySet, str]:
    """Those that still have to acknowledge what their session asks for, and the cause of asking:
    the newest version of substance."""
    required = PolicyVersion.objects.required_number()
    done = registrations.having_acknowledged(required)
    return registrations.exclude(pk__in=done.values("pk")), f"p{required}"


def plan_warnings(now: dt.datetime) -> None:
    """Facilitators of sessions that come near without a link; admins where there are none."""
    online = Session.objects.published().upcoming(now).exclude(meeting__form="in_person")
    missing = online.filter(starts_at__gt=now).exclude(pk__in=ready(now))
    owed = []
    for session in missing.select_related("meeting").prefetch_related("meeting__facilitators"):
        hours_left = (session.starts_at - now).total_seconds() / 3600
        hours = (session.meeting.warning_hours, *WARNING_HOURS)
        reached = min((h for h in hours if hours_left <= h), default=None)
        if reached is None:
            continue
        people = [p for p in session.meeting.facilitators.all() if routes(p) and p.is_active]
        people = people or User.objects.filter(reachable(), is_staff=True, is_active=True)
        owed += [
            dispatch.owed(
                "no_link",
                session,
                to=person.pk,
                cause=f"s{session.schedule}.h{reached}",
                now=now,
                not_after=session.starts_at,
            )
            for person in people
        ]
    dispatch.enqueue(owed)


def _untold(registrations: RegistrationQuerySet, topic: str, why: str) -> RegistrationQuerySet:
    """Those for whom no delivery with this cause was ever written."""
    return registrations.filter(~Exists(_deliveries(topic).filter(cause=why)))


def _deliveries(topic: str) -> QuerySet[Delivery]:
    """Those about a registration, inside a query of registrations."""
    return about_places(about_id=OuterRef("pk"), topic=topic)


def _owe(
    topic: str, due: Iterable[Registration], why: str, now: dt.datetime, session: Session
) -> set[int]:
    """The ids of the people who are owed it. Who cannot be reached is owed nothing here: they
    find the link on their page."""
    reachable = [r for r in due if routes(r.person)]
    out = shut_out(((session, r.person) for r in reachable), now) if reachable else set()
    owed = [r for r in reachable if (session.pk, r.person_id) not in out]
    dispatch.enqueue(
        dispatch.owed(topic, r, to=r.person_id, cause=why, now=now, not_after=session.ends_at)
        for r in owed
    )
    return {r.person_id for r in owed}


def _owe_each(
    topic: str, due: RegistrationQuerySet, why: str, now: dt.datetime, *, once: bool = False
) -> None:
    """Session by session, in the order of `due`; `once`: a person only about the first of them."""
    by_session: dict[int, list[Registration]] = {}
    for registration in due:
        by_session.setdefault(registration.session_id, []).append(registration)
    told: set[int] = set()
    for group in by_session.values():
        new = [r for r in group if not (once and r.person_id in told)]
        told |= _owe(topic, new, why, now, group[0].session)
