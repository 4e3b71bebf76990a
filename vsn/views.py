"""The pages that belong to no app: the front page, the reader's zone and language, health."""

import datetime as dt
import zoneinfo

from django.conf import settings
from django.contrib import messages
from django.db.models import Count, Value
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from learning_patterns.models import Pattern
from learning_patterns.views.signed_out import what_was_typed
from meetings.agenda import places_of, rows
from meetings.models import Session
from members.actions import set_reader
from members.models import Affiliate
from vsn.health import checks
from vsn.middleware import ZONE_COOKIE, zone_or_none

COOKIE_AGE = 365 * 24 * 3600
# How long something is kept: each is read by the page about it and by the job that ends it.
TERMS = (
    "UNCONFIRMED_DAYS", "RETENTION_DAYS", "CALL_LINK_HOURS", "OUTBOX_RETENTION_DAYS",
    "MESSAGE_DAYS", "APPLICATION_DAYS", "STILL_ACTIVE_MONTHS", "REPORT_RETENTION_DAYS",
    "UNSAVED_DAYS", "EXCLUSION_RETENTION_DAYS",
)  # fmt: skip


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What the network is, what is on, what was learned."""
    now = timezone.now()
    sessions = list(Session.objects.published().upcoming(now).for_lists()[:12])
    context = {
        "rows": rows(sessions, places_of(request.user, sessions))[:5],
        "patterns": Pattern.objects.published()
        .prefetch_related("categories")
        .order_by("-created_on")[:3],
        "figures": _figures(now),
    }
    return render(request, "home.html", context)


def _figures(now: dt.datetime) -> dict[str, int]:
    """How many of each there are, in one query."""
    things = {
        "meetings": Session.objects.not_called_off().past(now),
        "affiliates": Affiliate.objects.filter(in_network=True),
        "patterns": Pattern.objects.published(),
    }
    first, *rest = (
        found.order_by().annotate(what=Value(what)).values("what").annotate(count=Count("pk"))
        for what, found in things.items()
    )
    counted = dict(first.union(*rest, all=True).values_list("what", "count"))
    return {what: counted.get(what, 0) for what in things}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def time_zone(request: HttpRequest) -> HttpResponse:
    """Choosing the zone that every time is shown in."""
    name = request.POST.get("time_zone", "").strip()
    if request.method == "POST" and zone_or_none(name):
        answer = redirect(_back(request))
        answer.set_cookie(
            ZONE_COOKIE, name, max_age=COOKIE_AGE, samesite="Lax", secure=settings.HTTPS
        )
        if request.user.is_authenticated:
            set_reader(person=request.user, time_zone=name)
        messages.success(request, _("Times are shown in %(zone)s now.") % {"zone": name})
        return answer
    context = {
        "zones": sorted(zoneinfo.available_timezones()),
        "typed": name,
        "next": _back(request),
        "unknown": request.method == "POST",
    }
    return render(request, "time_zone.html", context, status=422 if context["unknown"] else 200)


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Choosing the language of the pages and messages."""
    code = request.POST.get("language", "")
    answer = redirect(_back(request))
    if code not in dict(settings.LANGUAGES):
        return answer
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=COOKIE_AGE,
        samesite="Lax",
        secure=settings.HTTPS,
    )
    if request.user.is_authenticated:
        set_reader(person=request.user, language=code)
    return answer


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept and how long, from the settings the jobs use."""
    terms = {name.lower(): getattr(settings, name) for name in TERMS}
    terms["sign_in_days"] = settings.SESSION_COOKIE_AGE // (24 * 3600)
    terms["shows_pictures"] = settings.COMMONS_IMAGES
    return render(request, "privacy.html", terms)


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """Whether links can go out: database, broker, planner, deliveries that should have left."""
    found = checks(timezone.now())
    return JsonResponse(found, status=200 if all(c["ok"] for c in found.values()) else 503)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return what_was_typed(request) or render(request, "403_csrf.html", status=403)


def _back(request: HttpRequest) -> str:
    """Where the reader came from, if that is a page of ours."""
    wanted = request.POST.get("next") or request.GET.get("next") or "/"
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, settings.HTTPS)
    return wanted if ours and wanted.startswith("/") and wanted[1:2] != "/" else "/"
