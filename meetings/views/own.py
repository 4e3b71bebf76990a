"""Your sessions: everything a signed-in person has signed up for."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from meetings import actions
from meetings.models import Registration
from members.rules import routes


@never_cache
@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The sessions to come and the last ones that were, each with the way to its own page."""
    now = timezone.now()
    active = Registration.objects.active().filter(person=request.user).with_everything()
    context = {
        "coming": active.filter(session__ends_at__gt=now).order_by("session__starts_at"),
        "reachable": bool(routes(request.user)),
        "past": active.filter(session__ends_at__lte=now).order_by("-session__starts_at")[:20],
    }
    return render(request, "meetings/mine.html", context)


@login_required
@require_POST
def new_feed(request: HttpRequest) -> HttpResponse:
    """Revokes the address of the personal calendar feed and makes a new one."""
    actions.renew_feed(person=request.user)
    messages.success(request, _("The old address of your calendar no longer works."))
    return redirect("meetings:mine")
