"""Who is an admin. The first ones are made on the server (`manage.py make_admin`)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from members import actions
from members.models import User
from members.rules import Refusal, Refused
from members.views.loading import for_admins


@for_admins
@require_safe
def admins(request: HttpRequest) -> HttpResponse:
    return _page(request)


@for_admins
@require_POST
def unmake_admin(request: HttpRequest, handle: str) -> HttpResponse:
    person = get_object_or_404(User, handle=handle, is_staff=True)
    try:
        actions.unmake_admin(person=person, by=request.user, now=timezone.now())
    except Refused as error:
        return _page(request, refusal=error.refusal, status=409)
    messages.success(request, _("%(name)s is no admin any more.") % {"name": person})
    return redirect("home" if person == request.user else "members:admins")


def _page(request: HttpRequest, refusal: Refusal | None = None, status: int = 200) -> HttpResponse:
    found = User.objects.filter(is_staff=True, is_active=True).order_by("name", "pk")
    context = {"admins": found, "refusal": refusal}
    return render(request, "members/admins.html", context, status=status)
