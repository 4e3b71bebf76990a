"""Is all of this still right? For the member who is asked, and for admins about those who did not
answer."""

import datetime as dt

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members.actions import yearly
from members.forms import ChosenForm, EndAllForm
from members.models import Affiliation, Membership
from members.rules import Refused
from members.views.loading import for_admins

MOST = 200


@never_cache
@login_required
@require_safe
def still_active(request: HttpRequest) -> HttpResponse:
    """What is known of you, and three answers. Who does not belong is led to joining."""
    mine = Membership.objects.filter(person=request.user, status=Membership.Status.ACTIVE)
    found = mine.select_related("profile", "person").first()
    if found is None:
        return redirect("members:application")
    ties = Affiliation.objects.present(timezone.now().date()).filter(person=request.user)
    context = {"membership": found, "ties": ties.select_related("affiliate").order_by("pk")}
    return render(request, "members/still_active.html", context)


@login_required
@require_POST
def confirm_active(request: HttpRequest) -> HttpResponse:
    try:
        yearly.confirm(membership=_mine(request), by=request.user, now=timezone.now())
    except Refused as error:
        messages.error(request, error.refusal.sentence)
    else:
        messages.success(request, _("Thank you. You are asked again in a year."))
    return redirect("members:application")


@login_required
@require_POST
def leave_network(request: HttpRequest) -> HttpResponse:
    try:
        yearly.leave(membership=_mine(request), by=request.user, now=timezone.now())
    except Refused as error:
        messages.error(request, error.refusal.sentence)
    else:
        said = _("You are listed as no longer active. You can come back by applying again.")
        messages.success(request, said)
    return redirect("members:application")


def _mine(request: HttpRequest) -> Membership:
    return get_object_or_404(Membership, person=request.user)


# --- For admins ----------------------------------------------------------------------------------


@for_admins
@require_safe
def to_ask(request: HttpRequest) -> HttpResponse:
    """Members who did not answer, the longest silence first."""
    return _list(request, _silent(request))


@for_admins
@require_POST
def remind_members(request: HttpRequest) -> HttpResponse:
    silent = _silent(request)
    form = ChosenForm(request.POST, offered=list(silent))
    if not form.is_valid():
        return _list(request, silent, form)
    number = yearly.remind(memberships=_ticked(form, silent), by=request.user, now=timezone.now())
    said = ngettext(
        "%(number)s person is asked again.", "%(number)s people are asked again.", number
    )
    messages.success(request, said % {"number": number})
    return redirect("members:to_ask")


@for_admins
@require_POST
def confirm_members(request: HttpRequest) -> HttpResponse:
    silent = _silent(request)
    form = ChosenForm(request.POST, offered=list(silent))
    if not form.is_valid():
        return _list(request, silent, form)
    number = yearly.confirm_all(
        memberships=_ticked(form, silent), by=request.user, now=timezone.now()
    )
    said = ngettext(
        "%(number)s entry is still right.", "%(number)s entries are still right.", number
    )
    messages.success(request, said % {"number": number})
    return redirect("members:to_ask")


@for_admins
@require_http_methods(["GET", "HEAD", "POST"])
def end_members(request: HttpRequest) -> HttpResponse:
    """Shows once more who is meant, before any of them is listed as no longer active."""
    silent, sent = _silent(request), request.method == "POST"
    form = EndAllForm(request.POST if sent else request.GET, offered=list(silent))
    ticked = [silent[key] for key in dict.fromkeys(form.data.getlist("who")) if key in silent]
    if not sent and not form.is_valid():
        messages.error(request, _("Tick those whom you mean."))
        return redirect("members:to_ask")
    if not sent or not form.is_valid():
        shown = form if sent else EndAllForm(offered=list(silent))
        context = {"form": shown, "ticked": ticked}
        return render(request, "members/end_members.html", context, status=422 if sent else 200)
    number = yearly.end_all(
        seen=[(one, one.revision) for one in ticked],
        reason=form.cleaned_data["reason"],
        by=request.user,
        now=timezone.now(),
    )
    said = ngettext(
        "%(number)s person is listed as no longer active, and told so.",
        "%(number)s people are listed as no longer active, and told so.",
        number,
    )
    messages.success(request, said % {"number": number})
    return redirect("members:to_ask")


def _silent(request: HttpRequest) -> dict[str, Membership]:
    """Those who were asked long enough ago, but the reader, who decides about others only. By
    what is sent when they are ticked: who, and as what the page showed them."""
    last = timezone.now().date() - dt.timedelta(days=settings.STILL_ACTIVE_DAYS)
    found = Membership.objects.unanswered(last).exclude(person=request.user)
    found = found.with_everything(timezone.now().date())[:MOST]
    return {f"{one.person.handle}.{one.revision}": one for one in found}


def _ticked(form: ChosenForm, silent: dict[str, Membership]) -> list[Membership]:
    return [silent[key] for key in dict.fromkeys(form.cleaned_data["who"])]


def _list(
    request: HttpRequest, silent: dict[str, Membership], form: ChosenForm | None = None
) -> HttpResponse:
    """With what has to be looked at again, and what was ticked."""
    context = {
        "silent": silent,
        "form": form,
        "ticked": set(form.data.getlist("who")) if form else set(),
        "answer_days": settings.STILL_ACTIVE_DAYS,
    }
    return render(request, "members/to_ask.html", context, status=422 if form else 200)
