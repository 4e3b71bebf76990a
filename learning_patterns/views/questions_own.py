"""The page of who asked, reached by an address that only they get, and the acts below it.

A GET changes nothing: mail scanners follow every link.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from learning_patterns import actions, rules
from learning_patterns.forms import CloseForm, QuestionForm, StuckForm
from learning_patterns.models import QUESTION, Pattern, Question
from learning_patterns.querysets.questions import ASKED_AGAIN_AFTER
from members.rules import Refused, routes
from members.tokens import handle_of, is_key

OwnView = Callable[[HttpRequest, Question], HttpResponse]


def with_question(view: OwnView) -> Callable[..., HttpResponse]:
    """Finds the question of a personal address; 410 once nobody knows any more who asked. Never
    kept in any cache."""

    @wraps(view)
    def load(request: HttpRequest, key: str) -> HttpResponse:
        found = Question.objects.select_related("asked_by", "pattern", "session__meeting")
        question = found.filter(handle=handle_of(key)).first()
        if question is None or not is_key(key, QUESTION, question.handle, 0):
            raise Http404
        if question.asked_by is None:
            reason = _("This was the page of whoever asked. Who that was is forgotten by now.")
            return render(request, "410.html", {"reason": reason}, status=410)
        return view(request, question)

    return never_cache(load)


@require_safe
@with_question
def asked(request: HttpRequest, question: Question) -> HttpResponse:
    """Where it stands, and everything that who asked can do about it."""
    return _page(request, question)


@require_POST
@with_question
def asked_correct(request: HttpRequest, question: Question) -> HttpResponse:
    form = QuestionForm(request.POST, auto_id="correct_%s")
    if not form.is_valid():
        return _page(request, question, correcting=form)
    return _act(request, question, "correcting", form, actions.correct, _("Saved."))


@require_POST
@with_question
def asked_close(request: HttpRequest, question: Question) -> HttpResponse:
    form = CloseForm(request.POST, auto_id="close_%s")
    if not form.is_valid():
        return _page(request, question, closing=form)
    done = _("Your question is closed. You can open it again.")
    return _act(request, question, "closing", form, actions.close, done)


@require_POST
@with_question
def asked_reopen(request: HttpRequest, question: Question) -> HttpResponse:
    try:
        actions.reopen(question=question, by=question.asked_by, now=timezone.now())
    except Refused as error:
        messages.warning(request, error.refusal.sentence)
    else:
        messages.success(request, _("Your question is open again."))
    return redirect(question.own_path)


@require_POST
@with_question
def asked_stuck(request: HttpRequest, question: Question) -> HttpResponse:
    """What came of the answer."""
    form = StuckForm(request.POST, auto_id="stuck_%s", can_show=_can_show(question))
    if not form.is_valid():
        return _page(request, question, telling=form)
    done = _("Thank you for telling. It helps the next one who asks.")
    return _act(request, question, "telling", form, actions.tell_stuck, done)


def _act(
    request: HttpRequest,
    question: Question,
    name: str,
    form: Any,
    action: Callable[..., object],
    done: str,
) -> HttpResponse:
    """Does what was filled in, or shows the form again with the reason why not."""
    try:
        action(question=question, by=question.asked_by, now=timezone.now(), **form.cleaned_data)
    except Refused as error:
        form.add_error(None, error.refusal.sentence)
        return _page(request, question, **{name: form})
    messages.success(request, done)
    return redirect(question.own_path)


def _page(request: HttpRequest, question: Question, **forms: Any) -> HttpResponse:
    """`forms` come back with what was typed in them."""
    now, person = timezone.now(), question.asked_by

    def may(rule: tuple[rules.QuestionRule, ...]) -> bool:
        return rules.question_refusal(rule, question, person, now) is None

    settled, pattern = question.settled_at, question.pattern
    context = {
        "question": question,
        "reached": bool(routes(person)),
        # A draft is not for readers yet.
        "pattern": pattern if pattern and pattern.published_at else None,
        "can_correct": may(rules.CORRECT),
        "can_close": may(rules.CLOSE),
        "can_reopen": may(rules.REOPEN),
        "can_tell": may(rules.TELL_STUCK),
        "asked_again_at": settled and settled + ASKED_AGAIN_AFTER,
        **(_forms(question) | forms),
        "wrong": next(iter(forms.values()), None),
    }
    status = 422 if forms else 200
    return render(request, "learning_patterns/asked.html", context, status=status)


def _forms(question: Question) -> dict[str, Any]:
    """As they are at first."""
    said = ("text", "details", "language", "shows_name")
    told = {
        "stuck": question.stuck,
        "place": question.stuck_place,
        "text": question.stuck_text,
        "with_name": question.stuck_shown,
    }
    known = {name: getattr(question, name) for name in said}
    return {
        "correcting": QuestionForm(initial=known, auto_id="correct_%s"),
        "closing": CloseForm(auto_id="close_%s"),
        "telling": StuckForm(initial=told, auto_id="stuck_%s", can_show=_can_show(question)),
    }


def _can_show(question: Question) -> bool:
    pattern = question.pattern
    return pattern is not None and pattern.status == Pattern.Status.PUBLISHED
