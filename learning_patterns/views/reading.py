"""Reading learning patterns."""

from collections import Counter
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from learning_patterns import rules
from learning_patterns.content import sections, shown
from learning_patterns.forms import (
    ArchiveForm,
    ChangesForm,
    EndorsementForm,
    LibraryForm,
    PublishForm,
    facets_of,
)
from learning_patterns.marking import marked, passage
from learning_patterns.models import Endorsement, Pattern, Trial
from learning_patterns.querysets import PatternQuerySet
from learning_patterns.search import understand
from learning_patterns.views.loading import load, writes
from members.rules import Refusal

ON_A_PAGE = 20


@require_safe
def patterns(request: HttpRequest) -> HttpResponse:
    """The library: every published pattern, or those that answer a question."""
    may_write = writes(request)
    facets = facets_of(Pattern.objects.published())
    form = LibraryForm(request.GET, facets=facets, writes=may_write)
    valid = form.is_valid()
    asked, today = form.cleaned_data, timezone.localdate()
    search = understand(asked.get("q", ""), get_language() or "")
    found = _narrowed(asked).answering(search).prefetch_related("categories")
    page_obj = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "search": search,
        "page_obj": page_obj,
        "rows": [
            {
                "pattern": one,
                "title": marked(one.title, search.question),
                "passage": passage(one, search.question),
                "review_due": one.review_is_due(today),
            }
            for one in page_obj
        ],
        "writes": may_write,
        "narrowed": any(asked.values()),
    }
    status = 200 if valid else 400
    return render(request, "learning_patterns/patterns.html", context, status=status)


def _narrowed(asked: dict[str, Any]) -> PatternQuerySet:
    """What the filters leave, what is known to help first."""
    found = Pattern.objects.best_known_first()
    found = found.filter(status=asked.get("status") or Pattern.Status.PUBLISHED)
    if asked.get("category"):
        found = found.in_categories(asked["category"])
    if asked.get("language"):
        found = found.filter(language__in=asked["language"])
    for kind in asked.get("evidence", ()):
        found = found.filter(**{f"{kind}__gt": 0})
    return found


@require_safe
def pattern(request: HttpRequest, slug: str) -> HttpResponse:
    """One pattern, what it rests on, and for those who write them what can be done with it."""
    return page(request, load(request, slug))


def page(request: HttpRequest, pattern: Pattern, *, status: int = 200, **more: Any) -> HttpResponse:
    """The page of a pattern; `more` are forms that come back with what was typed in them."""
    trials = list(pattern.trials.select_related("person"))
    endorsements = list(pattern.endorsements.select_related("person").order_by("at"))
    context = {
        "pattern": pattern,
        "sections": sections(shown(pattern)),
        "review_due": pattern.review_is_due(timezone.localdate()),
        "endorsements": endorsements,
        "trials": trials,
        "outcome": _outcome(trials),
        "elsewhere": Pattern.objects.in_other_languages(pattern),
        **_evidence_of(request, pattern, endorsements, trials),
        **(_work(request, pattern) if writes(request) else {}),
        **more,
    }
    return render(request, "learning_patterns/pattern.html", context, status=status)


def _outcome(trials: list[Trial]) -> dict[str, int]:
    """How many tried it, for how many it worked, and for how many in part."""
    went = Counter(trial.outcome for trial in trials)
    outcome = Trial.Outcome
    return {"tried": len(trials), "worked": went[outcome.WORKED], "partly": went[outcome.PARTLY]}


def _evidence_of(
    request: HttpRequest,
    pattern: Pattern,
    endorsements: list[Endorsement],
    trials: list[Trial],
) -> dict[str, Any]:
    """What this reader has said, or could say."""
    person, now = request.user, timezone.now()
    if not person.is_authenticated:
        return {}
    own = next((one for one in endorsements if one.person_id == person.pk), None)
    no_telling = rules.refusal(rules.TELL, pattern, person, now)
    return {
        "own_endorsement": own,
        "own_trial": next((one for one in trials if one.person_id == person.pk), None),
        "no_telling": no_telling,
        "no_endorsing": no_telling or rules.not_own(pattern, person, now),
        "endorsing": EndorsementForm(initial={"reason": own.reason if own else ""}),
    }


def _work(request: HttpRequest, pattern: Pattern) -> dict[str, Any]:
    """What those who write patterns see beside it."""
    now = timezone.now()

    def no(rule: tuple[rules.Rule, ...]) -> Refusal | None:
        return rules.refusal(rule, pattern, request.user, now)

    return {
        "writes": True,
        "remarks": pattern.remarks.select_related("author"),
        "waits": rules.waits(pattern, request.user, now) is None,
        "no_publishing": no(rules.PUBLISH),
        "no_asking": no(rules.ASK_REVIEW),
        "publishing": PublishForm(initial={"number": pattern.revision}),
        "changes": ChangesForm(auto_id="changes_%s"),
        "archiving": ArchiveForm(auto_id="archive_%s"),
    }
