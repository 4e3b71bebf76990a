"""Forgotten in the very moment in which a form is sent: told in words, and nothing is kept."""

from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest
from django.db import IntegrityError
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import reverse

from meetings import actions
from members.actions import memberships
from members.actions import messages as letters
from members.models import MemberMessage, Membership, User
from members.views import accounts
from tests import factories as make
from tests.members.applying import member
from tests.members.views.test_joining import ANSWERS
from tests.visitors import text, visitor
from vsn.middleware import Forgotten

WORDS = "Everything about you was deleted a moment ago"


def while_forgotten(
    who: User, act: tuple[ModuleType, str], address: str, form: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> str:  # fmt: skip
    """What somebody reads who is forgotten when the page is about to act."""
    original: Callable[..., Any] = getattr(*act)

    def a_moment_later(**given: Any) -> Any:
        actions.forget_person(person=User.objects.get(pk=who.pk), now=make.now())
        return original(**given)

    monkeypatch.setattr(*act, a_moment_later)
    client = visitor(who)
    answer = client.post(address, form)
    assert answer.status_code == 410 and not client.session.keys()
    assert not User.objects.filter(pk=who.pk).exists()
    return text(answer)


@pytest.mark.django_db(transaction=True)
def test_who_applies(monkeypatch: pytest.MonkeyPatch) -> None:
    make.policy()
    act = (memberships, "apply")
    page = while_forgotten(make.person(name="Ikram"), act, "/members/apply/", ANSWERS, monkeypatch)
    assert WORDS in page and not Membership.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_who_writes_to_a_member(monkeypatch: pytest.MonkeyPatch) -> None:
    make.policy()
    ikram, jun = member("Ikram"), member("Jun")
    act, address = (letters, "write"), reverse("members:write", args=[jun.person.handle])
    assert WORDS in while_forgotten(ikram.person, act, address, {"text": "Hello"}, monkeypatch)
    assert not MemberMessage.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_who_changes_their_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    make.policy()
    act, form = (accounts, "save_settings"), {"preferred_route": "email", "language": "en"}
    assert WORDS in while_forgotten(make.person(name="Ikram"), act, "/accounts/", form, monkeypatch)


@pytest.mark.parametrize("error", [User.DoesNotExist(), IntegrityError()])
def test_what_goes_wrong_for_somebody_who_is_there_is_an_error(
    error: Exception, chidi: User, rf: RequestFactory
) -> None:
    request = rf.post("/members/apply/")
    request.user = chidi
    assert Forgotten(lambda _request: HttpResponse()).process_exception(request, error) is None
