"""One request: what can come back that is not an answer, and what that means."""

import datetime as dt
import gzip
import socket
from email.utils import format_datetime
from pathlib import Path

import pytest

from tests.vsn.mediawiki.stub import DANA, HTML, Reply, Stub, error, says
from vsn.mediawiki import api
from vsn.mediawiki.client import NeedsAttention, Wiki, WikiUnavailable
from vsn.mediawiki.errors import LONGEST_PAUSE, NoAnswer

PACKED = {"Content-Encoding": "gzip"}
LARGE = b"[" + b"1," * api.LARGEST_ANSWER + b"1]"


def refusal(client: Wiki, stub: Stub, reply: Reply) -> WikiUnavailable:
    stub.replies["users"] = [reply]
    with pytest.raises(WikiUnavailable) as caught:
        client.accounts(["Dana"])
    return caught.value


NO_ANSWERS = {
    "a page": (Reply(HTML), "web page"),
    "nothing": (Reply(), "nothing"),
    "half an object": (Reply(b"{"), "web page"),
    "a list": (says([1]), "web page"),
    "deep nesting": (Reply(b"[" * 100_000), "web page"),
    "not UTF-8": (Reply(b'"\xff"'), "web page"),
    "broken": (Reply(HTML, status=500), "broken (500)"),
    "broken gateway": (Reply(HTML, status=502), "broken (502)"),
    "too much": (Reply(LARGE), "too long"),
    "too much, packed": (Reply(gzip.compress(LARGE), headers=PACKED), "too long"),
    "badly packed": (Reply(b"no gzip", headers=PACKED), "broke"),
    "cut off": (Reply(b"{}", headers={"Content-Length": "100"}), "broke"),
    "no query": (says({}), "something else"),
    "a list for query": (says({"query": []}), "something else"),
    "a word for users": (says({"query": {"users": "Dana"}}), "something else"),
    "no users": (says({"query": {"users": []}}), "something else"),
    "too many users": (says({"query": {"users": [DANA, DANA]}}), "something else"),
    "a user without a name": (says({"query": {"users": [{"userid": 7}]}}), "something else"),
    "a user without ids": (says({"query": {"users": [{"userid": 7, "name": "Dana"}]}}), "else"),
    "an error without a code": (says({"errors": ["bad"]}), "unknown"),
    "an odd error": (error("<b>dana@example.org</b>"), "_b_dana_example_org__b_"),
}


@pytest.mark.parametrize("name", NO_ANSWERS)
def test_no_answer(client: Wiki, stub: Stub, name: str) -> None:
    reply, words = NO_ANSWERS[name]
    refused = refusal(client, stub, reply)
    assert words in refused.reason and "Dana" not in refused.reason
    assert not isinstance(refused, NeedsAttention)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_it_goes_nowhere_else(client: Wiki, stub: Stub, status: int) -> None:
    """Least of all with our token."""
    elsewhere = f"{stub.url}?action=elsewhere"
    refused = refusal(client, stub, Reply(status=status, headers={"Location": elsewhere}))
    assert isinstance(refused, NeedsAttention) and "WIKI_API_URL" in refused.reason
    assert stub.steps == ["users"]


@pytest.mark.parametrize("status", [403, 404, 414])
def test_the_wrong_address(client: Wiki, stub: Stub, status: int) -> None:
    refused = refusal(client, stub, Reply(HTML, status=status))
    assert isinstance(refused, NeedsAttention) and str(status) in refused.reason


def test_an_error_in_json_is_read_whatever_the_status(client: Wiki, stub: Stub) -> None:
    refused = refusal(client, stub, error("mwoauth-invalid-authorization", status=401))
    assert isinstance(refused, NeedsAttention) and "WIKI_MAIL_TOKEN" in refused.reason


def in_old_form(code: str) -> Reply:
    return says({"error": {"code": code, "info": "..."}})


def test_an_error_in_the_old_form_is_read_too(client: Wiki, stub: Stub) -> None:
    assert "ratelimited" in refusal(client, stub, in_old_form("ratelimited")).reason


