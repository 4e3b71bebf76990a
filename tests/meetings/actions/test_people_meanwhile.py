"""Forgetting, while something else happens to the same people."""

import pytest
from django.utils import timezone

from meetings import actions
from meetings.models import Registration, Session
from members import holdings
from members.models import User
from tests import factories as make
from tests.meetings.actions.test_people import took_part
from vsn.audit.models import Action, Entry


def test_who_is_forgotten_twice_at_once_is_noted_once(session: Session, dana: User) -> None:
    make.sign_up(dana, session)
    stale = User.objects.get(pk=dana.pk)
    actions.forget_person(person=dana, now=timezone.now())
    assert actions.forget_person(person=stale, now=timezone.now()) == 0
    assert Entry.objects.filter(action=Action.PERSON_FORGOTTEN).count() == 1


def test_who_comes_back_while_others_are_forgotten_stays(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who goes is read once, and each is looked at again."""
    both = {took_part(200), took_part(200)}

    def meanwhile(person: User) -> None:
        for other in both - {person}:
            make.registration(session, other)

    monkeypatch.setattr(holdings, "partings", [meanwhile])
    assert actions.forget_inactive(timezone.now()) == 1
    assert Registration.objects.get(session=session).person in both
