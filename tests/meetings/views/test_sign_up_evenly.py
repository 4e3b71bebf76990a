"""Whoever is not signed in learns nothing by signing somebody up: neither by words nor by time."""

from importlib import import_module

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from meetings.models import Session
from members.models import User
from tests import factories as make
from tests.visitors import visitor


def ask(client: Client, session: Session, address: str) -> HttpResponse:
    where = reverse("meetings:sign_up", args=[session.meeting.slug, session.number])
    said = {"reach": address, "name": "Fay", "visibility": "name", "policy": "on"}
    return client.post(where, said)


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """When it was waited out, and since when."""
    noted: list[float] = []
    # The package has a view of the same name.
    monkeypatch.setattr(import_module("meetings.views.sign_up"), "wait_out", noted.append)
    return noted


@pytest.mark.parametrize("kind", ["unknown", "known", "on the list", "excluded", "known and so"])
def test_every_answer_to_a_stranger_is_the_same(
    kind: str, session: Session, waits: list[float]
) -> None:
    address = "zofia@example.org"
    if kind != "unknown" and kind != "excluded":
        make.person(address)
    if kind == "on the list":
        make.sign_up(User.objects.get(email=address), session)
    if kind in {"excluded", "known and so"}:
        make.exclude(address)
    answer = ask(visitor(), session, address)
    assert answer.status_code == 302 and answer.url.endswith("/check-your-mail/")
    assert len(waits) == 1


def test_who_is_signed_in_does_not_wait(session: Session, chidi: User, waits: list[float]) -> None:
    assert ask(visitor(chidi), session, "").status_code == 302
    assert waits == []
