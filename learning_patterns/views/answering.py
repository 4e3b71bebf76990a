"""A pattern that answers a question: begun from what was asked, chosen for it when it is saved."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from learning_patterns import actions
from learning_patterns.models import Pattern, Question
from learning_patterns.views.loading import writes
from members.models import User


def question_named(request: HttpRequest) -> Question | None:
    """That `?question=` names, for those who write patterns."""
    slug = request.GET.get("question", "")
    if not slug:
        return None
    if "\x00" in slug:
        raise Http404
    seen = Question.objects.visible_to(request.user, writes=writes(request))
    return get_object_or_404(seen, slug=slug)


def begin_from(question: Question) -> dict[str, Any]:
    """What was asked is the problem, in the language in which it was asked."""
    asked = "\n\n".join(filter(None, (question.text, question.details)))
    return {"problem": asked, "language": question.language}


def told_about(question: Question) -> str:
    said = _("This pattern is to answer “%(question)s”. Saving it means that you take that up.")
    return said % {"question": question.text}


def answering(question: Question) -> Callable[[Pattern, User, dt.datetime], object]:
    """Chooses the draft for the question, in the transaction that stores it."""
    return lambda pattern, by, now: actions.link(question=question, pattern=pattern, by=by, now=now)
