"""What a real wiki says about accounts, and what people are told."""

import time
from typing import Any

import pytest

from members import wikimedia
from members.actions import find_or_make_by_account, prove_wikimedia, refresh_account
from members.models import User
from members.rules import Refused, routes
from tests import factories as make
from tests.vsn.mediawiki.stub import Reply, running
from tests.wiki.server import MediaWiki
from vsn.mediawiki.client import Account


def refusal(typed: str) -> tuple[str, str]:
    with pytest.raises(Refused) as error:
        wikimedia.look_up(typed)
    return error.value.refusal.code, str(error.value.refusal)


@pytest.mark.parametrize("typed", ["Dana Light", "user:dana_Light", " Dana  Light "])
def test_an_account_that_takes_mail(typed: str, portal_with_wiki: MediaWiki) -> None:
    number = portal_with_wiki.make_account("Dana Light", "dana@example.org")
    assert wikimedia.look_up(typed) == Account("Dana Light", number, True, False)


def test_accounts_that_cannot_be_mailed(portal_with_wiki: MediaWiki) -> None:
    portal_with_wiki.make_account("No address")
    portal_with_wiki.make_account("Off", "off@example.org", allows_mail=False)
    for name in ("No address", "Off"):
        code, sentence = refusal(name)
        assert code == "wiki_mail_off" and "Allow other users to email me" in sentence
    assert refusal("Nobody at all")[0] == "wiki_unknown"


@pytest.mark.parametrize("typed", ["", "Dana#1", "198.51.100.7", "x" * 300, "User:", "a\x00b"])
def test_what_cannot_be_a_name_is_not_asked_for(typed: str, settings: Any) -> None:
    settings.WIKI_API_URL = "http://127.0.0.1:9/api.php"  # nobody is there
    assert refusal(typed)[0] == "wiki_name"


def test_the_wiki_is_down(portal_with_wiki: MediaWiki) -> None:
    portal_with_wiki.stop()
    assert refusal("Dana")[0] == "wiki_down"
    with pytest.raises(Refused):
        wikimedia.look_up_many(["Dana", "Eve"])


def test_nobody_waits_long_for_a_wiki_that_goes_on_and_on(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wikimedia, "PATIENCE_SECONDS", 0.5)
    with running() as stub:
        settings.WIKI_API_URL = stub.url
        stub.replies["users"] = [Reply(drip=True)] * 3
        began = time.monotonic()
        with pytest.raises(Refused):
            wikimedia.look_up_many([f"Dana {number}" for number in range(120)])
    assert time.monotonic() - began < 5


def test_the_ways_out_are_those_that_there_are(portal_with_wiki: MediaWiki, settings: Any) -> None:
    settings.WIKIMEDIA_SIGN_IN = True
    assert "sign in with Wikimedia" in refusal("Nobody at all")[1]
    settings.WIKIMEDIA_SIGN_IN = False
    sentence = refusal("Nobody at all")[1]
    assert "e-mail address" in sentence and "sign in" not in sentence


# --- Asking anew ----------------------------------------------------------------------------------


@pytest.fixture
def dana_of_the_wiki(db: None, portal_with_wiki: MediaWiki) -> User:
    number = portal_with_wiki.make_account("Dana", "dana@example.org")
    person = find_or_make_by_account(Account("Dana", number, False, False))
    prove_wikimedia(person, make.now())
    return person


def test_what_changed_on_the_wiki_is_learned(
    dana_of_the_wiki: User, portal_with_wiki: MediaWiki
) -> None:
    portal_with_wiki.rename("Dana", "Dana Light")
    refresh_account(dana_of_the_wiki)
    dana_of_the_wiki.refresh_from_db()
    assert dana_of_the_wiki.wikimedia_name == "Dana Light" and dana_of_the_wiki.takes_wiki_mail
    assert [route.channel for route in routes(dana_of_the_wiki)] == ["wiki_mail"]


def test_a_wiki_that_does_not_answer_changes_nothing(
    dana_of_the_wiki: User, portal_with_wiki: MediaWiki
) -> None:
    portal_with_wiki.stop()
    refresh_account(dana_of_the_wiki)
    dana_of_the_wiki.refresh_from_db()
    assert dana_of_the_wiki.proved_wikimedia_name == "Dana"


def test_without_a_wiki_nobody_is_asked(db: None, settings: Any) -> None:
    settings.WIKI_API_URL = ""
    assert not wikimedia.enabled()
    assert wikimedia.account_of(make.unreachable()) is None
