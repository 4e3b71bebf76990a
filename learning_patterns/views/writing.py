"""Writing a pattern: preview, save, and two at once."""

import re
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from learning_patterns import actions, rules
from learning_patterns import content as contents
from learning_patterns.actions import Conflict
from learning_patterns.content import FIELDS, Content, sections
from learning_patterns.differences import difference
from learning_patterns.forms import PatternForm, initial
from learning_patterns.marking import is_alike
from learning_patterns.models import Pattern
from learning_patterns.search import understand
from learning_patterns.views.loading import load, writers_only
from learning_patterns.views.translating import (
    begin,
    lay_beside,
    matched,
    number_in,
    translated,
)
from members.rules import Refusal

METHODS = ["GET", "HEAD", "POST"]
# How many of the best answers to what somebody writes are looked at, and shown as alike.
LOOKED_AT, SUGGESTED = 10, 3


@require_http_methods(METHODS)
@writers_only
def new(request: HttpRequest) -> HttpResponse:
    """A pattern that nobody has written yet; `?translate=` names one to say in another language."""
    original = translated(request.GET.get("translate", ""))
    if request.method != "POST":
        begun = {"language": get_language(), "creators": request.user.name}
        if original:
            begun = begin(original, get_language() or "")
        return _page(request, PatternForm(initial=begun, original=original))
    form = PatternForm(request.POST, original=original)
    if "preview" in request.POST or not form.is_valid():
        return _page(request, form)
    made = actions.start_pattern(
        content=form.content(), by=request.user, now=timezone.now(), original=original
    )
    messages.success(request, _("Your draft is saved. Members can read it, nobody else."))
    return redirect("patterns:edit", made.slug)


@require_http_methods(METHODS)
@writers_only
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """A new text for a pattern; `base` is the revision that the writer has before them."""
    pattern = load(request, slug)
    if no := rules.refusal(rules.EDIT, pattern, request.user, timezone.now()):
        return _refused(request, pattern, no)
    if request.method != "POST":
        known = initial(contents.newest(pattern))
        form = PatternForm(initial=known, original=pattern.original)
        return _page(request, form, pattern, base=pattern.revision)
    base = number_in(request.POST.get("base", ""))
    form = PatternForm(_settled(request.POST, pattern, base), original=pattern.original)
    if "preview" in request.POST or not form.is_valid():
        return _page(request, form, pattern, base=base)
    return _save(request, form, pattern, base)


def _save(request: HttpRequest, form: PatternForm, pattern: Pattern, base: int) -> HttpResponse:
    comment = form.cleaned_data["comment"]
    try:
        made = actions.save_revision(
            pattern=pattern,
            content=form.content(),
            base=base,
            by=request.user,
            now=timezone.now(),
            comment=comment,
            matches=matched(request, pattern),
        )
    except Conflict as conflict:
        return _conflict(request, pattern, conflict, comment)
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
    request: HttpRequest, pattern: Pattern, conflict: Conflict, comment: str
) -> HttpResponse:
    """Both versions of each field that two people changed, with the choice."""
    named, merged, theirs = contents.labels(), conflict.merge, conflict.theirs
    their_content = contents.complete(theirs.content)
    choices = [
        {
            "name": name,
            "label": named[name],
            "theirs": their_content[name],
            "difference": difference(their_content[name], merged.content[name]),
        }
        for name in merged.conflicts
    ]
    known = {**initial(merged.content), "comment": comment}
    form = PatternForm(initial=known, original=pattern.original)
    return _page(
        request, form, pattern, base=theirs.number, status=409, choices=choices, theirs=theirs
    )


def _settled(data: QueryDict, pattern: Pattern, base: int) -> QueryDict:
    """What was sent, with the other's version where the writer chose that one."""
    taken = [name for name in FIELDS if data.get(f"choice_{name}") == "theirs"]
    if not taken:
        return data
    theirs, data = initial(contents.at(pattern, base)), data.copy()
    for name in taken:
        value = theirs[name]
        data.setlist(name, value if isinstance(value, list) else [value])
    return data


def _page(
    request: HttpRequest,
    form: PatternForm,
    pattern: Pattern | None = None,
    *,
    base: int = 0,
    status: int = 0,
    **more: Any,
) -> HttpResponse:
    wrong = form.is_bound and not form.is_valid()
    lay_beside(form, pattern)
    context = {
        "form": form,
        "pattern": pattern,
        "original": form.original,
        "base": base,
        "remarks": pattern.remarks.select_related("author")[:5] if pattern else (),
        "similar": _similar(form, pattern),
        "preview": _preview(form) if "preview" in request.POST and not wrong else None,
        **more,
    }
    return render(
        request, "learning_patterns/write.html", context, status=status or (422 if wrong else 200)
    )


def _similar(form: PatternForm, pattern: Pattern | None) -> list[Pattern]:
    """Published patterns that may say the same, as long as nobody else reads this one."""
    if form.original or (pattern and pattern.published_at):
        return []
    said = " ".join(str(form[name].value() or "") for name in ("title", "problem"))
    search = understand(re.sub(r'["-]', " ", said), form["language"].value() or "")
    if not search.question:
        return []
    found = Pattern.objects.published().exclude(pk=pattern.pk if pattern else None)
    looked_at = found.answering(search)[:LOOKED_AT]
    return [one for one in looked_at if is_alike(one, search.question)][:SUGGESTED]


def _preview(form: PatternForm) -> dict[str, Any]:
    content: Content = form.content()
    return {"title": content["title"], "sections": sections(content)}


def _refused(request: HttpRequest, pattern: Pattern, no: Refusal) -> HttpResponse:
    messages.warning(request, no.sentence)
    return redirect(pattern)
