"""Translations: begun from their original, and brought up to it again when it has moved on."""

from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.safestring import SafeString

from learning_patterns import content as contents
from learning_patterns.content import MARKDOWN
from learning_patterns.differences import difference
from learning_patterns.forms import PatternForm, initial
from learning_patterns.models import Pattern


def translated(slug: str, *, begun: bool = False) -> Pattern | None:
    """The published pattern to say in another language, None if none was asked for. Who begins
    from a translation translates its original. `begun`: somebody writes it already, and goes on
    even if the original went to the archive meanwhile."""
    if not slug:
        return None
    if "\x00" in slug:
        raise Http404
    known = Pattern.objects.visible_to(None, writes=False) if begun else Pattern.objects.published()
    return get_object_or_404(known.select_related("original"), slug=slug).root


def begin(original: Pattern, language: str) -> dict[str, Any]:
    """What a translation starts from: the original, to be written over."""
    started = initial(contents.shown(original))
    started["language"] = language if language != original.language else ""
    return started


def lay_beside(form: PatternForm, pattern: Pattern | None) -> None:
    """Puts beside each field what the original says there; what it said differently when the
    translation was made is marked."""
    if not (original := form.original):
        return
    now, before = contents.texts(original), None
    if pattern and pattern.is_behind:
        before = contents.at(original, pattern.original_revision or 0)
    for name in ("title", *MARKDOWN):
        form[name].beside = _told(now[name], before and before[name])


def _told(now: str, before: str | None) -> str | SafeString:
    return now if before is None or before == now else difference(before, now)


def matched(request: HttpRequest, pattern: Pattern) -> int | None:
    """The revision of the original that the writer says their translation is in line with."""
    number = number_in(request.POST.get("matches", ""))
    return min(number, pattern.original.shown) if pattern.original and number else None


def number_in(text: str) -> int:
    """0 for anything that is no number of a revision."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
