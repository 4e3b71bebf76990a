"""Who runs a meeting: asking somebody, answering, leaving."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from meetings import actions, rules
from meetings.actions.facilitators import ANSWERED
from meetings.forms import AcceptForm, InviteForm
from meetings.models import Facilitator, Invitation, Meeting
from meetings.views.desk import desk, for_facilitators
from members.models import Affiliation, User
from members.rules import Refusal, Refused
from members.wikimedia import look_up
from vsn.even import evenly
from vsn.limits import allow

DAY = 24 * 3600
ASKED_A_DAY = 10  # for one meeting; and twice as many by one person
# Refusals that something typed differently makes up for.
BESIDE = {"wiki_name", "wiki_unknown", "wiki_mail_off", "wiki_down", "oneself", "shut_out"}


@evenly
@for_facilitators
@require_http_methods(["GET", "HEAD", "POST"])
def facilitators(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Who runs it, who was asked, and a form to ask somebody."""
    form = _invite_form(request, meeting)
    if request.method == "POST" and form.is_valid() and _invite(request, meeting, form):
        said = _("They get a message now, and are asked to say yes or no. You are told.")
        messages.success(request, said)
        return redirect("meetings:facilitators", meeting.slug)
    return _page(request, meeting, form, status=422 if form.is_bound else 200)


def _invite_form(request: HttpRequest, meeting: Meeting) -> InviteForm:
    data = request.POST if request.method == "POST" else None
    return InviteForm(data, may_hand_over=rules.runs(request.user, meeting))


def _invite(request: HttpRequest, meeting: Meeting, form: InviteForm) -> bool:
    """False when the form has to be shown again with what was typed."""
    if not _within_limits(request.user, meeting):
        form.add_error(None, _("Many people were asked today. Please go on tomorrow."))
        return False
    data = form.cleaned_data
    try:
        reach = data["reach"] if "@" in data["reach"] else look_up(data["reach"])
        actions.invite_facilitator(
            meeting=meeting,
            reach=reach,
            name=data["name"],
            hands_over=data.get("hands_over", False),
            by=request.user,
            now=timezone.now(),
        )
    except Refused as error:
        beside = "reach" if error.refusal.code in BESIDE else None
        form.add_error(beside, error.refusal.sentence)
        return False
    return True


def _within_limits(person: User, meeting: Meeting) -> bool:
    of_meeting = allow("facilitate", f"m{meeting.pk}", times=ASKED_A_DAY, seconds=DAY)
    return of_meeting and may_ask_more(person)


def may_ask_more(person: User) -> bool:
    """True if they may ask one more today, for whichever meeting."""
    return allow("facilitate", f"p{person.pk}", times=2 * ASKED_A_DAY, seconds=DAY)


def _page(
    request: HttpRequest,
    meeting: Meeting,
    form: InviteForm | None = None,
    *,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    running = list(meeting.facilitations.select_related("person", "affiliate").order_by("pk"))
    open_ones = meeting.invitations.filter(answered_at__isnull=True).select_related("by")
    mine = next((one for one in running if one.person_id == request.user.pk), None)
    context = desk(
        meeting,
        here="facilitators",
        running=running,
        mine=mine,
        invitations=open_ones.order_by("pk"),
        form=form or InviteForm(may_hand_over=mine is not None),
        refusal=refusal,
    )
    return render(request, "meetings/desk/facilitators.html", context, status=status)


@for_facilitators
@require_POST
def recall_invitation(request: HttpRequest, meeting: Meeting, handle: str) -> HttpResponse:
    """Takes back what nobody has answered yet; any facilitator of the meeting may."""
    invitation = meeting.invitations.filter(handle=handle).first()
    try:
        if invitation is None:
            raise Refused(ANSWERED)
        actions.recall_invitation(invitation=invitation, by=request.user, now=timezone.now())
    except Refused as error:
        return _page(request, meeting, refusal=error.refusal, status=409)
    messages.success(request, _("The invitation is taken back."))
    return redirect("meetings:facilitators", meeting.slug)


@for_facilitators
@require_POST
def leave_meeting(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """One's own rights end; those of the others stay."""
    try:
        actions.leave_meeting(meeting=meeting, by=request.user, now=timezone.now())
    except Refused as error:
        return _page(request, meeting, refusal=error.refusal, status=409)
    messages.success(request, _("You no longer run this meeting."))
    return redirect("meetings:desk")


@for_facilitators
@require_POST
def remove_facilitator(request: HttpRequest, meeting: Meeting, handle: str) -> HttpResponse:
    """An admin takes somebody's rights away; for facilitators there is no such address."""
    if not request.user.is_staff:
        raise Http404
    person = get_object_or_404(User, handle=handle)
    try:
        actions.remove_facilitator(
            meeting=meeting, person=person, by=request.user, now=timezone.now()
        )
    except Refused as error:
        return _page(request, meeting, refusal=error.refusal, status=409)
    messages.success(request, _("%(name)s no longer runs this meeting.") % {"name": person})
    return redirect("meetings:facilitators", meeting.slug)


# --- Answering -----------------------------------------------------------------------------------


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, handle: str) -> HttpResponse:
    """Shows what one is asked, and takes the answer. For everyone else there is no such page."""
    everything = Invitation.objects.select_related("meeting", "by", "person")
    found = get_object_or_404(everything, handle=handle, person=request.user)
    form = _accept_form(request, found)
    if request.method != "POST":
        return _invitation_page(request, found, form)
    if request.POST.get("answer") == "no":
        return _answer(request, found, form, accepted=False)
    if request.POST.get("answer") == "yes" and form.is_valid():
        return _answer(request, found, form, accepted=True)
    return _invitation_page(request, found, form, status=422)


def _accept_form(request: HttpRequest, found: Invitation) -> AcceptForm:
    today = timezone.now().date()
    ties = Affiliation.objects.present(today).filter(person=request.user)
    affiliates = [tie.affiliate for tie in ties.select_related("affiliate").order_by("pk")]
    data = request.POST if request.method == "POST" else None
    return AcceptForm(data, named=bool(request.user.name), affiliates=affiliates)


def _answer(
    request: HttpRequest, found: Invitation, form: AcceptForm, *, accepted: bool
) -> HttpResponse:
    known = {"invitation": found, "by": request.user, "now": timezone.now()}
    try:
        if accepted:
            actions.accept_invitation(**known, **form.cleaned_data)
            messages.success(request, _("You run this meeting now. Thank you!"))
            return redirect("meetings:facilitators", found.meeting.slug)
        actions.decline_invitation(**known)
    except Refused as error:
        again = Invitation.objects.select_related("meeting", "by").filter(pk=found.pk).first()
        return _invitation_page(request, again or found, form, refusal=error.refusal, status=409)
    messages.success(request, _("You said no. Whoever asked is told."))
    return redirect("meetings:invitation", found.handle)


def _invitation_page(
    request: HttpRequest,
    found: Invitation,
    form: AcceptForm,
    *,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    now = timezone.now()
    context = {
        "invitation": found,
        "meeting": found.meeting,
        "sessions": found.meeting.sessions.exclude(status="cancelled").upcoming(now)[:12],
        "runs_it": Facilitator.objects.filter(meeting=found.meeting, person=request.user).exists(),
        "open": found.answered_at is None and found.made_at + rules.OPEN_FOR > now and not refusal,
        "form": form,
        "refusal": refusal,
    }
    return render(request, "meetings/desk/invitation.html", context, status=status)
