"""Writing a pattern: preview, save, and two at once."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from learning_patterns import actions, rules
from learning_patterns import content as contents
from learning_patterns.actions import Conflict
from learning_patterns.forms import PatternForm, initial
from learning_patterns.models import Pattern
from learning_patterns.said import said_of
from learning_patterns.views import overtaken, unsaved
from learning_patterns.views.beginning import beginning
from learning_patterns.views.drawing import beside, drawn
from learning_patterns.views.loading import load, own_draft, writers_and
from learning_patterns.views.sessions import runs_the_session
from learning_patterns.views.signed_out import gives_back
from learning_patterns.views.translating import lay_beside, matched, number_in
from members.rules import Refusal, Refused

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
@gives_back
@writers_and(runs_the_session)
def new(request: HttpRequest) -> HttpResponse:
    """A pattern that nobody has written yet; the address may say what it begins from."""
    begun = beginning(request)
    if request.method != "POST":
        form = PatternForm(initial=begun.initial, original=begun.original)
        if typed := unsaved.kept(request):
            unsaved.fill(form, typed)
        return _page(request, form, told=begun.told)
    form = PatternForm(request.POST, original=begun.original)
    if "preview" in request.POST or not form.is_valid():
        return _page(request, form, told=begun.told)
    try:
        made = actions.start_pattern(
            content=form.content(),
            by=request.user,
            now=timezone.now(),
            new_categories=form.new_categories,
            meeting=begun.meeting,
            then=begun.then,
            original=begun.original,
            once=True,
        )
    except Refused as error:
        messages.warning(request, error.refusal.sentence)
        return _page(request, form, told=begun.told, status=422)
    unsaved.saved(request)
    said = _("Your draft is saved. Members can read it, nobody else.")
    then = _("When it is ready, ask for a review on its page.")
    messages.success(request, f"{said} {then}")
    return redirect("patterns:edit", made.slug)


@require_http_methods(METHODS)
@gives_back
@writers_and(own_draft)
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """A new text for a pattern; `base` is the revision that the writer has before them."""
    pattern = load(request, slug)
    if request.method != "POST":
        if no := rules.refusal(rules.EDIT, pattern, request.user, timezone.now()):
            return _refused(request, pattern, no)
        known, base = initial(contents.newest(pattern)), pattern.revision
        form = PatternForm(initial=known, original=pattern.original)
        if typed := unsaved.kept(request):
            unsaved.fill(form, typed)
            base = number_in(typed.get("base", ""))
        return _page(request, form, pattern, base=base)
    base = number_in(request.POST.get("base", ""))
    data = overtaken.settled(request.POST, pattern, base)
    form = PatternForm(data, original=pattern.original)
    if "preview" in request.POST or not form.is_valid():
        return _again(request, form, pattern, base)
    return _save(request, form, pattern, base)


def _save(request: HttpRequest, form: PatternForm, pattern: Pattern, base: int) -> HttpResponse:
    try:
        made = actions.save_revision(
            pattern=pattern,
            content=form.content(),
            base=base,
            by=request.user,
            now=timezone.now(),
            comment=form.cleaned_data["comment"],
            matches=matched(request, pattern),
            new_categories=form.new_categories,
        )
    except Conflict as conflict:
        return _conflict(request, form, pattern, base, conflict)
    except Refused as error:
        messages.warning(request, error.refusal.sentence)
        return _again(request, form, pattern, base, status=422)
    unsaved.saved(request)
    messages.success(request, _said(pattern, made and made.number, base))
    if "stay" in request.POST:
        return redirect("patterns:edit", pattern.slug)
    return redirect(pattern)


def _said(pattern: Pattern, number: int | None, base: int) -> str:
    """What happened, and what happens next."""
    if number is None:
        return _("Nothing was changed.")
    if number > base + 1:
        return _("Somebody else saved meanwhile. Their changes and yours are both in.")
    if pattern.status == Pattern.Status.PUBLISHED:
        return _("Saved. Readers see it as soon as another member has looked at it.")
    return _("Saved.")


def _conflict(
    request: HttpRequest, form: PatternForm, pattern: Pattern, base: int, conflict: Conflict
) -> HttpResponse:
    """Both versions of each field that two people changed, with the choice."""
    form = overtaken.again(form, conflict)
    return _page(
        request,
        form,
        pattern,
        base=conflict.theirs.number,
        kept_base=base,
        status=409,
        choices=overtaken.choices(
            form, conflict.merge.conflicts, conflict.theirs, conflict.merge.content, QueryDict()
        ),
        theirs=conflict.theirs,
    )


def _again(
    request: HttpRequest, form: PatternForm, pattern: Pattern, base: int, *, status: int = 0
) -> HttpResponse:
    """What was typed, with the choices between two versions as they were made."""
    names = overtaken.had(request.POST)
    theirs = pattern.revisions.numbered(base) if names else None
    if theirs is None:
        return _page(request, form, pattern, base=base, status=status)
    typed = overtaken.as_typed(request.POST, form)
    return _page(
        request,
        typed,
        pattern,
        settled=form,
        base=base,
        status=status,
        kept_base=number_in(request.POST.get("kept_base", "")),
        choices=overtaken.choices(typed, names, theirs, typed.content(), request.POST),
        theirs=theirs,
    )


def _page(
    request: HttpRequest,
    form: PatternForm,
    pattern: Pattern | None = None,
    *,
    settled: PatternForm | None = None,
    base: int = 0,
    status: int = 0,
    **more: Any,
) -> HttpResponse:
    """The form, what stands beside it and what was typed before. For the script that asks while
    one types, only what it draws. What would be saved is `settled`, if that is not the form."""
    if request.POST.get("preview") == "live":
        return drawn(request, settled or form, pattern)
    wrong = form.is_bound and not form.is_valid()
    lay_beside(form, pattern)
    context = {
        "form": form,
        "pattern": pattern,
        "original": form.original,
        "base": base,
        "said": said_of(pattern) if pattern else None,
        "asked_to_look": "preview" in request.POST and not wrong,
        **beside(settled or form, pattern),
        **unsaved.offers(request),
        **more,
    }
    return render(
        request, "learning_patterns/write.html", context, status=status or (422 if wrong else 200)
    )


def _refused(request: HttpRequest, pattern: Pattern, no: Refusal) -> HttpResponse:
    messages.warning(request, no.sentence)
    return redirect(pattern)
