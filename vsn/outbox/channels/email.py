"""E-mail through Django's configured backend, over one connection per batch."""

import datetime as dt
import smtplib
from email.encoders import encode_base64
from email.mime.nonmultipart import MIMENonMultipart
from types import TracebackType
from typing import Self

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection

from vsn.outbox.channels import Attachment, Message, Transient, Undeliverable

# Too many connections or messages at once (RFC 5321, RFC 3463 and Exchange's own 432).
_SLOW_DOWN = {421: 60, 432: 60, 450: 120, 451: 120, 452: 300}


class EmailChannel:
    """`with EmailChannel() as channel: channel.send(...)`; the connection opens when needed."""

    name = "email"

    def __init__(self) -> None:
        self._connection = get_connection()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._close()

    def send(self, address: str, message: Message, message_id: str) -> None:
        """Hands one message over.

        Raises:
            Transient: it may work later.
            Undeliverable: this address will never take it.
        """
        mail = _mail(address, message, message_id)
        mail.connection = self._connection
        try:
            # Opened here, or the backend would open and close one for each message.
            self._connection.open()
            mail.send()
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

    def _close(self) -> None:
        try:
            self._connection.close()
        except (smtplib.SMTPException, OSError):
            # Already gone; a fresh one is opened for the next message.
            self._connection = get_connection()


def _judge(code: int) -> Transient | Undeliverable:
    """RFC 5321, 4.2.1: 4xx may work later, 5xx will not."""
    if code >= 500:
        return Undeliverable(f"the mail server refused it ({code})")
    pause = _SLOW_DOWN.get(code)
    return Transient(f"mail server answered {code}", dt.timedelta(seconds=pause) if pause else None)


def _mail(address: str, message: Message, message_id: str) -> EmailMultiAlternatives:
    mail = EmailMultiAlternatives(
        subject=message.subject,
        body=message.text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[address],
        headers={
            "Message-ID": message_id,
            # RFC 3834: out-of-office replies stay away.
            "Auto-Submitted": "auto-generated",
        },
    )
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    for attachment in message.attachments:
        mail.attach(_part(attachment))
    return mail


def _part(attachment: Attachment) -> MIMENonMultipart:
    """Built by hand: Django's `attach` has no way to give the type its `method` parameter."""
    maintype, _, rest = attachment.mime.partition("/")
    subtype, *parameters = (part.strip() for part in rest.split(";"))
    part = MIMENonMultipart(maintype, subtype, **dict(p.split("=", 1) for p in parameters))
    part.set_payload(attachment.content)
    encode_base64(part)
    part.add_header("Content-Disposition", "attachment", filename=attachment.name)
    return part
