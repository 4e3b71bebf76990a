"""Mail through the wiki, beside a stub; tests/wiki has the same against a real one."""

import datetime as dt
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from tests.vsn.mediawiki.stub import DANA, HTML, Reply, Stub, error, running, says
from vsn.outbox.channels import Message, Transient, Undeliverable
from vsn.outbox.channels.wiki_mail import WikiMailChannel, _wiki

ID = "<3f9c2a1b-5d6e-4f70-8a9b-0c1d2e3f4a5b@portal.example.org>"
OTHER_ID = "<aaaaaaaa-5d6e-4f70-8a9b-0c1d2e3f4a5b@portal.example.org>"


@pytest.fixture
def stub(settings: Any) -> Iterator[Stub]:
    with running() as server:
        settings.WIKI_API_URL = server.url
        settings.WIKI_MAIL_USER, settings.WIKI_MAIL_PASSWORD = "Bot@portal", "secret"
        settings.WIKI_MAIL_TOKEN = ""
        _wiki.cache_clear()
        yield server


def send(address: str = "Dana|42", message_id: str = ID, **fields: Any) -> None:
    fields = {"subject": "Your link", "text": "Here it is.\n"} | fields
    with WikiMailChannel() as channel:
        channel.send(address, Message(routes=(), **fields), message_id)


def sent(stub: Stub) -> list[dict[str, str]]:
    return [asked.values for asked in stub.asked if asked.step == "emailuser"]


# --- What is sent ---------------------------------------------------------------------------------


def test_what_is_sent(stub: Stub) -> None:
    send(subject="Your link:\r\n  Freiwillige fördern", html="<p>Here</p>")
    [mail] = sent(stub)
    assert mail["target"] == "Dana"
    assert mail["subject"] == "Your link: Freiwillige fördern"
    assert mail["text"] == "Here it is.\n\n[3f9c2a1b]"


def test_nothing_can_be_attached_so_the_text_says_more(stub: Stub) -> None:
    send(text_alone="Here it is. Calendar: https://portal.example.org/place/x.ics\n")
    assert sent(stub)[0]["text"].startswith("Here it is. Calendar: https://")


def test_a_repeat_is_recognised(stub: Stub) -> None:
    """By its last line, since the wiki makes the Message-ID."""
    for message_id in (ID, ID, OTHER_ID):
        send(message_id=message_id)
    first, second, other = [mail["text"].splitlines()[-1] for mail in sent(stub)]
    assert first == second != other


def test_a_worker_stays_signed_in(stub: Stub) -> None:
    send()
    send()
    assert stub.steps.count("login") == 1


def test_other_settings_other_sign_in(stub: Stub, settings: Any) -> None:
    send()
    settings.WIKI_MAIL_TOKEN = "token"
    send()
    assert "Authorization" not in stub.asked[0].headers
    assert stub.asked[-1].headers["Authorization"] == "Bearer token"


# --- To whom --------------------------------------------------------------------------------------


def test_a_renamed_account_is_found_by_its_id(stub: Stub) -> None:
    stub.users = {"Dana Light": DANA | {"name": "Dana Light"}}
    stub.replies["users"] = [
        says({"query": {"users": [{"name": "Dana", "missing": True}]}}),
        says({"query": {"globaluserinfo": {"id": 42, "name": "Dana Light"}, "users": []}}),
    ]
    send()
    assert sent(stub)[0]["target"] == "Dana Light"


def test_nobody_is_mailed_for_having_an_old_name(stub: Stub) -> None:
    """Dana is gone, and somebody else is called Dana now."""
    stub.users["Dana"] = DANA | {"centralids": {"CentralAuth": 99}}
    gone = says({"query": {"globaluserinfo": {"missing": True}, "users": []}})
    stub.replies["users"] = [None, gone]
    with pytest.raises(Undeliverable, match="does not exist"):
        send()
    assert not sent(stub)


