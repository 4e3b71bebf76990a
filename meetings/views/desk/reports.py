"""The figures of a meeting and of a programme: as a page, for a spreadsheet, for a wiki."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from meetings import reporting, rules, tables
from meetings.models import Meeting, Programme, Session
from meetings.views.desk import desk, for_facilitators
from vsn import charts
from vsn.second_factor import second_factor_given
from vsn.templatetags.languages import tongue

MOST_BARS = 12


def for_readers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Hands the programme to admins, who prove twice who they are, to members of the network and
    to whoever runs one of its meetings; for everyone else there is no such page."""

    @wraps(view)
    def load(request: HttpRequest, slug: str, **more: object) -> HttpResponse:
        programme = get_object_or_404(Programme, slug=slug)
        if not rules.may_read_report(request.user, programme):
            raise Http404
        if request.user.is_staff and not second_factor_given(request):
            return redirect("mfa_index")
        return view(request, programme, **more)

    return never_cache(load)


@require_safe
@for_facilitators
def meeting_report(request: HttpRequest, meeting: Meeting, kind: str = "") -> HttpResponse:
    """The figures of each session and of all."""
    report = reporting.of_meeting(meeting, timezone.now())
    if kind:
        return _file(report, meeting, kind, few=0)
    context = desk(meeting, here="report", **_shown(report, few=0))
    return render(request, "meetings/desk/report.html", context)


@require_safe
@for_readers
def programme_report(request: HttpRequest, programme: Programme, kind: str = "") -> HttpResponse:
    """The figures of each meeting and of all. Others than those who run them read it, so small
    groups are not named."""
    report = reporting.of_programme(programme, timezone.now())
    if kind:
        return _file(report, programme, kind, few=reporting.FEW)
    context = {"programme": programme, **_shown(report, few=reporting.FEW)}
    return render(request, "meetings/programme_report.html", context)


def _file(
    report: reporting.Report, about: Meeting | Programme, kind: str, *, few: int
) -> HttpResponse:
    if kind == "csv":
        text, content_type = tables.report_csv(report, few=few), "text/csv; charset=utf-8"
    else:
        text, content_type = tables.report_wikitext(report, about), "text/plain; charset=utf-8"
    answer = HttpResponse(text, content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{about.slug}-report.{kind}"'
    return answer


def _shown(report: reporting.Report, *, few: int) -> dict[str, object]:
    total = report.total
    read_in = reporting.ranked(total.tongues, few=few, most=MOST_BARS)
    return {
        "report": report,
        "total": total,
        "few": few,
        "attendance": _attendance(report),
        "affiliates": charts.bars(reporting.ranked(total.affiliates, few=few, most=MOST_BARS)),
        "countries": charts.bars(reporting.ranked(total.countries, few=few, most=MOST_BARS)),
        "read_in": charts.bars([(tongue(code), count) for code, count in read_in]),
        "held_in": charts.bars(
            [(tongue(code), count) for code, count in reporting.ranked(total.languages)]
        ),
    }


def _attendance(report: reporting.Report) -> charts.Columns:
    """Of what nobody noted at all there are no columns."""
    groups = []
    for line in report.lines:
        parts = [(_("Came"), line.figures.came)]
        if report.total.signed_up is not None:
            parts.insert(0, (_("Signed up"), line.figures.signed_up))
        groups.append((_label(line.thing), parts))
    return charts.columns(groups)


def _label(thing: Session | Meeting) -> str:
    if isinstance(thing, Meeting):
        return thing.title
    return date_format(thing.first_day, pgettext("format of a date", "j M Y"))
