"""The e-mail channel against a real SMTP server in this process."""

import datetime as dt
from contextlib import nullcontext, suppress
from typing import Any

import pytest

from tests.vsn.outbox.mail_server import Server
from vsn.outbox.channels import Attachment, Message, Route, Transient, Undeliverable
from vsn.outbox.channels.email import EmailChannel


def message(**fields: Any) -> Message:
    fields.setdefault("subject", "Your link: Freiwillige fördern")
    fields.setdefault("text", "Grüße\n")
    return Message(routes=(Route("email", "dana@example.org"),), **fields)


def send(*addresses: str, **fields: Any) -> None:
    with EmailChannel() as channel:
        for number, address in enumerate(addresses):
            channel.send(address, message(**fields), f"<{number}@portal>")


def test_what_arrives(server: Server) -> None:
    send("dana@example.org", html="<p>Grüße</p>")
    [mail] = server.mails
    assert server.recipients == [["dana@example.org"]]
    assert (mail["To"], mail["Cc"], mail["Bcc"]) == ("dana@example.org", None, None)
    assert mail["Subject"] == "Your link: Freiwillige fördern"
    assert mail["Message-ID"] == "<0@portal>"
    assert mail["Auto-Submitted"] == "auto-generated"
    text, html = mail.iter_parts()
    assert text.get_content_type() == "text/plain" and text.get_content().strip() == "Grüße"
    assert html.get_content_type() == "text/html" and "Grüße" in html.get_content()


def test_calendar_file_keeps_its_method(server: Server) -> None:
    mime = "text/calendar; method=CANCEL; charset=utf-8"
    send("dana@example.org", attachments=(Attachment("session.ics", b"BEGIN:VCALENDAR", mime),))
    [part] = server.mails[0].iter_attachments()
    assert part.get_content_type() == "text/calendar"
    assert part.get_param("method") == "CANCEL"
    assert part.get_param("charset") == "utf-8"
    assert part.get_filename() == "session.ics"
    assert part.get_content().strip() == "BEGIN:VCALENDAR"


def test_a_batch_goes_over_one_connection(server: Server) -> None:
    send(*(f"person{n}@example.org" for n in range(20)))
    assert len(server.mails) == 20
    assert server.connections == 1
    assert {len(to) for to in server.recipients} == {1}


@pytest.mark.parametrize(
    ("answer", "seconds"),
    [("450 later", 120), ("421 too many", 60), ("452 full", 300), ("471 later", None)],
)
def test_recipient_refused_for_now(server: Server, answer: str, seconds: int | None) -> None:
    server.answers["dana@example.org"] = answer
    with pytest.raises(Transient) as later:
        send("dana@example.org")
    assert not later.value.everyone
    pause = later.value.retry_after
    assert pause == (dt.timedelta(seconds=seconds) if seconds else None)
    assert answer[:3] in later.value.reason


@pytest.mark.parametrize("answer", ["550 no such user", "553 bad name"])
def test_recipient_refused_for_good(server: Server, answer: str) -> None:
    server.answers["dana@example.org"] = answer
    with pytest.raises(Undeliverable) as never:
        send("dana@example.org")
    assert answer[:3] in never.value.reason
    assert "dana" not in never.value.reason  # the reason is shown and logged


@pytest.mark.parametrize(
    ("answer", "error"), [("451 try later", Transient), ("554 no", Undeliverable)]
)
def test_content_refused(server: Server, answer: str, error: type[Exception]) -> None:
    server.data_answer = answer
    with pytest.raises(error):
        send("dana@example.org")


def test_the_next_message_goes_out_after_a_refusal(server: Server) -> None:
    server.answers["gone@example.org"] = "550 no such user"
    with EmailChannel() as channel:
        with pytest.raises(Undeliverable):
            channel.send("gone@example.org", message(), "<1@portal>")
        channel.send("dana@example.org", message(), "<2@portal>")
    assert server.recipients == [["dana@example.org"]]
    assert server.connections == 1


@pytest.mark.parametrize("answer", ["421 too many", "550 no such user"])
def test_a_server_that_hangs_up_after_a_refusal(server: Server, answer: str) -> None:
    """That is nothing to the next one, who gets a new connection."""
    server.answers["gone@example.org"] = answer
    with EmailChannel() as channel:
        channel.send("dana@example.org", message(), "<1@portal>")
        with pytest.raises((Transient, Undeliverable)):
            channel.send("gone@example.org", message(), "<2@portal>")
        channel.send("ben@example.org", message(), "<3@portal>")
    assert server.recipients == [["dana@example.org"], ["ben@example.org"]]
    assert server.connections == (2 if answer.startswith("421") else 1)


