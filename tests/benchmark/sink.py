"""An SMTP server in a process of its own that accepts everything: `... sink PORT`.

It announces PIPELINING, as mail servers do; `smtplib` makes no use of that, and the portal does.
"""

import logging
import sys
import time

from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink
from aiosmtpd.smtp import SMTP, Envelope, Session

logging.getLogger("mail.log").setLevel(logging.WARNING)


class AcceptAll(Sink):
    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, name: str, answers: list[str]
    ) -> list[str]:
        session.host_name = name
        return [answers[0], "250-PIPELINING", *answers[1:]]


if __name__ == "__main__":
    Controller(AcceptAll(), hostname="127.0.0.1", port=int(sys.argv[1])).start()
    while True:
        time.sleep(3600)
