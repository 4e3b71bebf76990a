"""What pages about people and affiliates say of meetings: members know nothing of them."""

from typing import Any

from django import template
from django.utils import timezone

from meetings.models import Registration, Report, Session
from members.models import Affiliate, User

register = template.Library()
LATEST = 12


@register.inclusion_tag("meetings/_hosted.html", takes_context=True)
def hosted_by(context: dict[str, Any], affiliate: Affiliate) -> dict[str, Any]:
    """The published sessions that the affiliate hosts: those to come, and the last ones."""
    now = timezone.now()
    hosted = Session.objects.not_called_off().filter(meeting__hosts=affiliate)
    sessions = hosted.select_related("meeting").order_by("-starts_at", "pk")[:LATEST]
    coming = [session for session in sessions if session.ends_at > now]
    past = [session for session in sessions if session.ends_at <= now]
    known = {name: context.get(name) for name in ("LANGUAGE_CODE", "zone_known")}
    return {"coming": coming[::-1], "past": past, "affiliate": affiliate, **known}


@register.simple_tag
def sessions_attended(person: User) -> int:
    """On how many sessions that are over the person had signed up."""
    mine = Registration.objects.registered().filter(person=person)
    return mine.filter(session__ends_at__lte=timezone.now()).count()


@register.simple_tag
def open_reports(user: User) -> list[Report]:
    """The reports that this reader may read and that are not closed, the oldest first."""
    mine = Report.objects.visible_to(user).exclude(status=Report.Status.CLOSED)
    return list(mine.select_related("session__meeting").order_by("made_at")[:20])
