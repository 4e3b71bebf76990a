"""Lists that somebody takes along: for a spreadsheet, for a wiki, on paper."""

from typing import Any

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from meetings import actions, tables
from meetings.forms import ExportForm
from meetings.forms.exports import CHOSEN, EVERYONE
from meetings.models import AddressExport, Registration, Session
from meetings.views.desk import desk, for_its_facilitators
from meetings.views.exports import part_of
from vsn.spreadsheets import as_csv

# A ticket opens the file that was just asked for, to who asked for it.
TICKET, GOOD_FOR_SECONDS = "meetings.export", 300


@require_http_methods(["GET", "HEAD", "POST"])
@for_its_facilitators
def export_list(request: HttpRequest, session: Session) -> HttpResponse:
    """Every way in which the list can leave the portal. That it did is in the history."""
    form = ExportForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _page(request, session, form, status=422 if form.is_bound else 200)
    wanted = form.cleaned_data
    with_addresses = wanted["addresses"]
    actions.note_export(
        session=session,
        people=_leaving(session, wanted["who"]),
        by=request.user,
        now=timezone.now(),
        purpose=wanted["purpose"] if with_addresses else "",
        reason=wanted["reason"] if with_addresses else "",
    )
    columns = [name for name in ("addresses", "notes", "answers") if wanted[name]]
    about = [session.pk, request.user.pk, wanted["who"], columns]
    ticket = signing.dumps(about, salt=TICKET, compress=True)
    path = reverse("meetings:export_file", args=[session.meeting.slug, session.number])
    return redirect(f"{path}?ticket={ticket}")


@require_safe
@for_its_facilitators
def export_file(request: HttpRequest, session: Session) -> HttpResponse:
    """The file itself."""
    try:
        ticket = signing.loads(request.GET.get("ticket", ""), salt=TICKET, max_age=GOOD_FOR_SECONDS)
    except signing.BadSignature as error:
        raise Http404 from error
    about, by, who, columns = ticket
    if (about, by) != (session.pk, request.user.pk):
        raise Http404
    answer = HttpResponse(
        as_csv(_rows(session, who, columns)), content_type="text/csv; charset=utf-8"
    )
    name = f"{session.meeting.slug}-{session.number}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_safe
@for_its_facilitators
def print_list(request: HttpRequest, session: Session) -> HttpResponse:
    """A list for paper, with a box to tick for each one who comes."""
    who = EVERYONE if "everyone" in request.GET else CHOSEN
    drawn = tables.for_paper if who == EVERYONE else tables.as_chosen
    rows = drawn(_places(session), session)
    context = desk(session.meeting, session, who=who, head=rows[0], rows=rows[1:])
    return render(request, "meetings/desk/print.html", context)


def _page(
    request: HttpRequest, session: Session, form: ExportForm, *, status: int = 200
) -> HttpResponse:
    places = _places(session)
    context = desk(
        session.meeting,
        session,
        form=form,
        part=part_of(session),
        people=len(places),
        shown=len(tables.as_chosen(places, session)) - 1,
        earlier=AddressExport.objects.filter(session=session).select_related("by"),
    )
    return render(request, "meetings/desk/export.html", context, status=status)


def _places(session: Session) -> list[Registration]:
    """Those on the list in order of arrival, then those who came without signing up."""
    everyone = session.registrations.on_the_day().select_related("affiliate", "person")
    found = list(everyone.in_order())
    return sorted(found, key=lambda place: place.status == Registration.Status.WALK_IN)


def _leaving(session: Session, who: str) -> int:
    return len(_rows(session, who, [])) - 1


def _rows(session: Session, who: str, columns: list[str]) -> tables.Rows:
    if who == EVERYONE:
        wanted: dict[str, Any] = dict.fromkeys(columns, True)
        return tables.for_the_desk(_places(session), session, **wanted)
    return tables.as_chosen(_places(session), session)
