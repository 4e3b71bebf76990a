"""Invented meetings of the coming days, made by the same actions as real ones."""

import datetime as dt
import math
from collections.abc import Iterable

from meetings.actions import (
    Details,
    cancel_session,
    change_session,
    confirm,
    publish_meeting,
    save_meeting,
    set_link,
    sign_up,
    sign_up_stranger,
)
from meetings.models import Facilitator, Meeting, Programme, Registration, Session
from members.models import Affiliate, User
from vsn.demo.people import DANA, MEMBER, PARTICIPANTS

People = dict[str, User]
DETAILS = {who.first: who for who in (MEMBER, *PARTICIPANTS)}

# Zoom gives no number that begins with 0: these look like rooms and are nobody's.
ROOM = "https://zoom.us/j/04269135780?pwd=kX2vQ7mWc9TzLr5NhB8s"
OTHER_ROOM = "https://zoom.us/j/07351846209?pwd=Yd4Fq8RnJt6KwZ2cVb3u"
# How long after loading the first link falls due.
DUE_AFTER_MINUTES = 2


def load_upcoming(people: People, now: dt.datetime) -> None:
    """Four published meetings and a draft, with people on their lists."""
    programme = Programme.objects.create(
        name="Demonstration (invented)",
        slug="demonstration",
        starts_on=now.date(),
        ends_on=now.date() + dt.timedelta(days=60),
        description="Made up to show the portal. None of these meetings takes place.",
    )
    _peer_support(programme, people, now)
    _full_workshop(programme, people, now)
    _interpreted_workshop(programme, people, now)
    _clinic(programme, people, now)
    _draft(programme, people, now)


def next_wednesday(now: dt.datetime) -> dt.datetime:
    """The next Wednesday, 15:00 UTC, that is at least an hour away."""
    today = now.astimezone(dt.UTC).replace(hour=15, minute=0, second=0, microsecond=0)
    day = today + dt.timedelta(days=(2 - today.weekday()) % 7)
    return day if day - now >= dt.timedelta(hours=1) else day + dt.timedelta(days=7)


def leads_until_due(starts_at: dt.datetime, now: dt.datetime) -> list[int]:
    """Lead times whose first is reached DUE_AFTER_MINUTES from now at the latest, and an hour."""
    minutes = math.ceil((starts_at - now).total_seconds() / 60) - DUE_AFTER_MINUTES
    return sorted({minutes, 60}, reverse=True)


def _peer_support(programme: Programme, people: People, now: dt.datetime) -> None:
    """One meeting on two dates; its link goes out two minutes after loading."""
    wednesday = next_wednesday(now)
    tuesday = wednesday + dt.timedelta(days=13, hours=2)
    meeting = Meeting(
        programme=programme,
        title="Peer-to-peer support: room for what moves you",
        slug="peer-to-peer-support",
        kind=Meeting.Kind.PEER_SUPPORT,
        summary="A safe space among volunteer supporters, offered on two dates.",
        description=(
            "Newcomers who do not come back, a quarrel in your community, a project that "
            "went better than you hoped: bring it along. We listen to each other, ask, and share "
            "what has helped us.\n\nYou need not be a member of the network, and there is room "
            "for everyone. Take the date that suits you better."
        ),
        language="en",
        platform="Zoom",
        platform_affiliate=affiliate_named("Wikimedia Argentina"),
        lead_minutes=leads_until_due(wednesday, now),
    )
    set_up(meeting, people["Ben"], now, hosts=["Wikimedia Argentina"])
    for starts_at in (wednesday, tuesday):
        add_session(meeting, people["Ben"], now, starts_at, 90)
    first, second = _publish(meeting, people["Ben"], now)
    for session in (first, second):
        set_link(session=session, link=ROOM, by=people["Ben"], now=now)
    _sign_up(first, ["Aroha", "Bruno", "Chidi", "Dilnoza", "Emeka", "Farah", "Goran"], people, now)
    _sign_up(first, ["Kateryna", "Mbali", "Priya", "Sefa"], people, now)
    _sign_up(second, ["Bruno", "Jun", "Noor", "Quim", "Rosa", "Tamar", "Yuki"], people, now)
    confirm(registration=_ask(first, DANA, "Demo Dana (invented)", now), now=now)
    _ask(second, "zofia@example.org", "Demo Zofia (invented)", now)


def _full_workshop(programme: Programme, people: People, now: dt.datetime) -> None:
    """In Spanish, six places, and three people waiting for one; Chidi is the last of them."""
    meeting = Meeting(
        programme=programme,
        title="Banners que invitan: taller práctico",
        slug="banners-que-invitan",
        kind=Meeting.Kind.WORKSHOP,
        summary="De la idea a las cifras: una campaña de banners en pequeño grupo.",
        description=(
            "Trae una campaña que te gustaría hacer. En un grupo pequeño la preparamos paso a "
            "paso: el mensaje, el momento, la página a la que lleva y cómo saber si funcionó."
        ),
        language="es",
        platform="Zoom",
        platform_affiliate=affiliate_named("Wikimedia Chile"),
    )
    set_up(meeting, people["Ines"], now, hosts=["Wikimedia Chile"])
    starts_at, zone = in_days(now, 9, 18), "America/Santiago"
    add_session(meeting, people["Ines"], now, starts_at, 90, capacity=6, time_zone=zone)
    (session,) = _publish(meeting, people["Ines"], now)
    set_link(session=session, link=OTHER_ROOM, by=people["Ines"], now=now)
    names = ["Rosa", "Bruno", "Quim", "Yuki", "Farah", "Tamar", "Emeka", "Noor", "Chidi"]
    _sign_up(session, names, people, now)


