"""What the pages of those who run a meeting have in common."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache

from meetings import rules
from meetings.models import Meeting, Session
from vsn.second_factor import second_factor_given

MeetingView = Callable[..., HttpResponse]


def for_facilitators(view: MeetingView) -> MeetingView:
    """Hands the meeting to its facilitators and to admins, who prove twice who they are; for
    everyone else there is no such page. Never kept in any cache."""

    @wraps(view)
    def load(request: HttpRequest, slug: str, **more: object) -> HttpResponse:
        meeting = get_object_or_404(Meeting.objects.visible_to(request.user), slug=slug)
        if not rules.may_facilitate(request.user, meeting):
            raise Http404
        if request.user.is_staff and not second_factor_given(request):
            return redirect("mfa_index")
        return view(request, meeting, **more)

    return never_cache(load)


def for_its_facilitators(view: MeetingView) -> MeetingView:
    """The same for the page of one session: hands over the session, with its meeting."""

    def load(request: HttpRequest, meeting: Meeting, number: int, **more: object) -> HttpResponse:
        session = get_object_or_404(meeting.sessions, number=number)
        session.meeting = meeting
        return view(request, session, **more)

    return for_facilitators(wraps(view)(load))


def desk(meeting: Meeting, session: Session | None = None, **more: Any) -> dict[str, Any]:
    """The context of every page of the desk: what `meetings/desk/_head.html` shows."""
    tabs = meeting.sessions.with_counts().order_by("starts_at", "pk")
    return {"meeting": meeting, "session": session, "tabs": tabs, **more}
