"""The bytes that go over the wire: any mail program reads what was meant, and nothing else."""

import email
import email.policy
import re
from email.message import EmailMessage
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from hypothesis import given
from hypothesis import strategies as st

from tests.vsn.outbox.mail_server import Server
from vsn.outbox.channels import Attachment, Message, mime
from vsn.outbox.channels.email import EmailChannel

SENDER, TO, ID = "Portal <noreply@portal.example.org>", "dana@example.org", "<1@portal.example.org>"
CALENDAR = Attachment("session.ics", b"BEGIN:VCALENDAR\r\n", "text/calendar; method=CANCEL")
# What a database can hold: no lone surrogates, no NUL.
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=300)
ONE_LINE = TEXT.map(lambda text: " ".join(text.split()))


def message(**fields: Any) -> Message:
    given = {"routes": (), "subject": "Your link", "text": "Hello\n", **fields}
    return Message(**given)


def wire(sender: str = SENDER, to: str = TO, message_id: str = ID, **fields: Any) -> bytes:
    return mime.write(message(**fields), sender=sender, to=to, message_id=message_id)


def read(content: bytes) -> EmailMessage:
    parsed = email.message_from_bytes(content, policy=email.policy.default)
    assert all(not part.defects for part in parsed.walk())
    return parsed


def contents(parsed: EmailMessage) -> list[bytes]:
    parts = (part for part in parsed.walk() if not part.is_multipart())
    return [part.get_payload(decode=True) for part in parts]


def lines(text: str) -> list[str]:
    return re.split(r"\r\n|\r|\n", text)


# --- Structure -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "kinds"),
    [
        ({}, ["text/plain"]),
        ({"html": "<p>x"}, ["multipart/alternative", "text/plain", "text/html"]),
        ({"attachments": (CALENDAR,)}, ["multipart/mixed", "text/plain", "text/calendar"]),
        (
            {"html": "<p>x", "attachments": (CALENDAR,)},
            ["multipart/mixed", "multipart/alternative", "text/plain", "text/html",
             "text/calendar"],
        ),
    ],
)  # fmt: skip
def test_parts(fields: dict[str, Any], kinds: list[str]) -> None:
    parsed = read(wire(**fields))
    assert [part.get_content_type() for part in parsed.walk()] == kinds
    assert parsed["MIME-Version"] == "1.0"


def test_headers() -> None:
    parsed = read(wire())
    assert sorted(key.lower() for key in parsed) == sorted([
        "mime-version", "subject", "from", "to", "date", "message-id", "auto-submitted",
        "content-type", "content-transfer-encoding",
    ])  # fmt: skip
    assert (parsed["From"], parsed["To"], parsed["Message-ID"]) == (SENDER, TO, ID)
    assert parsed["Date"].datetime


@given(text=TEXT, html=TEXT)
def test_any_text_arrives(text: str, html: str) -> None:
    parsed = read(wire(text=text, html=f"<p>{html}"))
    plain, rich = list(parsed.iter_parts())
    assert lines(plain.get_content().removesuffix("\n")) == lines(text) or text == ""
    assert lines(rich.get_content().removesuffix("\n")) == lines(f"<p>{html}")


@given(subject=ONE_LINE)
def test_any_subject_arrives(subject: str) -> None:
    assert read(wire(subject=subject))["Subject"].split() == subject.split()


@pytest.mark.parametrize(
    "subject",
    [
        "Your link: " + "a long title of many words " * 8,
        "Dein Link: " + "Freiwillige fördern " * 10,
        "リンク " * 40,
        "=?utf-8?q?not_encoded?= by us",
        "x" * 300,
        "ü" * 300,
    ],
)
def test_long_and_foreign_subjects(subject: str) -> None:
    content = wire(subject=subject)
    assert "".join(str(read(content)["Subject"]).split()) == "".join(subject.split())
    head = content.partition(b"\r\n\r\n")[0]
    assert head.isascii()
    assert all(len(line) <= 998 for line in head.split(b"\r\n"))
    if " " in subject:
        assert all(len(line) <= 78 for line in head.split(b"\r\n") if not line.startswith(b"Cont"))


@given(text=TEXT, html=TEXT, subject=ONE_LINE)
def test_every_line_ends_as_it_should(text: str, html: str, subject: str) -> None:
    """RFC 5321, 2.3.8: CRLF only; RFC 5322, 2.1.1: no line of more than 998 octets."""
    content = wire(text=text * 9, html=html * 9, subject=subject, attachments=(CALENDAR,))
    for line in content.split(b"\r\n"):
        assert b"\r" not in line and b"\n" not in line
        assert len(line) <= 998


