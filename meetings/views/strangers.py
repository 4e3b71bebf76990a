"""Pages that are the same for everyone who is not signed in: drawn once for the same facts."""

import datetime as dt
from collections.abc import Callable
from functools import wraps
from hashlib import sha256

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.cache import caches
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language

View = Callable[..., HttpResponse]
Facts = list[tuple[object, ...]]
# Names of facilitators, hosts and affiliates are not among the facts, and neither is what other
# apps add to a page: so old they may be.
SECONDS = 10
# Every column, so that nothing of a meeting or session is shown after it has changed; the column
# `list_version` stands for everyone on the list. By hand: the ORM takes longer than the database.
_FACTS = """
SELECT * FROM meetings_session AS session
JOIN meetings_meeting AS meeting ON meeting.id = session.meeting_id
WHERE {} ORDER BY session.id
"""


def sessions_of(now: dt.datetime, slug: str) -> Facts:
    """What the page of a meeting depends on."""
    return _rows("meeting.slug = %s", slug)


def sessions_to_come(now: dt.datetime) -> Facts:
    """What the list of upcoming meetings depends on."""
    return _rows("session.ends_at > %s", connection.ops.adapt_datetimefield_value(now))


def _rows(condition: str, value: object) -> Facts:
    with connection.cursor() as cursor:
        cursor.execute(_FACTS.format(condition), [value])
        return cursor.fetchall()


def drawn_once(facts_of: Callable[..., Facts]) -> Callable[[View], View]:
    """Keeps the page that a view drew for as long as the facts stay the same. Who has a session,
    or a message waiting, or asks for something, gets a page of their own."""

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            own = {settings.SESSION_COOKIE_NAME, CookieStorage.cookie_name}
            if request.GET or not own.isdisjoint(request.COOKIES):
                return view(request, *args, **kwargs)
            now = timezone.now()
            if not (facts := facts_of(now, *args, **kwargs)):
                return view(request, *args, **kwargs)
            key, cache = _key(request, now, facts), caches["fragments"]
            if page := cache.get(key):
                return HttpResponse(page)
            response = view(request, *args, **kwargs)
            if response.status_code == 200 and not response.cookies:
                cache.set(key, response.content, SECONDS)
            return response

        return answer

    return decorate


def _key(request: HttpRequest, now: dt.datetime, facts: Facts) -> str:
    moment = int(now.timestamp()) // SECONDS
    zone = timezone.get_current_timezone_name(), getattr(request, "zone_known", False)
    seen = (request.path, get_language(), zone, moment, facts)
    return "page:" + sha256(repr(seen).encode()).hexdigest()
