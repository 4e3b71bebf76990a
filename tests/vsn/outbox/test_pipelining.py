"""Two waits instead of four (RFC 2920): a real server, played by the test line for line."""

import smtplib
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from typing import Any

import pytest

from vsn.outbox.channels.pipelining import hand_over

SENDER, DANA = "noreply@example.org", "dana@example.org"
LETTER = b"Subject: Your link\r\n\r\nIt begins at 15:00.\r\n"
ALL_AT_ONCE = ["mail FROM:<noreply@example.org> size=%d", "rcpt TO:<dana@example.org>", "data"]
HANG_UP = ""
Play = Callable[..., smtplib.SMTP]


class Server:
    """Answers with the given lines, each to one command, in their order; then with 250.

    What it was sent is in `commands`, the ended messages (dots and all) in `messages`. `reads`
    holds how many commands had come each time when it looked for more.
    """

    def __init__(self, answers: list[str], extensions: list[str]) -> None:
        self.answers, self.extensions = list(answers), extensions
        self.commands: list[str] = []
        self.messages: list[bytes] = []
        self.reads: list[int] = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.thread = threading.Thread(target=self._serve)
        self.thread.start()

    def _serve(self) -> None:
        connection, _ = self.listener.accept()
        # The portal may have gone when it is answered.
        with connection, suppress(ConnectionError):
            self.line = connection
            self.unread = b""
            self._say("220 here")
            while (command := self._read()) is not None:
                self.commands.append(command.decode())
                if command.startswith(b"ehlo"):
                    last = len(self.extensions) - 1
                    for n, word in enumerate(self.extensions):
                        self._say(f"250{' ' if n == last else '-'}{word}")
                elif not self._answer():
                    return

    def _answer(self) -> bool:
        """False: the line is cut."""
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer == HANG_UP:
            return False
        self._say(answer)
        if answer.startswith("354"):
            return self._take_message()
        return True

    def _take_message(self) -> bool:
        message = b""
        while (line := self._read()) != b".":
            if line is None:
                return False
            message += line + b"\r\n"
        self.messages.append(message)
        return self._answer()

    def _read(self) -> bytes | None:
        while b"\r\n" not in self.unread:
            self.reads.append(len(self.commands))
            more = self.line.recv(65536)
            if not more:
                return None
            self.unread += more
        line, _, self.unread = self.unread.partition(b"\r\n")
        return line

    def _say(self, answer: str) -> None:
        self.line.sendall(answer.replace("\n", "\r\n").encode() + b"\r\n")


@pytest.fixture
def play() -> Iterator[Play]:
    """`play("250 OK", "550 No", ...)` connects to a server that answers so."""
    open_ones: list[tuple[Server, smtplib.SMTP]] = []

    def connect(*answers: str, extensions: str = "PIPELINING SIZE") -> smtplib.SMTP:
        server = Server(list(answers), ["sink", *extensions.split()])
        smtp = smtplib.SMTP("127.0.0.1", server.listener.getsockname()[1], timeout=10)
        smtp.played = server  # type: ignore[attr-defined]
        open_ones.append((server, smtp))
        return smtp

    yield connect
    for server, smtp in open_ones:
        smtp.close()
        with closing(server.listener):
            server.thread.join(10)


def said(smtp: Any) -> list[str]:
    """The commands after the greeting."""
    commands: list[str] = smtp.played.commands[1:]
    return commands


def outcome(smtp: smtplib.SMTP, content: bytes = LETTER) -> tuple[object, ...] | None:
    """What went wrong, in the words of smtplib; None if nothing did."""
    try:
        hand_over(smtp, SENDER, DANA, content)
    except smtplib.SMTPException as error:
        return (type(error), *error.args)
    return None


YES = ["250 OK", "250 OK", "354 Go ahead", "250 Taken"]


def test_three_commands_go_together(play: Play) -> None:
    smtp: Any = play(*YES)
    assert outcome(smtp) is None
    assert said(smtp) == [ALL_AT_ONCE[0] % len(LETTER), *ALL_AT_ONCE[1:]]
    assert smtp.played.messages == [LETTER]
    # It looked for the greeting, for the three together, for the letter, and for what is next.
    assert smtp.played.reads[:3] == [0, 1, 4]


