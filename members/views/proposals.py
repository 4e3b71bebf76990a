"""Affiliates that people named and that are not on the list: added, mapped, or left aside."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from members.actions import proposals
from members.forms import DismissForm, PutForm
from members.models import Affiliate, Membership
from members.rules import Refused
from members.views.loading import for_admins
from members.wording import plain_words


@for_admins
@require_safe
def proposed_affiliates(request: HttpRequest) -> HttpResponse:
    """Each name once, with all who wrote it, the first one first."""
    return _page(request)


@for_admins
@require_POST
def put_proposed(request: HttpRequest, handle: str) -> HttpResponse:
    """The name means an affiliate that is on the list."""
    asked, form = _asked(handle), PutForm(request.POST, auto_id=f"put-{handle}-%s")
    if not form.is_valid():
        return _page(request, {handle: {"put": form}}, form, status=422)
    put_those_who_asked(request, asked, form.cleaned_data["affiliate"])
    return redirect("members:proposed_affiliates")


@for_admins
@require_POST
def dismiss_proposed(request: HttpRequest, handle: str) -> HttpResponse:
    """The name does not come on the list."""
    asked, form = _asked(handle), DismissForm(request.POST, auto_id=f"dismiss-{handle}-%s")
    if not form.is_valid():
        return _page(request, {handle: {"dismiss": form}}, form, status=422)
    try:
        proposals.dismiss(
            membership=asked, by=request.user, now=timezone.now(), **form.cleaned_data
        )
    except Refused as error:
        messages.error(request, error.refusal.sentence)
    else:
        messages.success(request, _("Left aside. About the applications nothing is decided yet."))
    return redirect("members:proposed_affiliates")


def put_those_who_asked(request: HttpRequest, asked: Membership, affiliate: Affiliate) -> None:
    """And says what became of them."""
    try:
        taken = proposals.put_all(
            membership=asked, affiliate=affiliate, by=request.user, now=timezone.now()
        )
    except Refused as error:
        messages.error(request, error.refusal.sentence)
        return
    said = ngettext(
        "%(number)s person who named it belongs to %(name)s now.",
        "%(number)s people who named it belong to %(name)s now.",
        len(taken),
    )
    messages.success(request, said % {"number": len(taken), "name": affiliate.name})


def _asked(handle: str) -> Membership:
    return get_object_or_404(
        Membership.objects.proposing().select_related("person"), person__handle=handle
    )


def _page(
    request: HttpRequest,
    sent: dict[str, dict[str, object]] | None = None,
    form: object = None,
    status: int = 200,
) -> HttpResponse:
    # Asked for once, however many forms there are.
    choices = list(PutForm().fields["affiliate"].choices)
    groups: dict[str, list[Membership]] = {}
    for one in Membership.objects.proposing().select_related("person")[:200]:
        groups.setdefault(plain_words(one.affiliate_named), []).append(one)
    named = [
        {
            "first": them[0],
            "people": them,
            "own": all(one.person_id == request.user.pk for one in them),
            "put": PutForm(auto_id=f"put-{them[0].person.handle}-%s", choices=choices),
            "dismiss": DismissForm(auto_id=f"dismiss-{them[0].person.handle}-%s"),
            **(sent or {}).get(them[0].person.handle, {}),
        }
        for them in groups.values()
    ]
    context = {"named": named, "form": form}
    return render(request, "members/proposed_affiliates.html", context, status=status)
