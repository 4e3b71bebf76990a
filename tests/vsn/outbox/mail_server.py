"""A real SMTP server in this process, which answers what the test says."""

import email
import email.policy
import socket
import threading
from email.message import EmailMessage

from aiosmtpd.smtp import SMTP, Envelope, Session


class Server:
    """Keeps what it accepts; `answers` maps a recipient to what is said instead of yes.

    `pipelining`: whether it announces that (RFC 2920)."""

    def __init__(self, *, pipelining: bool) -> None:
        self.pipelining = pipelining
        self.mails: list[EmailMessage] = []
        self.recipients: list[list[str]] = []
        self.connections = 0
        self.answers: dict[str, str] = {}
        self.data_answer = "250 OK"
        self.drop = False

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, name: str, answers: list[str]
    ) -> list[str]:
        self.connections += 1
        self.line = server
        session.host_name = name
        return [answers[0], "250-PIPELINING", *answers[1:]] if self.pipelining else answers

    def hang_up(self) -> None:
        """Cuts the connection that was opened last."""
        gone = threading.Event()

        def cut() -> None:
            self.line.transport.close()
            self.line.loop.call_soon(gone.set)

        self.line.loop.call_soon_threadsafe(cut)
        gone.wait(10)

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if answer := self.answers.get(address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.drop:
            server.transport.close()
            return "250 OK"
        if self.data_answer.startswith("250"):
            content = envelope.content
            assert isinstance(content, bytes)
            parsed = email.message_from_bytes(content, policy=email.policy.default)
            self.mails.append(parsed)
            self.recipients.append(list(envelope.rcpt_tos))
        return self.data_answer


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
