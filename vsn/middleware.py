"""What happens around every page: one log line, the reader's language and
time zone, and answers in words."""

import functools
import time
import zoneinfo
from collections.abc import Callable
from http import HTTPStatus

import structlog
from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.contrib.auth import get_user_model, logout
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

log = structlog.stdlib.get_logger("vsn.requests")
ZONE_COOKIE = "tz"
Handler = Callable[[HttpRequest], HttpResponse]


def log_requests(get_response: Handler) -> Handler:
    """Logs the page's name, never its path or query: these can be keys. No IP addresses."""

    def handle(request: HttpRequest) -> HttpResponse:
        began = time.monotonic()
        response = get_response(request)
        match = request.resolver_match
        log.info(
            "request",
            method=request.method,
            page=match.view_name if match else None,
            status=response.status_code,
            milliseconds=round((time.monotonic() - began) * 1000),
        )
        return response

    return handle


class ContentSecurityPolicy(CSPMiddleware):
    """The header of every page that asks for no policy of its own is put together once."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if HEADER in response or any(name.startswith("_csp") for name in vars(response)):
            return super().process_response(request, response)
        response[HEADER] = _usual_policy()
        return response


@functools.cache
def _usual_policy() -> str:
    return build_policy()


@functools.cache
def zone_names() -> frozenset[str]:
    """Every IANA zone; read once, since finding them means looking into hundreds of files."""
    # Two are no place: what this machine is set to, and what it is before anybody has set it.
    return frozenset(zoneinfo.available_timezones()) - {"localtime", "Factory"}


def zone_or_none(name: str) -> zoneinfo.ZoneInfo | None:
    """The IANA zone of that name, or None for anything that is not one."""
    if name not in zone_names():
        return None
    return zoneinfo.ZoneInfo(name)


def reader(get_response: Handler) -> Handler:
    """Activates the reader's time zone and language for the time of the request.

    What was chosen by hand and kept with the account comes first, then the cookie (chosen by
    hand, or noted by the page's script), then UTC. `request.zone_known` tells the page whether
    the script should still find out.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        # Readers without a session cannot be signed in: no look-up for them.
        user = request.user if request.session.session_key else None
        zone = zone_or_none(getattr(user, "time_zone", "")) or zone_or_none(
            request.COOKIES.get(ZONE_COOKIE, "")
        )
        request.zone_known = zone is not None  # type: ignore[attr-defined]
        if language := getattr(user, "language", ""):
            translation.activate(language)
            request.LANGUAGE_CODE = translation.get_language()
        with timezone.override(zone or zoneinfo.ZoneInfo("UTC")):
            response = get_response(request)
        if user is not None and user.is_authenticated:
            # Pages drawn for one person hold the keys of their places.
            patch_cache_control(response, private=True, no_store=True)
        return response

    return handle


def explain_405(get_response: Handler) -> Handler:
    """Where a page may only be sent to, or only be looked at, says so in words."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
            return response
        explained = render(request, "405.html", status=response.status_code)
        explained.headers["Allow"] = response.headers["Allow"]
        return explained

    return handle


class Forgotten:
    """Who is forgotten in the very moment in which they send a form is told so in words: the
    database has dropped what they sent."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, DatabaseError | ObjectDoesNotExist):
            return None
        person = request.user
        if person.pk is None or get_user_model().objects.filter(pk=person.pk).exists():
            return None
        logout(request)
        reason = _("Everything about you was deleted a moment ago, so nothing was kept of this.")
        return render(request, "410.html", {"reason": reason}, status=HTTPStatus.GONE)


class FormErrors:
    """A form that comes back with errors answers 422, also where another package drew it."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_template_response(
        self, request: HttpRequest, response: TemplateResponse
    ) -> TemplateResponse:
        errors = getattr((response.context_data or {}).get("form"), "errors", None)
        if request.method == "POST" and response.status_code == 200 and errors:
            response.status_code = 422
        return response