@pytest.mark.parametrize("extensions", ["", "SIZE", "8BITMIME SMTPUTF8"])
def test_one_by_one_where_it_is_not_announced(play: Play, extensions: str) -> None:
    smtp: Any = play(*YES, extensions=extensions)
    assert outcome(smtp) is None
    assert smtp.played.messages == [LETTER]
    assert smtp.played.reads[:5] == [0, 1, 2, 3, 4]


def test_one_by_one_where_it_is_switched_off(play: Play, settings: Any) -> None:
    settings.EMAIL_PIPELINING = False
    smtp: Any = play(*YES)
    assert outcome(smtp) is None
    assert smtp.played.messages == [LETTER]
    assert smtp.played.reads[:5] == [0, 1, 2, 3, 4]


def test_without_size(play: Play) -> None:
    smtp: Any = play(*YES, extensions="PIPELINING")
    assert outcome(smtp) is None
    assert said(smtp)[0] == "mail FROM:<noreply@example.org>"


@pytest.mark.parametrize("extensions", ["PIPELINING", "SIZE"])
def test_a_session_serves_many(play: Play, extensions: str) -> None:
    smtp: Any = play(*YES, *YES, *YES, extensions=extensions)
    assert [outcome(smtp, b"%d\r\n" % n) for n in range(3)] == [None] * 3
    assert smtp.played.messages == [b"0\r\n", b"1\r\n", b"2\r\n"]


LONG = ["250-one\n250-two\n250 three", "251-on\n251 its way", "354-go\n354 on", "250-a\n250 b"]
NOBODY = "554 Nobody to deliver to"
ANSWERS: dict[str, list[str]] = {
    "several lines": LONG,
    "will forward": ["250 OK", "251 Not here, but there", "354 Go ahead", "250 Taken"],
    "sender refused": ["553 Not you", "503 Who?", "503 What?"],
    "sender refused for now": ["451-Not\n451 now", "503 Who?", "503 What?"],
    "sender refused, data not": ["550 Not you", "250 OK", "354 Go ahead", "250 Taken"],
    "closing at the sender": ["421 Good night", HANG_UP],
    "recipient refused": ["250 OK", "550-No such\n550 mailbox", NOBODY],
    "recipient refused for now": ["250 OK", "450 Later", NOBODY],
    "recipient refused, data not": ["250 OK", "550 No", "354 Go ahead", NOBODY],
    "recipient refused, and all is well": ["250 OK", "550 No", "354 Go ahead", "250 Taken"],
    "closing at the recipient": ["250 OK", "421 Good night", HANG_UP],
    "recipient refused, then closing": ["250 OK", "550 No", "421 Good night", HANG_UP],
    "recipient refused, then gone": ["250 OK", "550 No", HANG_UP],
    "recipient refused, then nonsense": ["250 OK", "550 No", "x" * 9000],
    "data refused": ["250 OK", "250 OK", "451 Full"],
    "closing at data": ["250 OK", "250 OK", "421 Good night", HANG_UP],
    "message refused": ["250 OK", "250 OK", "354 Go ahead", "554 Not this"],
    "message refused for now": ["250 OK", "250 OK", "354 Go ahead", "451-Not\n451 now"],
    "closing at the message": ["250 OK", "250 OK", "354 Go ahead", "421 Good night", HANG_UP],
    "gone at the sender": [HANG_UP],
    "gone at the recipient": ["250 OK", HANG_UP],
    "gone at data": ["250 OK", "250 OK", HANG_UP],
    "gone at the message": ["250 OK", "250 OK", "354 Go ahead", HANG_UP],
    "nonsense": ["Hello!"],
}


