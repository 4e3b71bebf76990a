"""The exclusion list, for admins: nobody is named in it, and no address can be read here."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members import actions, elsewhere
from members.forms.exclusions import (
    BanListForm,
    ExclusionForm,
    LookUpForm,
    NoteForm,
    ReviewForm,
    SeenForm,
)
from members.models import BanListCheck, Exclusion, User
from members.rules import Refusal, Refused, account_number
from members.rules import exclusions as rules
from members.views.loading import for_admins
from vsn.limits import allow

PER_PAGE = 50
LOOK_UPS_AN_HOUR = 20


class Act(NamedTuple):
    """One decision: the form that asks for it, the action, the rules, and what is said then."""

    form: Callable[..., SeenForm]
    action: Callable[..., None]
    rules: tuple[rules.ExclusionRule, ...]
    said: Any


ACTS = {
    "confirm": Act(
        SeenForm, actions.confirm_exclusion, rules.CONFIRM,
        gettext_lazy("Agreed: it holds from now on."),
    ),
    "drop": Act(
        NoteForm, actions.drop_exclusion, rules.DROP,
        gettext_lazy("It is off the table, and holds no longer."),
    ),
    "review": Act(
        ReviewForm, actions.review_exclusion, rules.REVIEW,
        gettext_lazy("Noted. It waits again on the day you chose."),
    ),
    "lift": Act(
        NoteForm, actions.lift_exclusion, rules.LIFT,
        gettext_lazy("Lifted. They can sign up again."),
    ),
}  # fmt: skip


@for_admins
@require_safe
def exclusions(request: HttpRequest) -> HttpResponse:
    """What waits first; then those that hold or will, or with `?show=all` every one there was."""
    now, everything = timezone.now(), request.GET.get("show") == "all"
    found = Exclusion.objects.originals()
    if not everything:
        found = found.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=now)).exclude(
            state=Exclusion.State.DROPPED
        )
    found = found.select_related("affiliate", "decided_by").annotate(also=Count("copies"))
    page = Paginator(found.order_by("-pk"), PER_PAGE).get_page(request.GET.get("page"))
    titles = _titles(now)
    context = {
        "rows": [(one, one.in_force(now), titles.get(one.meeting_uid, "")) for one in page],
        "page": page,
        "everything": everything,
        "to_confirm": Exclusion.objects.to_confirm(now).select_related("decided_by"),
        "to_review": Exclusion.objects.to_review(timezone.localdate(now), now),
        "alone": not rules.other_admins(request.user),
        "now": now,
    }
    return render(request, "members/exclusions.html", context)


@for_admins
@require_http_methods(["GET", "HEAD", "POST"])
def add_exclusion(request: HttpRequest) -> HttpResponse:
    """`?person=` names somebody whom the admin came from, so that nobody types what is known."""
    now, sent = timezone.now(), request.method == "POST"
    person = _person(request.GET.get("person", ""))
    form = ExclusionForm(request.POST if sent else None, now=now, person=person)
    if sent and form.is_valid():
        try:
            made = actions.exclude(
                address_or_name=_known_as(person) if person else form.cleaned_data["who"],
                exclusion=form.exclusion(),
                urgent=form.cleaned_data["urgent"],
                by=request.user,
                now=now,
            )
        except Refused as error:
            field = {"nobody": "who", "urgent": "urgent"}.get(error.refusal.code)
            form.add_error(field if field in form.fields else None, error.refusal.sentence)
        else:
            messages.success(request, _said(made, request.user, now))
            return redirect("members:exclusion", made.pk)
    context = {"form": form, "person": person, "alone": not rules.other_admins(request.user)}
    return render(request, "members/exclusion_add.html", context, status=422 if sent else 200)


def _person(handle: str) -> User | None:
    return get_object_or_404(User, handle=handle) if handle else None


def _known_as(person: User) -> str:
    """What stands for them on the list: one of theirs is enough, the others follow."""
    return person.email or person.wikimedia_name or account_number(person)


def _said(made: Exclusion, by: User, now: Any) -> str:
    """What holds, and who is asked: where there is no other admin, nobody is."""
    if made.state == Exclusion.State.AGREED:
        return _("It is on the list.")
    if rules.other_admins(by):
        if made.in_force(now):
            return _("It holds for seven days. The other admins are asked to agree.")
        return _("Proposed. It holds as soon as a second admin agrees; the others are asked.")
    if made.in_force(now):
        return _("It holds for seven days. There is no second admin yet who could agree.")
    return _("Proposed. It holds as soon as there is a second admin who agrees.")


@for_admins
@require_safe
def exclusion(request: HttpRequest, number: int) -> HttpResponse:
    return _page(request, _exclusion(number))


@for_admins
@require_POST
def decide_exclusion(request: HttpRequest, number: int, act: str) -> HttpResponse:
    """One act. What cannot be done comes back with the reason and what was typed."""
    chosen, found = ACTS.get(act), _exclusion(number)
    if chosen is None:
        raise Http404
    now = timezone.now()
    form = chosen.form(request.POST, today=timezone.localdate(now), auto_id=f"{act}_%s")
    if not form.is_valid():
        return _page(request, found, {act: form}, status=422)
    try:
        chosen.action(exclusion=found, by=request.user, now=now, **form.cleaned_data)
    except Refused as error:
        again = _exclusion(number)
        return _page(request, again, {act: form}, refusal=error.refusal, status=409)
    messages.success(request, chosen.said)
    return redirect("members:exclusion", number)


@for_admins
@require_http_methods(["GET", "HEAD", "POST"])
def look_up_exclusion(request: HttpRequest) -> HttpResponse:
    """Is this person excluded? A yes or a no, so often in an hour, and each leaves a trace."""
    sent = request.method == "POST"
    form, found, now = LookUpForm(request.POST if sent else None), None, timezone.now()
    if sent and form.is_valid():
        if allow("exclusion", str(request.user.pk), times=LOOK_UPS_AN_HOUR, seconds=3600):
            found = actions.look_up_excluded(
                address_or_name=form.cleaned_data["who"], by=request.user, now=now
            )
        else:
            form.add_error(None, _("You have asked a lot. Please go on in an hour."))
    titles = _titles(now) if found else {}
    rows = [(one, one.in_force(now), titles.get(one.meeting_uid, "")) for one in found or []]
    context = {"form": form, "answer": _answer(found, now), "rows": rows}
    status = 422 if sent and found is None else 200
    return render(request, "members/exclusion_look_up.html", context, status=status)


def _answer(found: list[Exclusion] | None, now: Any) -> str:
    """What is only proposed keeps nobody out, unless it is urgent. Empty: nothing was asked."""
    if found is None:
        return ""
    holding = [one for one in found if one.in_force(now)]
    if any(one.state == Exclusion.State.AGREED for one in holding):
        return "yes"
    return "for_now" if holding else "proposed" if found else "no"


@for_admins
@require_http_methods(["GET", "HEAD", "POST"])
def check_ban_list(request: HttpRequest, handle: str) -> HttpResponse:
    """A yes or a no about one person, by an admin who may read the Foundation's list."""
    person, sent = get_object_or_404(User, handle=handle), request.method == "POST"
    form, status = BanListForm(request.POST if sent else None), 422 if sent else 200
    if sent and form.is_valid():
        try:
            actions.note_ban_list(
                person=person, found=form.cleaned_data["found"], by=request.user,
                now=timezone.now(), seen=request.POST.get("seen"),
            )  # fmt: skip
        except Refused as error:
            form.add_error(None, error.refusal.sentence)
            status = 409
        else:
            messages.success(request, _("Noted. Only admins see it."))
            return redirect("members:check_ban_list", handle)
    known = BanListCheck.objects.filter(person=person).select_related("by").first()
    seen = known.at.isoformat() if known else ""
    context = {"person": person, "form": form, "known": known, "seen": seen}
    return render(request, "members/exclusion_ban_list.html", context, status=status)


