"""The pages to which an address is sent, and one visit to each."""

import http.client
import time
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import urlencode

TOKEN = "x" * 32
STRANGER = ("unknown", "known", "not proved", "excluded")


@dataclass(frozen=True, slots=True)
class Page:
    """What is sent there beside the address, and of which addresses the answers are to be equal."""

    name: str
    path: str
    field: str
    kinds: tuple[str, ...] = STRANGER
    fields: tuple[tuple[str, str], ...] = ()
    signed_in: bool = False
    # Another form comes first, and what is measured is the answer to this code.
    then: str = ""


PAGES = (
    Page("sign up for a session", "/meetings/open/sign-up/1/", "reach", (*STRANGER, "on the list"),
         (("name", "Somebody"), ("visibility", "name"), ("policy", "on"))),
    Page("a code to sign in", "/accounts/login/code/", "email"),
    Page("a wrong code", "/accounts/login/code/", "email", then="/accounts/login/code/confirm/"),
    Page("an account of one's own", "/accounts/signup/", "email"),
    Page("a wrong code for it", "/accounts/signup/", "email", then="/accounts/confirm-email/"),
    Page("a further address", "/accounts/email/", "email", fields=(("action_add", ""),),
         signed_in=True),
    # Of who is excluded, a facilitator is told in neutral words.
    Page("add by hand", "/desk/open/1/add/", "reach", ("unknown", "known", "not proved"),
         (("name", "Somebody"),), signed_in=True),
)  # fmt: skip


def address_of(page: str, kind: str, number: int) -> str:
    """Every one is asked about once only: the limits count by address."""
    text = sha256(f"{page} {kind} {number}".encode()).hexdigest()[:16]
    return f"{text}@example.org"


def visit(address: str, page: Page, kind: str, number: int, cookie: str) -> tuple[float, int]:
    """Seconds until the whole answer was there, and its status."""
    connection = http.client.HTTPConnection(address)
    jar = {"csrf": TOKEN} | ({"sid": cookie} if cookie else {})
    fields = dict(page.fields) | {page.field: address_of(page.name, kind, number)}
    took, status = _post(connection, page.path, fields, jar, number)
    if page.then:
        took, status = _post(connection, page.then, {"code": "ABC-DEF"}, jar, number)
    connection.close()
    return took, status


def _post(
    connection: http.client.HTTPConnection,
    path: str,
    fields: dict[str, str],
    jar: dict[str, str],
    number: int,
) -> tuple[float, int]:
    headers = {
        "Host": "127.0.0.1",
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": "; ".join(f"{name}={value}" for name, value in jar.items()),
        # Each from a place of their own: the limits count by these, too.
        "X-Forwarded-For": f"10.{number}.{len(path)}.{len(str(fields)) % 250}",
    }
    body = urlencode(fields | {"csrfmiddlewaretoken": TOKEN})
    began = time.perf_counter()
    connection.request("POST", path, body, headers)
    answer = connection.getresponse()
    answer.read()
    took = time.perf_counter() - began
    for kept in answer.headers.get_all("Set-Cookie", []):
        name, _, value = kept.partition(";")[0].partition("=")
        jar[name] = value
    return took, answer.status
