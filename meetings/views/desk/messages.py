"""Writing to everyone on a list, or to some: written, looked at with a reader's eyes, sent."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from meetings import figures, rooms
from meetings.actions import announcements as acts
from meetings.forms.messages import EVERYWHERE, MessageToListForm, handles
from meetings.models import Announcement, Registration, Session, Status
from meetings.notices.announcements import letter_to
from meetings.views.desk import desk, for_its_facilitators
from members.rules import Refused
from vsn.outbox.models import Delivery

# Whose eyes can be chosen for the preview.
MOST_EYES = 200
SHOWN = 20
State = Delivery.State


@require_http_methods(["GET", "HEAD", "POST"])
@for_its_facilitators
def message_list(request: HttpRequest, session: Session) -> HttpResponse:
    """GET: the form; `?to=` names the places it is for. POST: what one of them will read; a second
    POST with `send` sends it, one with `change` leads back to the form."""
    sent = request.method == "POST" and "subject" in request.POST
    frame = desk(session.meeting, session, here="message")
    form = _form(request, frame, bound=sent)
    if not sent:
        return _write(request, frame, form)
    if not form.is_valid():
        return _write(request, frame, form, status=422)
    if "change" in request.POST:
        return _write(request, frame, form)
    written, now = form.written(), timezone.now()
    try:
        if "send" not in request.POST:
            return _preview(request, frame, form, written)
        made = acts.announce(session=session, written=written, by=request.user, now=now)
    except Refused as error:
        form.add_error(None, error.refusal.sentence)
        return _write(request, frame, form, status=422)
    messages.success(request, _said(made))
    return redirect("meetings:message_list", session.meeting.slug, session.number)


def _form(request: HttpRequest, frame: dict[str, Any], *, bound: bool) -> MessageToListForm:
    asked = request.POST if request.method == "POST" else request.GET
    chosen, now = handles(asked.get("to", "")), timezone.now()
    coming = [one for one in frame["tabs"] if one.status == Status.PUBLISHED and one.ends_at > now]
    # Who has chosen all of them means that also when only one is left by now.
    several = len(coming) > 1 or asked.get("where") == EVERYWHERE
    return MessageToListForm(
        request.POST if bound else None,
        initial={"to": ",".join(chosen)},
        chosen=bool(chosen),
        several=several,
    )


def _write(
    request: HttpRequest, frame: dict[str, Any], form: MessageToListForm, status: int = 200
) -> HttpResponse:
    session: Session = frame["session"]
    to = handles(str(form["to"].value() or ""))
    now = timezone.now()
    context = {
        **frame,
        "form": form,
        "chosen": session.registrations.registered().filter(handle__in=to) if to else None,
        "earlier": _earlier(session),
        "progress": figures.progress(session, now),
        "a_day": acts.A_DAY,
    }
    return render(request, "meetings/desk/message.html", context, status=status)


def _preview(
    request: HttpRequest, frame: dict[str, Any], form: MessageToListForm, written: acts.Written
) -> HttpResponse:
    """With the eyes of one of them, in their language and time; the address of their page, which
    is theirs alone, is left out.

    Raises:
        Refused: it cannot be sent.
    """
    session: Session = frame["session"]
    now = timezone.now()
    to = acts.recipients(session, written, now)
    if no := acts.refusal(session, written, to.reached, now):
        raise Refused(no)
    reader = _reader(to.reached, request.POST.get("eyes", ""))
    draft = Announcement(
        meeting=session.meeting, by=request.user, subject=written.subject, text=written.text
    )
    letter = letter_to(reader, draft).to((), place="…")
    context = {
        **frame,
        "form": form,
        "letter": letter,
        "reader": reader,
        "eyes": to.reached[:MOST_EYES],
        "reached": len(to.reached),
        "silent": to.silent,
        "foreign_room": bool(rooms.named_in(written.text)),
    }
    return render(request, "meetings/desk/message_preview.html", context)


def _reader(people: list[Registration], handle: str) -> Registration:
    return next((one for one in people if one.handle == handle), people[0])


@dataclass(frozen=True, slots=True)
class Earlier:
    """A message that was sent, and how far it is."""

    announcement: Announcement
    sent: int
    waiting: int
    failed: int


def _earlier(session: Session) -> list[Earlier]:
    """The latest messages to this list, also those to all of the meeting's."""
    found = Announcement.objects.filter(
        Q(session=session) | Q(session=None), meeting=session.meeting
    ).select_related("by")[:SHOWN]
    counted = {row["cause"]: row for row in _counts(found)}
    nothing = {"sent": 0, "waiting": 0, "failed": 0}
    rows = [(one, counted.get(one.cause, nothing)) for one in found]
    return [Earlier(one, row["sent"], row["waiting"], row["failed"]) for one, row in rows]


def _counts(found: Iterable[Announcement]) -> QuerySet[Delivery, dict[str, int]]:
    causes = [one.cause for one in found]
    return (
        Delivery.objects.filter(topic=acts.TOPIC, cause__in=causes)
        .values("cause")
        .annotate(
            sent=Count("pk", filter=Q(state=State.SENT)),
            waiting=Count("pk", filter=Q(state__in=[State.QUEUED, State.CLAIMED])),
            failed=Count("pk", filter=Q(state__in=[State.FAILED, State.EXPIRED])),
        )
        .order_by()
    )


def _said(made: Announcement) -> str:
    sentence = ngettext(
        "Your message is on its way to %(count)s person.",
        "Your message is on its way to %(count)s people, each alone.",
        made.recipients,
    )
    return sentence % {"count": made.recipients}
