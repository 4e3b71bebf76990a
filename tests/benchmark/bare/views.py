"""The least that does the job."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from tests.benchmark.bare.models import Meeting, Session, SignUp


def meetings(request: HttpRequest) -> HttpResponse:
    """Everything to come: one query."""
    sessions = Session.objects.filter(status="published", ends_at__gt=timezone.now())
    context = {"sessions": sessions.select_related("meeting").order_by("starts_at")}
    return render(request, "bare/meetings.html", context)


def meeting(request: HttpRequest, slug: str) -> HttpResponse:
    """A meeting, its session, and the names in order of arrival: three queries."""
    found = get_object_or_404(Meeting, slug=slug)
    session = found.sessions.get()
    people = session.registrations.filter(status="registered").order_by("placed_at", "id")
    context = {"meeting": found, "session": session, "people": people}
    return render(request, "bare/meeting.html", context)


def sign_up(request: HttpRequest, session: int, person: int) -> HttpResponse:
    """One INSERT. Who it is stands in the address."""
    SignUp.objects.create(
        session_id=session,
        person_id=person,
        name=request.POST["name"],
        visibility=request.POST["visibility"],
        at=timezone.now(),
    )
    return redirect("/meetings/")
