"""Calendar files and feeds. The call link is in personal ones only."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from meetings import links
from meetings.ical import Entry, calendar
from meetings.models import Meeting, Registration, Session
from meetings.notices import meeting_address
from meetings.views.loading import with_place
from members.models import FEED, User
from members.tokens import handle_of, is_key

# Calendars keep asking for years; what was longer ago they have already.
FEED_LOOKS_BACK = dt.timedelta(days=60)


@require_safe
def all_calendar(request: HttpRequest) -> HttpResponse:
    """Every public session, to subscribe to."""
    recent = Session.objects.visible_to(None).filter(ends_at__gt=timezone.now() - FEED_LOOKS_BACK)
    name = _("Meetings of the Volunteer Supporters Network")
    return _answer(_public(recent.select_related("meeting")), name)


@require_safe
def meeting_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """All sessions of one meeting."""
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user), slug=slug)
    sessions = meeting.sessions.visible_to(request.user).select_related("meeting")
    return _answer(_public(sessions), meeting.title)


@require_safe
def session_calendar(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One session."""
    sessions = Session.objects.visible_to(request.user).select_related("meeting")
    return _answer(_public([get_object_or_404(sessions, meeting__slug=slug, number=number)]))


@require_safe
@with_place
def place_calendar(request: HttpRequest, registration: Registration) -> HttpResponse:
    """One person's place, with the link once it is released."""
    return _answer(_personal([registration], timezone.now()))


@never_cache
@require_safe
def personal_feed(request: HttpRequest, key: str) -> HttpResponse:
    """All places of one person, behind an address that only they have and can revoke."""
    person = User.objects.filter(handle=handle_of(key), is_active=True).first()
    if person is None or not is_key(key, FEED, person.handle, person.feed_revision):
        raise Http404
    now = timezone.now()
    mine = Registration.objects.registered().filter(
        person=person, session__ends_at__gt=now - FEED_LOOKS_BACK
    )
    return _answer(_personal(list(mine.with_everything()), now), _("Your sessions"))


class MeetingFeed(Feed):
    """New meetings for feed readers."""

    feed_type = Atom1Feed
    title = gettext_lazy("Meetings of the Volunteer Supporters Network")
    subtitle = gettext_lazy("What is on, in the order in which it takes place.")

    def link(self) -> str:
        return reverse("meetings:upcoming")

    def items(self) -> Iterable[Session]:
        sessions = Session.objects.published().upcoming(timezone.now())
        return sessions.select_related("meeting")[:50]

    def item_title(self, item: Session) -> str:
        return item.meeting.title

    def item_description(self, item: Session) -> str:
        start = item.starts_at.astimezone(dt.UTC)
        return f"{start:%Y-%m-%d %H:%M} UTC. {item.meeting.summary}"

    def item_link(self, item: Session) -> str:
        return meeting_address(item)

    def item_guid(self, item: Session) -> str:
        return f"urn:uuid:{item.uid}"


def _public(sessions: Iterable[Session]) -> list[Entry]:
    return [Entry(session=session, address=meeting_address(session)) for session in sessions]


def _personal(registrations: Sequence[Registration], now: dt.datetime) -> list[Entry]:
    found = links.links_for(registrations, now)
    return [
        _personal_entry(
            registration,
            ""
            if registration.session.meeting.personal_addresses_only
            else found.get(registration.pk, ""),
        )
        for registration in registrations
    ]


def _personal_entry(registration: Registration, link: str) -> Entry:
    return Entry(
        session=registration.session,
        address=settings.SITE_URL + registration.place_path,
        link=link,
        sequence=registration.sequence(with_link=bool(link)),
    )


def _answer(entries: Iterable[Entry], name: str = "") -> HttpResponse:
    content = calendar(entries, name=name, now=timezone.now())
    return HttpResponse(
        content,
        content_type="text/calendar; method=PUBLISH; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="calendar.ics"'},
    )
