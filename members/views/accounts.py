"""Your account: how you are reached and shown things, and where you are signed in."""

import zoneinfo

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from members.actions.accounts import save_settings
from members.forms import SettingsForm
from members.models import Membership
from members.rules import routes

YEAR = 365 * 24 * 3600


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """Everything about the account on one page."""
    sent = request.method == "POST"
    form = SettingsForm(request.POST if sent else None, person=request.user)
    if sent and form.is_valid():
        save_settings(person=request.user, now=timezone.now(), **form.chosen())
        with override(request.user.language or None):
            messages.success(request, _("Saved. Pages and messages follow from now on."))
        answer = redirect("members:account")
        _keep_language(answer, request.user.language)
        return answer
    context = {
        "form": form,
        "zones": sorted(zoneinfo.available_timezones()),
        "addresses": EmailAddress.objects.filter(user=request.user).order_by("-primary", "email"),
        "ways": [route.channel for route in routes(request.user)],
        "devices": UserSession.objects.filter(user=request.user).count(),
        "factors": Authenticator.objects.filter(user=request.user).values_list("type", flat=True),
        "membership": Membership.objects.filter(person=request.user).first(),
    }
    return render(request, "members/account.html", context, status=422 if sent else 200)


def _keep_language(answer: HttpResponse, language: str) -> None:
    """The browser asks in that language too, also before signing in."""
    name = settings.LANGUAGE_COOKIE_NAME
    if language:
        answer.set_cookie(name, language, max_age=YEAR, samesite="Lax", secure=settings.HTTPS)
    else:
        answer.delete_cookie(name, samesite="Lax")
