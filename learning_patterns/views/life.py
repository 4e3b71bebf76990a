"""What happens to a pattern: looked at, published, archived. One address for each act."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from learning_patterns import actions
from learning_patterns.forms import ArchiveForm, LookAgainForm, PublishForm
from learning_patterns.views.loading import act, load, own_draft, writers_and, writers_only
from learning_patterns.views.reading import page


@require_POST
@writers_and(own_draft)
def ask_review(request: HttpRequest, slug: str) -> HttpResponse:
    pattern = load(request, slug)
    done = _("Your colleagues see it among what waits. Somebody will look at it.")
    return act(
        request,
        pattern,
        lambda: actions.ask_review(pattern=pattern, by=request.user, now=timezone.now()),
        done,
    )


@require_POST
@writers_only
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    pattern, form = load(request, slug), PublishForm(request.POST)
    if not form.is_valid():
        return page(request, pattern, status=422, publishing=form)
    seen = form.cleaned_data
    return act(
        request,
        pattern,
        lambda: actions.publish(pattern=pattern, by=request.user, now=timezone.now(), **seen),
        _("Published: everyone can read it now."),
    )


@require_POST
@writers_only
def still_right(request: HttpRequest, slug: str) -> HttpResponse:
    pattern, form = load(request, slug), LookAgainForm(request.POST)
    if not form.is_valid():
        return page(request, pattern, status=422, looking_again=form)
    months = form.cleaned_data["months"]
    return act(
        request,
        pattern,
        lambda: actions.still_right(
            pattern=pattern, months=months, by=request.user, now=timezone.now()
        ),
        _("Thank you. It will be looked at again when that time is over."),
    )


@require_POST
@writers_only
def archive(request: HttpRequest, slug: str) -> HttpResponse:
    pattern, form = load(request, slug), ArchiveForm(request.POST)
    if not form.is_valid():
        return page(request, pattern, status=422, archiving=form)
    instead = form.cleaned_data["replaced_by"]
    return act(
        request,
        pattern,
        lambda: actions.archive(
            pattern=pattern, replaced_by=instead, by=request.user, now=timezone.now()
        ),
        _("It is in the archive. Its address stays."),
    )


@require_POST
@writers_only
def revive(request: HttpRequest, slug: str) -> HttpResponse:
    pattern = load(request, slug)
    return act(
        request,
        pattern,
        lambda: actions.revive(pattern=pattern, by=request.user, now=timezone.now()),
        _("It is out of the archive."),
    )
