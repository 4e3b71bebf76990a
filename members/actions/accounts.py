"""What people choose about their account, and what is not kept for ever."""

import datetime as dt
from collections.abc import Collection

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction

from members.models import Membership, MembershipStep, User
from members.rules import kinds_for
from vsn.audit.journal import record
from vsn.audit.models import Action

Status = Membership.Status


@transaction.atomic
def save_settings(
    *,
    person: User,
    preferred_route: str,
    time_zone: str,
    language: str,
    wanted: Collection[str],
    now: dt.datetime,
) -> None:
    """Keeps how the person wants to be reached and shown things. Of what they cannot switch off
    nothing is switched off; what they could not see now stays as it was."""
    offered = {kind.topic for kind in kinds_for(person)}
    muted = set(person.muted_topics) - offered | (offered - set(wanted))
    person.muted_topics = sorted(muted)
    person.time_zone, person.language = time_zone, language
    person.preferred_route = preferred_route
    person.save(update_fields=["muted_topics", "time_zone", "language", "preferred_route"])
    record(Action.SETTINGS_SAVED, person, by=person, now=now)


def forget_applications(now: dt.datetime) -> int:
    """Deletes applications that came to nothing APPLICATION_DAYS ago, with all that was said about
    them. The person stays. Returns how many."""
    old = now - dt.timedelta(days=settings.APPLICATION_DAYS)
    lately = MembershipStep.objects.filter(at__gte=old).values("membership")
    nothing = Membership.objects.filter(
        status__in=[Status.ASKED, Status.DECLINED, Status.WITHDRAWN],
        since__isnull=True,
        applied_at__lt=old,
    )
    return nothing.exclude(pk__in=lately).delete()[1].get("members.Membership", 0)


def forget_sign_ins(now: dt.datetime) -> int:
    """Deletes where people were signed in, once nobody can be by it any more. Returns how many."""
    old = now - dt.timedelta(seconds=settings.SESSION_COOKIE_AGE)
    # A sign-in that was renewed lasts longer, and has to be there to be ended.
    lasting = Session.objects.filter(expire_date__gt=now).values("session_key")
    over = UserSession.objects.filter(created_at__lt=old, last_seen_at__lt=old)
    return over.exclude(session_key__in=lasting).delete()[0]
