"""Setting a meeting up, and changing what it says."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from meetings import actions, rules
from meetings.actions import Conflict, Planned, details_of
from meetings.actions.public_texts import HELD, TEXTS
from meetings.forms.details import DetailsForm, free_slug, in_words, is_open, label_of
from meetings.forms.setup import NewMeetingForm, read_once
from meetings.models import Meeting, Session
from meetings.rooms import named_in
from meetings.views.desk import desk, for_facilitators
from meetings.views.desk.facilitators import may_ask_more
from meetings.views.desk.looking import outlook, seal, unseal
from members.models import User
from members.rules import Refused
from vsn.audit.models import Action, Entry
from vsn.middleware import zone_names
from vsn.second_factor import second_factor_given

METHODS = ["GET", "HEAD", "POST"]
# Where a refusal of the action is shown.
BESIDE = {
    "slug": "slug",
    **dict.fromkeys(
        ("not_https", "unreadable", "placeholder", "host_link", "no_room", "call_link_public"),
        "link",
    ),
    **{f"{HELD}{name}": name for name in (*TEXTS, "recording_purpose")},
}  # fmt: skip


def for_starters(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For those who may set up a meeting; there is no such page for others."""

    @wraps(view)
    def load(request: HttpRequest) -> HttpResponse:
        if not rules.may_start(request.user):
            raise Http404
        if request.user.is_staff and not second_factor_given(request):
            return redirect("mfa_index")
        return view(request)

    return never_cache(login_required(load))


@require_http_methods(METHODS)
@for_starters
def new_meeting(request: HttpRequest) -> HttpResponse:
    """One form; first it shows each date as others will read it, then it stores a draft."""
    copied = _copied(request)
    form = _new_form(request, copied)
    if request.method != "POST" or not form.is_valid():
        return _show_new(request, form, copied)
    seen = request.POST.get("seen_dates") == form.fingerprint
    if "save" in request.POST and seen and (made := _start(request, form, copied)):
        return made
    return _show_new(request, form, copied, changed="save" in request.POST and not seen)


def _copied(request: HttpRequest) -> Meeting | None:
    slug = request.GET.get("copy", "")
    if not slug:
        return None
    return get_object_or_404(_own(request.user), slug=slug)


def _own(user: User) -> Any:
    """What somebody may copy: the meetings they run; for an admin, every one."""
    if user.is_staff:
        return Meeting.objects.all()
    return Meeting.objects.filter(facilitations__person=user)


def _new_form(request: HttpRequest, copied: Meeting | None) -> NewMeetingForm:
    initial: dict[str, Any] = {"time_zone": timezone.get_current_timezone_name()}
    known: dict[str, Any] = {"language": request.LANGUAGE_CODE}
    others: list[int] = []
    if copied:
        known = {name: v for name, v in details_of(copied).items() if name != "slug"}
        last = copied.sessions.order_by("-starts_at").first()
        initial |= as_before(last)
        facilitations = copied.facilitations.exclude(person=request.user)
        others = list(facilitations.values_list("person", flat=True))
    data = request.POST if request.method == "POST" else None
    about = {"now": timezone.now(), "others": others, "saved": _saved(request)}
    return NewMeetingForm(data, known=known, initial=initial, **about)


def _saved(request: HttpRequest) -> Meeting | None:
    """What this very form was stored as before, where it was sent twice."""
    if "save" not in request.POST:
        return None
    made = Meeting.objects.filter(facilitations__person=request.user)
    return made.filter(uid=read_once(request.POST.get("once", ""))).first()


