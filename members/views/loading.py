"""Who may come in."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from members.rules import may_moderate
from vsn.second_factor import second_factor_given

View = Callable[..., HttpResponse]


def for_admins(view: View) -> View:
    """Admins with their second factor; for everyone else there is no such page."""

    @never_cache
    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not may_moderate(request.user):
            raise Http404
        if not second_factor_given(request):
            return redirect("mfa_index")
        return view(request, *args, **kwargs)

    return guarded
