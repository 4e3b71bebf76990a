"""Getting onto a list, in under a minute and without a password."""

import time

from django.contrib import messages
from django.db.models import IntegerField, SlugField
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from meetings import actions, rules
from meetings.forms import SignUpForm, StrangerForm
from meetings.models import Registration, Session
from meetings.views.loading import reached_by, reader_of, refused, standing
from members.actions import refresh_account
from members.models import PolicyVersion, User
from members.rules import Refused, acknowledged_number, asking_addresses, required_number
from members.wikimedia import look_up
from vsn.even import wait_out
from vsn.hot import Given, Hot
from vsn.limits import allow, client
from vsn.trips import ask

HOUR = 3600
# Refusals that something typed differently makes up for, and the field of each.
BESIDE = {
    "policy": None,
    **dict.fromkeys(("wiki_name", "wiki_unknown", "wiki_mail_off", "wiki_down"), "reach"),
}

_sessions = Hot(
    lambda: Session.objects.select_related("meeting__platform_affiliate").filter(
        meeting__slug=Given("slug", SlugField()), number=Given("number", IntegerField())
    )
)
_newest_policy = Hot(lambda: PolicyVersion.objects.published().order_by("-number")[:1])


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The form for one session: a short one for who is signed in, a line more for who is not."""
    began = time.monotonic()
    person = request.user if request.user.is_authenticated else None
    session, policy = _session_and_policy(request, slug, number, person)
    form = _form(request, person, policy, session.meeting.questions)
    # The action asks the same rules, so they are asked here only if it was not called.
    posted = request.method == "POST" and form.is_valid()
    if posted and (answer := _sign_up(request, session, form, person)):
        if person is None:
            wait_out(began)  # known, on the list, excluded: a stranger cannot tell
        return answer
    if person and (known := _mine(person, session)):
        return redirect(known.place_path)
    if no := rules.refusal(rules.SIGN_UP, session, person, timezone.now()):
        return refused(request, session, no)
    context = {
        "session": session,
        "meeting": session.meeting,
        "form": form,
        "reached_by": reached_by(person) if person else "",
        "others": session.meeting.sessions.published()
        .upcoming(timezone.now())
        .exclude(pk=session.pk),
    }
    status = 422 if form.is_bound else 200
    return render(request, "meetings/sign_up.html", context, status=status)


@require_safe
def check_mail(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Says what happens next, the same to everyone."""
    session = _session(request, slug, number)
    context = {"session": session, "meeting": session.meeting}
    return render(request, "meetings/check_mail.html", context)


def _session(request: HttpRequest, slug: str, number: int) -> Session:
    session = next(iter(_sessions(slug=slug, number=number)), None)
    return _seen(request, session)


def _session_and_policy(
    request: HttpRequest, slug: str, number: int, person: User | None
) -> tuple[Session, PolicyVersion]:
    """Also keeps the person's addresses, which the rules go by."""
    session, policy = _sessions.asking(slug=slug, number=number), _newest_policy.asking()
    if person:
        found, [newest], person.kept_addresses = ask(session, policy, asking_addresses(person))
    else:
        found, [newest] = ask(session, policy)
    return _seen(request, next(iter(found), None)), newest


def _seen(request: HttpRequest, session: Session | None) -> Session:
    if session is None or not rules.may_see(request.user, session):
        raise Http404
    return session


def _mine(person: User, session: Session) -> Registration | None:
    registered = Registration.objects.registered()
    return registered.filter(person=person, session=session).first()


def _form(
    request: HttpRequest, person: User | None, policy: PolicyVersion, questions: list[str]
) -> SignUpForm:
    data = request.POST if request.method == "POST" else None
    if person is None:
        return StrangerForm(data, policy=policy, questions=questions)
    ticked = bool(data and data.get("policy"))
    known = not ticked and acknowledged_number(person) >= required_number(policy)
    return SignUpForm(
        data,
        policy=policy,
        acknowledged=known,
        questions=questions,
        initial={"name": person.name},
    )


def _sign_up(
    request: HttpRequest, session: Session, form: SignUpForm, person: User | None
) -> HttpResponse | None:
    """Calls the action; None when the form has to be shown again with what was typed."""
    about = {
        "session": session,
        "details": form.details(),
        "now": timezone.now(),
        "reader": reader_of(request),
    }
    try:
        if person:
            if not person.email:
                refresh_account(person)
            made = actions.sign_up(person=person, **about)
            messages.success(request, standing(made))
            return HttpResponseRedirect(made.place_path)
        if not allow("sign-up", client(request), times=30, seconds=HOUR):
            form.add_error(None, _("Too many sign-ups came from here. Please try in an hour."))
            return None
        reach = form.cleaned_data["reach"]
        actions.sign_up_stranger(reach=reach if "@" in reach else look_up(reach), **about)
        # A slip in it is seen here or never.
        messages.info(request, _("You gave: %(reach)s") % {"reach": reach})
        return redirect("meetings:check_mail", session.meeting.slug, session.number)
    except Refused as error:
        if error.refusal.code not in BESIDE:
            return refused(request, session, error.refusal)
        form.add_error(BESIDE[error.refusal.code], error.refusal.sentence)
        return None
