"""The client beside a stub: what a real wiki of ours cannot show (CentralAuth, OAuth, lag)."""

import datetime as dt
from typing import Any

import pytest

from tests.vsn.mediawiki.stub import DANA, HTML, Reply, Stub, error, says
from vsn.mediawiki.client import Account, CannotBeMailed, NeedsAttention, Wiki, WikiUnavailable
from vsn.mediawiki.errors import GONE, NO_ADDRESS, SWITCHED_OFF

SIGN_IN = ["logintoken", "login", "csrftoken"]
OURS = Account("Dana", 42, emailable=True, blocked=False)


def mail(client: Wiki, name: str = "Dana") -> None:
    client.email_user(name, "Subject", "Text")


# --- Looking up -----------------------------------------------------------------------------------


def test_the_central_id_is_the_one_that_all_wikis_share(client: Wiki) -> None:
    assert client.accounts(["Dana"]) == {"Dana": OURS}


@pytest.mark.parametrize(
    ("ids", "central_id"),
    [({"local": 7}, 7), ({"CentralAuth": 0, "local": 7}, None), ({}, None)],
    ids=["no CentralAuth", "not attached", "none at all"],
)
def test_other_ids(client: Wiki, stub: Stub, ids: dict[str, int], central_id: int | None) -> None:
    stub.users["Dana"] = DANA | {"centralids": ids}
    account = client.accounts(["Dana"])["Dana"]
    assert account and account.central_id == central_id


@pytest.mark.parametrize("partial", [True, False])
def test_blocked_from_some_pages_is_not_blocked(client: Wiki, stub: Stub, partial: bool) -> None:
    stub.users["Dana"] = DANA | {"blockid": 5, "blockpartial": partial}
    account = client.accounts(["Dana"])["Dana"]
    assert account and account.blocked is not partial


def test_names_come_back_as_given(client: Wiki, stub: Stub) -> None:
    assert client.accounts(["User:dana", "Dana", "Nobody", "a|b", ""]) == {
        "User:dana": OURS,
        "Dana": OURS,
        "Nobody": None,
        "a|b": None,
        "": None,
    }
    assert [asked.values["ususers"] for asked in stub.asked] == ["Dana|Nobody"]


def test_the_wiki_may_write_a_name_otherwise(client: Wiki, stub: Stub) -> None:
    """Its rules are its own; the answers come in the order of the question."""
    users = [
        {"name": "Bad~name", "invalid": True},
        DANA | {"name": "DANA"},
        {"name": "X", "missing": True},
    ]
    stub.replies["users"] = [says({"query": {"users": users}})]
    found = client.accounts(["Bad~name", "Dana", "Xx"])
    assert found["Dana"] and found["Dana"].name == "DANA"
    assert found["Bad~name"] is None and found["Xx"] is None


def test_fifty_names_in_a_question(client: Wiki, stub: Stub) -> None:
    names = [f"Person {number}" for number in range(101)]
    assert client.accounts(names) == dict.fromkeys(names)
    assert [len(asked.values["ususers"].split("|")) for asked in stub.asked] == [50, 50, 1]
    assert [asked.method for asked in stub.asked] == ["POST", "POST", "GET"]


def test_no_names_no_question(client: Wiki, stub: Stub) -> None:
    assert client.accounts(["#", ""]) == {"#": None, "": None}
    assert not stub.asked


# --- By central id --------------------------------------------------------------------------------


def globally(**values: Any) -> Reply:
    """What a wiki with CentralAuth says; the ids of its own are somebody else's."""
    other = {"userid": 42, "name": "Other", "centralids": {"CentralAuth": 1, "local": 42}}
    return says({"query": {"globaluserinfo": values, "users": [other]}})


def test_account_of_a_shared_id(client: Wiki, stub: Stub) -> None:
    stub.replies["users"] = [globally(home="metawiki", id=42, name="Dana")]
    assert client.account_of(42) == OURS
    assert stub.asked[0].values["guiid"] == stub.asked[0].values["ususerids"] == "42"


def test_account_of_an_id_that_nobody_has(client: Wiki, stub: Stub) -> None:
    stub.replies["users"] = [globally(missing=True), error("invaliduserid")]
    assert client.account_of(42) is None
    assert client.account_of(42) is None


