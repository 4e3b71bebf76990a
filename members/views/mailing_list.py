"""The mailing list, which is kept elsewhere: what admins have to do there, and a member's wish."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from members.actions import mailing_list as acts
from members.forms.mailing_list import DoneForm, WishForm
from members.models import ListRun, Membership
from members.rules import Refusal, Refused
from members.views.loading import for_admins

RUNS_PER_PAGE = 20
FILES = ("add", "remove", "everyone")


@for_admins
@require_http_methods(["GET", "HEAD", "POST"])
def mailing_list(request: HttpRequest) -> HttpResponse:
    """What is to be done there; POST says that it is done."""
    if request.method != "POST":
        return _page(request)
    form = DoneForm(request.POST)
    if not form.is_valid():
        return _page(request, form=form, status=422)
    try:
        run = acts.mark_done(by=request.user, now=timezone.now(), **form.cleaned_data)
    except Refused as error:
        return _page(request, refusal=error.refusal, status=409)
    said = _("Noted: %(added)s added, %(removed)s removed. What changes from now on waits here.")
    messages.success(request, said % {"added": run.added, "removed": run.removed})
    return redirect("members:mailing_list")


@for_admins
@require_POST
def mailing_list_file(request: HttpRequest, name: str) -> HttpResponse:
    """One of the files that Mailman takes. It leaves a trace, so it is asked for by POST."""
    if name not in FILES:
        raise Http404
    text = acts.export_list(name=name, by=request.user, now=timezone.now())
    answer = HttpResponse(text, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="mailing-list-{name}.txt"'
    return answer


@never_cache
@login_required
@require_POST
def want_list(request: HttpRequest) -> HttpResponse:
    """A member wants to be on the list, or not any more."""
    active = Membership.objects.filter(status=Membership.Status.ACTIVE)
    mine = get_object_or_404(active, person=request.user)
    form = WishForm(request.POST)
    if not form.is_valid():
        return redirect("members:profile")
    wants = form.cleaned_data["wants"]
    acts.wish_for_list(person=request.user, wants=wants, now=timezone.now())
    if wants:
        messages.success(request, _("Thank you. An admin puts you on the list in the next days."))
    elif mine.wants_list:
        messages.success(request, _("An admin takes you off the list in the next days."))
    back = form.cleaned_data["next"]
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return redirect(back if safe else "members:profile")


def _page(
    request: HttpRequest,
    *,
    form: DoneForm | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    runs = ListRun.objects.select_related("by")
    context = {
        "changes": acts.changes(timezone.now()),
        "page": Paginator(runs, RUNS_PER_PAGE).get_page(request.GET.get("page")),
        "form": form,
        "refusal": refusal,
        "list_name": settings.MAILING_LIST_NAME or settings.MAILING_LIST_ADDRESS,
        "list_address": settings.MAILING_LIST_ADDRESS,
        "list_url": settings.MAILING_LIST_URL,
    }
    return render(request, "members/mailing_list.html", context, status=status)
