"""Your data: see it, take it along, delete it."""

import datetime as dt

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members.actions import my_data as acts
from members.models import User
from members.rules import Refused

# So many rows of a kind are on the page; the files hold all of them.
SHOWN = 20


@never_cache
@login_required
@require_safe
def my_data(request: HttpRequest) -> HttpResponse:
    """Everything that the portal holds about you, in plain words."""
    held = acts.held(request.user)
    context = {
        "held": [(section, rows[-SHOWN:], len(rows)) for section, rows in held if rows],
        "nothing": [section for section, rows in held if not rows],
        "shown": SHOWN,
    }
    return render(request, "members/my_data.html", context)


@never_cache
@login_required
@require_POST
def download_data(request: HttpRequest, kind: str) -> HttpResponse:
    """All of it as a file: for programs, or for people. That it was taken is in the journal."""
    person, now = request.user, timezone.now()
    if kind not in {"json", "html"}:
        raise Http404
    acts.note_download(person=person, kind=kind, now=now)
    answer = _as_json(person, now) if kind == "json" else _as_html(request, now)
    answer.headers["Content-Disposition"] = f'attachment; filename="my-data-{now:%Y-%m-%d}.{kind}"'
    return answer


def _as_json(person: User, now: dt.datetime) -> HttpResponse:
    return JsonResponse(
        acts.as_file(person, now), json_dumps_params={"indent": 1, "ensure_ascii": False}
    )


def _as_html(request: HttpRequest, now: dt.datetime) -> HttpResponse:
    held = [(section, rows) for section, rows in acts.held(request.user) if rows]
    context = {"held": held, "now": now}
    return HttpResponse(render_to_string("members/my_data_file.html", context, request))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(allow_get=True)
def delete_me(request: HttpRequest) -> HttpResponse:
    """What goes, what stays, and one question. Who has a second factor shows it once more."""
    person, now = request.user, timezone.now()
    if request.method == "POST":
        try:
            kept = acts.delete_me(person=person, now=now)
        except Refused as error:
            return _before(request, refusal=error.refusal, status=409)
        logout(request)
        messages.success(request, _what_remains(kept))
        return redirect("members:deleted")
    return _before(request, refusal=acts.may_be_deleted(person, now))


def _before(request: HttpRequest, *, refusal: object, status: int = 200) -> HttpResponse:
    held = [(section, len(rows)) for section, rows in acts.held(request.user) if rows]
    context = {
        "goes": [(section, number) for section, number in held if not section.stays],
        "stays": [(section, number) for section, number in held if section.stays],
        "refusal": refusal,
    }
    return render(request, "members/delete_me.html", context, status=status)


def _what_remains(sign_ups: int) -> str:
    """Those to come too: the places are given back, that somebody had signed up is counted."""
    if not sign_ups:
        return _("Everything about you is deleted.")
    said = ngettext(
        "Everything about you is deleted. %(number)s sign-up remains as a count, without a name.",
        "Everything about you is deleted. %(number)s sign-ups remain as a count, without a name.",
        sign_ups,
    )
    return said % {"number": sign_ups}


@require_safe
def deleted(request: HttpRequest) -> HttpResponse:
    """What was done, for somebody whom we do not know any more."""
    return render(request, "members/deleted.html")
