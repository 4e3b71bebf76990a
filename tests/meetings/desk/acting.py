"""What the tests of acts on a list do and ask."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from meetings import actions
from meetings.models import Registration, Session
from members.rules import Refused
from tests import factories as make
from vsn.outbox import tasks

Status = Registration.Status
MINUTE = dt.timedelta(minutes=1)


def again(place: Registration) -> Registration:
    return Registration.objects.get(pk=place.pk)


def act(what: str, session: Session, *places: Registration, **more: Any) -> actions.Outcome:
    more.setdefault("by", make.anyone())
    more.setdefault("now", timezone.now())
    if what == "remove_places":
        more.setdefault("reason", "Asked for it.")
    done = getattr(actions, what)
    return done(session=session, places=[place.pk for place in places], **more)


def undo(outcome: actions.Outcome, after: dt.timedelta = MINUTE) -> int:
    assert outcome.act
    return actions.undo_act(act=outcome.act, by=make.anyone(), now=outcome.act.at + after)


def why_not(outcome: actions.Outcome, after: dt.timedelta = MINUTE) -> str:
    with pytest.raises(Refused) as no:
        undo(outcome, after)
    return no.value.refusal.code


def tick_in(monkeypatch: pytest.MonkeyPatch, time: dt.timedelta) -> None:
    """The worker's turn after so much time."""
    with monkeypatch.context() as patched:
        patched.setattr(tasks, "database_clock", lambda: lambda: timezone.now() + time)
        make.tick()


def subjects(to: str) -> list[str]:
    return [mail.subject.partition(":")[0] for mail in make.mails(to)]


def first_reasons(outcome: actions.Outcome) -> list[str]:
    return [no.code for _place, no in outcome.left]
