"""People whom the portal knows by their account on the wiki, and messages they are owed."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from members.models import User
from members.rules import routes
from tests import factories
from tests.vsn.outbox.conftest import TOPIC, Clock
from tests.wiki.server import MediaWiki
from vsn.outbox import registry
from vsn.outbox.channels import Message
from vsn.outbox.models import Delivery

Newcomer = Callable[..., User]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def newcomer(portal_with_wiki: MediaWiki, policy: Any) -> Newcomer:
    """`newcomer("Dana")` has an account that takes mail, and that is all the portal knows."""

    def make(name: str, **account: Any) -> User:
        number = portal_with_wiki.make_account(name, f"{len(name)}@inbox.example.org", **account)
        return factories.person(
            None, name=name, wikimedia_name=name, wikimedia_id=number, takes_wiki_mail=True
        )

    return make


@pytest.fixture(autouse=True)
def topic(monkeypatch: pytest.MonkeyPatch) -> None:
    def render(rows: Sequence[Delivery], now: dt.datetime) -> dict[int, Message]:
        return {
            row.pk: Message(routes(row.recipient), "Freiwillige fördern", f"For {row.recipient}\n")
            for row in rows
        }

    monkeypatch.setitem(registry.renderers, TOPIC, render)
