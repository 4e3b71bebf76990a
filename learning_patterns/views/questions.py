"""Questions that stayed open, what became of them, and who answers them."""

import re
from collections.abc import Callable
from functools import cache, wraps
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from learning_patterns import actions, rules
from learning_patterns.forms import AnswerForm, CloseForm, QuestionForm
from learning_patterns.models import Pattern, Question
from learning_patterns.search import understand
from learning_patterns.succession import successor
from learning_patterns.views.loading import act, writers_only, writes
from meetings import rules as meeting_rules
from meetings.models import Session
from vsn.second_factor import second_factor_given

Status = Question.Status
ON_A_PAGE, SUGGESTED = 20, 3
# Fewer answers than that are not summed up: one could tell whose they are.
FEWEST_OUTCOMES = 5


@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """What nobody could answer yet comes first."""
    may_write = writes(request)
    shown = Status.choices if may_write else Status.choices[:3]
    wanted = request.GET.get("status", "")
    found = Question.objects.visible_to(request.user, writes=may_write).select_related("pattern")
    if wanted in dict(shown):
        found = found.filter(status=wanted)
    outcomes = Question.objects.outcomes()
    context = {
        "page_obj": Paginator(found.open_first(), ON_A_PAGE).get_page(request.GET.get("page")),
        "statuses": shown,
        "wanted": wanted if wanted in dict(shown) else "",
        "outcomes": outcomes if outcomes["told"] >= FEWEST_OUTCOMES else None,
        "writes": may_write,
    }
    return render(request, "learning_patterns/questions.html", context)


@require_safe
def question(request: HttpRequest, slug: str) -> HttpResponse:
    """One question, and what this reader can do about it."""
    return page(request, load(request, slug))


def load(request: HttpRequest, slug: str) -> Question:
    """The question of that address, if this reader may see it; else Http404."""
    seen = Question.objects.visible_to(request.user, writes=writes(request))
    named = ("asked_by", "posted_by", "taken_by", "pattern", "session__meeting")
    return get_object_or_404(seen.select_related(*named), slug=slug)


def page(
    request: HttpRequest, question: Question, *, status: int = 200, **more: Any
) -> HttpResponse:
    """The page of a question; `more` are forms that come back with what was typed in them."""
    chosen = _pattern(request, question)
    context = {
        "question": question,
        "pattern": chosen,
        "instead": successor(chosen) if chosen and chosen.replaced_by_id else None,
        "session": _session(request, question),
        "is_asker": request.user.is_authenticated and question.asked_by == request.user,
        **(_acts(request, question) if request.user.is_authenticated else {}),
        **more,
    }
    return render(request, "learning_patterns/question.html", context, status=status)


def _pattern(request: HttpRequest, question: Question) -> Pattern | None:
    """What answers it, or will; a draft only for those who may read it."""
    chosen = question.pattern
    if chosen is None or chosen.published_at or writes(request):
        return chosen
    return chosen if chosen.author_id == request.user.pk else None


def _session(request: HttpRequest, question: Question) -> Session | None:
    """Where it came up, if this reader may see that meeting."""
    session = question.session
    return session if session and meeting_rules.may_see(request.user, session) else None


def _acts(request: HttpRequest, question: Question) -> dict[str, Any]:
    """What can be done with it by whoever is signed in."""
    now = timezone.now()

    @cache  # each rule is asked once: some of them ask the database
    def passes(rule: rules.QuestionRule) -> bool:
        return rule(question, request.user, now) is None

    def may(those: tuple[rules.QuestionRule, ...]) -> bool:
        return all(map(passes, those))

    context: dict[str, Any] = {
        "can_close": may(rules.CLOSE),
        "can_reopen": may(rules.REOPEN),
        "can_correct": may(rules.CORRECT),
        "closing": CloseForm(auto_id="close_%s"),
    }
    if writes(request):
        context |= {
            "writes": True,
            "can_answer": may(rules.LINK),
            "can_take": may(rules.TAKE),
            "can_release": may(rules.RELEASE),
            "answering": AnswerForm(auto_id="answer_%s"),
            "similar": _similar(question),
        }
    return context