def _exclusion(number: int) -> Exclusion:
    found = Exclusion.objects.originals().select_related("affiliate", "decided_by", "confirmed_by")
    return get_object_or_404(found.annotate(also=Count("copies")), pk=number)


def _titles(now: Any) -> dict[Any, str]:
    return dict(elsewhere.meetings(now))


def _page(
    request: HttpRequest,
    chosen: Exclusion,
    sent: dict[str, SeenForm] | None = None,
    *,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    now = timezone.now()
    today, by = timezone.localdate(now), request.user
    refusals = {
        name: rules.exclusion_refusal(act.rules, chosen, by, now) for name, act in ACTS.items()
    }
    forms = {
        name: (sent or {}).get(name) or act.form(today=today, auto_id=f"{name}_%s")
        for name, act in ACTS.items()
    }
    own = [no for no in refusals.values() if no and no.code in {"own", "oneself"}]
    context = {
        "exclusion": chosen,
        "in_force": chosen.in_force(now),
        "over": bool(chosen.ends_at and chosen.ends_at <= now),
        "title": _titles(now).get(chosen.meeting_uid, ""),
        "steps": chosen.steps.select_related("by"),
        "open": {name for name, no in refusals.items() if no is None},
        "why_not": own[0] if own else None,
        "alone": not rules.other_admins(by),
        "forms": forms,
        "form": next(iter((sent or {}).values()), None),
        "refusal": refusal,
    }
    return render(request, "members/exclusion.html", context, status=status)
