"""The day itself, on a phone: who came, the policy's part for facilitators, reports at hand."""

import re
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from meetings import links, rules
from meetings.actions import attendance as acts
from meetings.forms.attendance import CountForm, MarkForm, WalkInForm
from meetings.models import Registration, Report, Session
from meetings.views.desk import desk, for_its_facilitators
from members.models import PolicyText, PolicyVersion
from members.rules import Refused
from members.wikimedia import look_up
from members.wording import plain_words
from vsn.audit.models import Action, Entry

# A heading of the policy that begins what concerns those who run a call.
_HEADING = re.compile(r"(?m)^(#{1,6})\s+(.*)$")


@dataclass(frozen=True, slots=True)
class Row:
    """One person, with what was noted of them. `by`: who noted it, if it was somebody else."""

    place: Registration
    waiting: bool = False
    by: str = ""

    @property
    def words(self) -> str:
        """What a search compares."""
        return plain_words(f"{self.place.name} {self.place.affiliate or ''}")


@dataclass(frozen=True, slots=True)
class Counts:
    came: int
    did_not: int
    unmarked: int


@require_http_methods(["GET", "HEAD"])
@for_its_facilitators
def attendance(request: HttpRequest, session: Session) -> HttpResponse:
    """Everyone on the list, by name; `?q=` finds some of them."""
    return _show(request, session)


@require_POST
@for_its_facilitators
def mark(request: HttpRequest, session: Session) -> HttpResponse:
    """One tap is one person. The script gets the row as it is now, everyone else the page."""
    form = MarkForm(request.POST)
    wants_row = "application/json" in request.headers.get("Accept", "")
    if not form.is_valid():
        said = " ".join(form.errors["mark"])
        return _sorry(request, session, said, 400, wants_row=wants_row)
    handle, word = form.cleaned_data["mark"]
    whose = {"session": session, "handle": handle, "by": request.user, "now": timezone.now()}
    try:
        if word == form.BACK:
            acts.take_back(**whose)
        else:
            acts.mark(attended=form.WORDS[word], **whose)
    except Refused as error:
        return _sorry(request, session, str(error.refusal), 409, wants_row=wants_row)
    return _row(request, session, handle) if wants_row else _back(request, session, handle)


@require_POST
@for_its_facilitators
def mark_rest(request: HttpRequest, session: Session) -> HttpResponse:
    try:
        act = acts.mark_rest(session=session, by=request.user, now=timezone.now())
    except Refused as error:
        return _sorry(request, session, str(error.refusal), 409)
    count = len(act.before) if act else 0
    said = ngettext(
        "%(count)s person is marked as not having come. You can take that back below.",
        "%(count)s people are marked as not having come. You can take that back below.",
        count,
    )
    messages.success(request, said % {"count": count})
    return _back(request, session)


@require_POST
@for_its_facilitators
def unmark_rest(request: HttpRequest, session: Session) -> HttpResponse:
    handle = request.POST.get("act", "").replace("\x00", "")
    try:
        count = acts.unmark_rest(
            session=session, handle=handle, by=request.user, now=timezone.now()
        )
    except Refused as error:
        return _sorry(request, session, str(error.refusal), 409)
    said = ngettext(
        "%(count)s person is not marked any more.",
        "%(count)s people are not marked any more.",
        count,
    )
    messages.success(request, said % {"count": count})
    return _back(request, session)


@require_http_methods(["GET", "HEAD", "POST"])
@for_its_facilitators
def walk_in(request: HttpRequest, session: Session) -> HttpResponse:
    """Somebody came without signing up; everything about them may be left out."""
    form = WalkInForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _ask(request, session, form, status=422 if form.is_bound else 200)
    data = form.cleaned_data.copy()
    try:
        if (typed := data["reach"]) and "@" not in typed:
            data["reach"] = look_up(typed)
        place = acts.walk_in(
            session=session, who=acts.WalkIn(**data), by=request.user, now=timezone.now()
        )
    except Refused as error:
        field = "reach" if data["reach"] else None
        form.add_error(field, error.refusal.sentence)
        return _ask(request, session, form, status=422)
    messages.success(request, _welcome(place))
    return _back(request, session, place.handle)


@require_POST
@for_its_facilitators
def count_people(request: HttpRequest, session: Session) -> HttpResponse:
    form = CountForm(request.POST)
    if not form.is_valid():
        return _show(request, session, status=422, count=form)
    number = form.cleaned_data["number"]
    try:
        acts.count_people(session=session, number=number, by=request.user, now=timezone.now())
    except Refused as error:
        return _sorry(request, session, str(error.refusal), 409)
    messages.success(request, _("The number is kept."))
    return _back(request, session)


# --- The page ------------------------------------------------------------------------------------