def _similar(question: Question) -> list[Pattern]:
    """Published patterns that may answer it already; none once one is being written."""
    if question.pattern_id or question.status not in {Status.OPEN, Status.TAKEN}:
        return []
    search = understand(re.sub(r'["-]', " ", question.text), question.language)
    found = Pattern.objects.published().answering(search)
    return list(found[:SUGGESTED]) if search.question.tells else []


def looked_after(view: Callable[[HttpRequest, Question], HttpResponse]) -> Callable[..., Any]:
    """Hands over the question to those whose it is, who run its meeting, or who are admins, who
    prove twice who they are; else Http404. Never kept in any cache."""

    @wraps(view)
    def guarded(request: HttpRequest, slug: str) -> HttpResponse:
        one, reader = load(request, slug), request.user
        if not reader.is_authenticated or rules.looks_after(one, reader, timezone.now()):
            raise Http404
        if reader.is_staff and not (rules.is_own(one, reader) or second_factor_given(request)):
            return redirect("mfa_index")
        return view(request, one)

    return never_cache(guarded)


# --- Acts ----------------------------------------------------------------------------------------


@require_POST
@writers_only
def take_question(request: HttpRequest, slug: str) -> HttpResponse:
    one = load(request, slug)
    return act(
        request,
        one,
        lambda: actions.take(question=one, by=request.user, now=timezone.now()),
        _("It is yours. Whoever asked is told; write a pattern from it, or choose one."),
    )


@require_POST
@writers_only
def release_question(request: HttpRequest, slug: str) -> HttpResponse:
    one = load(request, slug)
    return act(
        request,
        one,
        lambda: actions.release(question=one, by=request.user, now=timezone.now()),
        _("It is open again, for somebody else to take it up."),
    )


@require_POST
@writers_only
def link_question(request: HttpRequest, slug: str) -> HttpResponse:
    one, form = load(request, slug), AnswerForm(request.POST, auto_id="answer_%s")
    if not form.is_valid():
        return page(request, one, status=422, answering=form)
    chosen = form.cleaned_data["pattern"]
    if chosen.status == Pattern.Status.PUBLISHED:
        done = _("Answered. Whoever asked is told, and asked in half a year what came of it.")
    else:
        done = _("As soon as this pattern is published, the question is answered.")
    return act(
        request,
        one,
        lambda: actions.link(question=one, pattern=chosen, by=request.user, now=timezone.now()),
        done,
    )


@require_POST
@looked_after
def close_question(request: HttpRequest, one: Question) -> HttpResponse:
    form = CloseForm(request.POST, auto_id="close_%s")
    if not form.is_valid():
        return page(request, one, status=422, closing=form)
    return act(
        request,
        one,
        lambda: actions.close(
            question=one, why=form.cleaned_data["why"], by=request.user, now=timezone.now()
        ),
        _("The question is closed."),
    )


@require_POST
@looked_after
def reopen_question(request: HttpRequest, one: Question) -> HttpResponse:
    return act(
        request,
        one,
        lambda: actions.reopen(question=one, by=request.user, now=timezone.now()),
        _("The question is open again."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def correct_question(request: HttpRequest, slug: str) -> HttpResponse:
    """Other words, by whoever wrote it down."""
    one, now = load(request, slug), timezone.now()
    if not rules.is_own(one, request.user):
        raise Http404
    if no := rules.question_refusal(rules.CORRECT, one, request.user, now):
        return render(request, "403.html", {"reason": no.sentence}, status=403)
    known = {"text": one.text, "details": one.details, "language": one.language,
             "shows_name": one.shows_name}  # fmt: skip
    form = QuestionForm(request.POST if request.method == "POST" else None, initial=known)
    if one.asked_by != request.user:
        del form.fields["shows_name"]
    if form.is_bound and form.is_valid():
        return act(
            request,
            one,
            lambda: actions.correct(question=one, by=request.user, now=now, **form.cleaned_data),
            _("Saved."),
        )
    context = {"form": form, "question": one}
    status = 422 if form.errors else 200
    return render(request, "learning_patterns/question_correct.html", context, status=status)
