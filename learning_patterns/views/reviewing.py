"""What there is to do for those who look after patterns."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from learning_patterns import concerned
from learning_patterns.models import Pattern, Question
from learning_patterns.querysets import PatternQuerySet
from learning_patterns.views.loading import writers_only
from members.models import User

# Of each list on the page of all of them, and on a page of its own.
AT_FIRST, ON_A_PAGE = 10, 20
# The lists in their order: what stands above each, and in its place when there is nothing.
_LISTS = {
    "waiting": (
        _("To be looked at"),
        _("Nothing waits. Texts that colleagues want published appear here."),
    ),
    "own": (
        _("Your drafts"),
        _("You have no draft. What would you have liked to know a year ago?"),
    ),
    "drafts": (_("Drafts of others"), _("Nobody else is writing.")),
    "due": (_("Still right?"), _("Every published pattern was looked at within its time.")),
}
# What a list shows: texts are long, and none of them stands here.
_COLUMNS = (
    "slug", "title", "language", "status", "revision", "shown", "changed_at", "author__name",
    "author__wikimedia_name", "author__wikimedia_proved_at",
)  # fmt: skip


@require_safe
@writers_only
def review(request: HttpRequest) -> HttpResponse:
    """The beginning of each list; with `?list=` the whole of one, page by page."""
    known = _lists(request.user, timezone.localdate())
    chosen = request.GET.get("list", "")
    if chosen in known:
        page_obj = Paginator(known[chosen], ON_A_PAGE).get_page(request.GET.get("page"))
        lists = [_told(chosen, page_obj.object_list, request.user)]
        context = {"chosen": chosen, "page_obj": page_obj, "lists": lists}
    else:
        lists = [_begun(name, found, request.user) for name, found in known.items()]
        waiting_questions = Question.objects.filter(status=Question.Status.OPEN)
        context = {"lists": lists, "open_questions": waiting_questions.count()}
    return render(request, "learning_patterns/review.html", context)


def _lists(person: User, today: dt.date) -> dict[str, PatternQuerySet]:
    """What waits longest, what was changed last, what should have been looked at long ago comes
    first."""
    known = Pattern.objects.select_related("author").only(*_COLUMNS).with_remarks(person)
    drafts = known.filter(status=Pattern.Status.DRAFT).order_by("-changed_at", "-pk")
    return {
        "waiting": known.waiting().with_waits_since().order_by("waits_since", "pk"),
        "own": drafts.filter(author=person),
        "drafts": drafts.exclude(author=person),
        "due": known.review_due(today).order_by("review_on", "pk"),
    }


def _begun(name: str, found: PatternQuerySet, person: User) -> dict[str, Any]:
    """As many as one takes in; `more` if there are others."""
    patterns = list(found[: AT_FIRST + 1])
    return _told(name, patterns[:AT_FIRST], person) | {"more": len(patterns) > AT_FIRST}


def _told(name: str, found: Iterable[Pattern], person: User) -> dict[str, Any]:
    """For the template; of what waits also by whom it is, and whether it is this person's own."""
    heading, nothing = _LISTS[name]
    patterns = list(found)
    if name == "waiting":
        _say_whose(patterns, person)
    return {"name": name, "heading": heading, "nothing": nothing, "patterns": patterns}


def _say_whose(patterns: Sequence[Pattern], person: User) -> None:
    """Who publishes is somebody else."""
    wrote = concerned.unseen_by_readers(patterns)
    people = User.objects.in_bulk(set().union(*wrote.values()))
    for one in patterns:
        one.by = [str(people[pk]) for pk in sorted(wrote[one.pk] & people.keys())]
        one.is_own = person.pk in wrote[one.pk]
