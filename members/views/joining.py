"""Applying, and where the application stands."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members.actions import memberships
from members.forms import AnswerForm, ApplicationForm, SeenForm
from members.models import Membership
from members.rules import Refusal, Refused, may_apply
from vsn.limits import allow

DAY = 24 * 3600
TOO_OFTEN = Refusal(
    "too_often", gettext_lazy("You have applied several times today. Please go on tomorrow.")
)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest) -> HttpResponse:
    """The form; who belongs to the network or has applied is shown where that stands."""
    if may_apply(request.user):
        return redirect("members:application")
    sent = request.method == "POST"
    before = Membership.objects.filter(person=request.user).first()
    form = ApplicationForm(
        request.POST if sent else None, person=request.user, initial=_known(before)
    )
    if sent and form.is_valid():
        try:
            _apply(request, form)
        except Refused as error:
            form.add_error(None, error.refusal.sentence)
        else:
            messages.success(request, _("Thank you. The admins look at it next."))
            return redirect("members:application")
    context = {"form": form, "before": before}
    return render(request, "members/apply.html", context, status=422 if sent else 200)


def _apply(request: HttpRequest, form: ApplicationForm) -> None:
    if not allow("apply", str(request.user.pk), times=5, seconds=DAY):
        raise Refused(TOO_OFTEN)
    memberships.apply(person=request.user, now=timezone.now(), **form.application())


def _known(before: Membership | None) -> dict[str, object]:
    """What they told last time; nobody types it again."""
    names = ("work", "affiliate", "affiliate_named", "country", "job_title", "statement", "role")
    return {name: getattr(before, name) for name in names} if before and before.applied_at else {}


@never_cache
@login_required
@require_safe
def application(request: HttpRequest) -> HttpResponse:
    """Where your application stands, and what happened so far."""
    mine = Membership.objects.filter(person=request.user).select_related("affiliate").first()
    return _page(request, mine) if mine else redirect("members:apply")


@never_cache
@login_required
@require_POST
def answer(request: HttpRequest) -> HttpResponse:
    mine = get_object_or_404(Membership, person=request.user)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, mine, form, status=422)
    try:
        memberships.answer(
            membership=mine, by=request.user, now=timezone.now(), **form.cleaned_data
        )
    except Refused as error:
        return _refused(request, mine, error, form)
    messages.success(request, _("Thank you. The admins look at it next."))
    return redirect("members:application")


@never_cache
@login_required
@require_POST
def withdraw(request: HttpRequest) -> HttpResponse:
    mine = get_object_or_404(Membership, person=request.user)
    form = SeenForm(request.POST)
    if not form.is_valid():
        return _page(request, mine, status=422)
    try:
        memberships.withdraw(
            membership=mine, by=request.user, now=timezone.now(), **form.cleaned_data
        )
    except Refused as error:
        return _refused(request, mine, error)
    messages.success(request, _("Your application is withdrawn. You can apply again at any time."))
    return redirect("members:application")


def _refused(
    request: HttpRequest, mine: Membership, error: Refused, form: AnswerForm | None = None
) -> HttpResponse:
    """The page as it stands now, with the reason and what was typed."""
    mine.refresh_from_db()
    return _page(request, mine, form, refusal=error.refusal, status=409)


def _page(
    request: HttpRequest,
    mine: Membership,
    form: AnswerForm | None = None,
    *,
    refusal: object = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "membership": mine,
        "steps": mine.steps.for_applicant(),
        "form": form or AnswerForm(),
        "refusal": refusal,
    }
    return render(request, "members/application.html", context, status=status)
