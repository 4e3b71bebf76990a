"""Asking: by who is signed in, or from the page of one's place."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from learning_patterns import actions, rules
from learning_patterns.forms import AskForm, QuestionForm
from learning_patterns.models import Question
from meetings.models import Registration, Session
from meetings.views.loading import with_place
from members.models import User
from members.rules import Refusal, Refused

METHODS = ["GET", "HEAD", "POST"]
# So many of the latest sessions are offered to choose from.
OFFERED = 30


@never_cache
@login_required
@require_http_methods(METHODS)
def ask(request: HttpRequest) -> HttpResponse:
    """A question of a member, or of whoever was in a session or ran it."""
    sessions = _sessions_of(request.user)
    if not (sessions or rules.may_write(request.user)):
        reason = _("Questions come up in sessions. After your first one you can ask here.")
        return render(request, "403.html", {"reason": reason}, status=403)
    begun = {"language": get_language(), "session": request.GET.get("session", "")}
    data = request.POST if request.method == "POST" else None
    form = AskForm(data, initial=begun, sessions=sessions)
    made = _asked(form, by=request.user) if form.is_bound and form.is_valid() else None
    return _done(request, made) if made else _page(request, form)


@require_http_methods(METHODS)
@with_place
def ask_from_place(request: HttpRequest, registration: Registration) -> HttpResponse:
    """The same without signing in, from the page of one's place on that session."""
    person, session = registration.person, registration.session
    unasked = Question(session=session)
    context = {"registration": registration, "session": session, "meeting": session.meeting}
    if no := rules.question_refusal(rules.ASK, unasked, person, timezone.now()):
        return _page(request, None, refusal=no, status=403, **context)
    begun = {"language": session.meeting.language or get_language()}
    form = QuestionForm(request.POST if request.method == "POST" else None, initial=begun)
    made = _asked(form, by=person, session=session) if form.is_bound and form.is_valid() else None
    return _done(request, made) if made else _page(request, form, **context)


def _asked(form: QuestionForm, *, by: User, **known: Any) -> Question | None:
    """The question as it is stored; None, with the reason in the form, if it is refused."""
    try:
        return actions.ask(by=by, now=timezone.now(), once=True, **form.cleaned_data, **known)
    except Refused as error:
        field = "session" if error.refusal.code == "session" and "session" in form.fields else None
        form.add_error(field, error.refusal.sentence)
        return None


def _done(request: HttpRequest, made: Question) -> HttpResponse:
    messages.success(
        request,
        _("Your question is there for everyone to read. This page of it is yours alone."),
    )
    return redirect(made.own_path)


def _page(
    request: HttpRequest,
    form: QuestionForm | None,
    *,
    refusal: Refusal | None = None,
    status: int = 0,
    **more: Any,
) -> HttpResponse:
    context = {"form": form, "refusal": refusal, **more}
    status = status or (422 if form and form.errors else 200)
    return render(request, "learning_patterns/question_ask.html", context, status=status)


def _sessions_of(person: User) -> list[Session]:
    """Sessions that have begun on whose lists they stood, or that they ran; the latest first."""
    places = Registration.objects.on_the_day().filter(person=person)
    mine = Q(pk__in=places.values("session")) | Q(meeting__facilitations__person=person)
    begun = Session.objects.not_called_off().filter(mine, starts_at__lte=timezone.now())
    found = begun.select_related("meeting").order_by("-starts_at", "-pk").distinct()
    return list(found[:OFFERED])
