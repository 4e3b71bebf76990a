"""What is on, what was on, and one meeting."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from meetings import afterwards, rules
from meetings.agenda import fits_day, places_of, rows, sign_up_lists
from meetings.forms import FilterForm
from meetings.models import Meeting, Session
from meetings.querysets import SessionQuerySet
from meetings.views.strangers import drawn_once, sessions_of, sessions_to_come

PAST_PER_PAGE = 20


@require_safe
@drawn_once(sessions_to_come)
def upcoming(request: HttpRequest) -> HttpResponse:
    """Meetings to come, the next one first."""
    form = _filter_form(request)
    sessions = Session.objects.published().upcoming(timezone.now()).for_lists()
    found = list(_filtered(sessions, form))
    if form.is_valid() and form.cleaned_data["fits"]:
        found = [session for session in found if fits_day(session)]
    agenda = rows(found, places_of(request.user, found))
    context = {"form": form, "rows": agenda}
    return render(request, "meetings/upcoming.html", context, status=_status(form))


@require_safe
def past(request: HttpRequest) -> HttpResponse:
    """Meetings that were, the latest first."""
    form = _filter_form(request)
    sessions = Session.objects.not_called_off().past(timezone.now()).for_lists()
    paginator = Paginator(_filtered(sessions, form), PAST_PER_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    context = {"form": form, "page": page}
    return render(request, "meetings/past.html", context, status=_status(form))


@require_safe
@drawn_once(sessions_of)
def meeting(request: HttpRequest, slug: str) -> HttpResponse:
    """One meeting with its sessions, lists and policy."""
    now = timezone.now()
    found, sessions = _with_sessions(request.user, slug)
    lists = sign_up_lists(sessions)
    mine = places_of(request.user, sessions)
    for session in sessions:
        session.list, session.mine = lists[session.pk], mine.get(session.pk)
        session.refusal = rules.refusal(rules.OPEN, session, None, now)
        session.shown_digest = afterwards.published_digest(session)
        session.places_left = (
            None if session.capacity is None else max(session.capacity - session.list.signed_up, 0)
        )
    facilitators = found.facilitations.select_related("person", "affiliate")
    context = {
        "meeting": found,
        "sessions": sessions,
        "facilitators": facilitators,
        "now": now,
        "runs_it": rules.may_facilitate(request.user, found),
    }
    return render(request, "meetings/meeting.html", context)


def _with_sessions(user: Any, slug: str) -> tuple[Meeting, list[Session]]:
    """The meeting comes along with its first session, if it has one; who may see a session may see
    its meeting. Raises Http404."""
    ordered = Session.objects.visible_to(user).filter(meeting__slug=slug)
    ordered = ordered.select_related("digest", "meeting__programme", "meeting__platform_affiliate")
    sessions = list(ordered.order_by("starts_at", "pk"))
    if sessions:
        found = sessions[0].meeting
    else:
        visible = Meeting.objects.visible_to(user)
        known = visible.select_related("programme", "platform_affiliate")
        found = get_object_or_404(known, slug=slug)
    for session in sessions:
        session.meeting = found
    prefetch_related_objects([found], "hosts")
    return found, sessions


def _filter_form(request: HttpRequest) -> FilterForm:
    languages = Meeting.objects.exclude(status="draft").values_list("language", flat=True)
    return FilterForm(request.GET, languages=list(languages.distinct().order_by()))


def _filtered(sessions: SessionQuerySet, form: FilterForm) -> SessionQuerySet:
    """What was asked for; everything, with the error shown, when it was not understood."""
    if form.is_valid():
        for name in ("language", "kind", "programme"):
            if value := form.cleaned_data[name]:
                sessions = sessions.filter(**{f"meeting__{name}": value})
    return sessions


def _status(form: FilterForm) -> int:
    return 200 if form.is_valid() else 400
