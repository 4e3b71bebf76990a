"""What a wiki says of accounts is looked at closely: it ends up with a person."""

from typing import Any

import pytest

from tests.vsn.mediawiki.stub import DANA, Stub, says
from vsn.mediawiki.client import Wiki, WikiUnavailable


@pytest.mark.parametrize(
    "odd",
    [
        {"name": 5},
        {"name": ""},
        {"name": "D" * 256},
        {"name": "Da\0na"},
        {"name": "\ud800"},
        {"centralids": {"CentralAuth": "42"}},
        {"centralids": {"CentralAuth": [42]}},
        {"centralids": {"CentralAuth": -1}},
        {"centralids": {"CentralAuth": 2**63}},
        {"centralids": {"CentralAuth": True}},
        {"centralids": 42},
    ],
    ids=str,
)
def test_what_no_wiki_says_of_an_account(client: Wiki, stub: Stub, odd: dict[str, Any]) -> None:
    stub.users["Dana"] = DANA | odd
    with pytest.raises(WikiUnavailable):
        client.accounts(["Dana"])


@pytest.mark.parametrize("emailable", ["yes", 1, None, []], ids=repr)
def test_only_yes_is_yes(client: Wiki, stub: Stub, emailable: object) -> None:
    stub.users["Dana"] = DANA | {"emailable": emailable}
    account = client.accounts(["Dana"])["Dana"]
    assert account and account.emailable is False


def test_account_of_never_answers_with_another(client: Wiki, stub: Stub) -> None:
    stub.replies["users"] = [says({"query": {"users": [DANA]}})]
    assert client.account_of(43) is None
