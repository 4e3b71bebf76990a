"""What holds for meetings: pure questions. A tuple of rules is asked in order, and the page shows
the same first refusal that the action obeys inside its transaction."""

import datetime as dt
from collections.abc import Callable, Iterable

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from meetings import rooms
from meetings.models import LONGEST_LEAD, Meeting, Programme, Registration, Session, Status
from members.models import Membership, User
from members.rules import Refusal, is_excluded

Rule = Callable[[Session, User | None, dt.datetime], Refusal | None]


def not_a_draft(session: Session, person: User | None, now: dt.datetime) -> Refusal | None:
    if Status.DRAFT in {session.status, session.meeting.status}:
        return Refusal("draft", _("This session is not open for sign-up yet."))
    return None


def not_cancelled(session: Session, person: User | None, now: dt.datetime) -> Refusal | None:
    """What was over before the rest of its meeting was called off took place all the same."""
    called_off = session.meeting.status == Status.CANCELLED and session.ends_at > now
    if session.status == Status.CANCELLED or called_off:
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
        among=getattr(session, "kept_exclusions", {}).get(person.pk),
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


def link_refusal(link: str) -> Refusal | None:
    """Why this cannot be a video-call link that people get, if so."""
    return rooms.link_refusal(link)


def may_facilitate(user: User, meeting: Meeting) -> bool:
    """Admins, and the facilitators of this very meeting."""
    return user.is_authenticated and (
        user.is_staff or meeting.facilitations.filter(person=user).exists()
    )


# --- Setting up and publishing --------------------------------------------------------------------

# `/meetings/past/`, `/desk/new/`, `/desk/invitations/`, `/desk/proposals/` are pages of their own.
RESERVED = frozenset({"past", "new", "invitations", "proposals"})
MOST_QUESTIONS = 5


def may_open_directly(user: User) -> bool:
    """Admins, and whoever runs a meeting that is published: what they set up, they publish."""
    return user.is_authenticated and (
        user.is_staff or user.facilitations.filter(meeting__status=Status.PUBLISHED).exists()
    )


def may_start(user: User) -> bool:
    """They, and the members and liaisons of the network: theirs is a proposal, published by an
    admin."""
    return user.is_authenticated and (
        Membership.objects.filter(person=user, status=Membership.Status.ACTIVE).exists()
        or may_open_directly(user)
    )


def slug_refusal(slug: str) -> Refusal | None:
    """Why a meeting cannot have this address."""
    if slug in RESERVED:
        return Refusal("reserved", _("This address is taken by a page of the portal."))
    return None


def publish_refusal(meeting: Meeting, user: User) -> Refusal | None:
    """Why this person cannot publish the meeting: what was called off does not come back under
    the same address, and a proposal is published by an admin."""
    if meeting.status == Status.CANCELLED:
        return Refusal("cancelled", _("A cancelled meeting cannot be published again."))
    if meeting.proposal and not user.is_staff:
        return Refusal(
            "proposal", _("This meeting is a proposal: an admin of the network publishes it.")
        )
    return None


def may_see(user: User, session: Session) -> bool:
    """What `visible_to` says of one session that is at hand, without asking the database about
    what everyone may see."""
    drafted = Status.DRAFT in {session.status, session.meeting.status}
    # Called off before it was published.
    drafted = drafted or session.never_public or bool(session.meeting.proposal)
    return not drafted or may_facilitate(user, session.meeting)


def leads_refusal(leads: object) -> Refusal | None:
    """Lead times are whole minutes, at most sixty days."""
    if isinstance(leads, list) and all(type(m) is int and 0 <= m <= LONGEST_LEAD for m in leads):
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


# --- Who runs a meeting --------------------------------------------------------------------------

OPEN_FOR = dt.timedelta(days=30)  # an invitation to facilitate


def runs(person: User, meeting: Meeting) -> bool:
    """True for the facilitators of this very meeting; an admin's rights do not count."""
    return meeting.facilitations.filter(person=person).exists()


def asking_refusal(meeting: Meeting, person: User, now: dt.datetime) -> Refusal | None:
    """Why this person cannot be asked to run the meeting. Neutral about an exclusion; and nothing
    here tells whether an address is known."""
    if meeting.status == Status.CANCELLED:
        return Refusal("cancelled", _("This meeting was cancelled."))
    if person.is_active and not is_excluded(
        person, meeting_uid=meeting.uid, affiliate_id=meeting.platform_affiliate_id, now=now
    ):
        return None
    sentence = _("We cannot ask this person. Please write to %(contact)s.")
    return Refusal("shut_out", sentence % {"contact": settings.CONTACT_EMAIL})


def leaving_refusal(meeting: Meeting, person: User) -> Refusal | None:
    """Why this person cannot stop running it: nobody leaves a meeting that nobody else runs."""
    if not runs(person, meeting):
        return Refusal("not_there", _("This person does not run the meeting any more."))
    if meeting.facilitations.exclude(person=person).exists():
        return None
    sentence = _("Nobody else runs this meeting. Hand it over first, or cancel it.")
    return Refusal("last", sentence)


def proposing_refusal(meeting: Meeting) -> Refusal | None:
    """Why it cannot go to the admins: it does so once, and again after they have said no."""
    if meeting.status != Status.DRAFT or not meeting.proposal:
        return Refusal("no_proposal", _("This meeting needs no word from the admins."))
    if meeting.proposal == Meeting.Proposal.WAITING:
        return Refusal("waiting", _("The admins have been asked already."))
    return None


def deciding_refusal(meeting: Meeting, admin: User) -> Refusal | None:
    """Why not: admins decide about a proposal that waits, and nobody about their own."""
    if not (admin.is_staff and admin.is_active):
        return Refusal("no_admin", _("Only admins decide about this."))
    if meeting.proposal != Meeting.Proposal.WAITING or meeting.status != Status.DRAFT:
        return Refusal("decided", _("This proposal does not wait any more."))
    if runs(admin, meeting):
        return Refusal("own", _("Nobody decides about their own proposal. Another admin has to."))
    return None


def proposals_waiting(user: object, now: dt.datetime) -> list[QuerySet[Meeting]]:
    """The proposals this reader can decide about: an admin's business, and not their own."""
    if not getattr(user, "is_staff", False):
        return []
    waiting = Meeting.objects.filter(
        proposal=Meeting.Proposal.WAITING, status=Status.DRAFT
    ).exclude(facilitations__person=user.pk)
    return [waiting]


def may_read_report(user: User, programme: Programme) -> bool:
    """Admins, members of the network, and whoever runs one of its meetings. A draft is none of
    them yet: whoever sets one up says in which programme it is."""
    if not user.is_authenticated:
        return False
    active = Membership.objects.filter(person=user, status=Membership.Status.ACTIVE)
    public = programme.meetings.exclude(status=Status.DRAFT).filter(proposal="")
    runs_one = public.filter(facilitations__person=user)
    return user.is_staff or active.exists() or runs_one.exists()
