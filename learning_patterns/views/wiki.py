"""Patterns as wikitext: brought in from Meta, and written for a wiki."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from learning_patterns import actions, wikitext
from learning_patterns import content as contents
from learning_patterns.actions import Conflict, Imported
from learning_patterns.content import complete, sections, shown
from learning_patterns.differences import difference
from learning_patterns.forms import ImportForm
from learning_patterns.models import Pattern
from learning_patterns.views.loading import load, writers_only
from members.rules import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@writers_only
def import_page(request: HttpRequest) -> HttpResponse:
    """GET: where to paste a page. POST: what was understood; `confirm` stores it."""
    form = ImportForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, form, status=422 if request.method == "POST" else 200)
    if "confirm" not in request.POST:
        said = sections(complete(form.found.fields))
        return _page(request, form, found=form.found, sections=said)
    try:
        done = actions.import_pattern(
            found=form.found,
            page=form.cleaned_data["page"],
            language=form.cleaned_data["language"],
            revision=form.cleaned_data["revision"],
            keep=request.POST["confirm"] == "keep",
            by=request.user,
            now=timezone.now(),
        )
    except Refused as error:
        form.add_error(None, error.refusal.sentence)
        return _page(request, form, status=422)
    except Conflict as conflict:
        return _page(request, form, status=409, conflicts=_conflicts(conflict))
    messages.success(request, _said(done))
    return redirect(done.pattern)


def _conflicts(conflict: Conflict) -> list[tuple[str, SafeString]]:
    """How each field is called that says one thing here and another on Meta, and both."""
    labels = contents.labels()
    here, there = contents.named(contents.present(conflict.theirs.content), conflict.merge.content)
    return [
        (labels[name], difference(here[name], there[name])) for name in conflict.merge.conflicts
    ]


def _said(done: Imported) -> str:
    if done.created:
        return _("Brought in as a draft. Look through it, then ask for a review.")
    if done.revision is None:
        return _("Nothing on that page is new.")
    return _("What changed on the page is a new revision here.")


def _page(
    request: HttpRequest, form: ImportForm, status: int = 200, **more: object
) -> HttpResponse:
    return render(request, "learning_patterns/import.html", {"form": form, **more}, status=status)


@require_safe
def wikitext_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The pattern as a page for a wiki, to be copied; `?download` as a file."""
    pattern = load(request, slug)
    text = _wikitext(pattern)
    if "download" not in request.GET:
        return render(
            request, "learning_patterns/wikitext.html", {"pattern": pattern, "text": text}
        )
    answer = HttpResponse(text, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{pattern.slug}.txt"'
    return answer


def _wikitext(pattern: Pattern) -> str:
    endorsed = pattern.endorsements.select_related("person").order_by("pk")
    return wikitext.write(
        shown(pattern),
        categories=[category.name for category in pattern.categories.all()],
        endorsed_by=[f"{one.person}: {one.reason}" for one in endorsed],
    )
