"""Saying how it was, from the personal page, without a name."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from meetings import actions, afterwards
from meetings.forms.afterwards import FORMS, FeedbackForm
from meetings.models import Registration
from meetings.views.loading import with_place
from members.rules import Refusal, Refused


@require_http_methods(["GET", "HEAD", "POST"])
@with_place
def give_feedback(request: HttpRequest, registration: Registration) -> HttpResponse:
    """The questions of this time, or thanks, or why there are none."""
    now = timezone.now()
    kind = afterwards.kind_of(registration.session, now)
    if afterwards.has_answered(registration, kind):
        return _page(request, registration, kind)
    if no := afterwards.feedback_refusal(registration, kind, now):
        return _page(request, registration, kind, refusal=no, status=403)
    if request.method != "POST":
        return _page(request, registration, kind, form=FORMS[kind]())
    form = FORMS[kind](request.POST)
    if request.POST.get("kind", kind) != kind:
        # The page is from a time when something else was asked.
        form.add_error(None, _("Other questions are asked by now. Here they are."))
    if not form.is_valid():
        return _page(request, registration, kind, form=form, status=422)
    try:
        actions.give_feedback(registration=registration, kind=kind, answers=form.answers(), now=now)
    except Refused as error:
        return _page(request, registration, kind, refusal=error.refusal, status=403)
    messages.success(request, _("Thank you. Nobody learns which answer is yours."))
    return redirect(request.path)


def _page(
    request: HttpRequest,
    registration: Registration,
    kind: str,
    *,
    form: FeedbackForm | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    session = registration.session
    context = {
        "registration": registration,
        "session": session,
        "meeting": session.meeting,
        "kind": kind,
        "form": form,
        "refusal": refusal,
    }
    return render(request, "meetings/give_feedback.html", context, status=status)
