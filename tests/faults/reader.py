"""A reader with a browser's manners: keeps cookies, sends the form's token back."""

import http.client
import re
from dataclasses import dataclass
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass(slots=True)
class Answer:
    status: int
    body: str
    location: str


class Reader:
    """One connection to the portal, kept open."""

    def __init__(self, address: str, *, timeout: float = 240, **cookies: str) -> None:
        self.connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=timeout)
        self.cookies = dict(cookies)

    def get(self, path: str) -> Answer:
        return self._ask("GET", path)

    def post(self, path: str, **fields: str) -> Answer:
        """Fetches the page first, as a person would, and fills in its form."""
        token = _TOKEN.search(self.get(path).body)
        return self.send(path, token[1] if token else "", **fields)

    def send(self, path: str, token: str, **fields: str) -> Answer:
        """The form alone, with a token known from before."""
        return self._ask("POST", path, urlencode(fields | {"csrfmiddlewaretoken": token}))

    def _ask(self, method: str, path: str, body: str | None = None) -> Answer:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        text = response.read().decode()
        for line in response.headers.get_all("Set-Cookie") or []:
            self.cookies |= {name: cookie.value for name, cookie in SimpleCookie(line).items()}
        return Answer(response.status, text, response.headers.get("Location", ""))

    def close(self) -> None:
        self.connection.close()
