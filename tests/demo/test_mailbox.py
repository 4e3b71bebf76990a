"""Mail to files: whole messages only, newest first, nothing read from outside the folder."""

import datetime as dt
from pathlib import Path

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection

from vsn.demo import mailbox

NOW = dt.datetime(2024, 2, 14, 15, 0, tzinfo=dt.UTC)
BACKEND = "vsn.demo.mailbox.MailboxBackend"


@pytest.fixture(autouse=True)
def var_dir(settings, tmp_path: Path) -> Path:
    settings.VAR_DIR = tmp_path
    return tmp_path


def a_message(subject: str = "Your link") -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(
        subject, "Here: https://example.org/x\n", "from@example.org", ["dana@example.org"]
    )
    message.attach_alternative("<p>Here</p>", "text/html")
    message.attach("session.ics", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "text/calendar")
    return message


def test_backend_keeps_text_html_and_attachment() -> None:
    assert get_connection(BACKEND).send_messages([a_message("Grüße ✓")]) == 1
    (got,) = mailbox.newest()
    assert (got.subject, got.to) == ("Grüße ✓", "dana@example.org")
    assert got.text.strip() == "Here: https://example.org/x"
    assert got.html.strip() == "<p>Here</p>"
    (file,) = got.attachments
    assert (file.filename, file.content_type) == ("session.ics", "text/calendar")
    assert file.content.startswith(b"BEGIN:VCALENDAR")


def test_calendar_as_alternative_counts_as_attachment() -> None:
    message = EmailMultiAlternatives("Moved", "Text", "from@example.org", ["dana@example.org"])
    message.attach_alternative("BEGIN:VCALENDAR", "text/calendar; method=REQUEST")
    get_connection(BACKEND).send_messages([message])
    (got,) = mailbox.newest()
    assert got.text.strip() == "Text"
    assert [file.content_type for file in got.attachments] == ["text/calendar"]


def test_newest_comes_first() -> None:
    for minute in (5, 1, 9):
        mailbox.deliver(f"Subject: {minute}\n\nx".encode(), NOW + dt.timedelta(minutes=minute))
    assert [m.subject for m in mailbox.newest()] == ["9", "5", "1"]


def test_only_one_persons_messages() -> None:
    for name in ("dana", "chidi"):
        mailbox.deliver(f"To: {name}@example.org\n\nx".encode(), NOW)
    assert [m.to for m in mailbox.newest("dana@example.org")] == ["dana@example.org"]


def test_same_instant_loses_none() -> None:
    names = {mailbox.deliver(b"Subject: a\n\nx", NOW) for _ in range(20)}
    assert len(names) == len(list(mailbox.newest())) == 20


def test_time_is_in_the_name() -> None:
    received = mailbox.read(mailbox.deliver(b"Subject: a\n\nx", NOW))
    assert received is not None and received.at == NOW


def test_half_written_message_is_not_listed(var_dir: Path) -> None:
    """A process killed while writing leaves a draft, which is no message."""
    mailbox.deliver(b"Subject: whole\n\nx", NOW)
    (mailbox.folder() / ".20240214T150000000000Z-00000000").write_bytes(b"Subject: ha")
    assert [m.subject for m in mailbox.newest()] == ["whole"]


@pytest.mark.parametrize(
    "name",
    [
        "",
        "..",
        "../secret_key",
        "20240214T150000000000Z-0000000",
        ".20240214T150000000000Z-00000000",
        "20240214T150000000000Z-00000000\n",
        "x" * 5000,
    ],
)
def test_only_names_of_messages_are_read(var_dir: Path, name: str) -> None:
    (var_dir / "secret_key.eml").write_text("not mail")
    assert mailbox.read(name) is None


def test_folder_is_private(var_dir: Path) -> None:
    mailbox.deliver(b"Subject: a\n\nx", NOW)
    assert (var_dir / "mail").stat().st_mode & 0o077 == 0
    assert all(path.stat().st_mode & 0o077 == 0 for path in (var_dir / "mail").iterdir())


def test_message_without_headers_or_in_broken_bytes_is_still_shown() -> None:
    name = mailbox.deliver(b"\xff\xfe\x00 nothing like a message", NOW)
    received = mailbox.read(name)
    assert received is not None
    assert (received.to, received.subject, received.attachments) == ("", "", [])
