"""What waits for the admins, and everything they decide about memberships."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from members import rules
from members.actions import memberships
from members.alike import Outlines, alike, outlines
from members.forms import (
    ApproveForm,
    DeclineForm,
    EndForm,
    PlaceForm,
    QuestionForm,
    SeenForm,
    VoteForm,
)
from members.models import Affiliation, Membership, MembershipStep, User
from members.rules import Refusal, Refused
from members.views.loading import for_admins
from members.waiting import waiting
from members.wording import hides_something, mixes_scripts

PER_PAGE = 50
Role, Status = Membership.Role, Membership.Status
# Each of them stands in the inbox itself.
LISTED_ALONE = {"applications", "reports"}


class Decision(NamedTuple):
    """One act: the form that asks for it, the action, the rules, and what is said afterwards."""

    form: Callable[..., SeenForm]
    action: Callable[..., None]
    rules: tuple[rules.StandingRule, ...]
    said: Any


DECISIONS = {
    "approve": Decision(
        ApproveForm, memberships.approve, rules.APPROVE, _("Approved. The applicant is told.")
    ),
    "ask": Decision(QuestionForm, memberships.ask, rules.DECIDE, _("The applicant is asked.")),
    "decline": Decision(
        DeclineForm, memberships.decline, rules.DECIDE, _("Declined. The applicant is told.")
    ),
    "vote": Decision(VoteForm, memberships.record_vote, rules.DECIDE, _("The vote is recorded.")),
    "affiliate": Decision(PlaceForm, memberships.place, rules.DECIDE, _("Saved.")),
    "end": Decision(EndForm, memberships.end, rules.END, _("Listed as no longer active.")),
    "reinstate": Decision(SeenForm, memberships.reinstate, rules.REINSTATE, _("Reinstated.")),
}


@for_admins
@require_safe
def moderation(request: HttpRequest) -> HttpResponse:
    """The inbox, with the application that has waited longest."""
    inbox = _inbox()
    others = (one for one in inbox if one.person_id != request.user.pk)
    first = next((one for one in others if one.status == Status.APPLIED), None)
    return _page(request, first, inbox=inbox)


@for_admins
@require_safe
def membership(request: HttpRequest, handle: str) -> HttpResponse:
    """One membership with everything that is needed to decide about it."""
    return _page(request, _membership(handle))


@for_admins
@require_safe
def decided(request: HttpRequest) -> HttpResponse:
    """The decisions, the latest first."""
    found = (
        Membership.objects.filter(decided_at__isnull=False)
        .select_related("person", "affiliate", "decided_by")
        .order_by("-decided_at", "-pk")
    )
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "members/decided.html", {"page": page})


@for_admins
@require_POST
def decide(request: HttpRequest, handle: str, act: str) -> HttpResponse:
    """One act. What cannot be done any more comes back with the reason and what was typed."""
    decision, found = DECISIONS.get(act), _membership(handle)
    if decision is None:
        raise Http404
    form = _form(act, request.POST)
    if not form.is_valid():
        return _page(request, found, {act: form}, status=422)
    try:
        decision.action(membership=found, by=request.user, now=timezone.now(), **form.cleaned_data)
    except Refused as error:
        again = _membership(handle)
        return _page(request, again, {act: form}, refusal=error.refusal, status=409)
    messages.success(request, decision.said)
    return redirect("members:membership", handle)


def _membership(handle: str) -> Membership:
    everything = Membership.objects.with_everything(_today())
    everything = everything.select_related("person__ban_list_check", "profile")
    return get_object_or_404(everything, person__handle=handle)


def _form(act: str, data: object = None) -> SeenForm:
    make = DECISIONS[act].form
    if make is VoteForm:
        make = partial(make, today=_today())
    return make(data, auto_id=f"{act}_%s")


def _today() -> dt.date:
    return timezone.now().date()


def _page(
    request: HttpRequest,
    chosen: Membership | None,
    forms: dict[str, SeenForm] | None = None,
    *,
    refusal: Refusal | None = None,
    status: int = 200,
    inbox: list[Membership] | None = None,
) -> HttpResponse:
    now, inbox = timezone.now(), _inbox() if inbox is None else inbox
    known = outlines() if inbox or chosen else {}
    for one in inbox:
        name = str(one.person)
        one.odd_name = bool(alike(one.pk, name, known) or name_notes(name))
    context = {
        "waiting": inbox,
        "kinds": waiting(request.user, now, but=LISTED_ALONE),
        "chosen": chosen,
        "refusal": refusal,
        "now": now,
    }
    if chosen:
        context |= _about(chosen, request.user, forms or {}, known)
    return render(request, "members/moderation.html", context, status=status)


def _inbox() -> list[Membership]:
    """Who waits for an admin, the oldest first, then who was asked something."""
    found = Membership.objects.filter(status__in=[Status.APPLIED, Status.ASKED])
    found = found.select_related("person__ban_list_check", "affiliate", "profile")
    return list(found.order_by("status", "applied_at", "pk")[:200])


def _about(
    chosen: Membership, by: User, sent: dict[str, SeenForm], known: Outlines
) -> dict[str, Any]:
    """What is known, what the rules say, and the forms of what may be done."""
    steps = MembershipStep.objects.select_related("by")
    prefetch_related_objects([chosen], Prefetch("steps", steps))
    refusals = {
        act: rules.standing_refusal(decision.rules, chosen, by)
        for act, decision in DECISIONS.items()
        if act != "approve"
    }
    failed = next(iter(sent.values()), None)
    entry = getattr(chosen, "profile", None)  # what the directory calls them, if they are in it
    called = entry.name if entry else str(chosen.person)
    return {
        "verdict": rules.verdict(chosen.work, chosen.role) if chosen.is_waiting else None,
        "vote": rules.vote_on(chosen),
        "steps": chosen.steps.all(),
        "approvals": {
            role: rules.standing_refusal(rules.APPROVE, chosen, by, role) for role in Role.values
        },
        "open": {act for act, no in refusals.items() if no is None},
        "why_not": _why_not(refusals),
        "forms": {act: sent.get(act) or _form(act) for act in DECISIONS},
        "form": failed,
        "mail_host": (chosen.person.email or "").rpartition("@")[2],
        "alike": alike(chosen.pk, called, known),
        "name_notes": name_notes(called),
        "ties": Affiliation.objects.filter(person=chosen.person).select_related("affiliate"),
    }


def _why_not(refusals: dict[str, Refusal | None]) -> Refusal | None:
    """Why this admin may do nothing here, if it is not for how the membership stands."""
    reasons = [no for no in refusals.values() if no and no.code == "oneself"]
    return reasons[0] if reasons else None


def name_notes(name: str) -> list[str]:
    """What an admin should know about how a name is written."""
    notes = []
    if mixes_scripts(name):
        notes.append(
            _("This name mixes letters of several alphabets that look alike. Make sure who it is.")
        )
    if hides_something(name):
        notes.append(
            _("This name holds characters that cannot be seen, or runs in both directions.")
        )
    return notes
