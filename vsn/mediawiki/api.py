"""One request to a wiki's api.php: bounded in time and size, and never led elsewhere."""

import datetime as dt
import json
import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import parsedate_to_datetime
from typing import Any

import requests
from urllib3.exceptions import HTTPError, NewConnectionError

from vsn.mediawiki.errors import ApiError, NeedsAttention, NoAnswer, WikiUnavailable

CONNECT_SECONDS = 3.0
ANSWER_SECONDS = 10.0
LARGEST_ANSWER = 1_000_000  # bytes; fifty accounts take some ten thousand
_PIECE = 16_384

Answer = dict[str, Any]


class Api:
    """`Api(url, agent).get(action="query", ...)` returns the answer's JSON object.

    Keeps cookies and, if there is a `token` (OAuth 2), sends it with each request.

    Raises (both methods):
        ApiError: the wiki answered with an error.
        WikiUnavailable: no answer that can be read.
    """

    def __init__(self, url: str, *, agent: str, token: str = "") -> None:
        self._url, self._token = url, token
        self._session = requests.Session()
        self._session.headers["User-Agent"] = agent
        self._session.auth = self._identify
        self._end = math.inf

    def get(self, **parameters: str | int) -> Answer:
        return self._ask("GET", params=_complete(parameters))

    def post(self, **parameters: str | int) -> Answer:
        return self._ask("POST", data=_complete(parameters))

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """Requests in this block take no longer than that, all together."""
        self._end = time.monotonic() + seconds
        try:
            yield
        finally:
            self._end = math.inf

    def forget_cookies(self) -> None:
        self._session.cookies.clear()

    def close(self) -> None:
        """Lets the connections go; the next request opens new ones."""
        self._session.close()

    def _identify(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        # Also without a token: or requests would look for a password in ~/.netrc.
        if self._token:
            request.headers["Authorization"] = f"Bearer {self._token}"
        return request

    def _ask(self, method: str, **content: Answer) -> Answer:
        left = min(ANSWER_SECONDS, self._end - time.monotonic())
        if left <= 0:
            raise WikiUnavailable("the wiki took too long to answer")
        try:
            with self._session.request(
                method,
                self._url,
                timeout=(min(CONNECT_SECONDS, left), left),
                allow_redirects=False,
                stream=True,
                **content,
            ) as answer:
                return _understand(answer, _body(answer, time.monotonic() + left))
        except (requests.RequestException, HTTPError) as error:
            raise _no_answer(error) from error


def _complete(parameters: dict[str, str | int]) -> Answer:
    form = {"format": "json", "formatversion": 2, "errorformat": "plaintext", "uselang": "en"}
    return form | parameters


def _body(answer: requests.Response, end: float) -> bytes:
    """Piece by piece, since a server could send a byte now and then for ever."""
    body = b""
    while piece := answer.raw.read1(_PIECE, decode_content=True):
        body += piece
        if len(body) > LARGEST_ANSWER:
            raise NoAnswer("the wiki's answer is far too long")
        if time.monotonic() > end:
            raise NoAnswer("the wiki's answer does not end")
    return body


def _understand(answer: requests.Response, body: bytes) -> Answer:
    retry_after = _pause(answer.headers.get("Retry-After", ""))
    if answer.status_code == 429:
        raise WikiUnavailable("the wiki asks us to wait (429)", retry_after)
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, dict):
        raise _unreadable(answer.status_code, retry_after, empty=not body)
    if errors := content.get("errors") or [content[key] for key in ["error"] if key in content]:
        raise ApiError(code_of(errors), retry_after)
    return content


def _unreadable(status: int, retry_after: dt.timedelta | None, *, empty: bool) -> WikiUnavailable:
    """No JSON: the wiki itself is broken, something else answers for it, or we ask elsewhere."""
    if status == 503:
        return WikiUnavailable("the wiki is closed for now (503)", retry_after)
    if status >= 500:
        return NoAnswer(f"the wiki is broken ({status})", retry_after)
    if 300 <= status < 400:
        return NeedsAttention(f"WIKI_API_URL leads elsewhere ({status})")
    if status >= 400:
        return NeedsAttention(f"there is no wiki for us at WIKI_API_URL ({status})")
    return NoAnswer("the wiki answered nothing" if empty else "the wiki answered with a web page")


def code_of(errors: Any) -> str:
    """MediaWiki's code of the first error in a list."""
    try:
        return str(errors[0]["code"])
    except (LookupError, TypeError):
        return "unknown"


def _pause(value: str) -> dt.timedelta | None:
    """Retry-After: a number of seconds, or a date."""
    try:
        if value.isascii() and value.isdigit():
            return dt.timedelta(seconds=min(int(value), 86_400))
        left = parsedate_to_datetime(value) - dt.datetime.now(dt.UTC)
    except (ValueError, TypeError, OverflowError):
        return None
    return max(left, dt.timedelta())


def _no_answer(error: Exception) -> WikiUnavailable:
    cause: object = error
    while isinstance(cause, Exception):
        if isinstance(cause, requests.ConnectTimeout | NewConnectionError):
            return WikiUnavailable("the wiki does not answer")
        reason = getattr(cause, "reason", None)
        cause = reason if isinstance(reason, Exception) else next(iter(cause.args), None)
    if isinstance(error, requests.Timeout):
        return NoAnswer("the wiki took too long to answer")
    return NoAnswer(f"the connection to the wiki broke ({type(error).__name__})")
