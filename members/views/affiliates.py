"""Affiliates: who they are, and for admins to keep."""

import datetime as dt

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members import actions
from members.actions.affiliates import fingerprint
from members.directory import cards
from members.forms import AffiliateForm, MergeForm
from members.models import Affiliate, Affiliation, Membership
from members.rules import Refused, is_colleague, may_moderate
from members.views.loading import for_admins, seen_as
from members.views.proposals import put_those_who_asked

PEOPLE_PER_PAGE = 24


@require_safe
def affiliates(request: HttpRequest) -> HttpResponse:
    """Those who take part in the network first, then the others, then the former ones."""
    found = list(Affiliate.objects.with_people(seen_as(request), timezone.now().date()))
    context = {
        "taking_part": [a for a in found if a.in_network and not a.is_former],
        "others": [a for a in found if not a.in_network and not a.is_former],
        "former": [a for a in found if a.is_former],
        "may_moderate": may_moderate(request.user),
    }
    return render(request, "members/affiliates.html", context)


@require_safe
def affiliate(request: HttpRequest, slug: str) -> HttpResponse:
    """One affiliate with its people, as each of them allows. Where it was before leads here."""
    found = _affiliate(slug)
    if found.slug != slug:
        return redirect(found, permanent=True)
    audience, today = seen_as(request), timezone.now().date()
    people = (
        Membership.objects.listed(audience)
        .filter(status=Membership.Status.ACTIVE)
        .at(found, audience, today)
        .with_everything(today)
        .order_by("profile__name", "pk")
    )
    page = Paginator(people, PEOPLE_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "affiliate": found,
        "page": page,
        "people": cards(page, audience),
        "may_moderate": may_moderate(request.user),
        "said_alone": _said_alone(request, found, audience, today),
    }
    return render(request, "members/affiliate.html", context)


def _said_alone(
    request: HttpRequest, affiliate: Affiliate, audience: tuple[str, ...], today: dt.date
) -> list[Affiliation]:
    """What this reader can confirm: a colleague, or an admin, and nobody their own."""
    user = request.user
    if not user.is_authenticated or len(audience) < 2:
        return []
    if not (may_moderate(user) or is_colleague(user, affiliate, today)):
        return []
    ties = Affiliation.objects.said_alone(audience, today).filter(affiliate=affiliate)
    return list(ties.exclude(person=user).select_related("person__membership__profile")[:20])


@for_admins
@require_http_methods(["GET", "HEAD", "POST"])
def add_affiliate(request: HttpRequest) -> HttpResponse:
    """`?for=` is somebody who named it: what they wrote is filled in, and all who wrote the same
    belong to it as soon as it is there."""
    new = Affiliate(in_network=True, name=request.GET.get("name", "")[:200])
    proposing = Membership.objects.proposing().select_related("person")
    asked = proposing.filter(person__handle=request.GET.get("for", "")).first()
    if asked:
        new.name, new.country = asked.affiliate_named, asked.country
    return _edit(request, new, asked)


@for_admins
@require_http_methods(["GET", "HEAD", "POST"])
def change_affiliate(request: HttpRequest, slug: str) -> HttpResponse:
    return _edit(request, _affiliate(slug))


def _edit(
    request: HttpRequest, affiliate: Affiliate, asked: Membership | None = None
) -> HttpResponse:
    """Of two admins who change the same one, the second is told, and may save all the same."""
    sent = request.method == "POST"
    shown, status = fingerprint(affiliate), 422 if sent else 200
    form = AffiliateForm(request.POST if sent else None, instance=affiliate)
    if sent and form.is_valid():
        try:
            saved = actions.save_affiliate(
                affiliate=form.instance, by=request.user, now=timezone.now(),
                seen=request.POST.get("seen", ""),
            )  # fmt: skip
        except Refused as error:
            form.add_error(None, error.refusal.sentence)
            status = 409
        else:
            return _saved(request, saved, asked)
    context = {"form": form, "affiliate": affiliate, "asked": asked, "seen": shown}
    return render(request, "members/edit_affiliate.html", context, status=status)


def _saved(request: HttpRequest, saved: Affiliate, asked: Membership | None) -> HttpResponse:
    messages.success(request, _("Saved."))
    if asked:
        put_those_who_asked(request, asked, saved)
        return redirect("members:proposed_affiliates")
    return redirect(saved)


@for_admins
@require_POST
def retire_affiliate(request: HttpRequest, slug: str) -> HttpResponse:
    found = _affiliate(slug)
    actions.retire_affiliate(affiliate=found, by=request.user, now=timezone.now())
    messages.success(request, _("It stays here as a former one, and cannot be chosen any more."))
    return redirect(found)


@for_admins
@require_POST
def revive_affiliate(request: HttpRequest, slug: str) -> HttpResponse:
    found = _affiliate(slug)
    actions.revive_affiliate(affiliate=found, by=request.user, now=timezone.now())
    messages.success(request, _("It can be chosen again."))
    return redirect(found)


@for_admins
@require_http_methods(["GET", "HEAD", "POST"])
def merge_affiliate(request: HttpRequest, slug: str) -> HttpResponse:
    """Another row that means the same affiliate goes into this one."""
    kept = _affiliate(slug)
    sent = request.method == "POST"
    form = MergeForm(request.POST if sent else None, kept=kept)
    if sent and form.is_valid():
        gone = form.cleaned_data["gone"]
        try:
            actions.merge_affiliates(kept=kept, gone=gone, by=request.user, now=timezone.now())
        except Refused as error:
            form.add_error("gone", error.refusal.sentence)
        else:
            told = _("“%(gone)s” is part of this one now.") % {"gone": gone.name}
            messages.success(request, told)
            return redirect(kept)
    context = {"form": form, "affiliate": kept}
    return render(request, "members/merge_affiliate.html", context, status=422 if sent else 200)


def _affiliate(slug: str) -> Affiliate:
    """By its address, or by one that it had before."""
    either = Affiliate.objects.filter(Q(slug=slug) | Q(former_addresses__slug=slug)).distinct()
    found = sorted(either, key=lambda one: one.slug != slug)
    if not found:
        raise Http404
    return found[0]