def _interpreted_workshop(programme: Programme, people: People, now: dt.datetime) -> None:
    """With interpretation and a recording; its second date was called off."""
    meeting = Meeting(
        programme=programme,
        title="The first week of a newcomer",
        slug="first-week-of-a-newcomer",
        kind=Meeting.Kind.WORKSHOP,
        summary="Small things in the first days that decide whether somebody stays.",
        description=(
            "Three short stories from practice, then work in groups:\n\n"
            "- the first message, and who writes it\n- a task that can be done in an evening\n"
            "- someone to ask\n\nInterpreters are in the room for the whole hour."
        ),
        language="en",
        interpretation=["es", "fr", "ar"],
        platform="Zoom",
        platform_affiliate=affiliate_named("Wikimedia Polska"),
    )
    set_up(meeting, people["Hanna"], now, hosts=["Wikimedia Polska", "Wikimedia UK"])
    recorded = {
        "recording": Session.Recording.VIDEO,
        "recording_purpose": "For colleagues who cannot come. It is deleted after four weeks.",
        "time_zone": "Europe/Warsaw",
    }
    for days, hour in ((16, 14), (18, 8)):
        add_session(meeting, people["Hanna"], now, in_days(now, days, hour), 60, **recorded)
    first, second = _publish(meeting, people["Hanna"], now)
    set_link(session=first, link=OTHER_ROOM, by=people["Hanna"], now=now)
    _sign_up(first, ["Jun", "Kateryna", "Priya", "Sefa", "Goran"], people, now)
    reason = "No interpreters could be found for this hour."
    cancel_session(session=second, reason=reason, by=people["Hanna"], now=now)


def _clinic(programme: Programme, people: People, now: dt.datetime) -> None:
    """Tomorrow, and nobody has set a link yet: Ben is warned."""
    meeting = Meeting(
        programme=programme,
        title="Clinic: bring your puzzle",
        slug="clinic",
        kind=Meeting.Kind.CLINIC,
        summary="Fifteen minutes for each question, with two people who have seen a lot.",
        description=(
            "Write in your note what it is about, so that we can prepare. The call is reached "
            "through your personal page only."
        ),
        language="en",
        platform="BigBlueButton",
        platform_affiliate=affiliate_named("Wikimedia Argentina"),
        personal_addresses_only=True,
    )
    set_up(meeting, people["Ben"], now, hosts=["Wikimedia Argentina"])
    starts_at = (now + dt.timedelta(hours=26)).replace(minute=0, second=0, microsecond=0)
    add_session(meeting, people["Ben"], now, starts_at, 45, capacity=4)
    (session,) = _publish(meeting, people["Ben"], now)
    _sign_up(session, ["Sefa", "Aroha"], people, now, note="Our photo group has no successor.")


def _draft(programme: Programme, people: People, now: dt.datetime) -> None:
    """Only Ben and the admins see it."""
    meeting = Meeting(
        programme=programme,
        title="What should the network do next?",
        slug="what-next",
        kind=Meeting.Kind.FOCUS_GROUP,
        summary="A small round on the coming year.",
        language="en",
        platform_affiliate=affiliate_named("Wikimedia Argentina"),
    )
    set_up(meeting, people["Ben"], now, hosts=["Wikimedia Argentina"])
    add_session(meeting, people["Ben"], now, in_days(now, 30, 16), 60, capacity=10)


def affiliate_named(name: str) -> Affiliate:
    return Affiliate.objects.get(name=name)


def in_days(now: dt.datetime, days: int, hour: int) -> dt.datetime:
    day = now.astimezone(dt.UTC) + dt.timedelta(days=days)
    return day.replace(hour=hour, minute=0, second=0, microsecond=0)


def set_up(meeting: Meeting, by: User, now: dt.datetime, *, hosts: Iterable[str]) -> None:
    save_meeting(meeting=meeting, changed=[], by=by, now=now)
    meeting.hosts.set(affiliate_named(name) for name in hosts)
    affiliate = by.affiliations.get().affiliate
    Facilitator.objects.create(meeting=meeting, person=by, affiliate=affiliate)


def add_session(
    meeting: Meeting,
    by: User,
    now: dt.datetime,
    starts_at: dt.datetime,
    minutes: int,
    **changes: object,
) -> None:
    changes |= {"starts_at": starts_at, "ends_at": starts_at + dt.timedelta(minutes=minutes)}
    change_session(session=Session(meeting=meeting), by=by, now=now, **changes)


def _publish(meeting: Meeting, by: User, now: dt.datetime) -> list[Session]:
    """Opens the lists; the sessions as they are from then on, the first one first."""
    publish_meeting(meeting=meeting, by=by, now=now)
    return list(meeting.sessions.order_by("starts_at"))


def _sign_up(
    session: Session, names: Iterable[str], people: People, now: dt.datetime, note: str = ""
) -> None:
    for name in names:
        sign_up(session=session, person=people[name], details=_details(name, note), now=now)


def _details(first: str, note: str) -> Details:
    who = DETAILS[first]
    return Details(
        name=who.name,
        visibility=who.visibility,
        affiliate=Affiliate.objects.filter(name=who.affiliate).first(),
        country=who.country,
        note=note,
        policy_ticked=True,
    )


def _ask(session: Session, email: str, name: str, now: dt.datetime) -> Registration:
    """Someone without an account asks for a place and has a message to follow."""
    details = Details(name=name, policy_ticked=True)
    sign_up_stranger(session=session, reach=email, details=details, now=now)
    return Registration.objects.select_related("person", "session").get(
        session=session, person__email=email
    )