def test_the_next_one_is_announced(server: Server) -> None:
    """The message itself waits."""
    with EmailChannel() as channel:
        channel.send("dana@example.org", message(), "<1@portal>")
        channel.announce("ben@example.org", message(), "<2@portal>")
        assert [m["Message-ID"] for m in server.mails] == ["<1@portal>"]
        channel.send("ben@example.org", message(), "<2@portal>")
    assert [m["Message-ID"] for m in server.mails] == ["<1@portal>", "<2@portal>"]
    assert server.recipients == [["dana@example.org"], ["ben@example.org"]]
    assert server.connections == 1


def test_announced_and_refused(server: Server) -> None:
    """It is told where it always was: when the message is sent."""
    server.answers["gone@example.org"] = "550 no such user"
    with EmailChannel() as channel:
        channel.send("dana@example.org", message(), "<1@portal>")
        channel.announce("gone@example.org", message(), "<2@portal>")
        with pytest.raises(Undeliverable):
            channel.send("gone@example.org", message(), "<2@portal>")
        channel.announce("ben@example.org", message(), "<3@portal>")
        channel.send("ben@example.org", message(), "<3@portal>")
    assert server.recipients == [["dana@example.org"], ["ben@example.org"]]
    assert server.connections == 1


@pytest.mark.parametrize("other", ["dana@example.org", "chidi@example.org"])
def test_announced_and_not_sent(server: Server, other: str) -> None:
    """Somebody else's turn, or the same person's other message: nothing of it goes out."""
    with EmailChannel() as channel:
        channel.send("dana@example.org", message(), "<1@portal>")
        channel.announce("dana@example.org", message(), "<2@portal>")
        channel.send(other, message(), "<3@portal>")
        channel.announce("dana@example.org", message(), "<2@portal>")
    assert [m["Message-ID"] for m in server.mails] == ["<1@portal>", "<3@portal>"]
    assert server.recipients == [["dana@example.org"], [other]]


def test_announced_and_written_anew_since(server: Server) -> None:
    """What is sent is what is true now, also when the same row comes again."""
    with EmailChannel() as channel:
        channel.send("dana@example.org", message(), "<1@portal>")
        channel.announce("ben@example.org", message(text="At three.\n"), "<2@portal>")
        channel.send("ben@example.org", message(text="At four.\n"), "<2@portal>")
    assert [m.get_content().strip() for m in server.mails] == ["Grüße", "At four."]


def test_announced_to_a_server_that_has_gone(server: Server) -> None:
    with EmailChannel() as channel:
        channel.send("dana@example.org", message(), "<1@portal>")
        server.hang_up()
        channel.announce("ben@example.org", message(), "<2@portal>")
        with suppress(Transient):
            channel.send("ben@example.org", message(), "<2@portal>")
        channel.announce("chidi@example.org", message(), "<3@portal>")
        channel.send("chidi@example.org", message(), "<3@portal>")
    assert server.recipients[0] == ["dana@example.org"]
    assert server.recipients[-1] == ["chidi@example.org"]


def test_announced_before_anything_is_open(server: Server) -> None:
    with EmailChannel() as channel:
        channel.announce("dana@example.org", message(), "<1@portal>")
        assert server.connections == 0
        channel.send("dana@example.org", message(), "<1@portal>")
    assert server.recipients == [["dana@example.org"]]


def test_what_cannot_be_written_is_not_announced(server: Server) -> None:
    with EmailChannel() as channel:
        channel.send("dana@example.org", message(), "<1@portal>")
        evil = "dana@example.org\r\nrcpt TO:<eve@example.org>"
        # A server that cannot be told beforehand is not asked.
        with pytest.raises(ValueError) if server.pipelining else nullcontext():
            channel.announce(evil, message(), "<2@portal>")
        channel.send("ben@example.org", message(), "<3@portal>")
    assert server.recipients == [["dana@example.org"], ["ben@example.org"]]
    assert server.connections == 1


def test_dropped_in_the_middle(server: Server) -> None:
    """It counts for this message alone; the next one gets a new connection."""
    server.drop = True
    with EmailChannel() as channel:
        with pytest.raises(Transient) as later:
            channel.send("dana@example.org", message(), "<1@portal>")
        assert not later.value.everyone
        server.drop = False
        channel.send("dana@example.org", message(), "<1@portal>")
    assert [m["Message-ID"] for m in server.mails] == ["<1@portal>"]


def test_no_server_is_nobodys_fault(server: Server, settings: Any, unused_port: int) -> None:
    settings.EMAIL_PORT = unused_port
    with pytest.raises(Transient) as down:
        send("dana@example.org")
    assert down.value.everyone


@pytest.mark.parametrize("where", ["address", "subject"])
def test_header_injection(server: Server, where: str) -> None:
    """Refused as a whole: no second recipient, no header of somebody's making."""
    evil = "dana@example.org\r\nBcc: eve@example.org"
    with EmailChannel() as channel, pytest.raises(ValueError):
        if where == "address":
            channel.send(evil, message(), "<1@portal>")
        else:
            channel.send("dana@example.org", message(subject=evil), "<1@portal>")
    assert server.mails == []
