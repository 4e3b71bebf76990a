"""What a real wiki says about accounts."""

from collections.abc import Iterator

import pytest

from tests.wiki.server import MediaWiki
from vsn.mediawiki.client import Account, Wiki
from vsn.mediawiki.names import is_possible, normalise


@pytest.fixture
def client(wiki: MediaWiki) -> Iterator[Wiki]:
    with Wiki(wiki.api_url, agent="tests (contact@example.org)") as client:
        yield client


def test_who_can_be_mailed(wiki: MediaWiki, client: Wiki) -> None:
    wiki.make_account("Dana", "dana@example.org")
    wiki.make_account("Unconfirmed", "ulla@example.org", confirmed=False)
    wiki.make_account("Switched off", "otto@example.org", allows_mail=False)
    wiki.make_account("No address")
    names = ["Dana", "Unconfirmed", "Switched off", "No address"]
    found = client.accounts([*names, "Missing", "Talk:Dana", "a#b"])
    assert [bool(found[name] and found[name].emailable) for name in names] == [True] + [False] * 3
    assert found["Missing"] is found["Talk:Dana"] is found["a#b"] is None
    assert client.account_of(found["Dana"].central_id) == found["Dana"]


def test_blocked(wiki: MediaWiki, client: Wiki) -> None:
    """Who is blocked may not write; they still get mail."""
    number = wiki.make_account("Dana", "dana@example.org")
    wiki.block("Dana")
    assert client.accounts(["Dana"]) == {"Dana": Account("Dana", number, True, True)}


def test_renamed(wiki: MediaWiki, client: Wiki) -> None:
    number = wiki.make_account("Dana", "dana@example.org")
    wiki.rename("Dana", "Dana Light")
    assert client.accounts(["Dana"]) == {"Dana": None}
    assert client.account_of(number) == Account("Dana Light", number, True, False)


def test_an_id_that_nobody_has(client: Wiki) -> None:
    assert client.account_of(987654321) is None


TYPED = ["user:dana Light", "Dana_Light", " Dana  Light ", "\u200eDana Light"]
FOREIGN = ["Éva Dağ", "Дана", "دانا", "दाना", "达娜", 'O\'Dana & "Co"', "Dana+%!", "Dana🌍"]


def test_however_it_is_typed(wiki: MediaWiki, client: Wiki) -> None:
    wiki.make_account("Dana Light")
    assert {account and account.name for account in client.accounts(TYPED).values()} == {
        "Dana Light"
    }


def test_names_from_everywhere(wiki: MediaWiki, client: Wiki) -> None:
    wiki.make_accounts(dict.fromkeys(FOREIGN, "someone@example.org"))
    assert {name: found and found.name for name, found in client.accounts(FOREIGN).items()} == {
        name: name for name in FOREIGN
    }


def test_the_wiki_has_spelling_rules_of_its_own(wiki: MediaWiki, client: Wiki) -> None:
    """A first ß becomes two letters here; on Wikimedia's wikis it does not."""
    wiki.make_accounts({"SSeta": "b@example.org", "Dana": "dana@example.org"})
    found = client.accounts(["ßeta", "Ǆana", "Dana"])
    assert [found[name] and found[name].name for name in found] == ["SSeta", None, "Dana"]


def test_many_at_once(wiki: MediaWiki, client: Wiki) -> None:
    """More than fit into an address, and more than the wiki answers at once."""
    wiki.make_account("Дана 100", "dana@example.org")
    names = [f"Дана {number}" for number in range(120)]
    assert [name for name, found in client.accounts(names).items() if found] == ["Дана 100"]


SPELLINGS = [
    "dana", "_dana_", "User:dana", "user :dana", "USER:Dana", "E\u0301va", "ßeta", "ŉana", "ǆana",
    "Dana\u3000Light", "Dana\tLight", "\u202bDana", "Dana~", "Dana:x", "w:Dana", "Dana%20x",
    "Dana&amp;", "..", "./x", "192.0.2.1", "2001:db8::1", "1.2.3.xxx", "Dana\u200b", "ä" * 127,
    "ä" * 128, "Da\u00a0na", "\u00adDana", "😀",
]  # fmt: skip


@pytest.mark.parametrize("typed", SPELLINGS, ids=ascii)
def test_we_never_rule_out_what_the_wiki_allows(client: Wiki, typed: str) -> None:
    """Compared with the wiki's own answer to what was typed."""
    answer = client._api.get(action="query", list="users", ususers=typed)
    [user] = answer["query"]["users"]
    if not user.get("invalid"):
        assert is_possible(normalise(typed))
        assert client.accounts([typed]) == {typed: None}