def in_two_minutes() -> str:
    return format_datetime(dt.datetime.now(dt.UTC) + dt.timedelta(seconds=120), usegmt=True)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("30", 30), ("0", None), ("-5", None), ("soon", None), ("", None), ("1e3", None), ("٣", None)],
)
@pytest.mark.parametrize("status", [429, 503])
def test_how_long_to_wait(
    client: Wiki, stub: Stub, status: int, value: str, seconds: int | None
) -> None:
    headers = {"Retry-After": value.encode().decode("latin-1")}
    refused = refusal(client, stub, Reply(HTML, status=status, headers=headers))
    assert refused.retry_after == (dt.timedelta(seconds=seconds) if seconds else None)
    assert not isinstance(refused, NoAnswer)


def test_waiting_until_a_date(client: Wiki, stub: Stub) -> None:
    headers = {"Retry-After": in_two_minutes()}
    pause = refusal(client, stub, Reply(status=503, headers=headers)).retry_after
    assert pause and dt.timedelta(seconds=100) < pause <= dt.timedelta(seconds=120)


@pytest.mark.parametrize("value", ["Thu, 01 Jan 2009 00:00:00 GMT", "Thu, 01 Jan 2009 00:00:00"])
def test_waiting_for_what_is_past(client: Wiki, stub: Stub, value: str) -> None:
    reply = Reply(status=503, headers={"Retry-After": value})
    assert refusal(client, stub, reply).retry_after is None


@pytest.mark.parametrize("value", ["86400", "9" * 30, "Fri, 01 Jan 2100 00:00:00 GMT"])
def test_nobody_waits_for_ever(client: Wiki, stub: Stub, value: str) -> None:
    refused = refusal(client, stub, Reply(status=429, headers={"Retry-After": value}))
    assert refused.retry_after == LONGEST_PAUSE


def test_an_answer_that_does_not_end(
    client: Wiki, stub: Stub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api, "ANSWER_SECONDS", 0.3)
    assert "does not end" in refusal(client, stub, Reply(b"{", drip=True)).reason


def test_a_wiki_that_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes the question and says nothing."""
    monkeypatch.setattr(api, "ANSWER_SECONDS", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"http://127.0.0.1:{server.getsockname()[1]}/api.php"
        with Wiki(address, agent="a") as wiki, pytest.raises(NoAnswer, match="too long"):
            wiki.accounts(["Dana"])


def test_no_wiki_there(unused_port: int) -> None:
    with Wiki(f"http://127.0.0.1:{unused_port}/api.php", agent="a") as wiki:
        with pytest.raises(WikiUnavailable, match="does not answer") as caught:
            wiki.accounts(["Dana"])
        assert not isinstance(caught.value, NoAnswer)  # nothing can have been done


def test_all_questions_of_a_block_share_its_time(client: Wiki, stub: Stub) -> None:
    with client.within(0.3):
        stub.replies["users"] = [Reply(b"{", drip=True)]
        with pytest.raises(WikiUnavailable):
            client.accounts(["Dana"])
        with pytest.raises(WikiUnavailable, match="too long"):
            client.accounts(["Dana"])
    assert stub.steps == ["users"]
    assert client.accounts(["Dana"])["Dana"]


def test_what_every_request_says(client: Wiki, stub: Stub) -> None:
    client.accounts(["Dana"])
    client.email_user("Dana", "Subject", "Text")
    for asked in stub.asked:
        assert asked.headers["User-Agent"].startswith("vsn-portal/0.1 (https://portal.example.org")
        assert asked.values["format"] == "json" and asked.values["formatversion"] == "2"
        assert "Authorization" not in asked.headers


def test_passwords_of_this_machine_stay_here(
    client: Wiki, stub: Stub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password secret\n")
    monkeypatch.setenv("NETRC", str(netrc))
    client.accounts(["Dana"])
    assert "Authorization" not in stub.asked[0].headers
