"""Loaders: what a page is about, or the answer that it cannot be had."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from meetings.actions import Reader
from meetings.models import PLACE, Registration, Session
from members.models import User
from members.rules import Refusal, routes
from members.tokens import handle_of, is_key

PlaceView = Callable[..., HttpResponse]


def refused(request: HttpRequest, session: Session, no: Refusal) -> HttpResponse:
    """A page that says why not, and what else there is."""
    context = {"session": session, "meeting": session.meeting, "refusal": no}
    return render(request, "meetings/refused.html", context, status=403)


def reader_of(request: HttpRequest) -> Reader:
    """The language and zone of the page, for the messages; empty zone if it is not known."""
    zone = timezone.get_current_timezone_name() if request.zone_known else ""
    return Reader(language=get_language() or "", time_zone=zone)


def reached_by(person: User) -> str:
    """The channel that messages to the person take; empty if none can reach them."""
    return next((route.channel for route in routes(person)), "")


def standing(registration: Registration) -> str:
    """What to say to someone who has just come onto a list."""
    if registration.was_waiting:
        return _(
            "All places are taken: you are on the waiting list. We tell you when that changes."
        )
    return _("You are on the list. Everything else is on this page.")


def gone(request: HttpRequest, registration: Registration) -> HttpResponse:
    """What a personal address leads to that was good once."""
    context = {"meeting": registration.session.meeting}
    return render(request, "410.html", context, status=410)


def with_place(view: PlaceView) -> PlaceView:
    """Finds the registration of a personal address. An address that was good once and is not any
    more answers 410 and says so; anything else is not found. Never kept in any cache."""

    @wraps(view)
    def load(request: HttpRequest, key: str) -> HttpResponse:
        found = Registration.objects.with_everything().filter(handle=handle_of(key)).first()
        if found is None:
            raise Http404
        if is_key(key, PLACE, found.handle, found.key_revision) and found.person:
            return view(request, found)
        if any(is_key(key, PLACE, found.handle, old) for old in range(found.key_revision)):
            return gone(request, found)
        raise Http404

    return never_cache(load)
