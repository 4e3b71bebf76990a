"""E-mail through Django's configured backend, over one connection per batch."""

import datetime as dt
import email
import email.message
import smtplib
from email.utils import parseaddr
from functools import lru_cache
from types import TracebackType
from typing import NamedTuple, Self

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.smtp import EmailBackend as SmtpBackend
from django.core.mail.message import MIMEMixin

from vsn.outbox.channels import Message, Transient, Undeliverable, mime, pipelining

# Too many connections or messages at once (RFC 5321, RFC 3463 and Exchange's own 432).
_SLOW_DOWN = {421: 60, 432: 60, 450: 120, 451: 120, 452: 300}


class Letter(NamedTuple):
    """A message as it goes over the wire, and to whom it goes."""

    message: Message
    message_id: str
    sender: str
    to: str
    content: bytes


class EmailChannel:
    """`with EmailChannel() as channel: channel.send(...)`; the connection opens when needed."""

    name = "email"

    def __init__(self) -> None:
        self._connection = get_connection()
        self._announced: Letter | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._close()

    def announce(self, address: str, message: Message, message_id: str) -> None:
        """Tells a server that can be told beforehand to whom the next message goes.

        Nothing is waited for, and nothing of the message is sent: a server delivers nothing
        before it has the message's end. What it answers is read by `send`.

        Raises:
            ValueError: the message cannot be written.
        """
        smtp = self._session
        if smtp and smtp.sock and not self._announced and pipelining.is_possible(smtp):
            letter = _write(address, message, message_id)
            pipelining.announce(smtp, letter.sender, letter.to, len(letter.content))
            self._announced = letter

    def send(self, address: str, message: Message, message_id: str) -> None:
        """Hands one message over.

        Raises:
            Transient: it may work later.
            Undeliverable: this address will never take it.
        """
        letter = self._letter(address, message, message_id)
        try:
            self._open()
            if self._session:
                self._hand_over(letter, self._session)
            else:
                mail = _Mail(message, letter.content, address=address, message_id=message_id)
                self._connection.send_messages([mail])
        except smtplib.SMTPRecipientsRefused as refused:
            code, _answer = next(iter(refused.recipients.values()))
            raise _judge(code) from refused
        except smtplib.SMTPDataError as refused:
            self._close()
            raise _judge(refused.smtp_code) from refused
        except smtplib.SMTPResponseException as refused:
            # Greeting, sign-in or sender refused: nothing to do with this recipient.
            self._close()
            raise Transient(f"mail server answered {refused.smtp_code}", everyone=True) from refused
        except (smtplib.SMTPException, OSError) as broken:
            # Dropped or hung in the middle. It may be this message, so it counts for this one.
            self._close()
            down = isinstance(broken, ConnectionRefusedError | smtplib.SMTPConnectError)
            raise Transient(type(broken).__name__, everyone=down) from broken

    @property
    def _session(self) -> smtplib.SMTP | None:
        """The open one, or one on which the server hung up; None with Django's other backends."""
        return self._connection.connection if type(self._connection) is SmtpBackend else None

    def _letter(self, address: str, message: Message, message_id: str) -> Letter:
        """What was announced, if it is this one. Written anew since, it is another: what it says
        may not be true any more."""
        to, announced = mime.address(address), self._announced
        wanted = (message, message_id, to)
        if announced and (announced.message, announced.message_id, announced.to) == wanted:
            return announced
        if announced:
            self._close()
        return _write(address, message, message_id)

    def _open(self) -> None:
        """Once for a batch: the backend would open and close a connection for each message."""
        if self._session and not self._session.sock:
            self._close()
        self._connection.open()

    def _hand_over(self, letter: Letter, smtp: smtplib.SMTP) -> None:
        announced, self._announced = self._announced, None
        go = pipelining.finish if announced else pipelining.hand_over
        go(smtp, letter.sender, letter.to, letter.content)

    def _close(self) -> None:
        if self._announced and self._session:
            # It waits for a message, and would take a goodbye for one.
            self._session.close()
        self._announced = None
        try:
            self._connection.close()
        except (smtplib.SMTPException, OSError):
            # Already gone; a fresh one is opened for the next message.
            self._connection = get_connection()


def _write(address: str, message: Message, message_id: str) -> Letter:
    (sender, envelope), to = _sender(settings.DEFAULT_FROM_EMAIL), mime.address(address)
    content = mime.write(message, sender=sender, to=to, message_id=message_id)
    return Letter(message, message_id, envelope, to, content)


def _judge(code: int) -> Transient | Undeliverable:
    """RFC 5321, 4.2.1: 4xx may work later, 5xx will not."""
    if code >= 500:
        return Undeliverable(f"the mail server refused it ({code})")
    pause = _SLOW_DOWN.get(code)
    return Transient(f"mail server answered {code}", dt.timedelta(seconds=pause) if pause else None)


@lru_cache(maxsize=1)
def _sender(typed: str) -> tuple[str, str]:
    """As it stands in the header, and without a name for the envelope. To find out takes as long
    as to write the rest of a mail."""
    sender = mime.address(typed)
    return sender, parseaddr(sender)[1]


class _Parsed(MIMEMixin, email.message.Message):
    """As Django's backends expect it."""


class _Mail(EmailMultiAlternatives):
    """For Django's other backends (tests, the demonstration's mailbox): the same bytes, taken
    apart again."""

    def __init__(self, message: Message, content: bytes, *, address: str, message_id: str) -> None:
        headers = {"Message-ID": message_id, "Auto-Submitted": "auto-generated"}
        super().__init__(message.subject, message.text, to=[address], headers=headers)
        if message.html:
            self.attach_alternative(message.html, "text/html")
        self.content = content
        parts = self.message().walk()
        self.attachments = [part for part in parts if part.get_content_disposition()]

    def message(self) -> _Parsed:
        return email.message_from_bytes(self.content, _class=_Parsed)