def test_a_stranger_on_this_wiki_has_the_name(client: Wiki, stub: Stub) -> None:
    """Dana's shared account never came here, and someone else is called Dana here."""
    stub.replies["users"] = [globally(id=42, name="Dana")]
    stub.users["Dana"] = DANA | {"centralids": {"CentralAuth": 0, "local": 7}}
    assert client.account_of(42) is None


def test_account_of_when_the_wiki_does_not_say(client: Wiki, stub: Stub) -> None:
    stub.replies["users"] = [error("ratelimited"), says({"query": {"users": []}})]
    for _ in range(2):
        with pytest.raises(WikiUnavailable):
            client.account_of(42)


# --- Signing in -----------------------------------------------------------------------------------


def test_signed_in_once_for_many_mails(client: Wiki, stub: Stub) -> None:
    mail(client)
    mail(client)
    client.close()
    mail(client)
    assert stub.steps == [*SIGN_IN, "emailuser", "emailuser", "emailuser"]
    login, sent = stub.asked[1].values, stub.asked[3]
    assert (login["lgname"], login["lgpassword"]) == ("Bot@portal", "secret")
    assert login["lgtoken"] == "a logintoken+\\"
    assert sent.method == "POST"
    assert sent.values["token"] == "a csrftoken+\\"
    assert sent.values["assert"] == "user" and sent.values["maxlag"] == "5"
    assert (sent.values["target"], sent.values["text"]) == ("Dana", "Text")


@pytest.mark.parametrize("code", ["badtoken", "assertuserfailed"])
def test_the_wiki_has_forgotten_us(client: Wiki, stub: Stub, code: str) -> None:
    mail(client)
    stub.replies["emailuser"] = [error(code)]
    mail(client)
    assert stub.steps[4:] == ["emailuser", *SIGN_IN, "emailuser"]


def test_the_wiki_forgets_us_each_time(client: Wiki, stub: Stub) -> None:
    stub.replies["emailuser"] = [error("badtoken"), error("badtoken")]
    with pytest.raises(NeedsAttention, match="signed in"):
        mail(client)
    assert stub.steps.count("emailuser") == 2


def test_an_owner_only_token(stub: Stub) -> None:
    """No password and no cookie: the token goes with every request."""
    with Wiki(stub.url, agent="a", token="eyJ0.eXAi.OiJK") as wiki:
        wiki.accounts(["Dana"])
        mail(wiki)
        mail(wiki)
    assert stub.steps == ["users", "csrftoken", "emailuser", "emailuser"]
    assert {asked.headers["Authorization"] for asked in stub.asked} == {"Bearer eyJ0.eXAi.OiJK"}
    assert {asked.values.get("assert") for asked in stub.asked[1:]} == {"user"}


@pytest.mark.parametrize("code", ["mwoauth-invalid-authorization", "assertuserfailed"])
def test_a_token_that_is_not_accepted(stub: Stub, code: str) -> None:
    stub.replies["csrftoken"] = [error(code, status=401)]
    with Wiki(stub.url, agent="a", token="old") as wiki, pytest.raises(NeedsAttention):
        mail(wiki)


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ({"result": "Failed", "reason": {"code": "wrongpassword", "text": "..."}}, NeedsAttention),
        ({"result": "Aborted", "reason": {"code": "x"}}, NeedsAttention),
        ({"result": "Failed", "reason": {"code": "login-throttled"}}, WikiUnavailable),
        ({"result": "Throttled"}, WikiUnavailable),
        ({"result": "WrongToken"}, WikiUnavailable),
    ],
    ids=["wrong", "aborted", "throttled", "throttled in old words", "session lost"],
)
def test_not_signed_in(
    client: Wiki, stub: Stub, answer: dict[str, Any], kind: type[WikiUnavailable]
) -> None:
    stub.replies["login"] = [says({"login": answer})]
    with pytest.raises(WikiUnavailable) as caught:
        mail(client)
    assert type(caught.value) is kind and not caught.value.this_message
    assert "secret" not in caught.value.reason and "Bot" not in caught.value.reason
    mail(client)  # tried anew


