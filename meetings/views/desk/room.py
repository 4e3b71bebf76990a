"""The room of a session: set, made up, changed, taken away; on the day itself as well."""

import datetime as dt

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from meetings import figures, links, rooms, rules
from meetings.actions import rooms as acts
from meetings.forms.room import RoomForm, seen
from meetings.models import Session
from meetings.views.desk import desk, for_its_facilitators
from members.rules import Refused
from vsn.audit.models import Action, Entry


@require_http_methods(["GET", "HEAD", "POST"])
@for_its_facilitators
def room(request: HttpRequest, session: Session) -> HttpResponse:
    """What link there is (never the link itself), and what happens when it changes. POST: keeps
    the one that was pasted."""
    if request.method != "POST":
        return _show(request, session)
    form = RoomForm(request.POST)
    if not form.is_valid():
        return _show(request, session, form, status=422)
    link = form.cleaned_data["link"]
    try:
        acts.change_room(session=session, by=request.user, now=timezone.now(), **form.cleaned_data)
    except Refused as error:
        return _refused(request, session, form, error)
    if doubt := rooms.warning(link):
        messages.warning(request, str(doubt))
    return _done(request, session, _("The link is kept."))


@require_POST
@for_its_facilitators
def make_room(request: HttpRequest, session: Session) -> HttpResponse:
    """A room with a name that nobody can guess, at a click."""
    try:
        acts.make_room(
            session=session, seen=seen(request.POST), by=request.user, now=timezone.now()
        )
    except Refused as error:
        return _refused(request, session, None, error)
    return _done(request, session, _("There is a room now."))


@require_POST
@for_its_facilitators
def remove_room(request: HttpRequest, session: Session) -> HttpResponse:
    now = timezone.now()
    try:
        acts.change_room(
            session=session, link="", seen=seen(request.POST), by=request.user, now=now
        )
    except Refused as error:
        return _refused(request, session, None, error)
    messages.success(request, _("The link is gone. Nobody gets one before you set another."))
    return _back(session)


@require_safe
@for_its_facilitators
def open_room(request: HttpRequest, session: Session) -> HttpResponse:
    """Leads who runs the call into its room, so that the link stands on no page."""
    link = links.room(session)
    if rooms.link_refusal(link) or not link:
        raise Http404
    return HttpResponseRedirect(link)


def _show(
    request: HttpRequest,
    session: Session,
    form: RoomForm | None = None,
    status: int = 200,
    **more: object,
) -> HttpResponse:
    now = timezone.now()
    frame = desk(session.meeting, session, here="room")
    tabs = list(frame["tabs"].select_related("call_link"))  # this one's link comes along
    session = next((tab for tab in tabs if tab.pk == session.pk), session)
    stored, link = getattr(session, "call_link", None), links.room(session)
    released = rules.leads_reached(session, now) > 0 and session.ends_at > now
    context = {
        "form": form or RoomForm(initial={"seen": stored.version if stored else 0}),
        "has_link": bool(link),
        "shown": rooms.shown(link),
        "service": rooms.service(link),
        "warning": rooms.warning(link),
        "stored": stored,
        "can_make_rooms": rooms.can_make_rooms(),
        "closed": session.ends_at <= now or session.status == "cancelled",
        "draft": "draft" in {session.status, session.meeting.status},
        "released": released,
        "audience": links.audience(session, now) if released else 0,
        "progress": figures.progress(session, now) if released else None,
        **more,
    }
    context = {**frame, "tabs": tabs, "session": session, **context}
    return render(request, "meetings/desk/room.html", context, status=status)


def _refused(
    request: HttpRequest, session: Session, form: RoomForm | None, error: Refused
) -> HttpResponse:
    """What was typed stays; who was overtaken sees by whom, and may say it again."""
    if error.refusal.code != "overtaken":
        if form:
            form.add_error(None, error.refusal.sentence)
        else:
            messages.error(request, str(error.refusal))
        return _show(request, session, form, status=422 if form else 409)
    typed = form.cleaned_data["link"] if form else ""
    again = RoomForm(initial={"seen": acts.version(session), "link": typed})
    return _show(request, session, again, status=409, overtaken=_last_change(session))


def _done(request: HttpRequest, session: Session, done: str) -> HttpResponse:
    messages.success(request, f"{done} {_next(session, timezone.now())}")
    return _back(session)


def _next(session: Session, now: dt.datetime) -> str:
    """What happens with a link that has just been set."""
    if "draft" in {session.status, session.meeting.status}:
        return _("Nobody gets it before the session is published.")
    if rules.leads_reached(session, now):
        return _("Everyone on the list has it within a minute.")
    return _("Everyone on the list gets it in time.")


def _back(session: Session) -> HttpResponse:
    return redirect("meetings:room", session.meeting.slug, session.number)


def _last_change(session: Session) -> Entry | None:
    """Who was quicker, and when."""
    changes = Entry.objects.about(session).filter(action__in=[Action.LINK_SET, Action.LINK_REMOVED])
    return changes.select_related("actor").first()
