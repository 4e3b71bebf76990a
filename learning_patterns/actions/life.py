"""The life of a pattern: draft, in review, published, archived."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from learning_patterns import concerned, rules
from learning_patterns.actions.locking import locked_if, obey
from learning_patterns.actions.questions import give_up_for, settle_for
from learning_patterns.actions.remarks import note
from learning_patterns.actions.writing import show
from learning_patterns.models import Pattern
from members.models import User
from members.rules import Refusal, Refused
from vsn.audit.journal import record
from vsn.audit.models import Action

Status = Pattern.Status
# A published pattern is looked at again after that time, unless the reviewer says otherwise.
GOOD_FOR = dt.timedelta(days=365)


@transaction.atomic
def ask_review(*, pattern: Pattern, by: User, now: dt.datetime) -> Pattern:
    """The draft waits for somebody else to look at it. Raises Refused."""
    pattern = locked_if(rules.ASK_REVIEW, pattern, by, now)
    return _moved(pattern, Status.IN_REVIEW, Action.PATTERN_IN_REVIEW, by, now)


@transaction.atomic
def send_back(
    *,
    pattern: Pattern,
    text: str,
    field: str = "",
    quote: str = "",
    by: User,
    now: dt.datetime,
) -> Pattern:
    """The pattern is a draft again, and `text` says what to change; `quote` is the passage that it
    is about. Who wrote it is told.

    Raises:
        Refused: it is not in review, this person writes no patterns, or the passage does not stand
            there.
    """
    pattern = locked_if(rules.SEND_BACK, pattern, by, now)
    asked = note(pattern, text, field, quote, by, now)
    _moved(pattern, Status.DRAFT, Action.PATTERN_SENT_BACK, by, now)
    to = concerned.writers(pattern) - {by.pk}
    concerned.tell("pattern_sent_back", pattern, to=to, cause=f"m{asked.pk}", now=now)
    return pattern


@transaction.atomic
def publish(
    *, pattern: Pattern, number: int, by: User, now: dt.datetime, review_on: dt.date | None = None
) -> Pattern:
    """Everyone sees revision `number`, the newest, which somebody else wrote. Who wrote it is told.

    Raises:
        Refused: nothing waits, it is their own text, or there is a newer revision than the one
            they looked at.
    """
    pattern = locked_if(rules.PUBLISH, pattern, by, now)
    if number != pattern.revision:
        raise Refused(
            Refusal("newer", _("Somebody saved a newer text meanwhile. Please look at it first."))
        )
    to = concerned.unseen_by_readers([pattern])[pattern.pk] - {by.pk}
    if newest := pattern.revisions.numbered(number):
        show(pattern, newest, now)
    pattern.published_at = pattern.published_at or now
    pattern.review_on = review_on or (now + GOOD_FOR).date()
    _moved(pattern, Status.PUBLISHED, Action.PATTERN_PUBLISHED, by, now)
    concerned.tell("pattern_published", pattern, to=to, cause=f"r{number}", now=now)
    settle_for(pattern=pattern, by=by, now=now)
    return pattern


@transaction.atomic
def still_right(*, pattern: Pattern, months: int = 12, by: User, now: dt.datetime) -> Pattern:
    """Somebody looked at a published pattern and found nothing to change; it is to be looked at
    again in so many months. Raises Refused."""
    pattern = locked_if(rules.STILL_RIGHT, pattern, by, now)
    pattern.review_on = now.date() + months * GOOD_FOR // 12
    return _moved(pattern, Status.PUBLISHED, Action.PATTERN_REVIEWED, by, now)


@transaction.atomic
def archive(
    *, pattern: Pattern, replaced_by: Pattern | None = None, by: User, now: dt.datetime
) -> Pattern:
    """The pattern leaves the library; its address stays, and says what replaces it.

    Raises:
        Refused: it is archived already, or what replaces it is itself or not published.
    """
    # Both are locked, in one order: of two that are to replace each other, the second finds the
    # first in the archive. So replacements never go round in a circle.
    both = Pattern.objects.select_for_update().order_by("pk")
    known = both.in_bulk({pattern.pk, replaced_by.pk if replaced_by else pattern.pk})
    pattern = known[pattern.pk]
    obey(rules.ARCHIVE, pattern, by, now)
    if replaced_by == pattern:
        raise Refused(Refusal("itself", _("A pattern cannot replace itself.")))
    if replaced_by and known[replaced_by.pk].status != Status.PUBLISHED:
        raise Refused(Refusal("unpublished", _("What replaces it has to be published.")))
    pattern.replaced_by = replaced_by
    _moved(pattern, Status.ARCHIVED, Action.PATTERN_ARCHIVED, by, now)
    give_up_for(pattern=pattern, by=by, now=now)
    return pattern


@transaction.atomic
def revive(*, pattern: Pattern, by: User, now: dt.datetime) -> Pattern:
    """Out of the archive, as it was when it went there. Raises Refused."""
    pattern = locked_if(rules.REVIVE, pattern, by, now)
    pattern.replaced_by = None
    status = Status.PUBLISHED if pattern.published_at else Status.DRAFT
    return _moved(pattern, status, Action.PATTERN_REVIVED, by, now)


def _moved(pattern: Pattern, status: str, action: Action, by: User, now: dt.datetime) -> Pattern:
    pattern.status = status
    pattern.save()
    record(action, pattern, by=by, now=now, revision=pattern.revision)
    return pattern
