"""What the mail server was given, read as its recipient reads it."""

import re
from dataclasses import dataclass
from email.header import decode_header, make_header
from email.message import Message

from tests.faults.servers import until
from tests.faults.sink import Sink
from tests.processes import LivePortal


@dataclass(frozen=True, slots=True)
class Letter:
    message: Message

    @property
    def subject(self) -> str:
        return str(make_header(decode_header(self.message["Subject"])))

    @property
    def text(self) -> str:
        return self._part("text/plain")

    @property
    def html(self) -> str:
        return self._part("text/html")

    @property
    def calendar(self) -> str:
        """The calendar file, its folded lines joined."""
        return self._part("text/calendar").replace("\n ", "")

    @property
    def sequence(self) -> int:
        """How new the calendar entry is."""
        match = re.search(r"(?m)^SEQUENCE:(\d+)$", self.calendar)
        assert match, self.calendar
        return int(match[1])

    @property
    def place(self) -> str:
        """The address of the personal page."""
        return self.found(r"http://\S+/place/\S+")

    @property
    def code(self) -> str:
        """The code on a line of its own."""
        return self.found(r"(?m)^[A-Z0-9]{3,}(?:-[A-Z0-9]+)*$")

    def found(self, pattern: str) -> str:
        match = re.search(pattern, self.text)
        assert match, f"not in this letter: {pattern}\n{self.text}"
        return match[0]

    def _part(self, kind: str) -> str:
        for part in self.message.walk():
            if part.get_content_type() == kind:
                content = part.get_payload(decode=True)
                return content.decode().replace("\r\n", "\n") if isinstance(content, bytes) else ""
        return ""


class Letters:
    """Everybody's mailbox."""

    def __init__(self, sink: Sink, portal: LivePortal) -> None:
        self.sink, self.portal = sink, portal

    def to(self, address: str, subject: str = "") -> list[Letter]:
        """What has arrived there so far whose subject begins like this."""
        arrived = [Letter(e.message) for e in list(self.sink.accepted) if e.recipient == address]
        return [letter for letter in arrived if letter.subject.startswith(subject)]

    def wait(self, address: str, subject: str) -> Letter:
        """The newest letter whose subject begins like this, as soon as there is one."""
        until(
            lambda: self.to(address, subject),
            f"{subject!r} to {address}; there is {[m.subject for m in self.to(address)]}"
            f"\n{self.portal.said()}",
            seconds=30,
        )
        return self.to(address, subject)[-1]

    def forget(self) -> None:
        self.sink.accepted.clear()
