"""Publishing and calling off: a page that says what will happen, and the act."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from meetings import actions, rules
from meetings.figures import to_be_told
from meetings.forms.occasions import ReasonForm
from meetings.models import Meeting, Session, Status
from meetings.views.desk import desk, for_facilitators, for_its_facilitators
from meetings.views.desk.setup import METHODS, holds_room
from members.rules import Refusal, Refused

GONE = {Status.CANCELLED}


@require_http_methods(METHODS)
@for_facilitators
def publish_meeting(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """What is still missing, without forbidding; then the meeting and its draft dates go public."""
    no = rules.publish_refusal(meeting, request.user)
    if request.method == "POST":
        try:
            actions.publish_meeting(meeting=meeting, by=request.user, now=timezone.now())
        except Refused as error:
            return _show_publish(request, meeting, error.refusal, status=409)
        messages.success(request, _("It is public: people can sign up from now on."))
        return redirect("meetings:desk_meeting", meeting.slug)
    return _show_publish(request, meeting, no)


def _show_publish(
    request: HttpRequest, meeting: Meeting, no: Refusal | None, *, status: int = 200
) -> HttpResponse:
    now = timezone.now()
    drafts = meeting.sessions.filter(status=Status.DRAFT).order_by("starts_at", "pk")
    sessions = list(drafts.select_related("call_link"))
    context = desk(
        meeting, here="details", sessions=sessions, missing=_missing(meeting, sessions, now),
        refusal=no,
    )  # fmt: skip
    return render(request, "meetings/desk/publish_meeting.html", context, status=status)


def _missing(meeting: Meeting, sessions: list[Session], now: Any) -> list[str]:
    """What a reader or a participant would look for and not find."""
    found = _missing_words(meeting)
    if not meeting.facilitations.exists():
        found.append(_("Nobody runs it yet."))
    if not sessions and not meeting.sessions.exclude(status=Status.CANCELLED).exists():
        found.append(_("There is no date yet. The page says so until there is one."))
    online = meeting.form != Meeting.Form.IN_PERSON
    if bare := online and sum(not has_link(session) for session in sessions):
        sentence = ngettext(
            "%(count)s date has no video-call link yet. You are warned before it begins.",
            "%(count)s dates have no video-call link yet. You are warned before they begin.",
            bare,
        )
        found.append(sentence % {"count": bare})
    if meeting.form != Meeting.Form.ONLINE and not meeting.place:
        found.append(_("The place is not stated."))
    if any(session.starts_at <= now for session in sessions):
        found.append(_("A date has passed already."))
    return found


def has_link(session: Session) -> bool:
    stored = getattr(session, "call_link", None)
    return bool(stored and stored.ciphertext)


def _missing_words(meeting: Meeting) -> list[str]:
    found = []
    if not meeting.description and not meeting.summary:
        found.append(_("There is no description. People decide by it whether to come."))
    if holds_room(meeting):
        found.append(_("A link into a call stands in what everyone reads. Is that meant?"))
    if not meeting.language:
        found.append(_("The language is not stated."))
    return found


@require_http_methods(METHODS)
@for_its_facilitators
def publish_session(request: HttpRequest, session: Session) -> HttpResponse:
    """Shows one draft date of a public meeting."""
    meeting, no = session.meeting, None
    if request.method == "POST":
        try:
            actions.publish_session(session=session, by=request.user, now=timezone.now())
        except Refused as error:
            no = error.refusal
        else:
            messages.success(request, _("It is public: people can sign up from now on."))
            return redirect("meetings:list", meeting.slug, session.number)
    missing = _missing(meeting, [session], timezone.now())
    context = desk(meeting, session, here="edit", missing=missing, refusal=no)
    status = 409 if no else 200
    return render(request, "meetings/desk/publish_session.html", context, status=status)


@require_http_methods(METHODS)
@for_facilitators
def cancel_meeting(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Calls everything off that is not over."""
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if meeting.status in GONE:
        return _off_already(request, meeting)
    told = to_be_told(meeting.sessions.order_by().values("pk"), timezone.now())
    if form.is_valid() and _is_done(form, actions.cancel_meeting, request, meeting=meeting):
        messages.success(request, _called_off(told))
        return redirect("meetings:edit_meeting", meeting.slug)
    return _ask_why(request, form, desk(meeting, here="details", form=form, told=told))


@require_http_methods(METHODS)
@for_its_facilitators
def cancel_session(request: HttpRequest, session: Session) -> HttpResponse:
    """Calls one date off."""
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if session.status in GONE:
        return _off_already(request, session.meeting)
    told = to_be_told(Session.objects.filter(pk=session.pk), timezone.now())
    if form.is_valid() and _is_done(form, actions.cancel_session, request, session=session):
        messages.success(request, _called_off(told))
        return redirect("meetings:edit_meeting", session.meeting.slug)
    context = desk(session.meeting, session, here="edit", form=form, told=told)
    return _ask_why(request, form, context)


def _is_done(
    form: ReasonForm, cancel: Callable[..., None], request: HttpRequest, **what: Any
) -> bool:
    """False when the form has to be shown again with what was typed."""
    try:
        cancel(**what, reason=form.cleaned_data["reason"], by=request.user, now=timezone.now())
    except Refused as error:
        form.add_error("reason", error.refusal.sentence)
        return False
    return True


def _ask_why(request: HttpRequest, form: ReasonForm, context: dict[str, Any]) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, "meetings/desk/cancel.html", context, status=status)


def _off_already(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    messages.info(request, _("It was cancelled already."))
    return redirect("meetings:edit_meeting", meeting.slug)


def _called_off(told: int) -> str:
    sentence = ngettext(
        "Cancelled. %(count)s person is told now.",
        "Cancelled. %(count)s people are told now.",
        told,
    )
    return sentence % {"count": told}
