"""Your meetings: what one prepares, what comes next and needs something, what is left to do."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Exists, Min, OuterRef, Q, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from meetings import rules
from meetings.models import Facilitator, Invitation, Meeting, Session, Status
from meetings.overview import Overview, overviews
from meetings.querysets import KEPT, MeetingQuerySet, SessionQuerySet
from members.models import User
from vsn.second_factor import second_factor_given

MOST_TO_COME = 60
PAST_PER_PAGE = 20
# After that nobody is reminded of what was left undone.
LEFT_TO_DO_FOR = dt.timedelta(days=60)


@never_cache
@login_required
@require_safe
def your_meetings(request: HttpRequest) -> HttpResponse:
    """The meetings that one runs; admins see all of them if they ask for it."""
    everything = request.GET.get("show") == "all"
    if everything and not request.user.is_staff:
        raise Http404
    if everything and not second_factor_given(request):
        return redirect("mfa_index")
    now = timezone.now()
    meetings = list(_meetings(request.user, now, everything=everything))
    run = [meeting for meeting in meetings if everything or meeting.runs]
    sessions = _sessions(None if everything else run)
    pages = Paginator(_past(sessions, now), PAST_PER_PAGE)
    if not everything:
        pages.count = sum(meeting.over for meeting in run)  # known already
    context = {
        "everything": everything,
        "asked": [meeting for meeting in meetings if meeting.asked],
        "prepared": [meeting for meeting in run if _in_preparation(meeting)],
        "coming": _coming(sessions, now),
        "page": pages.get_page(request.GET.get("page")),
        "remind_since": now - LEFT_TO_DO_FOR,
        "start": _start(request.user, run),
        "now": now,
    }
    return render(request, "meetings/desk/your_meetings.html", context)


def _meetings(person: User, now: dt.datetime, *, everything: bool) -> MeetingQuerySet:
    """What the person runs (`runs`), or is asked to run (`asked`: where to answer)."""
    mine = Facilitator.objects.filter(meeting=OuterRef("pk"), person=person)
    invitations = Invitation.objects.filter(
        meeting=OuterRef("pk"),
        person=person,
        answered_at__isnull=True,
        made_at__gt=now - rules.OPEN_FOR,
    )
    found = Meeting.objects.annotate(
        runs=Exists(mine), asked=Subquery(invitations.order_by("-pk").values("handle")[:1])
    )
    wanted = Q(runs=True) | Q(asked__isnull=False)
    if everything:
        wanted |= Q(status=Status.DRAFT) | Q(sessions__isnull=True)
    held = Session.objects.not_called_off().filter(meeting=OuterRef("pk"))
    found = found.filter(wanted).filter(~Q(status=Status.CANCELLED) | Q(Exists(held), runs=True))
    took_place = Q(sessions__status=Status.PUBLISHED, sessions__ends_at__lte=now)
    dated = found.annotate(
        dates=Count("sessions"),
        first_at=Min("sessions__starts_at"),
        over=Count("sessions", filter=took_place & Q(status__in=KEPT)),
    )
    return dated.order_by("title", "pk")


def _in_preparation(meeting: Any) -> bool:
    return meeting.status == Status.DRAFT or not meeting.dates


def _sessions(meetings: Sequence[Meeting] | None) -> SessionQuerySet:
    """Of these meetings, or of all; of drafts there is nothing to run yet."""
    found = Session.objects.exclude(meeting__status=Status.DRAFT)
    if meetings is not None:
        found = found.filter(meeting__in=[meeting.pk for meeting in meetings])
    return found.select_related("meeting", "call_link")


def _coming(sessions: SessionQuerySet, now: dt.datetime) -> list[tuple[Session, Overview]]:
    """The next one first, each with its figures."""
    found = list(sessions.upcoming(now)[:MOST_TO_COME])
    figures = overviews(found, now)
    return [(session, figures[session.pk]) for session in found]


def _past(sessions: SessionQuerySet, now: dt.datetime) -> SessionQuerySet:
    """What took place, the latest first, with how many came and whether there is a digest."""
    return (
        sessions.not_called_off().past(now).select_related("digest").with_attendance().with_counts()
    )


def _start(person: User, run: Sequence[Meeting]) -> str:
    """What the person may begin: a meeting, or the proposal of one."""
    published = any(meeting.status == Status.PUBLISHED for meeting in run)
    if published or rules.may_open_directly(person):
        return "meeting"
    return "proposal" if rules.may_start(person) else ""