def as_before(last: Session | None) -> dict[str, Any]:
    """Everything of a session but its date, its link and its list."""
    if last is None:
        return {}
    return {
        "time": last.starts_at.astimezone(ZoneInfo(last.time_zone)).time(),
        "minutes": int((last.ends_at - last.starts_at).total_seconds() // 60),
        "time_zone": last.time_zone,
        "capacity": last.capacity,
        "recording": last.recording,
        "recording_purpose": last.recording_purpose,
    }


def _start(
    request: HttpRequest, form: NewMeetingForm, copied: Meeting | None
) -> HttpResponse | None:
    """Calls the action; None when the form has to be shown again."""
    data, values = form.cleaned_data, form.values()
    values["slug"] = values["slug"] or free_slug(values["title"])
    together = data.get("together") or ()
    if not (form.saved or all(may_ask_more(request.user) for _one in together)):
        form.add_error("together", _("Many people were asked today. Please go on tomorrow."))
        return None
    try:
        meeting = actions.start_meeting(
            values=values,
            planned=planned(form),
            by=request.user,
            now=timezone.now(),
            together=together,
            uid=data["once"],
        )
    except Refused as error:
        show_refusal(form, error)
        return None
    if meeting.proposal:
        said = _("Your draft is saved. Look it over, then ask the admins to publish it.")
    else:
        said = _("Your draft is saved. Only those who run the meeting see it until you publish.")
    messages.success(request, said)
    warn_of_room(request, meeting)
    return redirect("meetings:publish_meeting", meeting.slug)


def planned(form: Any) -> Planned:
    data = form.cleaned_data
    own_rooms = data.get("make_room", False)
    return Planned(form.slots, form.of_each(), data["link"], own_rooms, data["once"])


def show_refusal(form: Any, error: Refused) -> None:
    name = BESIDE.get(error.refusal.code)
    form.add_error(name if name in form.fields else None, error.refusal.sentence)


def _show_new(
    request: HttpRequest, form: NewMeetingForm, copied: Meeting | None, *, changed: bool = False
) -> HttpResponse:
    wrong = form.is_bound and not form.is_valid()
    looked = form.is_bound and not wrong
    context = {
        "form": form,
        "copied": copied,
        "copies": [] if copied or form.is_bound else _own(request.user).order_by("-pk")[:30],
        "looked": looked,
        "outlook": outlook(form.slots, timezone.now()) if looked else [],
        "changed": changed,
        "opens": partial(rules.may_open_directly, request.user),  # asked where it is said
        "zone_names": sorted(zone_names()),
    }
    status = 422 if wrong or changed else 200
    return render(request, "meetings/desk/new_meeting.html", context, status=status)


@require_http_methods(METHODS)
@for_facilitators
def edit_meeting(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """What the meeting says. What two people change at once is put together, or laid side by
    side."""
    if request.method != "POST":
        known = details_of(meeting)
        return _show_edit(request, meeting, _edit_form(meeting, known), known)
    base = unseal(request.POST.get("seen", ""))
    form = _edit_form(meeting, details_of(meeting), request.POST)
    if "preview" in request.POST or not form.is_valid():
        return _show_edit(request, meeting, form, base)
    return _save(request, meeting, form, base)


def _edit_form(meeting: Meeting, known: dict[str, Any], data: Any = None) -> DetailsForm:
    return DetailsForm(data, known=known, draft=is_open(meeting))


def _save(
    request: HttpRequest, meeting: Meeting, form: DetailsForm, base: dict[str, Any]
) -> HttpResponse:
    mine = settled(request, form.values(), base)
    try:
        meeting, joined = actions.change_details(
            meeting=meeting, base=base, mine=mine, by=request.user, now=timezone.now()
        )
    except Refused as error:
        show_refusal(form, error)
        return _show_edit(request, meeting, form, base)
    except Conflict as conflict:
        again = _edit_form(meeting, conflict.merge.values)
        more = {"choices": _choices(again, conflict), "theirs": who_changed(request, meeting)}
        return _show_edit(request, meeting, again, conflict.theirs, status=409, **more)
    messages.success(request, said(joined))
    warn_of_room(request, meeting)
    return redirect("meetings:edit_meeting", meeting.slug)


def settled(request: HttpRequest, mine: dict[str, Any], base: dict[str, Any]) -> dict[str, Any]:
    """With the other's version where that one was chosen: it is what `base` says by now."""
    taken = [n for n in mine if n in base and request.POST.get(f"choice_{n}") == "theirs"]
    return mine | {name: base[name] for name in taken}


def holds_room(meeting: Meeting) -> bool:
    """True if some link of a call service that we know stands in a text of the meeting."""
    return any(named_in(str(getattr(meeting, name))) for name in TEXTS)


def warn_of_room(request: HttpRequest, meeting: Meeting) -> None:
    if holds_room(meeting):
        sentence = _(
            "A link into a call stands in what everyone reads. If it is the one for those on the "
            "list, take it out: they get it by themselves."
        )
        messages.warning(request, sentence)


def said(joined: bool) -> str:
    if joined:
        return _("Somebody else saved meanwhile. Their changes and yours are both in.")
    return _("Saved.")


def who_changed(request: HttpRequest, thing: Meeting | Session) -> Entry | None:
    """The latest change of it that somebody else made."""
    actions_of = [Action.MEETING_CHANGED, Action.SESSION_CHANGED, Action.SESSION_MOVED,
                  Action.LINK_SET, Action.LINK_REMOVED]  # fmt: skip
    entries = Entry.objects.about(thing).filter(action__in=actions_of)
    return entries.exclude(actor=request.user).select_related("actor").first()


def _choices(form: DetailsForm, conflict: Conflict) -> list[dict[str, str]]:
    return [
        {
            "name": name,
            "label": label_of(form, name),
            "mine": in_words(form, name, conflict.merge.values[name]),
            "theirs": in_words(form, name, conflict.theirs[name]),
        }
        for name in conflict.merge.conflicts
    ]


def _show_edit(
    request: HttpRequest,
    meeting: Meeting,
    form: DetailsForm,
    base: dict[str, Any],
    *,
    status: int = 0,
    **more: Any,
) -> HttpResponse:
    wrong = form.is_bound and not form.is_valid()
    preview = form.values() if "preview" in request.POST and not wrong and form.is_bound else None
    context = desk(
        meeting,
        here="details",
        form=form,
        seen=seal(base),
        preview=preview,
        now=timezone.now(),
        publish_refusal=rules.publish_refusal(meeting, request.user),
        **more,
    )
    return render(
        request,
        "meetings/desk/edit_meeting.html",
        context,
        status=status or (422 if wrong else 200),
    )
