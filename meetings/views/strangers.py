"""Pages that are the same for everyone who is not signed in: drawn once for the same facts."""

import datetime as dt
from collections.abc import Callable
from functools import wraps
from hashlib import sha256

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language

from meetings.models import Meeting, Session
from meetings.querysets import SessionQuerySet

View = Callable[..., HttpResponse]
# Names of facilitators, hosts and affiliates are not among the facts: so old they may be.
SECONDS = 10
# Every column, so that nothing of a meeting or a session can be shown after it has changed;
# `list_version` stands for everyone on the list.
_FACTS = [
    *(field.attname for field in Session._meta.concrete_fields),
    *(f"meeting__{field.attname}" for field in Meeting._meta.concrete_fields),
]


def drawn_once(sessions: Callable[..., SessionQuerySet]) -> Callable[[View], View]:
    """Keeps the page that `view` drew for as long as the facts of `sessions(now, ...)` are the
    same. Who has a session, or a message waiting, gets a page of their own."""

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if request.GET or {settings.SESSION_COOKIE_NAME, CookieStorage.cookie_name} & set(
                request.COOKIES
            ):
                return view(request, *args, **kwargs)
            now = timezone.now()
            facts = list(sessions(now, *args, **kwargs).order_by("pk").values_list(*_FACTS))
            key = _key(request, now, facts)
            if facts and (page := caches["fragments"].get(key)):
                return HttpResponse(page)
            response = view(request, *args, **kwargs)
            if facts and response.status_code == 200 and not response.cookies:
                caches["fragments"].set(key, response.content, SECONDS)
            return response

        return answer

    return decorate


def _key(request: HttpRequest, now: dt.datetime, facts: list[tuple[object, ...]]) -> str:
    moment = int(now.timestamp()) // SECONDS
    zone = timezone.get_current_timezone_name(), getattr(request, "zone_known", False)
    seen = (request.path, get_language(), zone, moment, facts)
    return "page:" + sha256(repr(seen).encode()).hexdigest()
