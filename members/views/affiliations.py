"""Where you work, in your own words; and what people of the same affiliate know of it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from members.actions import affiliations as acts
from members.forms import AffiliationForm
from members.models import Affiliation, Membership
from members.rules import Refused, may_confirm
from members.views.loading import seen_as


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add_affiliation(request: HttpRequest) -> HttpResponse:
    """For members and liaisons; who is in no directory is led to joining."""
    active = Membership.objects.filter(person=request.user, status=Membership.Status.ACTIVE)
    if not active.exists():
        return redirect("members:application")
    return _edit(request, Affiliation(person=request.user))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change_affiliation(request: HttpRequest, number: int) -> HttpResponse:
    ties = Affiliation.objects.select_related("affiliate")
    return _edit(request, get_object_or_404(ties, person=request.user, pk=number))


def _edit(request: HttpRequest, tie: Affiliation) -> HttpResponse:
    sent = request.method == "POST"
    form = AffiliationForm(request.POST if sent else None, instance=tie)
    if sent and form.is_valid():
        try:
            said = _keep(request, form)
        except Refused as error:
            form.add_error(None, error.refusal.sentence)
        else:
            messages.success(request, said)
            return redirect("members:profile")
    context = {"form": form, "tie": tie, "today": timezone.now().date()}
    return render(request, "members/edit_affiliation.html", context, status=422 if sent else 200)


def _keep(request: HttpRequest, form: AffiliationForm) -> str:
    now, named = timezone.now(), form.cleaned_data.get("affiliate_named")
    if named:
        title = form.cleaned_data["job_title"]
        acts.propose_affiliate(person=request.user, name=named, job_title=title, now=now)
        return _("Thank you. An admin looks at “%(name)s” next.") % {"name": named}
    tie = acts.say_affiliation(tie=form.instance, by=request.user, now=now)
    if tie.self_said:
        return _("Saved. It is shown as what you say until somebody who works there confirms it.")
    return _("Saved.")


@login_required
@require_POST
def drop_affiliation(request: HttpRequest, number: int) -> HttpResponse:
    tie = get_object_or_404(Affiliation, person=request.user, pk=number)
    try:
        acts.drop_affiliation(tie=tie, by=request.user, now=timezone.now())
    except Refused as error:
        messages.error(request, error.refusal.sentence)
    else:
        messages.success(request, _("It is off your record."))
    return redirect("members:profile")


@login_required
@require_POST
def confirm_affiliation(request: HttpRequest, number: int) -> HttpResponse:
    """Only what the reader sees on the page of the affiliate can be confirmed."""
    now, audience = timezone.now(), seen_as(request)
    tie = get_object_or_404(
        Affiliation.objects.said_alone(audience, now.date()).select_related("affiliate", "person"),
        pk=number,
    )
    if may_confirm(request.user, tie, now.date()):
        raise Http404
    try:
        acts.confirm_affiliation(tie=tie, by=request.user, now=now)
    except Refused as error:  # they stopped working there while this page was loading
        messages.error(request, error.refusal.sentence)
    else:
        said = _("Confirmed: %(name)s belongs to %(affiliate)s.")
        names = {"name": tie.person.membership.profile.name, "affiliate": tie.affiliate.name}
        messages.success(request, said % names)
    return redirect(tie.affiliate)
