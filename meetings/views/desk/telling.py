"""What is said of a list in a few words: its tags, and what came of an act."""

from collections import Counter

from django.contrib import messages
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy

from meetings import standing
from meetings.actions import Outcome
from meetings.standing import Sheet

# So many are named one by one; of more only the number is told.
NAMED = 5

_TAGS: dict[str, Promise] = {
    standing.SENT: ngettext_lazy("%(n)s sent", "%(n)s sent", "n"),
    standing.SENDING: ngettext_lazy("%(n)s being sent", "%(n)s being sent", "n"),
    standing.DUE: ngettext_lazy("%(n)s about to be sent", "%(n)s about to be sent", "n"),
    standing.LATER: ngettext_lazy("%(n)s gets it in time", "%(n)s get it in time", "n"),
    standing.NO_LINK: ngettext_lazy("%(n)s waits for the link", "%(n)s wait for the link", "n"),
    standing.UNACKNOWLEDGED: ngettext_lazy(
        "%(n)s has not acknowledged the policy", "%(n)s have not acknowledged the policy", "n"
    ),
    standing.UNCONFIRMED: ngettext_lazy(
        "%(n)s has not confirmed yet", "%(n)s have not confirmed yet", "n"
    ),
    standing.UNREACHABLE: ngettext_lazy("%(n)s cannot be reached", "%(n)s cannot be reached", "n"),
    standing.TOO_LATE: ngettext_lazy("%(n)s came too late", "%(n)s came too late", "n"),
    standing.HELD_BACK: ngettext_lazy(
        "%(n)s held back: ask the admins", "%(n)s held back: ask the admins", "n"
    ),
    standing.WAITING: ngettext_lazy("%(n)s on the waiting list", "%(n)s on the waiting list", "n"),
}


def tags(sheet: Sheet) -> list[tuple[str, str]]:
    """How many stand how, each with its colour."""
    said = [
        (standing.tone(code), str(words % {"n": sheet.codes[code]}))
        for code, words in _TAGS.items()
        if sheet.codes.get(code)
    ]
    failed = Counter(str(row.reason) for row in sheet.rows if row.code == standing.FAILED)
    for reason, count in failed.items():
        words = ngettext("%(n)s failed: %(reason)s", "%(n)s failed: %(reason)s", count)
        said.append(("bad", words % {"n": count, "reason": reason}))
    return said


def came(sheet: Sheet) -> list[tuple[str, str]]:
    """How many came, did not come and were not marked, each with its colour."""
    marks = Counter(row.registration.attended for row in sheet.rows if row.on_list)
    said = (
        ("good", True, ngettext("%(n)s came", "%(n)s came", marks[True])),
        ("", False, ngettext("%(n)s did not come", "%(n)s did not come", marks[False])),
        ("", None, ngettext("%(n)s not marked", "%(n)s not marked", marks[None])),
    )
    return [(tone, words % {"n": marks[mark]}) for tone, mark, words in said if marks[mark]]


def report(request: HttpRequest, outcome: Outcome, done: str) -> None:
    """What was done, unless the notice with the way back says it, and who was left out and why."""
    if outcome.done and not outcome.act:
        messages.success(request, done)
    left = [str(no.sentence) for _place, no in outcome.left]
    for sentence in left[:NAMED]:
        messages.warning(request, sentence)
    if (more := len(left) - NAMED) > 0:
        words = ngettext("%(n)s more was left as it is.", "%(n)s more were left as they are.", more)
        messages.warning(request, words % {"n": more})
    if not outcome.done and not outcome.left:
        messages.warning(request, _("Choose someone first."))