@pytest.mark.parametrize("step", SIGN_IN)
@pytest.mark.parametrize(
    "reply",
    [
        Reply(HTML), Reply(status=500), says({}), says({"login": {"result": []}, "query": []}),
        error("readonly"), error("internal_api_error_X"),
    ],
    ids=["a page", "broken", "nothing", "odd", "read-only", "an error"],
)  # fmt: skip
def test_signing_in_is_not_about_the_message(
    client: Wiki, stub: Stub, step: str, reply: Reply
) -> None:
    stub.replies[step] = [reply]
    with pytest.raises(WikiUnavailable) as caught:
        mail(client)
    assert not caught.value.this_message
    assert "emailuser" not in stub.steps


# --- Mailing --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("notarget", GONE),
        ("emailnotarget", GONE),
        ("baduser_target", GONE),
        ("noemail", NO_ADDRESS),
        ("noemailtext", NO_ADDRESS),
        ("nowikiemail", SWITCHED_OFF),
        ("nowikiemailtext", SWITCHED_OFF),
    ],
)
def test_cannot_be_mailed(client: Wiki, stub: Stub, code: str, reason: str) -> None:
    """In the words of MediaWiki 1.39 and of later ones."""
    stub.replies["emailuser"] = [error(code)]
    with pytest.raises(CannotBeMailed) as caught:
        mail(client)
    assert caught.value.reason == reason


@pytest.mark.parametrize(
    "code",
    [
        "blockedemailuser",
        "blocked",
        "cantsend",
        "badaccess",
        "permissiondenied",
        "usermaildisabled",
        "spam-blacklisted-email",
        "captcha-sendemail-fail",
    ],
)
def test_trouble_of_the_sender(client: Wiki, stub: Stub, code: str) -> None:
    stub.replies["emailuser"] = [error(code)]
    with pytest.raises(NeedsAttention) as caught:
        mail(client)
    assert not caught.value.this_message


@pytest.mark.parametrize(
    ("reply", "seconds"),
    [
        (error("maxlag", headers={"Retry-After": "7"}), 7),
        (error("maxlag"), 5),
        (error("readonly"), 60),
        (error("ratelimited"), 120),
        (error("internal_api_error_DBConnectionError"), None),
        (Reply(HTML, status=503), None),
        (Reply(HTML, status=429, headers={"Retry-After": "9"}), 9),
    ],
    ids=["lag", "lag unsaid", "read-only", "throttled", "no database", "closed", "too many"],
)
def test_everyone_waits(client: Wiki, stub: Stub, reply: Reply, seconds: int | None) -> None:
    stub.replies["emailuser"] = [reply]
    with pytest.raises(WikiUnavailable) as caught:
        mail(client)
    assert not caught.value.this_message and not isinstance(caught.value, NeedsAttention)
    assert caught.value.retry_after == (dt.timedelta(seconds=seconds) if seconds else None)


@pytest.mark.parametrize(
    "reply",
    [
        Reply(HTML),
        Reply(),
        Reply(HTML, status=502),
        Reply(b"{}", headers={"Content-Length": "100"}),
        says({}),
        error("internal_api_error_TypeError"),
        error("hookaborted"),
        says({"emailuser": {"result": "Failure", "errors": [{"code": "pear-mail-error"}]}}),
        says({"emailuser": {"result": "Failure"}}),
        says({"emailuser": {"result": ["Success"]}}),
    ],
    ids=["a page", "nothing", "gateway", "cut off", "no result", "a crash", "a hook",
         "its mail server", "unsaid", "a list"],
)  # fmt: skip
def test_it_may_be_this_message(client: Wiki, stub: Stub, reply: Reply) -> None:
    """Unknown, or nobody knows whether it went out: the next message is tried all the same."""
    stub.replies["emailuser"] = [reply]
    with pytest.raises(WikiUnavailable) as caught:
        mail(client)
    assert caught.value.this_message
    mail(client)


def test_sent_with_a_warning_is_sent(client: Wiki, stub: Stub) -> None:
    stub.replies["emailuser"] = [says({"emailuser": {"result": "Warnings"}})]
    mail(client)
