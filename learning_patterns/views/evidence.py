"""Readers vouch for a pattern, and tell how it went when they tried it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from learning_patterns import actions, rules
from learning_patterns.forms import EndorsementForm, TrialForm
from learning_patterns.views.loading import act, load
from learning_patterns.views.reading import page
from members.rules import Refusal, Refused
from vsn.limits import allow

# How often somebody says something about patterns: each stands there for everyone to read, and
# whoever wrote a pattern gets a message about it.
A_DAY, DAY = 30, 86400


def _not_too_often(request: HttpRequest) -> None:
    if not allow("evidence", str(request.user.pk), times=A_DAY, seconds=DAY):
        sentence = _("That is enough for one day. Please come back tomorrow.")
        raise Refused(Refusal("many", sentence))


@require_POST
@login_required
def endorse(request: HttpRequest, slug: str) -> HttpResponse:
    pattern, form = load(request, slug), EndorsementForm(request.POST)
    if not form.is_valid():
        return page(request, pattern, status=422, endorsing=form)
    said = form.cleaned_data

    def sign() -> None:
        _not_too_often(request)
        actions.endorse(pattern=pattern, by=request.user, now=timezone.now(), **said)

    return act(request, pattern, sign, _("Thank you. Your endorsement stands below the pattern."))


@require_POST
@login_required
def unendorse(request: HttpRequest, slug: str) -> HttpResponse:
    pattern = load(request, slug)
    return act(
        request,
        pattern,
        lambda: actions.withdraw_endorsement(pattern=pattern, by=request.user, now=timezone.now()),
        _("Your endorsement is gone."),
    )


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def tried(request: HttpRequest, slug: str) -> HttpResponse:
    """I tried it: where, for whom, what happened."""
    pattern = load(request, slug)
    if no := rules.refusal(rules.TELL, pattern, request.user, timezone.now()):
        return render(request, "403.html", {"reason": no.sentence}, status=403)
    told = pattern.trials.filter(person=request.user).first()
    data = request.POST if request.method == "POST" else None
    form = TrialForm(data, initial=model_to_dict(told) if told else None)
    if data is not None and form.is_valid():
        try:
            _not_too_often(request)
            actions.tell_trial(
                pattern=pattern, by=request.user, now=timezone.now(), **form.cleaned_data
            )
        except Refused as error:
            form.add_error(None, error.refusal.sentence)
        else:
            messages.success(request, _("Thank you. Everyone who reads the pattern sees it now."))
            return redirect(f"{pattern.get_absolute_url()}#tried")
    context = {"pattern": pattern, "form": form, "told": told}
    status = 422 if form.errors else 200
    return render(request, "learning_patterns/tried.html", context, status=status)


@require_POST
@login_required
def untried(request: HttpRequest, slug: str) -> HttpResponse:
    pattern = load(request, slug)
    return act(
        request,
        pattern,
        lambda: actions.withdraw_trial(pattern=pattern, by=request.user, now=timezone.now()),
        _("What you told is gone."),
    )
