"""Who may come in."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from members.rules import audiences, may_moderate
from vsn.second_factor import second_factor_given

View = Callable[..., HttpResponse]


def seen_as(request: HttpRequest) -> tuple[str, ...]:
    """Whose eyes the reader sees the directory with. An admin who is no member uses an admin's
    rights for it, and has to have proved twice who they are."""
    as_admin = may_moderate(request.user) and second_factor_given(request)
    return audiences(request.user, as_admin=as_admin)


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