@pytest.mark.parametrize("answers", ANSWERS.values(), ids=ANSWERS)
def test_the_same_errors_as_one_by_one(play: Play, answers: list[str]) -> None:
    """Where a refusal comes before DATA, the one that goes one by one never asks the rest."""
    pipelined: Any = play(*answers)
    first_no = next((n for n, answer in enumerate(answers) if answer[:2] not in ("25", "35")), 4)
    one_by_one: Any = play(*answers[: first_no + 1], extensions="SIZE")
    assert outcome(pipelined) == outcome(one_by_one)
    if first_no < 3:
        assert LETTER not in pipelined.played.messages


@pytest.mark.parametrize(
    "answers",
    [
        ["250 OK", "550 No", NOBODY, "250 Reset"],
        ["250 OK", "550 No", "354 Go ahead", NOBODY, "250 Reset"],
        ["250 OK", "550 No", "354 Go ahead", "250 Taken", "250 Reset"],
        ["250 OK", "250 OK", "354 Go ahead", "554 Not this", "250 Reset"],
    ],
)
def test_after_a_refusal_the_next_one_goes_out(play: Play, answers: list[str]) -> None:
    smtp: Any = play(*answers, *YES)
    assert outcome(smtp) is not None
    assert said(smtp)[3] == "rset"
    assert outcome(smtp, b"The next one\r\n") is None
    refused, taken = smtp.played.messages[:-1], smtp.played.messages[-1]
    # Nobody was accepted: the server is given the end of a message, and nothing of the letter.
    assert all(message in (b"", LETTER) for message in refused)
    assert taken == b"The next one\r\n"


def test_who_was_refused_is_given_nothing(play: Play) -> None:
    smtp: Any = play("250 OK", "550 No", "354 Go ahead", "250 Taken")
    assert outcome(smtp) is not None
    assert smtp.played.messages == [b""]


def test_a_sender_refused_ends_the_session(play: Play) -> None:
    """Nothing is ended, so nothing is delivered, even by a server that asks for the message."""
    smtp: Any = play("550 Not you", "250 OK", "354 Go ahead", "250 Taken")
    assert outcome(smtp) is not None
    assert smtp.sock is None
    smtp.played.thread.join(10)
    assert smtp.played.messages == []


@pytest.mark.parametrize("code", ["550", "421"])
def test_a_server_that_answers_slowly_is_waited_for(play: Play, code: str) -> None:
    """Each answer comes when it comes, byte by byte."""
    smtp: Any = play()
    server = smtp.played

    def slowly(answer: str) -> None:
        for letter in f"{answer}\r\n".encode():
            server.line.sendall(bytes([letter]))

    smtp.ehlo()
    server._say = slowly
    server.answers = ["250 OK", f"{code} No"]
    assert outcome(smtp) == (smtplib.SMTPRecipientsRefused, {DANA: (int(code), b"No")})


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b".",
        b".\r\n",
        b"..\r\n.\r\n...\r\n",
        b"\r\n.\r\nmail FROM:<eve@example.org>\r\n",
        b"no line end",
        b"lone\n.dots\n.\n",
        b"lone\r.returns\r",
        b"Gr\xc3\xbc\xc3\x9fe\r\n.\r\n",
    ],
)
def test_the_same_bytes_as_one_by_one(play: Play, content: bytes) -> None:
    pipelined: Any = play(*YES)
    one_by_one: Any = play(*YES, extensions="SIZE")
    assert outcome(pipelined, content) is outcome(one_by_one, content) is None
    assert pipelined.played.messages == one_by_one.played.messages


@pytest.mark.parametrize("extensions", ["PIPELINING", "SIZE"])
@pytest.mark.parametrize("end", [">\r\nrcpt TO:<eve@example.org>", "\nrset", "\r\n.\r\nquit"])
def test_no_second_command_in_an_address(play: Play, extensions: str, end: str) -> None:
    smtp: Any = play(*YES, extensions=extensions)
    with suppress(ValueError):
        hand_over(smtp, SENDER, DANA + end, LETTER)
    assert [command.split()[0] for command in said(smtp)] in (
        [],
        ["mail"],
        ["mail", "rcpt", "data"],
    )
    assert not any("eve" in command for command in said(smtp))
