"""A server that answers in a wiki's place, for what a real one does not do on demand."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

DANA = {
    "userid": 7,
    "name": "Dana",
    "emailable": True,
    "centralids": {"CentralAuth": 42, "local": 7},
}
HTML = b"<!DOCTYPE html><title>Wikimedia Error</title>"


@dataclass(frozen=True, slots=True)
class Reply:
    """`drip`: the body comes bit by bit, for ever."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    drip: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    step: str
    method: str
    values: dict[str, str]
    headers: dict[str, str]


def says(content: Any, **more: Any) -> Reply:
    return Reply(json.dumps(content).encode(), **more)


def error(code: str, **more: Any) -> Reply:
    """As the API words it with `errorformat=plaintext`."""
    return says({"errors": [{"code": code, "text": "...", "module": "main"}]}, **more)


class Stub:
    """`replies` holds, by step, what is answered instead of the usual, once each (None: the usual);
    the steps are users, logintoken, login, csrftoken, emailuser."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.replies: dict[str, list[Reply | None]] = {}
        self.users = {"Dana": DANA}
        self.url = ""
        self.over = threading.Event()

    @property
    def steps(self) -> list[str]:
        return [asked.step for asked in self.asked]

    def reply(self, asked: Asked) -> Reply:
        waiting = self.replies.get(asked.step) or [None]
        return waiting.pop(0) or says(self.usual(asked))

    def usual(self, asked: Asked) -> dict[str, Any]:
        match asked.step:
            case "users":
                names = asked.values.get("ususers", "Dana").split("|")
                users = [self.users.get(name, {"name": name, "missing": True}) for name in names]
                return {"batchcomplete": True, "query": {"users": users}}
            case "logintoken" | "csrftoken":
                return {"query": {"tokens": {asked.step: f"a {asked.step}+\\"}}}
            case "login":
                return {"login": {"result": "Success", "lguserid": 1, "lgusername": "Bot"}}
            case _:
                return {"emailuser": {"result": "Success"}}


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, stub: Stub) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.stub = stub

    def handle_error(self, *args: object) -> None:
        """Whoever asked has had enough."""


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self._answer(urlsplit(self.path).query)

    def do_POST(self) -> None:
        self._answer(self.rfile.read(int(self.headers["Content-Length"])).decode())

    def _answer(self, form: str) -> None:
        assert isinstance(self.server, _Server)
        stub, values = self.server.stub, dict(parse_qsl(form))
        asked = Asked(_step(values), self.command, values, dict(self.headers))
        stub.asked.append(asked)
        reply = stub.reply(asked)
        self.send_response(reply.status)
        headers = {} if reply.drip else {"Content-Length": str(len(reply.body))}
        for name, value in (headers | reply.headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(reply.body)
        while reply.drip and not stub.over.wait(0.02):
            self.wfile.write(b" ")

    def log_message(self, *args: object) -> None:
        """Not on the test's screen."""


@contextmanager
def running() -> Iterator[Stub]:
    stub = Stub()
    with _Server(stub) as server:
        stub.url = f"http://127.0.0.1:{server.server_port}/w/api.php"
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield stub
        finally:
            stub.over.set()
            server.shutdown()
            thread.join()


def _step(values: dict[str, str]) -> str:
    if values.get("meta") == "tokens":
        return f"{values['type']}token"
    return "users" if values.get("list") == "users" else values.get("action", "")
