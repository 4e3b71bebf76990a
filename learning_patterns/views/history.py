"""What a pattern said before, what changed, and how to go back."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from learning_patterns import actions, rules
from learning_patterns import content as contents
from learning_patterns.content import FIELDS, MARKDOWN, NOTHING, Content
from learning_patterns.differences import difference
from learning_patterns.models import Pattern, Revision
from learning_patterns.views.loading import load, own_draft, writers_and
from learning_patterns.views.translating import number_in
from members.rules import Refused

ON_A_PAGE = 50
# A number in an address that a database can compare with.
LARGEST = 2**31 - 1


@require_safe
@writers_and(own_draft)
def history(request: HttpRequest, slug: str) -> HttpResponse:
    """Every revision, newest first."""
    pattern = load(request, slug)
    revisions = pattern.revisions.select_related("author").defer("content")
    page_obj = Paginator(revisions, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"pattern": pattern, "page_obj": page_obj}
    return render(request, "learning_patterns/history.html", context)


@require_safe
@writers_and(own_draft)
def revision(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """What one revision changed, field by field; `?since=` compares with another than the one
    before it."""
    pattern = load(request, slug)
    found = _revision(pattern, number)
    since, newest = _since(request, number), number == pattern.revision
    before = contents.at(pattern, since) if since else NOTHING

    def may(rule: tuple[rules.Rule, ...]) -> bool:
        return rules.refusal(rule, pattern, request.user, timezone.now()) is None

    context = {
        "pattern": pattern,
        "revision": found,
        "since": since,
        "changes": changes(before, contents.complete(found.content)),
        "may_bring_back": not newest and may(rules.EDIT),
        "about": MARKDOWN if newest and may(rules.REMARK) else (),
    }
    return render(request, "learning_patterns/revision.html", context)


@require_POST
@writers_and(own_draft)
def restore(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """What an earlier revision said becomes the newest one."""
    pattern = load(request, slug)
    found = _revision(pattern, number)
    try:
        made = actions.bring_back(revision=found, by=request.user, now=timezone.now())
    except Refused as error:
        messages.warning(request, error.refusal.sentence)
        return redirect(pattern)
    if made:
        done = _("Revision %(number)d is back. What came after it stays in the history.")
        messages.success(request, done % {"number": number})
    else:
        messages.success(request, _("That is what the pattern says already."))
    return redirect("patterns:history", pattern.slug)


def changes(before: Content, after: Content) -> list[tuple[str, str, str]]:
    """The fields that differ: the name of each, how it is called, and what changed in it."""
    labels = contents.labels()
    before, after = contents.named(contents.present(before), contents.present(after))
    return [
        (name, labels[name], difference(before[name], after[name]))
        for name in FIELDS
        if before[name] != after[name]
    ]


def _revision(pattern: Pattern, number: int) -> Revision:
    found = pattern.revisions.numbered(number) if number <= LARGEST else None
    if found is None:
        raise Http404
    return found


def _since(request: HttpRequest, number: int) -> int:
    """The revision to compare with; the one before if nothing sensible was asked for."""
    return number_in(request.GET.get("since", "")) or number - 1
