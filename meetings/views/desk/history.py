"""The history of a meeting: who did what, when."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import formats, timezone
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from meetings import history
from meetings.forms import MeetingHistoryForm
from meetings.models import Meeting, Session
from meetings.views.desk import desk, for_facilitators

PER_PAGE = 50


@for_facilitators
@require_safe
def meeting_history(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """The latest first; of one session or one kind, if that is asked for."""
    context: dict[str, Any] = desk(meeting, here="history")
    context["tabs"] = sessions = list(context["tabs"])
    form = MeetingHistoryForm(request.GET, sessions=[(s.number, _day(s)) for s in sessions])
    wanted, kind = None, ""
    if form.is_valid():
        wanted = next((s for s in sessions if s.number == form.cleaned_data["session"]), None)
        kind = form.cleaned_data["kind"]
    found = history.entries(meeting, wanted, kind)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context |= {"form": form, "page": page, "lines": history.lines(page, sessions)}
    status = 200 if form.is_valid() else 400
    return render(request, "meetings/desk/history.html", context, status=status)


def _day(session: Session) -> str:
    """For a choice, where no element can stand: the day where the reader is."""
    if session.precision == Session.Precision.DAY:
        return formats.date_format(session.first_day, pgettext("format of a date", "l j F Y"))
    local = timezone.localtime(session.starts_at)
    return formats.date_format(local, pgettext("format of a date", "l j F Y, H:i"))
