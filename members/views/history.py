"""The journal: who did what, when. It can be searched and not changed."""

import datetime as dt

from django.apps import apps
from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from members.forms import HistoryForm
from members.models import Affiliate, Membership, Profile, User
from members.views.loading import for_admins
from vsn.audit.confidential import number, without_confidential
from vsn.audit.models import Entry

PER_PAGE = 50
# What is named in the list; of anything else only its kind and number are shown.
NAMED: dict[str, QuerySet] = {
    "members.user": User.objects.all(),
    "members.affiliate": Affiliate.objects.all(),
    "members.membership": Membership.objects.select_related("person"),
    "members.profile": Profile.objects.all(),
}


@for_admins
@require_safe
def history(request: HttpRequest) -> HttpResponse:
    """What admins, members and the portal did, the latest first."""
    form = HistoryForm(request.GET)
    entries = without_confidential(Entry.objects.select_related("actor"), request.user)
    if form.is_valid():
        entries = _filtered(entries, **form.cleaned_data)
    page = Paginator(entries, PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "rows": _rows(page)}
    status = 200 if form.is_valid() else 400
    return render(request, "members/history.html", context, status=status)


def _filtered(
    entries: QuerySet[Entry], *, who: str, action: str, first: dt.date | None, last: dt.date | None
) -> QuerySet[Entry]:
    """Days are the reader's own."""
    if who:
        entries = entries.filter(actor__name__icontains=who)
    if action:
        entries = entries.filter(action=action)
    if first:
        entries = entries.filter(at__gte=_start_of(first))
    if last:
        entries = entries.filter(at__lt=_start_of(last + dt.timedelta(days=1)))
    return entries


def _start_of(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def _rows(page: Page) -> list[tuple[Entry, str, str]]:
    """Each entry with the kind of thing it is about, and its name if it has one to show."""
    named: dict[tuple[str, int], Model] = {}
    for about_type, things in NAMED.items():
        ids = {entry.about_id for entry in page if entry.about_type == about_type}
        named |= {(about_type, pk): thing for pk, thing in things.in_bulk(ids).items()}
    return [
        (
            entry,
            _kind(entry.about_type),
            str(named.get((entry.about_type, entry.about_id)) or number(entry)),
        )
        for entry in page
    ]


def _kind(about_type: str) -> str:
    try:
        return str(apps.get_model(about_type)._meta.verbose_name)
    except LookupError:  # of something that the portal had once
        return about_type
