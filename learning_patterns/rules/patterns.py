"""What holds for learning patterns."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterable

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from learning_patterns.models import Pattern
from members.models import Membership, User
from members.rules import Refusal, is_excluded

Rule = Callable[[Pattern, User, dt.datetime], Refusal | None]
Status = Pattern.Status

NO_MEETING = uuid.UUID(int=0)


def is_member(person: User) -> bool:
    """True for active members and liaisons of the network."""
    membership = getattr(person, "membership", None)
    return membership is not None and membership.status == Membership.Status.ACTIVE


def may_write(person: User) -> bool:
    """Members and liaisons write patterns and look at each other's; admins can step in."""
    return person.is_authenticated and (person.is_staff or is_member(person))


def writes(pattern: Pattern, person: User, now: dt.datetime) -> Refusal | None:
    if may_write(person):
        return None
    return Refusal("writers", _("Members of the network write learning patterns. Would you?"))


def owns_draft(pattern: Pattern, person: User) -> bool:
    """True for whoever started it, as long as it was never published: who is no member may have,
    from a meeting of theirs."""
    unpublished = pattern.status in {Status.DRAFT, Status.IN_REVIEW} and not pattern.published_at
    return bool(pattern.pk and pattern.author_id and pattern.author_id == person.pk and unpublished)


def may_go_on(pattern: Pattern, person: User, now: dt.datetime) -> Refusal | None:
    """Members with everything, others with a draft of their own."""
    return None if owns_draft(pattern, person) else writes(pattern, person, now)


def not_archived(pattern: Pattern, person: User, now: dt.datetime) -> Refusal | None:
    if pattern.status == Status.ARCHIVED:
        return Refusal("archived", _("This pattern is in the archive. Take it out first."))
    return None


def is_archived(pattern: Pattern, person: User, now: dt.datetime) -> Refusal | None:
    if pattern.status != Status.ARCHIVED:
        return Refusal("not_archived", _("This pattern is not in the archive."))
    return None


def is_draft(pattern: Pattern, person: User, now: dt.datetime) -> Refusal | None:
    if pattern.status != Status.DRAFT:
        return Refusal("no_draft", _("This pattern is not a draft any more."))
    return None


def is_told(pattern: Pattern, person: User, now: dt.datetime) -> Refusal | None:
    if not (pattern.problem.strip() and pattern.solution.strip()):
        return Refusal(
            "untold", _("Please tell the problem and what helped before others read it.")
        )
    return None


def is_published(pattern: Pattern, person: User, now: dt.datetime) -> Refusal | None:
    if pattern.status != Status.PUBLISHED:
        return Refusal("unpublished", _("This pattern is not published."))
    return None


def waits(pattern: Pattern, person: User, now: dt.datetime) -> Refusal | None:
    if pattern.status == Status.IN_REVIEW or pattern.has_pending:
        return None
    return Refusal("nothing_waits", _("Nothing of this pattern waits to be looked at."))


def in_review(pattern: Pattern, person: User, now: dt.datetime) -> Refusal | None:
    if pattern.status != Status.IN_REVIEW:
        return Refusal("not_in_review", _("This pattern is not in review."))
    return None


def in_work(pattern: Pattern, person: User, now: dt.datetime) -> Refusal | None:
    if pattern.status in {Status.DRAFT, Status.IN_REVIEW} or pattern.has_pending:
        return None
    return Refusal("nothing_open", _("Nothing of this pattern is being worked on."))


def others_text(pattern: Pattern, person: User, now: dt.datetime) -> Refusal | None:
    """Nobody publishes alone what they wrote, admins neither."""
    unseen = pattern.revisions.all()
    if pattern.published_at:
        unseen = unseen.filter(number__gt=pattern.shown)
    if unseen.filter(author=person).exists():
        return Refusal("own", _("You wrote part of this, so somebody else has to publish it."))
    return None


def not_own(pattern: Pattern, person: User, now: dt.datetime) -> Refusal | None:
    if pattern.author_id == person.pk:
        return Refusal("own", _("You started this pattern; endorsing it is for others."))
    return None


def not_excluded(pattern: Pattern, person: User, now: dt.datetime) -> Refusal | None:
    """Neutral on purpose: who reads it learns whom to write to, and no more."""
    if is_excluded(person, meeting_uid=NO_MEETING, affiliate_id=None, now=now):
        sentence = _("We cannot take this from you. Please write to %(contact)s.")
        return Refusal("excluded", sentence % {"contact": settings.CONTACT_EMAIL})
    return None


EDIT: tuple[Rule, ...] = (may_go_on, not_archived)
ASK_REVIEW: tuple[Rule, ...] = (may_go_on, is_draft, is_told)
SEND_BACK: tuple[Rule, ...] = (writes, in_review)
REMARK: tuple[Rule, ...] = (writes, in_work)
SETTLE: tuple[Rule, ...] = (may_go_on, not_archived)
PUBLISH: tuple[Rule, ...] = (writes, waits, others_text)
STILL_RIGHT: tuple[Rule, ...] = (writes, is_published)
ARCHIVE: tuple[Rule, ...] = (writes, not_archived)
REVIVE: tuple[Rule, ...] = (writes, is_archived)
TELL: tuple[Rule, ...] = (is_published, not_excluded)
ENDORSE: tuple[Rule, ...] = (*TELL, not_own)


def refusal(
    rules: Iterable[Rule], pattern: Pattern, person: User, now: dt.datetime
) -> Refusal | None:
    """The first rule that says no, or None if all let pass."""
    return next((no for rule in rules if (no := rule(pattern, person, now))), None)
