"""What people thought, for those who run the meeting."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from meetings import afterwards, opinions
from meetings.models import Feedback, Session
from meetings.views.desk import desk, for_its_facilitators

Kind = Feedback.Kind


@require_safe
@for_its_facilitators
def feedback_results(request: HttpRequest, session: Session) -> HttpResponse:
    """The answers drawn, where there are enough of them; of the whole meeting below."""
    now = timezone.now()
    since = afterwards.opens(session, Kind.SESSION)
    context = desk(
        session.meeting,
        session,
        here="feedback",
        results=opinions.of_session(session),
        total=opinions.of_meeting(session.meeting),
        least=opinions.LEAST,
        together=opinions.TOGETHER,
        now=now,
        until=since + afterwards.OPEN_FOR if since else None,
        follow_up_at=afterwards.follow_up_at(session),
    )
    return render(request, "meetings/desk/feedback.html", context)