def _show(
    request: HttpRequest,
    session: Session,
    *,
    status: int = 200,
    count: CountForm | None = None,
) -> HttpResponse:
    now = timezone.now()
    context = {
        "refusal": rules.refusal(acts.RULES, session, None, now),
        "opens_at": acts.opens_at(session),
        "early": now < acts.opens_at(session),
        "reports": Report.objects.visible_to(request.user).filter(session=session),
        **_policy(),
    }
    if not context["refusal"]:
        rows = _rows(request, session)
        wanted = plain_words(request.GET.get("q", ""))
        context |= {
            "rows": [row for row in rows if wanted in row.words],
            "counts": _counts(rows),
            "q": request.GET.get("q", ""),
            "undoable": acts.undoable(session, now).select_related("by")[:3],
            "count": count or CountForm(initial={"number": session.attendance}),
        }
    frame = desk(session.meeting, session, here="attendance")
    tabs = list(frame["tabs"].select_related("call_link"))  # this one's link comes along
    linked = next((tab for tab in tabs if tab.pk == session.pk), session)
    context |= {"tabs": tabs, "over": session.ends_at <= now, "has_link": bool(links.room(linked))}
    return render(request, "meetings/desk/attendance.html", frame | context, status=status)


def _ask(request: HttpRequest, session: Session, form: WalkInForm, status: int) -> HttpResponse:
    now = timezone.now()
    more = {
        "form": form,
        "refusal": rules.refusal(acts.RULES, session, None, now),
        "over": session.ends_at <= now,
    }
    context = desk(session.meeting, session, here="attendance", **more)
    return render(request, "meetings/desk/walk_in.html", context, status=status)


def _rows(request: HttpRequest, session: Session) -> list[Row]:
    """By name; those who came without signing up are last."""
    found = Registration.objects.on_the_day().filter(session=session)
    last = Entry.objects.filter(
        action=Action.ATTENDANCE, about_type="meetings.registration", about_id=OuterRef("pk")
    ).order_by("-pk")
    found = found.annotate(
        noted_by=Subquery(last.values("actor")[:1]), noter=Subquery(last.values("actor__name")[:1])
    )
    places = list(found.select_related("affiliate").in_order())
    on_list = [place for place in places if place.status == Registration.Status.REGISTERED]
    waiting = {p.pk for p in on_list[session.capacity :]} if session.capacity else set()
    rows = [
        Row(p, p.pk in waiting, (p.noter or "") if p.noted_by != request.user.pk else "")
        for p in places
    ]
    return sorted(rows, key=lambda r: (r.place.placed_at is None, r.words, r.place.pk))


def _counts(rows: list[Row]) -> Counts:
    marks = [row.place.attended for row in rows]
    return Counts(marks.count(True), marks.count(False), marks.count(None))


def _policy() -> dict[str, object]:
    """The part of the policy for those who run a call, or all of it where that cannot be told."""
    newest = PolicyVersion.objects.published().order_by("-number").values("pk")[:1]
    texts = {one.language: one for one in PolicyText.objects.filter(version=Subquery(newest))}
    text = texts.get(get_language() or "") or texts.get("en") or next(iter(texts.values()), None)
    if text is None:
        return {"policy": None}
    part = facilitation(text.body)
    return {"policy": text, "part": part or text.body, "whole": not part}


def facilitation(body: str) -> str:
    """What stands under the heading about facilitation, up to the next one of its kind; "" if no
    heading speaks of it."""
    headings = list(_HEADING.finditer(body))
    first = next((h for h in headings if re.search("facilit", h[2], re.IGNORECASE)), None)
    if first is None:
        return ""
    after = (h for h in headings if h.start() > first.start() and len(h[1]) <= len(first[1]))
    end = next(after, None)
    return body[first.end() : end.start() if end else None].strip()


# --- Answers -------------------------------------------------------------------------------------


def _row(request: HttpRequest, session: Session, handle: str) -> HttpResponse:
    rows = _rows(request, session)
    mine = next((row for row in rows if row.place.handle == handle), None)
    context = {"session": session, "meeting": session.meeting, "counts": _counts(rows)}
    row = render_to_string("meetings/desk/_attendance_row.html", {**context, "row": mine})
    counts = render_to_string("meetings/desk/_attendance_counts.html", context)
    return JsonResponse({"row": row if mine else "", "counts": counts})


def _sorry(
    request: HttpRequest, session: Session, said: str, status: int, *, wants_row: bool = False
) -> HttpResponse:
    if wants_row:
        return JsonResponse({"said": said}, status=status)
    messages.error(request, said)
    return _show(request, session, status=status)


def _back(request: HttpRequest, session: Session, handle: str = "") -> HttpResponse:
    """To where they were: what was looked for, and the row."""
    address = reverse("meetings:attendance", args=[session.meeting.slug, session.number])
    query = urlencode({"q": q}) if (q := request.POST.get("q", "")) else ""
    return redirect(f"{address}{f'?{query}' if query else ''}{f'#p-{handle}' if handle else ''}")


def _welcome(place: Registration) -> str:
    if place.status == Registration.Status.WALK_IN:
        return _("Noted.")
    return _("Noted. They are on the list now, and are asked to read the policy if they have not.")
