"""Meetings that members propose: asking the admins, and what they say."""

import datetime as dt

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from meetings import actions
from meetings.forms import DeclineProposalForm
from meetings.models import Meeting, Status
from meetings.querysets import MeetingQuerySet
from meetings.views.desk import MeetingView, for_facilitators
from members.rules import Refusal, Refused
from vsn.second_factor import second_factor_given


def for_admins(view: MeetingView) -> MeetingView:
    """Admins, who prove twice who they are; for everyone else there is no such page."""

    @never_cache
    @login_required
    def load(request: HttpRequest, **more: object) -> HttpResponse:
        if not request.user.is_staff:
            raise Http404
        if not second_factor_given(request):
            return redirect("mfa_index")
        return view(request, **more)

    return load


@for_facilitators
@require_POST
def propose_meeting(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Asks the admins, once; and again after a no."""
    try:
        actions.propose_meeting(meeting=meeting, by=request.user, now=timezone.now())
    except Refused as error:
        messages.error(request, str(error.refusal))
    else:
        said = _("The admins are asked. You get a message when they have answered.")
        messages.success(request, said)
    return redirect("meetings:desk")


@for_admins
@require_safe
def proposals(request: HttpRequest) -> HttpResponse:
    """What waits for an answer, the oldest first."""
    return _page(request)


@for_admins
@require_POST
def accept_proposal(request: HttpRequest, slug: str) -> HttpResponse:
    meeting = get_object_or_404(Meeting, slug=slug)
    try:
        actions.accept_proposal(meeting=meeting, by=request.user, now=timezone.now())
    except Refused as error:
        return _page(request, refusal=error.refusal, status=409)
    messages.success(request, _("Accepted. Whoever proposed it can publish it now, and is told."))
    return redirect("meetings:proposals")


@for_admins
@require_POST
def decline_proposal(request: HttpRequest, slug: str) -> HttpResponse:
    """With a reason, which goes to who proposed it."""
    meeting = get_object_or_404(Meeting, slug=slug)
    form = DeclineProposalForm(request.POST, auto_id=f"{slug}_%s")
    if not form.is_valid():
        return _page(request, sent=(meeting.pk, form), status=422)
    try:
        actions.decline_proposal(
            meeting=meeting, by=request.user, now=timezone.now(), **form.cleaned_data
        )
    except Refused as error:
        return _page(request, sent=(meeting.pk, form), refusal=error.refusal, status=409)
    messages.success(request, _("Declined. Whoever proposed it is told why, and can ask again."))
    return redirect("meetings:proposals")


def _waiting() -> MeetingQuerySet:
    waits = Meeting.objects.filter(proposal=Meeting.Proposal.WAITING, status=Status.DRAFT)
    waits = waits.prefetch_related("facilitators", "sessions", "hosts")
    return waits.order_by("proposed_at", "pk")


def _page(
    request: HttpRequest,
    *,
    sent: tuple[int, DeclineProposalForm] | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    rows = []
    for meeting in _waiting():
        empty = DeclineProposalForm(auto_id=f"{meeting.slug}_%s")
        form = sent[1] if sent and sent[0] == meeting.pk else empty
        rows.append((meeting, form, request.user in meeting.facilitators.all()))
    now: dt.datetime = timezone.now()
    context = {
        "rows": rows,
        "refusal": refusal,
        "form": sent[1] if sent else None,
        "kept": sent[1].data.get("reason", "") if sent and refusal else "",
        "now": now,
    }
    return render(request, "meetings/desk/proposals.html", context, status=status)
