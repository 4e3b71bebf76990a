"""Evidence: who vouches for a pattern, and how it went for those who tried it."""

import datetime as dt

from django.db import transaction

from learning_patterns import concerned, rules
from learning_patterns.actions.locking import locked_if
from learning_patterns.models import Endorsement, Pattern, Trial
from members.models import User
from vsn.audit.journal import record
from vsn.audit.models import Action, Entry


@transaction.atomic
def endorse(*, pattern: Pattern, by: User, reason: str, now: dt.datetime) -> Endorsement:
    """Signs the pattern with a reason; who has signed before changes the reason.

    Raises:
        Refused: it is not published, it is their own, or they are shut out.
    """
    pattern = locked_if(rules.ENDORSE, pattern, by, now)
    signed, _new = Endorsement.objects.update_or_create(
        pattern=pattern, person=by, defaults={"reason": reason, "at": now}
    )
    record(Action.PATTERN_ENDORSED, pattern, by=by, now=now)
    return signed


@transaction.atomic
def withdraw_endorsement(*, pattern: Pattern, by: User, now: dt.datetime) -> None:
    """Takes the signature back. Nothing happens if there is none."""
    if Endorsement.objects.filter(pattern=pattern, person=by).delete()[0]:
        record(Action.PATTERN_UNENDORSED, pattern, by=by, now=now)


@transaction.atomic
def tell_trial(
    *,
    pattern: Pattern,
    by: User,
    outcome: str,
    place: str,
    story: str,
    audience: str = "",
    adapted: str = "",
    now: dt.datetime,
) -> Trial:
    """How it went when they tried it; who has told before changes that.

    Raises:
        Refused: the pattern is not published, or they are shut out.
    """
    pattern = locked_if(rules.TELL, pattern, by, now)
    told = {
        "outcome": outcome,
        "place": place,
        "audience": audience,
        "story": story,
        "adapted": adapted,
        "at": now,
    }
    trial, _new = Trial.objects.update_or_create(pattern=pattern, person=by, defaults=told)
    # Once, also for who takes it back and tells it again.
    before = Entry.objects.about(pattern).filter(actor=by, action=Action.PATTERN_TRIED)
    if not before.exists():
        to = concerned.authors(pattern) - {by.pk}
        concerned.tell("pattern_tried", trial, to=to, cause="told", now=now)
    record(Action.PATTERN_TRIED, pattern, by=by, now=now, outcome=outcome)
    return trial


@transaction.atomic
def withdraw_trial(*, pattern: Pattern, by: User, now: dt.datetime) -> None:
    """Takes back how it went. Nothing happens if nothing was told."""
    if Trial.objects.filter(pattern=pattern, person=by).delete()[0]:
        record(Action.PATTERN_UNTRIED, pattern, by=by, now=now)
