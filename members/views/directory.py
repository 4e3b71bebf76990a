"""The directory of the network: who is in it, as each person allows."""

import datetime as dt

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members import actions
from members.directory import card, cards
from members.forms import DirectoryForm, ProfileForm
from members.models import Affiliate, Affiliation, Membership, Profile
from members.querysets import MembershipQuerySet
from members.rules import Refused, may_moderate, may_write
from members.views.loading import seen_as
from members.wording import plain_words

PER_PAGE = 60
Status = Membership.Status


@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """Who is in the network, by what each shows to this reader."""
    audience, today = seen_as(request), timezone.now().date()
    listed = Membership.objects.listed(audience)
    form = _form(request, listed, audience)
    found = listed.with_everything(today).in_order()
    found = found.matching(audience, today, **_asked(form))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "cards": cards(page, audience),
        "inside": len(audience) > 1,
        "may_moderate": may_moderate(request.user),
    }
    status = 200 if form.is_valid() else 400
    return render(request, "members/directory.html", context, status=status)


def _form(
    request: HttpRequest, listed: MembershipQuerySet, audience: tuple[str, ...]
) -> DirectoryForm:
    """Only what somebody shows to this reader can be asked for."""
    active = listed.filter(status=Status.ACTIVE)
    return DirectoryForm(
        request.GET,
        affiliates=Affiliate.objects.of_people(
            active.filter(profile__affiliations_shown_to__in=audience).values("person"),
            timezone.now().date(),
        ),
        countries=active.shown("country", audience),
        languages=active.shown("languages", audience),
    )


def _asked(form: DirectoryForm) -> dict[str, object]:
    """What was asked for; nothing, with the error shown, when it was not understood."""
    asked = dict(form.cleaned_data) if form.is_valid() else {}
    asked["words"] = plain_words(asked.pop("q", "")).split()[:10]
    return asked


@require_safe
def member(request: HttpRequest, handle: str) -> HttpResponse:
    """One entry, as this reader may see it; your own as others do."""
    audience, now = seen_as(request), timezone.now()
    everything = Membership.objects.listed(audience).with_everything(now.date())
    found = get_object_or_404(everything, person__handle=handle)
    shown = card(found, audience)
    context = {
        "card": shown,
        "own": found.person == request.user,
        "may_write": shown.active and len(audience) > 1 and _may_write(request, found, now),
        "may_moderate": may_moderate(request.user),
    }
    return render(request, "members/member.html", context)


def _may_write(request: HttpRequest, to: Membership, now: dt.datetime) -> bool:
    """Today or tomorrow: who is muted sees what everybody sees of who takes no messages."""
    no = may_write(request.user, to, now)
    return no is None or no.code == "too_many"


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Your own entry: what it tells, and to whom. Who is in no directory is led to joining."""
    entry = _entry(request)
    if entry is None:
        return redirect("members:application")
    sent = request.method == "POST"
    form = ProfileForm(request.POST if sent else None, instance=entry)
    if sent and form.is_valid():
        actions.save_entry(entry=form.instance, by=request.user, now=timezone.now())
        messages.success(request, _("Saved. This is what others see from now on."))
        return redirect("members:profile")
    ties = Affiliation.objects.filter(person=request.user).select_related("affiliate")
    context = {
        "form": form,
        "entry": entry,
        "ties": ties.order_by(F("ended_on").desc(nulls_first=True), "pk"),
        "today": timezone.now().date(),
    }
    return render(request, "members/profile.html", context, status=422 if sent else 200)


def _entry(request: HttpRequest) -> Profile | None:
    mine = Profile.objects.filter(membership__person=request.user, membership__status=Status.ACTIVE)
    return mine.select_related("membership__person").first()


@login_required
@require_POST
def leave_affiliate(request: HttpRequest, number: int) -> HttpResponse:
    """You do not belong to an affiliate any more."""
    tie = get_object_or_404(Affiliation, person=request.user, pk=number)
    try:
        actions.end_affiliation(affiliation=tie, by=request.user, now=timezone.now())
    except Refused as error:
        raise Http404 from error
    messages.success(request, _("It is no longer shown with your name."))
    return redirect("members:profile")
