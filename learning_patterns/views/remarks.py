"""What colleagues say about a text: remarked, done, not done after all."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from learning_patterns import actions
from learning_patterns.forms import RemarkForm
from learning_patterns.views.loading import load, own_draft, writers_and, writers_only
from learning_patterns.views.reading import page
from members.rules import Refused


@require_POST
@writers_only
def remark(request: HttpRequest, slug: str) -> HttpResponse:
    """Says something about the text, which stays where it is."""
    done = _("Your remark stands beside the text. Who wrote it hears of it within a day.")
    return _say(request, slug, actions.remark, done)


@require_POST
@writers_only
def send_back(request: HttpRequest, slug: str) -> HttpResponse:
    """Says what to change, and the pattern is a draft again."""
    done = _("It is a draft again, with what you said beside it. Who wrote it is told.")
    return _say(request, slug, actions.send_back, done)


def _say(request: HttpRequest, slug: str, action: Callable[..., object], done: str) -> HttpResponse:
    pattern, form = load(request, slug), RemarkForm(request.POST)
    if form.is_valid():
        try:
            action(pattern=pattern, by=request.user, now=timezone.now(), **form.cleaned_data)
        except Refused as error:
            about = "quote" if error.refusal.code == "elsewhere" else None
            form.add_error(about, error.refusal.sentence)
        else:
            messages.success(request, done)
            return redirect(f"{pattern.get_absolute_url()}#remarks")
    return page(request, pattern, status=422, saying=form)


@require_POST
@writers_and(own_draft)
def settle(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """What the remark asks for is done."""
    return _tick(request, slug, number, actions.settle, _("Ticked off."))


@require_POST
@writers_and(own_draft)
def unsettle(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """It is not done after all."""
    return _tick(request, slug, number, actions.unsettle, _("It is open again."))


def _tick(
    request: HttpRequest, slug: str, number: int, action: Callable[..., object], done: str
) -> HttpResponse:
    """Back to where the remark was read: beside the text, or while writing."""
    pattern = load(request, slug)
    found = get_object_or_404(pattern.remarks.select_related("pattern"), pk=number)
    try:
        action(remark=found, by=request.user, now=timezone.now())
    except Refused as error:
        messages.warning(request, error.refusal.sentence)
    else:
        messages.success(request, done)
    if "writing" in request.POST:
        return redirect("patterns:edit", pattern.slug)
    return redirect(f"{pattern.get_absolute_url()}#remarks")
