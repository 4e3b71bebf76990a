"""Where attendance is noted, and what it comes to."""

from django.urls import reverse

from meetings.models import Session


def at(session: Session, name: str = "attendance") -> str:
    return reverse(f"meetings:{name}", args=[session.meeting.slug, session.number])


def came(session: Session) -> int | None:
    return Session.objects.with_attendance().get(pk=session.pk).came
