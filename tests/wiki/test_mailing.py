"""Mail through a real wiki, as far as the mail server that it hands it to."""

import logging
from typing import Any

import pytest

from tests.wiki.server import BOT, MediaWiki
from vsn.mediawiki.client import CannotBeMailed, NeedsAttention, Wiki, WikiUnavailable
from vsn.mediawiki.errors import NO_ADDRESS, SWITCHED_OFF
from vsn.outbox.channels import Message, Transient, Undeliverable
from vsn.outbox.channels.wiki_mail import WikiMailChannel

ID = "<3f9c2a1b-5d6e-4f70-8a9b-0c1d2e3f4a5b@portal.example.org>"
TEXT = """Grüße, Éva 🌍 — дорогая!

Link: https://meet.example.org/room/?a=1&b=2#c
.
''Not'' wikitext: {{subst:x}} <b>&amp;</b> ~~~~ [[User:Dana]]
"""


@pytest.fixture
def dana(portal_with_wiki: MediaWiki) -> str:
    number = portal_with_wiki.make_account("Dana", "dana@example.org")
    return f"Dana|{number}"


def send(address: str, subject: str = "Your link", text: str = "Here it is.\n") -> None:
    with WikiMailChannel() as channel:
        channel.send(address, Message((), subject, text), ID)


# --- What arrives ---------------------------------------------------------------------------------


def test_the_text_arrives_as_it_was(portal_with_wiki: MediaWiki, dana: str) -> None:
    send(dana, "Freiwillige fördern: «Привет» 🌍", TEXT)
    [mail] = portal_with_wiki.inbox
    assert (mail.to, mail.content_type) == ("dana@example.org", "text/plain")
    assert mail.subject == "Freiwillige fördern: «Привет» 🌍"
    ours, _, footer = mail.text.partition("\n\n[3f9c2a1b]\n")
    assert ours == TEXT.rstrip()
    assert BOT in footer  # the wiki tells who wrote


def test_a_paragraph_without_a_break(portal_with_wiki: MediaWiki, dana: str) -> None:
    """Mail servers refuse a line of more than 998 bytes, and the wiki does not break any."""
    paragraph = "Ещё одно очень длинное предложение, которое никто не прерывает. " * 60
    send(dana, text=f"First\n{paragraph}\nLast")
    words = portal_with_wiki.inbox[0].text.partition("[3f9c2a1b]")[0].split()
    assert words == ["First", *paragraph.split(), "Last"]


def test_an_account_from_everywhere(portal_with_wiki: MediaWiki) -> None:
    number = portal_with_wiki.make_account("Éva Дана 达娜", "eva@example.org")
    send(f"Éva Дана 达娜|{number}")
    assert [mail.to for mail in portal_with_wiki.inbox] == ["eva@example.org"]


def test_no_header_of_somebodys_making(portal_with_wiki: MediaWiki, dana: str) -> None:
    send(dana, "Hello\r\nBcc: eve@example.org")
    [accepted] = portal_with_wiki.sink.accepted
    assert accepted.message["Bcc"] is None and accepted.recipient == "dana@example.org"


# --- To whom --------------------------------------------------------------------------------------


def test_renamed(portal_with_wiki: MediaWiki, dana: str) -> None:
    portal_with_wiki.rename("Dana", "Dana Light")
    send(dana)
    assert [mail.to for mail in portal_with_wiki.inbox] == ["dana@example.org"]


def test_somebody_else_has_the_old_name(portal_with_wiki: MediaWiki, dana: str) -> None:
    portal_with_wiki.rename("Dana", "Dana Light")
    portal_with_wiki.make_account("Dana", "eve@example.org")
    send(dana)
    assert [mail.to for mail in portal_with_wiki.inbox] == ["dana@example.org"]


def test_a_blocked_account_is_mailed_all_the_same(portal_with_wiki: MediaWiki, dana: str) -> None:
    portal_with_wiki.block("Dana")
    send(dana)
    assert len(portal_with_wiki.inbox) == 1


@pytest.mark.parametrize(
    "account",
    [{"confirmed": False}, {"allows_mail": False}, {"email": None}],
    ids=["not confirmed", "switched off", "no address"],
)
def test_cannot_be_mailed(portal_with_wiki: MediaWiki, account: dict[str, Any]) -> None:
    portal_with_wiki.make_account("Otto", **{"email": "otto@example.org"} | account)
    with pytest.raises(Undeliverable, match="cannot be mailed"):
        send("Otto|")
    with pytest.raises(Undeliverable, match="does not exist"):
        send("Nobody|")
    assert not portal_with_wiki.inbox


