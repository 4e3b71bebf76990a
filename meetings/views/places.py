"""The personal page of one place, reached by an address of its own, and the acts below it.

A GET changes nothing: mail scanners follow every link.
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from meetings import actions, afterwards, links, rules
from meetings.forms import AppearanceForm, MoveForm
from meetings.models import Registration, Session
from meetings.querysets import SessionQuerySet
from meetings.views.loading import gone, reached_by, reader_of, standing, with_place
from members.models import PolicyVersion
from members.rules import (
    Refused,
    acknowledged_number,
    newest_acknowledgement,
    required_number,
)


@require_safe
@with_place
def place(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Status, time, link once released, and everything one can change."""
    return _page(request, registration)


@require_POST
@with_place
def place_confirm(request: HttpRequest, registration: Registration) -> HttpResponse:
    try:
        stands = actions.confirm(
            registration=registration, now=timezone.now(), reader=reader_of(request)
        )
    except Refused as error:
        return _page(request, registration, error=error, status=422)
    messages.success(request, standing(stands))
    return redirect(stands.place_path)


@require_POST
@with_place
def place_acknowledge(request: HttpRequest, registration: Registration) -> HttpResponse:
    shown = request.POST.get("version", "")
    number = int(shown) if shown.isdecimal() and len(shown) < 9 else None
    try:
        actions.acknowledge_for(registration=registration, now=timezone.now(), number=number)
    except Refused as error:
        messages.warning(request, error.refusal.sentence)
        return _page(request, registration, status=422)
    if links.link_for(registration, timezone.now()):
        said = _("Thank you. The video-call link is on this page now.")
    else:
        said = _("Thank you. The video-call link reaches you in time.")
    messages.success(request, said)
    return redirect(registration.place_path)


@require_POST
@with_place
def place_appearance(request: HttpRequest, registration: Registration) -> HttpResponse:
    form = AppearanceForm(request.POST)
    if not form.is_valid():
        return _page(request, registration, appearance=form, status=422)
    actions.change_appearance(registration=registration, now=timezone.now(), **form.cleaned_data)
    messages.success(request, _("Saved."))
    return redirect(registration.place_path)


@require_POST
@with_place
def place_move(request: HttpRequest, registration: Registration) -> HttpResponse:
    form = MoveForm(request.POST, sessions=_others(registration))
    if not form.is_valid():
        return _page(request, registration, moving=form, status=422)
    try:
        new = actions.move(
            registration=registration, to=form.cleaned_data["session"], now=timezone.now()
        )
    except Refused as error:
        form.add_error("session", error.refusal.sentence)
        return _page(request, registration, moving=form, status=422)
    messages.success(request, _("Moved. This is your place now; the old one is given back."))
    return redirect(new.place_path)


@require_POST
@with_place
def place_cancel(request: HttpRequest, registration: Registration) -> HttpResponse:
    try:
        actions.cancel(registration=registration, now=timezone.now())
    except Refused as error:
        return _page(request, registration, error=error, status=422)
    messages.success(
        request, _("Your place is cancelled. You can sign up again as long as the list is open.")
    )
    return redirect(registration.session.meeting)


@require_POST
@with_place
def place_forget(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Deletes the person behind this place, if that is all the portal knows of them."""
    now = timezone.now()
    if not rules.may_be_forgotten(registration, now):
        messages.info(
            request, _("There is more than this place to your name. Please write to us about it.")
        )
        return redirect(registration.place_path)
    kept = actions.forget_person(person=registration.person, now=now)
    messages.success(
        request,
        ngettext(
            "We have forgotten you. %(count)s sign-up remains as a number, without a name.",
            "We have forgotten you. %(count)s sign-ups remain as a number, without a name.",
            kept,
        )
        % {"count": kept},
    )
    return redirect("home")


def _page(
    request: HttpRequest,
    registration: Registration,
    *,
    appearance: AppearanceForm | None = None,
    moving: MoveForm | None = None,
    error: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    now, session = timezone.now(), registration.session
    if status != 200 and Registration.objects.filter(pk=registration.pk, person=None).exists():
        return gone(request, registration)  # forgotten while this was on its way
    others = _others(registration)
    must_acknowledge, policy = _must_acknowledge(registration), PolicyVersion.objects.newest()
    context = {
        "registration": registration,
        "session": session,
        "meeting": session.meeting,
        "now": now,
        "over": session.ends_at <= now,
        "after": afterwards.of_place(registration, now),
        "refusal": error.refusal
        if error
        else rules.refusal(rules.SIGN_UP, session, registration.person, now),
        **_waiting(registration),
        "link": links.link_for(registration, now),
        "reached_by": reached_by(registration.person),
        "must_acknowledge": must_acknowledge,
        "policy": policy,
        "policy_text": policy.text_in(get_language()) if must_acknowledge else None,
        "acknowledged": newest_acknowledgement(registration.person),
        "appearance": appearance
        or AppearanceForm(
            initial={"name": registration.name, "visibility": registration.visibility}
        ),
        "moving": moving or MoveForm(sessions=others),
        "others": others,
        "may_be_forgotten": rules.may_be_forgotten(registration, now),
    }
    return render(request, "meetings/place.html", context, status=status)


def waiting_number(registration: Registration) -> int:
    """The place on the waiting list, counted from 1; 0 for who has a place."""
    capacity = registration.session.capacity
    if capacity is None or registration.status != Registration.Status.REGISTERED:
        return 0
    ahead = Registration.objects.ahead_of(registration).count()
    return max(ahead + 1 - capacity, 0)


def _waiting(registration: Registration) -> dict[str, int | bool]:
    """Their own number, and whether somebody waits for the place that they have (`goes_on`)."""
    session, number = registration.session, waiting_number(registration)
    goes_on = False
    if session.capacity is not None and not number:
        on_list = Registration.objects.registered().filter(session=session).count()
        holds_one = registration.status == Registration.Status.REGISTERED
        goes_on = holds_one and on_list > session.capacity
    return {"waiting_number": number, "goes_on": goes_on}


def _must_acknowledge(registration: Registration) -> bool:
    newest = acknowledged_number(registration.person)
    return newest < required_number(registration.policy_version)


def _others(registration: Registration) -> SessionQuerySet:
    """The sessions one could move to."""
    sessions = Session.objects.published().upcoming(timezone.now()).select_related("meeting")
    return sessions.filter(meeting=registration.session.meeting_id).exclude(
        pk=registration.session_id
    )
