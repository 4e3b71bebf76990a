"""Reading learning patterns."""

from collections import Counter
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from learning_patterns import rules
from learning_patterns.content import MARKDOWN, sections, texts
from learning_patterns.forms import (
    ArchiveForm,
    EndorsementForm,
    LibraryForm,
    LookAgainForm,
    PublishForm,
    RemarkForm,
    facets_of,
)
from learning_patterns.marking import marked, passage
from learning_patterns.models import Endorsement, Pattern, Trial
from learning_patterns.said import said_of
from learning_patterns.search import understand
from learning_patterns.succession import successor
from learning_patterns.surroundings import surroundings
from learning_patterns.views.loading import load, writes
from learning_patterns.views.pictures import allow_picture, picture_of
from members.rules import Refusal
from vsn import charts

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
    found = Pattern.objects.best_known_first().narrowed(**form.filters).answering(search)
    page_obj = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    around = surroundings(page_obj.object_list, request.user)
    context = {
        "form": form,
        "search": search,
        "page_obj": page_obj,
        "rows": [
            {
                "pattern": one,
                "around": around[one.pk],
                "tongues": [other.note for other in around[one.pk].translations],
                "title": marked(one.title, search.question),
                "passage": passage(one, search.question),
                "review_due": one.review_is_due(today),
            }
            for one in page_obj
        ],
        "writes": may_write,
        "narrowed": any(asked.values()),
        "filtered": any(value for name, value in asked.items() if name != "q"),
        "feed": _feed_of(request),
    }
    status = 200 if valid else 400
    return render(request, "learning_patterns/patterns.html", context, status=status)


def _feed_of(request: HttpRequest) -> str:
    """The address of the feed of what the page shows."""
    asked = request.GET.copy()
    for not_its in ("page", "status"):
        asked.pop(not_its, None)
    return f"{reverse('patterns:feed')}?{asked.urlencode()}".rstrip("?")


@require_safe
def pattern(request: HttpRequest, slug: str) -> HttpResponse:
    """One pattern, what it rests on, and for those who write them what can be done with it."""
    return page(request, load(request, slug))


def page(request: HttpRequest, pattern: Pattern, *, status: int = 200, **more: Any) -> HttpResponse:
    """The page of a pattern; `more` are forms that come back with what was typed in them."""
    trials = list(pattern.trials.select_related("person"))
    endorsements = list(pattern.endorsements.select_related("person").order_by("at"))
    picture = picture_of(pattern)
    context = {
        "pattern": pattern,
        "picture": picture,
        "around": surroundings([pattern], request.user)[pattern.pk],
        "sections": sections(texts(pattern)),
        "review_due": pattern.review_is_due(timezone.localdate()),
        "instead": successor(pattern),
        "endorsements": endorsements,
        "trials": trials,
        "outcome": _outcome(trials),
        **_evidence_of(request, pattern, endorsements, trials),
        **(_work(request, pattern) if writes(request) else {}),
        **more,
    }
    answer = render(request, "learning_patterns/pattern.html", context, status=status)
    return allow_picture(answer, picture)


def _outcome(trials: list[Trial]) -> dict[str, Any]:
    """How many tried it, and how that went for how many; as numbers and drawn."""
    went = Counter(trial.outcome for trial in trials)
    drawn = charts.bars(
        [(str(label).capitalize(), went[value]) for value, label in Trial.Outcome.choices]
    )
    return {
        "tried": len(trials),
        "chart": drawn,
        **{value: went[value] for value in Trial.Outcome.values},
    }


def _evidence_of(
    request: HttpRequest,
    pattern: Pattern,
    endorsements: list[Endorsement],
    trials: list[Trial],
) -> dict[str, Any]:
    """What this reader has said, or could say. Who is shut out is told when they say it: asking
    beforehand would cost everyone two queries."""
    person, now = request.user, timezone.now()
    if not person.is_authenticated:
        return {}
    own = next((one for one in endorsements if one.person_id == person.pk), None)
    return {
        "own_endorsement": own,
        "own_trial": next((one for one in trials if one.person_id == person.pk), None),
        "no_endorsing": rules.not_own(pattern, person, now),
        "endorsing": EndorsementForm(initial={"reason": own.reason if own else ""}),
    }


def _about(request: HttpRequest) -> dict[str, str]:
    """`?about=` names the field that a remark is to be about."""
    name = request.GET.get("about", "")
    return {"field": name} if name in MARKDOWN else {}


def _work(request: HttpRequest, pattern: Pattern) -> dict[str, Any]:
    """What those who write patterns see beside it."""
    now = timezone.now()

    def no(rule: tuple[rules.Rule, ...]) -> Refusal | None:
        return rules.refusal(rule, pattern, request.user, now)

    return {
        "writes": True,
        "said": said_of(pattern),
        "waits": rules.waits(pattern, request.user, now) is None,
        "no_publishing": no(rules.PUBLISH),
        "no_asking": no(rules.ASK_REVIEW),
        "publishing": PublishForm(initial={"number": pattern.revision}),
        "no_remarking": no(rules.REMARK),
        "saying": RemarkForm(initial=_about(request)),
        "looking_again": LookAgainForm(auto_id="again_%s"),
        "archiving": ArchiveForm(auto_id="archive_%s"),
    }
