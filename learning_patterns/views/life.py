"""What happens to a pattern: looked at, published, archived. One address for each act."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from learning_patterns import actions
from learning_patterns.forms import ArchiveForm, ChangesForm, PublishForm
from learning_patterns.models import Pattern
from learning_patterns.views.loading import act, load, writers_only
from learning_patterns.views.reading import page


@require_safe
@writers_only
def review(request: HttpRequest) -> HttpResponse:
    """What waits for somebody: texts to look at, one's own drafts, patterns that grow old."""
    today = timezone.localdate()
    patterns = Pattern.objects.select_related("author")
    drafts = patterns.filter(status=Pattern.Status.DRAFT)
    context = {
        "waiting": patterns.waiting().order_by("changed_at"),
        "own_drafts": drafts.filter(author=request.user),
        "drafts": drafts.exclude(author=request.user),
        "due": patterns.review_due(today).order_by("review_on"),
    }
    return render(request, "learning_patterns/review.html", context)


@require_POST
@writers_only
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
def send_back(request: HttpRequest, slug: str) -> HttpResponse:
    pattern, form = load(request, slug), ChangesForm(request.POST)
    if not form.is_valid():
        return page(request, pattern, status=422, changes=form)
    asked = form.cleaned_data
    return act(
        request,
        pattern,
        lambda: actions.send_back(pattern=pattern, by=request.user, now=timezone.now(), **asked),
        _("It is a draft again, with what you said beside it."),
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
    pattern = load(request, slug)
    return act(
        request,
        pattern,
        lambda: actions.still_right(pattern=pattern, by=request.user, now=timezone.now()),
        _("Thank you. It will be looked at again in a year."),
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
