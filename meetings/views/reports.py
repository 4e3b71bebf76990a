"""Reporting a violation, and reading a report that is addressed to you."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from meetings import actions
from meetings.forms import ReportForm, ReportWorkForm
from meetings.models import Report, Session
from members.rules import Refused
from vsn.limits import allow, client
from vsn.second_factor import second_factor_given


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


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def read_report(request: HttpRequest, handle: str) -> HttpResponse:
    """For those it is addressed to; for everyone else there is no such page."""
    if request.user.is_staff and not second_factor_given(request):
        return redirect("mfa_index")
    found = get_object_or_404(Report.objects.visible_to(request.user), handle=handle)
    data = request.POST if request.method == "POST" else None
    form = ReportWorkForm(data, instance=found)
    if request.method == "POST" and form.is_valid():
        actions.change_report(
            report=found, by=request.user, now=timezone.now(), **form.cleaned_data
        )
        return redirect("meetings:report", handle)
    status = 422 if request.method == "POST" else 200
    return render(
        request, "meetings/read_report.html", {"report": found, "form": form}, status=status
    )


def _session(request: HttpRequest) -> Session | None:
    uid = request.GET.get("session", "")
    if not uid:
        return None
    try:
        return Session.objects.visible_to(request.user).select_related("meeting").get(uid=uid)
    except (Session.DoesNotExist, ValidationError) as error:
        raise Http404 from error
