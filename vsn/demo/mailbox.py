"""A mailbox on disk in place of a mail server: one file per message, in VAR_DIR/mail."""

import datetime as dt
import email
import email.policy
import os
import re
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.message import EmailMessage as ParsedMessage
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

SUFFIX = ".eml"
_STAMP = "%Y%m%dT%H%M%S%fZ"
_NAME = re.compile(r"\d{8}T\d{12}Z-[0-9a-f]{8}")


@dataclass(frozen=True)
class Attachment:
    """A file that came with a message, by its place among the attachments."""

    index: int
    filename: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Received:
    """One message as the mailbox shows it."""

    name: str
    at: dt.datetime
    parsed: ParsedMessage

    @property
    def to(self) -> str:
        return str(self.parsed.get("To", ""))

    @property
    def subject(self) -> str:
        return str(self.parsed.get("Subject", ""))

    @property
    def headers(self) -> list[tuple[str, str]]:
        return [(key, str(value)) for key, value in self.parsed.items()]

    @property
    def text(self) -> str:
        return self._body("plain")

    @property
    def html(self) -> str:
        return self._body("html")

    @property
    def attachments(self) -> list[Attachment]:
        """Everything but the two bodies; a calendar entry may be an alternative of the body."""
        bodies = [self.parsed.get_body((kind,)) for kind in ("plain", "html")]
        files = (
            part
            for part in self.parsed.walk()
            if not part.is_multipart() and not any(part is body for body in bodies)
        )
        return [self._attachment(index, part) for index, part in enumerate(files)]

    def _attachment(self, index: int, part: ParsedMessage) -> Attachment:
        content = part.get_payload(decode=True)
        return Attachment(
            index=index,
            filename=part.get_filename() or f"{part.get_content_subtype()}-{index}",
            content_type=part.get_content_type(),
            content=content if isinstance(content, bytes) else b"",
        )

    def _body(self, kind: str) -> str:
        part = self.parsed.get_body((kind,))
        return str(part.get_content()) if part else ""


def folder() -> Path:
    """Where the messages are; made when it is first needed, readable by its owner only."""
    path = Path(settings.VAR_DIR) / "mail"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def deliver(content: bytes, now: dt.datetime) -> str:
    """Puts a message into the mailbox in one step and answers its name.

    Whoever lists the mailbox meanwhile sees the whole message or none of it.
    """
    name = f"{now.astimezone(dt.UTC).strftime(_STAMP)}-{secrets.token_hex(4)}"
    draft = folder() / f".{name}"
    draft.touch(mode=0o600)
    draft.write_bytes(content)
    os.replace(draft, folder() / f"{name}{SUFFIX}")
    return name


def newest(to: str = "") -> Iterator[Received]:
    """The messages, newest first (names begin with the time); with `to`, that person's only."""
    for path in sorted(folder().glob(f"*{SUFFIX}"), reverse=True):
        message = read(path.name.removesuffix(SUFFIX))
        if message and to in ("", message.to):
            yield message


def read(name: str) -> Received | None:
    """The message of that name, or None where there is none."""
    if not _NAME.fullmatch(name):
        return None
    try:
        content = (folder() / f"{name}{SUFFIX}").read_bytes()
    except FileNotFoundError:
        return None
    at = dt.datetime.strptime(name.split("-")[0], _STAMP).replace(tzinfo=dt.UTC)
    parsed = email.message_from_bytes(content, policy=email.policy.default)
    return Received(name=name, at=at, parsed=parsed)


class MailboxBackend(BaseEmailBackend):
    """Django's way of sending mail, with the mailbox as the server that takes everything."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            deliver(message.message().as_bytes(), timezone.now())
        return len(email_messages)
