"""Reporting a violation, and reading a report that is addressed to you."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Case, When
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from meetings import actions
from meetings.forms import ReportForm, ReportWorkForm
from meetings.forms.reports import ConcernedForm, HandOnForm
from meetings.models import Report, Session
from members.rules import Refusal, Refused
from vsn.limits import allow, client
from vsn.second_factor import second_factor_given

PER_PAGE = 50


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """The form; `?session=<uid>` says what it is about."""
    session = _session(request)
    data = request.POST if request.method == "POST" else None
    form = ReportForm(data, user=request.user, session=session)
    if request.method == "POST" and form.is_valid():
        if allow("report", client(request), times=10, seconds=3600):
            answers = form.cleaned_data.copy()
            signed = answers.pop("signed", False)
            reporter = request.user if signed else None
            try:
                actions.report(session=session, reporter=reporter, now=timezone.now(), **answers)
                return redirect("meetings:report_thanks")
            except Refused as error:
                form.add_error(None, error.refusal.sentence)
        else:
            form.add_error(None, _("Too many reports came from here. Please try in an hour."))
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "session": session}
    return render(request, "meetings/report.html", context, status=status)


@require_safe
def report_thanks(request: HttpRequest) -> HttpResponse:
    return render(request, "meetings/report_thanks.html")


Reading = Callable[..., HttpResponse]


def for_readers(view: Reading) -> Reading:
    """Hands over the report, to those it is addressed to; for everyone else there is none."""

    @never_cache
    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, handle: str) -> HttpResponse:
        if request.user.is_staff and not second_factor_given(request):
            return redirect("mfa_index")
        mine = Report.objects.visible_to(request.user).select_related("session__meeting")
        return view(request, get_object_or_404(mine, handle=handle))

    return guarded


@never_cache
@login_required
@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """Every report that this reader may read: what is open first, the one that has lain longest
    above; then what is closed."""
    if request.user.is_staff and not second_factor_given(request):
        return redirect("mfa_index")
    found = Report.objects.visible_to(request.user).select_related("session__meeting")
    is_closed = Case(When(status=Report.Status.CLOSED, then=1), default=0)
    page = Paginator(found.order_by(is_closed, "touched_at", "pk"), PER_PAGE)
    context = {
        "page": page.get_page(request.GET.get("page")),
        "now": timezone.now(),
        "kept_days": settings.REPORT_RETENTION_DAYS,
    }
    return render(request, "meetings/reports.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_readers
def read_report(request: HttpRequest, report: Report) -> HttpResponse:
    """POST adds a note and says how it stands."""
    if request.method != "POST":
        return _page(request, report)
    form = ReportWorkForm(request.POST)
    return _done(request, report, "work", form, actions.work_on_report)


@require_POST
@for_readers
def mark_concerned(request: HttpRequest, report: Report) -> HttpResponse:
    form = _concerned(request, report, request.POST)
    return _done(request, report, "concerned", form, actions.mark_concerned)


@require_POST
@for_readers
def hand_on_report(request: HttpRequest, report: Report) -> HttpResponse:
    form = HandOnForm(request.POST, auto_id="on_%s")
    return _done(request, report, "hand_on", form, actions.hand_on)


def _concerned(request: HttpRequest, report: Report, data: Any = None) -> ConcernedForm:
    people = actions.possibly_concerned(report)
    return ConcernedForm(data, people=people, reader=request.user, auto_id="concerned_%s")


SAID = {
    "work": _("Noted. It is added to the report, with your name and the time."),
    "concerned": _("They cannot read it any more."),
    "hand_on": _("Handed on. Who reads it now is told that it is there."),
}


def _done(
    request: HttpRequest, report: Report, name: str, form: Form, action: Callable[..., object]
) -> HttpResponse:
    """One act. What cannot be done comes back with the reason and what was typed; who cannot read
    the report any more goes to the others."""
    if not form.is_valid():
        return _page(request, report, {name: form}, status=422)
    try:
        action(report=report, by=request.user, now=timezone.now(), **form.cleaned_data)
    except Refused as error:
        mine = Report.objects.visible_to(request.user).select_related("session__meeting")
        again = get_object_or_404(mine, pk=report.pk)
        return _page(request, again, {name: form}, refusal=error.refusal, status=409)
    messages.success(request, SAID[name])
    if Report.objects.visible_to(request.user).filter(pk=report.pk).exists():
        return redirect("meetings:report", report.handle)
    return redirect("meetings:reports")


def _page(
    request: HttpRequest,
    report: Report,
    sent: dict[str, Form] | None = None,
    *,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    sent = sent or {}
    context = {
        "report": report,
        "notes": report.notes.select_related("by"),
        "readers": sorted(map(str, actions.readers_of(report))),
        "work": sent.get("work") or ReportWorkForm(initial={"status": _next(report)}),
        "concerned": sent.get("concerned") or _concerned(request, report),
        "hand_on": sent.get("hand_on") or HandOnForm(auto_id="on_%s"),
        "form": next(iter(sent.values()), None),
        "refusal": refusal,
        "kept_days": settings.REPORT_RETENTION_DAYS,
        "now": timezone.now(),
    }
    return render(request, "meetings/read_report.html", context, status=status)


def _next(report: Report) -> str:
    """Who writes a note about a new one has begun to work on it."""
    status = Report.Status
    return status.OPEN if report.status == status.NEW else report.status


def _session(request: HttpRequest) -> Session | None:
    uid = request.GET.get("session", "")
    if not uid:
        return None
    try:
        return Session.objects.visible_to(request.user).select_related("meeting").get(uid=uid)
    except (Session.DoesNotExist, ValidationError) as error:
        raise Http404 from error