@pytest.mark.parametrize(
    ("name", "account", "reason"),
    [
        ("Otto", {"confirmed": False}, NO_ADDRESS),
        ("Otto", {"allows_mail": False}, SWITCHED_OFF),
        ("Nobody", {}, "does not exist"),
        ("Impossible/name", {}, "does not exist"),
    ],
    ids=["not confirmed", "switched off", "missing", "impossible"],
)
def test_what_the_wiki_says_when_it_is_to_mail(
    portal_with_wiki: MediaWiki, name: str, account: dict[str, Any], reason: str
) -> None:
    """Who looked before may be overtaken: its own answer is understood as well."""
    portal_with_wiki.make_account("Otto", "otto@example.org", **account)
    with Wiki.from_settings() as wiki, pytest.raises(CannotBeMailed, match=reason):
        wiki.email_user(name, "Subject", "Text")


# --- Who waits ------------------------------------------------------------------------------------


def test_throttled(portal_with_wiki: MediaWiki, dana: str) -> None:
    portal_with_wiki.throttle(1)
    send(dana)
    with pytest.raises(Transient, match="ratelimited") as later:
        send(dana)
    assert later.value.everyone and later.value.retry_after
    portal_with_wiki.settings()
    send(dana)
    assert len(portal_with_wiki.inbox) == 2


def test_read_only(portal_with_wiki: MediaWiki, dana: str) -> None:
    """Looking up goes on; mailing waits, signed in or not."""
    portal_with_wiki.read_only()
    with pytest.raises(Transient, match="readonly") as later:
        send(dana)
    assert later.value.everyone
    portal_with_wiki.read_only(False)
    send(dana)
    portal_with_wiki.read_only()
    with pytest.raises(Transient, match="readonly"):
        send(dana)
    assert len(portal_with_wiki.inbox) == 1


def test_its_mail_server_refuses(portal_with_wiki: MediaWiki, dana: str) -> None:
    """That may be about this one address: nobody else waits."""
    portal_with_wiki.make_account("Otto", "otto@example.org")
    portal_with_wiki.sink.refused["dana@example.org"] = "550 No such mailbox"
    with pytest.raises(Transient) as later:
        send(dana)
    assert not later.value.everyone
    send("Otto|")
    assert [mail.to for mail in portal_with_wiki.inbox] == ["otto@example.org"]


# --- Being signed in ------------------------------------------------------------------------------


def test_the_wiki_has_forgotten_us(portal_with_wiki: MediaWiki, dana: str) -> None:
    with WikiMailChannel() as channel:
        for _ in range(2):
            channel.send(dana, Message((), "Subject", "Text"), ID)
            portal_with_wiki.forget_sessions()
    assert len(portal_with_wiki.inbox) == 2


def test_an_old_token(portal_with_wiki: MediaWiki, dana: str) -> None:
    with Wiki.from_settings() as wiki:
        wiki.email_user("Dana", "Subject", "Text")
        wiki._session._token = "0123456789abcdef+\\"
        wiki.email_user("Dana", "Subject", "Text")
    assert len(portal_with_wiki.inbox) == 2


def attention(match: str) -> str:
    with Wiki.from_settings() as wiki, pytest.raises(NeedsAttention, match=match) as caught:
        wiki.email_user("Dana", "Subject", "Text")
    return caught.value.reason


def test_a_wrong_bot_password(
    portal_with_wiki: MediaWiki, dana: str, settings: Any, logged_errors: list[logging.LogRecord]
) -> None:
    settings.WIKI_MAIL_PASSWORD = "w" * 32
    with pytest.raises(Transient, match="WIKI_MAIL_PASSWORD") as later:
        send(dana)
    assert later.value.everyone
    [record] = logged_errors
    assert "Dana" not in str(record.msg) and "www" not in str(record.msg)
    logged_errors.clear()


def test_wrong_too_often(portal_with_wiki: MediaWiki, dana: str, settings: Any) -> None:
    """Then the wiki refuses for a while, whatever the password."""
    portal_with_wiki.settings(PasswordAttemptThrottle=[{"count": 1, "seconds": 300}])
    settings.WIKI_MAIL_PASSWORD = "w" * 32
    attention("WIKI_MAIL_PASSWORD")
    with Wiki.from_settings() as wiki, pytest.raises(WikiUnavailable, match="no sign-in now"):
        wiki.email_user("Dana", "Subject", "Text")


def test_the_senders_account_is_blocked(portal_with_wiki: MediaWiki, dana: str) -> None:
    portal_with_wiki.block(BOT)
    assert BOT not in attention("blocked")


def test_the_wiki_lets_nobody_mail(portal_with_wiki: MediaWiki, dana: str) -> None:
    portal_with_wiki.settings(EnableUserEmail=False)
    attention("switched off")


def test_the_sender_may_not_mail(portal_with_wiki: MediaWiki, dana: str) -> None:
    portal_with_wiki.settings(RevokePermissions={"user": {"sendemail": True}})
    attention("sendemail")


def test_the_sender_has_no_confirmed_address(
    portal_with_wiki: MediaWiki, dana: str, settings: Any
) -> None:
    portal_with_wiki.make_account("Other bot", "other@example.org", confirmed=False)
    settings.WIKI_MAIL_USER = portal_with_wiki.make_bot_password("Other bot")
    attention("no confirmed e-mail address")
