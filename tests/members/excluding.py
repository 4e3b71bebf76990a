"""Exclusions as admins make them."""

import pytest

from members import actions
from members.models import Exclusion, User
from members.rules import Refused
from tests import factories as make

MALLORY = "mallory@example.org"


def propose(by: User, *, who: str = MALLORY, urgent: bool = False, **fields: object) -> Exclusion:
    now = make.now()
    entry = Exclusion(
        **{"scope": "everything", "reason": "Threats.", "starts_at": now, **fields},
    )
    return actions.exclude(address_or_name=who, exclusion=entry, urgent=urgent, by=by, now=now)


def now_of(exclusion: Exclusion) -> Exclusion:
    return Exclusion.objects.get(pk=exclusion.pk)


def decide(act: str, exclusion: Exclusion, by: User, **answers: object) -> None:
    action = getattr(actions, f"{act}_exclusion")
    seen = now_of(exclusion).revision
    action(exclusion=exclusion, by=by, seen=seen, now=make.now(), **answers)


def refused(act: str, exclusion: Exclusion, by: User, **answers: object) -> str:
    with pytest.raises(Refused) as no:
        decide(act, exclusion, by, **answers)
    return no.value.refusal.code
