"""A message over an open SMTP connection, with two waits for the server instead of four."""

import smtplib
from contextlib import suppress
from functools import lru_cache

from django.conf import settings

_OK, _WILL_FORWARD, _GO_AHEAD, _CLOSING = 250, 251, 354, 421
# It takes longer than all the rest, and the sender is always the same.
_in_brackets = lru_cache(maxsize=16)(smtplib.quoteaddr)


def is_possible(smtp: smtplib.SMTP) -> bool:
    """Whether the server, once greeted, announces PIPELINING, and is not known to break it."""
    return settings.EMAIL_PIPELINING and bool(smtp.has_extn("pipelining"))


def hand_over(smtp: smtplib.SMTP, sender: str, to: str, content: bytes) -> None:
    """As `smtp.sendmail(sender, [to], content)` does it, with the same errors.

    Where the server announces PIPELINING (RFC 2920), sender, recipient and DATA go in one write
    and the three answers are read together. The message itself waits for all of them.
    """
    smtp.ehlo_or_helo_if_needed()
    if is_possible(smtp):
        announce(smtp, sender, to, len(content))
        finish(smtp, sender, to, content)
    else:
        smtp.sendmail(sender, [to], content)


def announce(smtp: smtplib.SMTP, sender: str, to: str, size: int) -> None:
    """Sender, recipient and DATA in one write, for a message of `size` octets.

    Waits for nothing. A connection that is lost is found out by `finish`, which has to follow:
    in between, the server takes anything for the message.

    Raises:
        ValueError: an address cannot stand in a command; nothing was sent.
    """
    option = f" size={size}" if smtp.has_extn("size") else ""
    mail = _line(f"mail FROM:{_in_brackets(sender)}{option}")
    commands = mail + _line(f"rcpt TO:{_in_brackets(to)}") + _line("data")
    with suppress(smtplib.SMTPServerDisconnected):
        smtp.send(commands)


def finish(smtp: smtplib.SMTP, sender: str, to: str, content: bytes) -> None:
    """Reads what the server says to what was announced, and hands the message over.

    Raises:
        smtplib.SMTPException: as `smtp.sendmail` does.
    """
    _read_answers(smtp, sender, to)
    smtp.send(_with_end(content))
    code, answer = smtp.getreply()
    if code != _OK:
        _begin_anew(smtp, code)
        raise smtplib.SMTPDataError(code, answer)


def _read_answers(smtp: smtplib.SMTP, sender: str, to: str) -> None:
    """Returns when the server waits for the message."""
    code, answer = smtp.getreply()
    if code != _OK:
        # Whatever it makes of the rest: what was never ended is never delivered.
        smtp.close()
        raise smtplib.SMTPSenderRefused(code, answer, sender)
    code, answer = smtp.getreply()
    if code not in (_OK, _WILL_FORWARD):
        _begin_anew(smtp, code, data_is_asked=True)
        raise smtplib.SMTPRecipientsRefused({to: (code, answer)})
    code, answer = smtp.getreply()
    if code != _GO_AHEAD:
        raise smtplib.SMTPDataError(code, answer)


def _begin_anew(smtp: smtplib.SMTP, code: int, *, data_is_asked: bool = False) -> None:
    """After a refusal: leaves the session ready for the next message, or closed.

    The answer to DATA is still to come. A server that goes ahead with nobody to deliver to gets
    the end of a message at once (RFC 2920, 3.1).
    """
    if code == _CLOSING:
        smtp.close()
        return
    # The refusal is what counts, whatever breaks after it.
    with suppress(smtplib.SMTPException):
        if data_is_asked and smtp.getreply()[0] == _GO_AHEAD:
            smtp.send(".\r\n")
            smtp.getreply()
        smtp.rset()


def _line(command: str) -> str:
    """One command: an address cannot bring another one."""
    if "\r" in command or "\n" in command:
        raise ValueError("a command cannot hold a line break")
    return f"{command}\r\n"


def _with_end(content: bytes) -> bytes:
    """A line that begins with a dot gets a second one; then the dot that ends it all."""
    stuffed = content.replace(b"\n.", b"\n..")
    if stuffed.startswith(b"."):
        stuffed = b"." + stuffed
    return stuffed + (b".\r\n" if stuffed.endswith(b"\r\n") else b"\r\n.\r\n")
