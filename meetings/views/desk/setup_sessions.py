"""More dates for a meeting, and changing one of them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from meetings import actions
from meetings.actions import Conflict, facts_of
from meetings.figures import to_be_told
from meetings.forms.occasions import SessionForm
from meetings.forms.setup import SessionsForm
from meetings.models import Meeting, Session, Status
from meetings.rooms import new_room
from meetings.views.desk import desk, for_facilitators, for_its_facilitators
from meetings.views.desk.looking import outlook, seal, unseal
from meetings.views.desk.setup import (
    METHODS,
    as_before,
    planned,
    said,
    settled,
    show_refusal,
    who_changed,
)
from meetings.wording import times
from members.rules import Refused
from vsn.middleware import zone_names


@require_http_methods(METHODS)
@for_facilitators
def add_sessions(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """More dates; they begin like the last one."""
    last = meeting.sessions.order_by("-starts_at").first()
    initial = {"time_zone": timezone.get_current_timezone_name(), **as_before(last)}
    data = request.POST if request.method == "POST" else None
    form = SessionsForm(data, initial=initial, now=timezone.now())
    if data is None or not form.is_valid():
        return _show_more(request, meeting, form)
    seen = data.get("seen_dates") == form.fingerprint
    if "save" not in data or not seen:
        return _show_more(request, meeting, form, changed="save" in data)
    try:
        made = actions.add_sessions(
            meeting=meeting, planned=planned(form), by=request.user, now=timezone.now()
        )
    except Refused as error:
        show_refusal(form, error)
        return _show_more(request, meeting, form)
    count = len(made)
    sentence = ngettext(
        "%(count)s date added, as a draft: people see it when you publish it.",
        "%(count)s dates added, as drafts: people see them when you publish them.",
        count,
    )
    messages.success(request, sentence % {"count": count})
    return redirect("meetings:edit_meeting", meeting.slug)


def _show_more(
    request: HttpRequest, meeting: Meeting, form: SessionsForm, *, changed: bool = False
) -> HttpResponse:
    wrong = form.is_bound and not form.is_valid()
    looked = form.is_bound and not wrong
    context = desk(
        meeting,
        here="details",
        form=form,
        looked=looked,
        outlook=outlook(form.slots, timezone.now(), meeting) if looked else [],
        changed=changed,
        zone_names=sorted(zone_names()),
    )
    status = 422 if wrong or changed else 200
    return render(request, "meetings/desk/add_sessions.html", context, status=status)


@require_http_methods(METHODS)
@for_its_facilitators
def edit_session(request: HttpRequest, session: Session) -> HttpResponse:
    """One date: when, room, places, recording."""
    known = facts_of(session)
    if request.method != "POST":
        return _show_edit(request, session, _form(known, known))
    base = unseal(request.POST.get("seen", ""))
    form = _form(known, base, request.POST)
    if "preview" in request.POST or not form.is_valid():
        return _show_edit(request, session, form)
    return _save(request, session, form)


def _form(known: dict[str, Any], base: dict[str, Any], data: Any = None) -> SessionForm:
    return SessionForm(data, known=known, base=base, now=timezone.now())


def _save(request: HttpRequest, session: Session, form: SessionForm) -> HttpResponse:
    base, now, before = form.base, timezone.now(), session.schedule
    mine = settled(request, form.values(), base)
    link = new_room() if form.cleaned_data.get("make_room") else form.new_link
    if mine["link"] == base.get("link"):
        link = None
    try:
        session, joined = actions.change_facts(
            session=session, base=base, mine=mine, link=link, by=request.user, now=now
        )
    except Refused as error:
        show_refusal(form, error)
        return _show_edit(request, session, form)
    except Conflict as conflict:
        return _show_conflict(request, session, form, conflict)
    told = _told(session) if session.schedule != before else 0
    sentence = ngettext(
        "Saved. %(count)s person is told of the new time.",
        "Saved. %(count)s people are told of the new time.",
        told,
    )
    messages.success(request, sentence % {"count": told} if told else said(joined))
    return redirect("meetings:edit_session", session.meeting.slug, session.number)


def _show_conflict(
    request: HttpRequest, session: Session, form: SessionForm, conflict: Conflict
) -> HttpResponse:
    typed = {name: form.cleaned_data.get(name) for name in ("link", "make_room", "remove_link")}
    values = {**conflict.merge.values, "link": conflict.theirs["link"]}
    again = SessionForm(known=values, base=conflict.theirs, now=form.now, initial=typed)
    names = {"when": _("When"), "capacity": _("Places"), "recording": _("Recording"),
             "link": _("Video-call link")}  # fmt: skip
    choices = [
        {
            "name": name,
            "label": names[name],
            "mine": _link(form) if name == "link" else _in_words(name, conflict.merge.values[name]),
            "theirs": _in_words(name, conflict.theirs[name]),
        }
        for name in conflict.merge.conflicts
    ]
    more = {"choices": choices, "theirs": who_changed(request, session)}
    return _show_edit(request, session, again, status=409, **more)


def _link(form: SessionForm) -> str:
    """What its sender wants of the link."""
    ticked = [name for name in ("remove_link", "make_room") if form.cleaned_data.get(name)]
    return str(form.fields[ticked[0]].label) if ticked else _("The one you gave.")


def _in_words(name: str, value: Any) -> str:
    if name == "when":
        start, end = map(timezone.datetime.fromisoformat, value[:2])
        found = times(Session(starts_at=start, ends_at=end, time_zone=value[2], precision=value[3]))
        return f"{found['local']} {found['utc']}".strip()
    if name == "recording":
        return ": ".join(filter(None, (str(Session.Recording(value[0]).label), value[1])))
    if name == "link":
        return _("Another link, which is not shown here.")
    return str(value) if value else _("no limit")


def _told(session: Session) -> int:
    return to_be_told(Session.objects.filter(pk=session.pk), timezone.now())


def _show_edit(
    request: HttpRequest, session: Session, form: SessionForm, *, status: int = 0, **more: Any
) -> HttpResponse:
    wrong = form.is_bound and not form.is_valid()
    looked = form.is_bound and not wrong and form.slot is not None
    context = desk(
        session.meeting,
        session,
        here="edit",
        form=form,
        seen=seal(form.base),
        told=_told(session),
        outlook=outlook([form.slot], timezone.now(), session.meeting) if looked else [],
        draft=session.status == Status.DRAFT,
        zone_names=sorted(zone_names()),
        **more,
    )
    return render(
        request,
        "meetings/desk/edit_session.html",
        context,
        status=status or (422 if wrong else 200),
    )