def test_a_name_without_an_id_is_trusted(stub: Stub) -> None:
    send("Dana|")
    assert sent(stub)[0]["target"] == "Dana"


@pytest.mark.parametrize("address", ["Nobody|", "Not # possible|", "|"])
def test_no_such_account(stub: Stub, address: str) -> None:
    with pytest.raises(Undeliverable, match="does not exist"):
        send(address)


def test_an_account_that_cannot_be_mailed(stub: Stub) -> None:
    stub.users["Dana"] = DANA | {"emailable": False}
    with pytest.raises(Undeliverable) as never:
        send()
    assert "cannot be mailed" in never.value.reason and "Dana" not in never.value.reason
    assert not sent(stub)


def test_an_account_that_takes_no_mail_from_us(stub: Stub) -> None:
    """It has muted our account: the wiki says so only when it is asked to send."""
    stub.replies["emailuser"] = [error("nowikiemail")]
    with pytest.raises(Undeliverable, match="no mail from us"):
        send()


# --- Who waits ------------------------------------------------------------------------------------


def test_the_wiki_is_away(stub: Stub, settings: Any, unused_port: int) -> None:
    settings.WIKI_API_URL = f"http://127.0.0.1:{unused_port}/api.php"
    with pytest.raises(Transient) as later:
        send()
    assert later.value.everyone


@pytest.mark.parametrize("reply", [Reply(HTML), Reply(HTML, status=500), Reply(status=429)],
                         ids=["a page", "broken", "too many"])  # fmt: skip
def test_it_does_not_even_look_up(stub: Stub, reply: Reply) -> None:
    stub.replies["users"] = [reply]
    with pytest.raises(Transient) as later:
        send()
    assert later.value.everyone and not sent(stub)


def test_it_says_how_long(stub: Stub) -> None:
    stub.replies["emailuser"] = [error("maxlag", headers={"Retry-After": "9"})]
    with pytest.raises(Transient) as later:
        send()
    assert later.value.everyone and later.value.retry_after == dt.timedelta(seconds=9)


def test_it_may_be_this_message(stub: Stub) -> None:
    stub.replies["emailuser"] = [Reply(HTML, status=504)]
    with pytest.raises(Transient) as later:
        send()
    assert not later.value.everyone
    send()


@pytest.mark.parametrize(
    ("step", "reply"),
    [
        ("login", says({"login": {"result": "Failed", "reason": {"code": "wrongpassword"}}})),
        ("emailuser", error("blockedemailuser")),
        ("emailuser", error("cantsend")),
        ("emailuser", error("usermaildisabled")),
        ("users", Reply(status=302, headers={"Location": "https://elsewhere.example.org/"})),
    ],
    ids=["wrong password", "blocked", "not confirmed", "switched off", "leads elsewhere"],
)
def test_trouble_of_ours_is_told_once_to_whoever_runs_it(
    stub: Stub, logged_errors: list[logging.LogRecord], step: str, reply: Reply
) -> None:
    """Everyone waits; nothing about anybody is logged."""
    stub.replies[step] = [reply, reply]
    with WikiMailChannel() as channel:
        for _ in range(2):
            with pytest.raises(Transient) as later:
                channel.send("Dana|42", Message((), "Subject", "Text"), ID)
            assert later.value.everyone and later.value.retry_after
    [record] = logged_errors
    assert "wiki mail stands still" in str(record.msg)
    assert not any(word in str(record.msg) for word in ("Dana", "Bot@portal", "secret"))
    logged_errors.clear()


def test_the_log_knows_nobody(stub: Stub, caplog: pytest.LogCaptureFixture) -> None:
    """Also where a developer wants to see everything."""
    caplog.set_level(logging.DEBUG)
    send()
    with pytest.raises(Undeliverable):
        send("Nobody|")
    assert "Dana" not in caplog.text and "Nobody" not in caplog.text
