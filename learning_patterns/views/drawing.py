"""What is drawn beside the form while somebody writes: how it will look, and what says the same."""

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from learning_patterns.content import sections
from learning_patterns.forms import PatternForm
from learning_patterns.marking import is_alike
from learning_patterns.models import Pattern
from learning_patterns.search import understand
from vsn.limits import allow

# How many of the best answers to what somebody writes are looked at, and shown as alike.
LOOKED_AT, SUGGESTED = 10, 3
# How often the script of one writer is answered, in a minute.
REDRAWN = 40


def drawn(request: HttpRequest, form: PatternForm, pattern: Pattern | None) -> HttpResponse:
    """For the script, while one types: only what changes. Says nothing of mistakes yet."""
    if not allow("draw a pattern", str(request.user.pk), times=REDRAWN, seconds=60):
        return HttpResponse(status=429)
    form.is_valid()
    context = {"form": form, "pattern": pattern, **beside(form, pattern)}
    return render(request, "learning_patterns/_drawn.html", context)


def beside(form: PatternForm, pattern: Pattern | None) -> dict[str, Any]:
    """For the templates `_look.html` and `_similar.html`."""
    looks = form.looks()
    return {
        "looks": looks,
        "looks_like": sections(looks),
        "similar": _similar(form, pattern),
    }


def _similar(form: PatternForm, pattern: Pattern | None) -> list[Pattern]:
    """Published patterns that may say the same, as long as nobody else reads this one. Not of what
    was saved before: whoever wrote that has been told."""
    if form.original or (pattern and (pattern.published_at or not form.is_bound)):
        return []
    said = " ".join(str(form[name].value() or "") for name in ("title", "problem"))
    search = understand(re.sub(r'["-]', " ", said), form["language"].value() or "")
    if not search.question.tells:
        return []
    found = Pattern.objects.published().exclude(pk=pattern.pk if pattern else None)
    looked_at = found.answering(search)[:LOOKED_AT]
    return [one for one in looked_at if is_alike(one, search.question)][:SUGGESTED]
