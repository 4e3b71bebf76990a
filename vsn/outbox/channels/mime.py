"""A message as the bytes that go over the wire (RFC 5322, MIME).

Written here and not by Python's `email` package, which takes several times as long as the mail
server. There is little to it: what we send has always the same few headers and parts.
"""

import re
import secrets
from base64 import encodebytes
from email.header import Header
from email.utils import encode_rfc2231, formatdate
from functools import lru_cache

from django.core.mail.message import BadHeaderError, sanitize_address

from vsn.outbox.channels import Attachment, Message

_EOL = re.compile(rb"\r\n|\r|\n")
# Octets without the line's end (RFC 5322, 2.1.1).
_LONGEST_LINE = 998
# What fits on a header's first line unfolded, whatever the header.
_SHORT = 60
_PLAIN_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w.-]+", re.ASCII)


def write(message: Message, *, sender: str, to: str, message_id: str) -> bytes:
    """The whole mail, lines ended by CRLF. `sender` and `to` as `address` returns them.

    Raises:
        ValueError: something cannot stand in a header; a line break above all.
    """
    headers = [
        "MIME-Version: 1.0",
        _header("Subject", message.subject),
        f"From: {_one_line(sender)}",
        f"To: {_one_line(to)}",
        f"Date: {formatdate()}",
        f"Message-ID: {_one_line(message_id)}",
        # RFC 3834: out-of-office replies stay away.
        "Auto-Submitted: auto-generated",
    ]
    return "".join(f"{line}\r\n" for line in headers).encode("ascii") + _body(message)


def address(typed: str) -> str:
    """An address, with a name or without, as it may stand in a header.

    Raises:
        ValueError: it is none.
    """
    if _PLAIN_ADDRESS.fullmatch(typed):
        return typed
    return sanitize_address(_one_line(typed), "utf-8")


def _body(message: Message) -> bytes:
    body = _text("plain", message.text)
    if message.html:
        body = _several("alternative", [body, _text("html", message.html)])
    if message.attachments:
        body = _several("mixed", [body, *map(_file, message.attachments)])
    return body


def _several(kind: str, parts: list[bytes]) -> bytes:
    # Nobody can know it beforehand and write it into a text.
    edge = secrets.token_hex(16).encode()
    head = b'Content-Type: multipart/%b; boundary="%b"\r\n\r\n' % (kind.encode(), edge)
    return head + b"".join(b"--%b\r\n%b\r\n" % (edge, p) for p in parts) + b"--%b--\r\n" % edge


def _text(kind: str, text: str) -> bytes:
    content, encoding = _EOL.sub(b"\r\n", text.encode()), b"8bit"
    if max(map(len, content.split(b"\r\n"))) > _LONGEST_LINE:
        content, encoding = _base64(content), b"base64"
    return (
        b'Content-Type: text/%b; charset="utf-8"\r\nContent-Transfer-Encoding: %b\r\n\r\n%b'
    ) % (kind.encode(), encoding, content)


def _file(file: Attachment) -> bytes:
    head = (
        f"Content-Type: {_one_line(file.mime)}\r\n"
        f"Content-Disposition: attachment; {_file_name(_one_line(file.name))}\r\n"
        "Content-Transfer-Encoding: base64\r\n\r\n"
    )
    return head.encode("ascii") + _base64(file.content)


def _file_name(name: str) -> str:
    if re.fullmatch(r"[\w. -]+", name, re.ASCII):
        return f'filename="{name}"'
    return f"filename*={encode_rfc2231(name, 'utf-8')}"


def _base64(content: bytes) -> bytes:
    return encodebytes(content).replace(b"\n", b"\r\n")


# The people of one session read the same subject.
@lru_cache(maxsize=100)
def _header(name: str, value: str) -> str:
    """Folded, and encoded where it has to be (RFC 2047)."""
    plain = _one_line(value).isascii() and value.isprintable() and "=?" not in value
    if plain and len(value) <= _SHORT:
        return f"{name}: {value}"
    header = Header(value, "us-ascii" if plain else "utf-8", header_name=name)
    return f"{name}: " + header.encode(linesep="\r\n")


def _one_line(value: str) -> str:
    if "\r" in value or "\n" in value:
        raise BadHeaderError("a header cannot hold a line break")
    return value
