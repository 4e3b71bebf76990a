"""The pages about one's Wikimedia account: signing in with it, connecting it, letting it go.

None of them exists before the wiki's OAuth is configured, except for letting go.
"""

import functools
from collections.abc import Callable
from typing import Any

from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.views import login_cancelled as allauth_login_cancelled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members.actions import disconnect_wikimedia
from members.rules import Refused, routes
from vsn.provider import WikimediaOAuth2Adapter

View = Callable[..., HttpResponse]

_begin = OAuth2LoginView.adapter_view(WikimediaOAuth2Adapter)
_finish = OAuth2CallbackView.adapter_view(WikimediaOAuth2Adapter)


def where_configured(view: View) -> View:
    @functools.wraps(view)
    def handle(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.WIKIMEDIA_SIGN_IN:
            raise Http404
        return view(request, *args, **kwargs)

    return handle


@where_configured
@require_http_methods(["GET", "HEAD", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    """Leads to the wiki; a GET only asks whether to."""
    if request.method != "POST":
        return render(request, "socialaccount/login.html")
    return _begin(request)


@where_configured
@never_cache
@require_safe
def callback(request: HttpRequest) -> HttpResponse:
    """Where the wiki sends people back to. `state` is good once, in the browser that began."""
    return _finish(request)


@where_configured
@require_safe
def cancelled(request: HttpRequest) -> HttpResponse:
    return allauth_login_cancelled(request)


@login_required
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Which account is connected, and how messages come."""
    if not settings.WIKIMEDIA_SIGN_IN and not request.user.wikimedia_proved_at:
        raise Http404
    has_address = request.user.emailaddress_set.filter(verified=True).exists()
    first = next(iter(routes(request.user)), None)
    context = {"has_address": has_address, "channel": first.channel if first else ""}
    return render(request, "account/wikimedia.html", context)


@login_required
@require_POST
def disconnect(request: HttpRequest) -> HttpResponse:
    try:
        disconnect_wikimedia(request.user, timezone.now())
    except Refused as error:
        messages.error(request, error.refusal.sentence)
    else:
        messages.success(request, _("Your Wikimedia account is no longer connected."))
    return redirect("account_email")