def test_a_line_that_is_too_long_is_encoded() -> None:
    long = "ü" * 2000
    parsed = read(wire(text=f"{long}\nshort\n"))
    assert parsed["Content-Transfer-Encoding"] == "base64"
    assert lines(parsed.get_content()) == [long, "short", ""]


@pytest.mark.parametrize("name", ["session.ics", "Grüße.ics", 'with "quotes".ics', "a;b=c.ics"])
def test_file_names(name: str) -> None:
    file = Attachment(name, b"\0\xff" * 500, "application/octet-stream")
    [part] = read(wire(attachments=(file,))).iter_attachments()
    assert part.get_filename() == name
    assert part.get_content() == file.content


def test_nobody_can_end_a_part() -> None:
    """A text that repeats what stands between the parts of another mail stays text."""
    first = wire(html="<p>x", attachments=(CALENDAR,))
    edges = re.findall(rb'boundary="(\w+)"', first)
    text = "\n".join(f"--{edge.decode()}--\n--{edge.decode()}" for edge in edges)
    parsed = read(wire(text=text, html="<p>x", attachments=(CALENDAR,)))
    assert len(list(parsed.walk())) == 5
    assert not set(edges) & set(re.findall(rb'boundary="(\w+)"', parsed.as_bytes()))


# --- Headers of somebody's making ----------------------------------------------------------------

BREAKS = ["\r\nBcc: eve@example.org", "\nBcc: eve@example.org", "\rBcc: eve@example.org",
          "\r\n\r\nBuy gold"]  # fmt: skip


@pytest.mark.parametrize("evil", BREAKS)
@pytest.mark.parametrize("where", ["subject", "to", "sender", "message_id", "name", "mime"])
def test_no_line_break_in_any_header(where: str, evil: str) -> None:
    fields: dict[str, Any] = {where: f"x@example.org{evil}"}
    if where in ("name", "mime"):
        values = {"name": "a.ics", "mime": "text/calendar", where: f"a{evil}"}
        fields = {"attachments": (Attachment(content=b"", **values),)}
    with pytest.raises(ValueError):
        wire(**fields)


@pytest.mark.parametrize(
    "typed",
    ["", "a@b@c", "a@example.org, b@example.org", "a@example.org\n"]
    + [f"dana@example.org{evil}" for evil in BREAKS],
)
def test_what_is_no_address(typed: str) -> None:
    with pytest.raises(ValueError):
        mime.write(message(), sender=SENDER, to=mime.address(typed), message_id=ID)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("dana@example.org", "dana@example.org"),
        ("d.o'brien+vsn@sub.example.org", "d.o'brien+vsn@sub.example.org"),
        ("dana@exämple.org", "dana@xn--exmple-cua.org"),
        ("Portal <a@example.org>", "Portal <a@example.org>"),
        ("Grüße <a@example.org>", "=?utf-8?b?R3LDvMOfZQ==?= <a@example.org>"),
    ],
)
def test_addresses(typed: str, written: str) -> None:
    assert mime.address(typed) == written


# --- The same by every backend -------------------------------------------------------------------


def test_what_tests_see_is_what_goes_over_the_wire(server: Server, settings: Any) -> None:
    """SMTP, and the memory that stands in for it in the other tests: the same mail."""
    full = message(
        subject="Grüße", text="Grüße\n", html="<p>Grüße</p>", attachments=(CALENDAR,)
    )  # fmt: skip
    with EmailChannel() as channel:
        channel.send(TO, full, ID)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with EmailChannel() as channel:
        channel.send(TO, full, ID)
    [sent], [kept] = server.mails, mail.outbox
    assert isinstance(kept, EmailMultiAlternatives)
    again = read(kept.message().as_bytes(linesep="\r\n"))
    for name in ("Subject", "From", "To", "Message-ID", "Auto-Submitted"):
        assert sent[name] == again[name]
    assert contents(sent) == contents(again)
    assert (kept.subject, kept.body, kept.to) == ("Grüße", "Grüße\n", [TO])
    assert kept.alternatives[0].content == "<p>Grüße</p>"
    assert kept.attachments[0].get_payload(decode=True) == CALENDAR.content
    assert kept.extra_headers["Message-ID"] == ID
