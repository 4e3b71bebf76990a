"""Many requests over a few open connections; the answer is how many a second were served."""

import http.client
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import cycle
from threading import Event
from urllib.parse import urlencode

READERS = 2
SECONDS = 2.0
TOKEN = "x" * 32


@dataclass(frozen=True, slots=True)
class Request:
    path: str
    method: str = "GET"
    body: str = ""
    cookie: str = ""

    def headers(self) -> dict[str, str]:
        headers = {"Host": "127.0.0.1", "Accept-Encoding": "identity"}
        if self.cookie:
            headers["Cookie"] = self.cookie
        if self.body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        return headers


def ask(connection: http.client.HTTPConnection, request: Request, expected: int) -> None:
    connection.request(request.method, request.path, request.body or None, request.headers())
    response = connection.getresponse()
    body = response.read()
    if response.status != expected:
        raise AssertionError(f"{request.path} answered {response.status}: {body[:300]!r}")


def pages_a_second(address: str, path: str) -> float:
    """Readers who come back again and again for SECONDS."""
    over, request = Event(), Request(path)

    def read(_: int) -> int:
        connection, count = http.client.HTTPConnection(address), 0
        while not over.is_set():
            ask(connection, request, 200)
            count += 1
        connection.close()
        return count

    with ThreadPoolExecutor(READERS) as pool:
        began = time.perf_counter()
        counts = [pool.submit(read, n) for n in range(READERS)]
        over.wait(SECONDS)
        over.set()
        total = sum(count.result() for count in counts)
        return total / (time.perf_counter() - began)


def posts_a_second(address: str, requests: Sequence[Request], writers: int) -> float:
    """Each request once, shared out among the writers."""
    shares: list[list[Request]] = [[] for _ in range(writers)]
    for share, request in zip(cycle(shares), requests):
        share.append(request)

    def write(share: Iterable[Request]) -> None:
        connection = http.client.HTTPConnection(address)
        for request in share:
            ask(connection, request, 302)
        connection.close()

    with ThreadPoolExecutor(writers) as pool:
        began = time.perf_counter()
        list(pool.map(write, shares))
        return len(requests) / (time.perf_counter() - began)


def sign_up_at_portal(slug: str, cookie: str) -> Request:
    fields = {"name": "Writer", "visibility": "name", "policy": "on", "csrfmiddlewaretoken": TOKEN}
    path = f"/meetings/{slug}/sign-up/1/"
    return Request(path, "POST", urlencode(fields), f"sid={cookie}; csrf={TOKEN}")


def sign_up_at_bare(session: int, person: int) -> Request:
    fields = {"name": "Writer", "visibility": "name"}
    return Request(f"/sign-up/{session}/{person}/", "POST", urlencode(fields))
