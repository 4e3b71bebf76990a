"""The list of a session: who has the link, who has not and why, with the act that helps."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from meetings import figures, standing
from meetings.actions.undoing import TIME as UNDO_TIME
from meetings.forms.lists import ALL, GONE
from meetings.models import ListAct, Meeting, Registration, Session, Status
from meetings.standing import Sheet, Standing
from meetings.views.desk import desk, for_facilitators, for_its_facilitators
from meetings.views.desk.finding import SHOWN, find, list_form
from meetings.views.desk.telling import came, tags
from vsn.audit.models import Entry

PER_PAGE = 100


@require_safe
@for_facilitators
def desk_meeting(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """To the list of the next session, or of the last one that was."""
    now = timezone.now()
    sessions = meeting.sessions.exclude(status="cancelled")
    one = sessions.upcoming(now).first() or sessions.past(now).first() or meeting.sessions.first()
    if one is None:
        return redirect("meetings:edit_meeting", meeting.slug)
    return redirect("meetings:list", meeting.slug, one.number)


@require_safe
@for_facilitators
def session_list(request: HttpRequest, meeting: Meeting, number: int) -> HttpResponse:
    """Everyone on the list, with how each stands to the link."""
    now = timezone.now()
    tabs = meeting.sessions.with_counts().select_related("call_link", "digest")
    tabs = list(tabs.order_by("starts_at", "pk"))
    session = next((tab for tab in tabs if tab.number == number), None)
    if session is None:
        raise Http404
    session.meeting = meeting
    sheet = standing.read(session, now)
    form = list_form(request.GET, sheet)
    asked = form.asked()
    found = find(sheet, asked)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = desk(
        meeting,
        session,
        here="list",
        tabs=tabs,
        now=now,
        form=form,
        asked=asked,
        shown=[(key, label, _count(sheet, key)) for key, label in form.fields["show"].choices],
        found=len(found),
        page=page,
        sheet=sheet,
        link=link_card(sheet, now),
        progress=sheet.progress,
        undo=_undo(request, session, now),
        over=session.ends_at <= now,
        is_open=_is_open(session, now),
        may_act=_is_open(session, now) and asked["show"] != GONE,
        several=len(tabs) > 1,
        everyone=_count(sheet, ALL),
    )
    return render(request, "meetings/desk/list.html", context)


@require_safe
@for_its_facilitators
def progress(request: HttpRequest, session: Session) -> HttpResponse:
    """How far the mailing that runs has come: a fragment for the script."""
    now = timezone.now()
    context = {
        "meeting": session.meeting,
        "session": session,
        "progress": figures.progress(session, now),
        "watched": True,
    }
    return render(request, "meetings/desk/_progress.html", context)


@require_safe
@for_its_facilitators
def person(request: HttpRequest, session: Session, handle: str) -> HttpResponse:
    """One person on the list, with everything that is known and can be done."""
    now = timezone.now()
    places = session.registrations.exclude(status=Registration.Status.WALK_IN)
    place = get_object_or_404(places, handle=handle)
    [row] = standing.read(session, now, Q(pk=place.pk)).rows
    context = desk(
        session.meeting,
        session,
        here="person",
        row=row,
        registration=row.registration,
        now=now,
        over=session.ends_at <= now,
        may_act=_is_open(session, now) and row.code not in standing.GONE_FROM_LIST,
        others=session.meeting.sessions.exclude(pk=session.pk).exists(),
        entries=Entry.objects.about(place).select_related("actor")[:30],
    )
    return render(request, "meetings/desk/person.html", context)


def _is_open(session: Session, now: dt.datetime) -> bool:
    """Not over and not called off: there is something to be done."""
    cancelled = Status.CANCELLED in {session.status, session.meeting.status}
    return session.ends_at > now and not cancelled


def _count(sheet: Sheet, show: str) -> int:
    return sum(map(SHOWN[show], sheet.rows))


def _undo(request: HttpRequest, session: Session, now: dt.datetime) -> ListAct | None:
    """What was done a moment ago, if it can still be taken back."""
    handle = request.GET.get("undo", "")
    if not (handle.isascii() and handle.isalnum()):
        return None
    open_acts = ListAct.objects.filter(session=session, undone_at=None, at__gt=now - UNDO_TIME)
    return open_acts.filter(handle=handle).first()


@dataclass(frozen=True, slots=True)
class Card:
    """The link of a session at a glance, never the link; once it is over, who came."""

    host: str
    have: int
    of: int
    parts: list[tuple[str, int, int]]  # of the meter: colour, where it begins, how much
    tags: list[tuple[str, str]]
    begun_at: dt.datetime | None
    next_at: dt.datetime | None
    needed: bool


def link_card(sheet: Sheet, now: dt.datetime) -> Card:
    session = sheet.session
    owed = [row for row in sheet.rows if row.on_list and row.code != standing.WAITING]
    over = session.ends_at <= now
    begun_at, next_at = _mailings(sheet, now)
    return Card(
        host=standing.host_of_link(session),
        have=sheet.count([standing.SENT]),
        of=len(owed),
        parts=_parts(map(_mark if over else _tone, owed)),
        tags=came(sheet) if over else tags(sheet),
        begun_at=begun_at,
        next_at=next_at,
        needed=session.meeting.form != Meeting.Form.IN_PERSON and _is_open(session, now),
    )


def _tone(row: Standing) -> str:
    return standing.tone(row.code) or "soft"


def _mark(row: Standing) -> str:
    return "good" if row.registration.attended else "soft"


def _parts(drawn: Iterable[str]) -> list[tuple[str, int, int]]:
    tones = {"good": 0, "soft": 0, "warn": 0, "bad": 0}
    for tone in drawn:
        tones[tone] += 1
    parts, start = [], 0
    for tone, count in tones.items():
        if count:
            parts.append((tone, start, count))
        start += count
    return parts


def _mailings(sheet: Sheet, now: dt.datetime) -> tuple[dt.datetime | None, dt.datetime | None]:
    """When the first mailing began, and when the next one does."""
    session = sheet.session
    leads = session.meeting.lead_minutes or [0]
    moments = sorted(session.starts_at - dt.timedelta(minutes=minutes) for minutes in leads)
    begun = moments[0] if sheet.link and sheet.cause else None
    if begun:
        begun = max(begun, session.call_link.changed_at)
    return begun, next((moment for moment in moments if moment > now), None)
