"""Bad input of every kind: answered with words and never with a 500, nothing half-written, and
nothing typed lost."""

import html
import itertools
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote, quote_from_bytes, urlencode

import pytest
from django.apps import apps
from django.core.cache import caches
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.areas import AREAS
from tests.forms import FORMS, Form
from tests.permissions import NOT_ALLOWED, ROWS
from tests.visitors import text, visitor
from tests.world import World

_clients = itertools.count(1)
CORPUS = [
    "", " ", "\x00", "a\x00b", "\r\nBcc: everyone@example.org",
    "a@example.org\nBcc: b@example.org", "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>", "' OR 1=1 --", "'; DROP TABLE x", "{0.__class__}",
    "{{ settings.SECRET_KEY }}", "%(x)s %s %n", "${7*7}", "=1+1", "../../etc/passwd",
    "\u202egnp.exe", "\u2066x\u2069", "\ufeff", "\ud800", "a\udfffb",
    "\U0001f9d1\u200d\U0001f680", "Z\u0351\u036b\u0343\u036a\u0302a\u0336l\u0334go",
    "مرحبا", "x" * 10_000, "é" * 300, "-1", "0", "99999999999999999999", "1e400", "NaN",
    "2026-02-30T25:61", "null", "true", "[]", "//evil.example", "javascript:alert(1)",
    "https://evil.example/", "a" * 64 + "@example.org", "@", "a@b", "0" * 5000,
]  # fmt: skip
hostile = st.one_of(
    st.sampled_from(CORPUS),
    st.text(alphabet=st.characters(codec=None), max_size=40),
    st.text(max_size=3000),
)
FEW = settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


def encoded(value: str) -> str:
    """As it goes over the wire, also where it is no valid text."""
    return quote_from_bytes(value.encode("utf-8", "surrogatepass"), safe="")


def post(client: Client, address: str, fields: dict[str, str]) -> HttpResponse:
    body = "&".join(f"{quote(name)}={encoded(value)}" for name, value in fields.items())
    kind = "application/x-www-form-urlencoded"
    # Each from another machine, or the limits on how often would answer instead.
    number = next(_clients)
    machine = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
    return client.post(address, body, content_type=kind, REMOTE_ADDR=machine)


def rows() -> dict[str, int]:
    """How many there are of everything, but for the sessions of browsers."""
    left_out = {"sessions.session", "usersessions.usersession"}
    return {
        model._meta.label: model._base_manager.count()
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and model._meta.label_lower not in left_out
    }


def check(answer: HttpResponse, fields: dict[str, str], form: Form, before: dict[str, int]) -> None:
    assert 200 <= answer.status_code < 500
    assert "evil.example" not in answer.headers.get("Location", "")
    if answer.status_code < 400:
        return
    page = text(answer)
    assert "<h1" in page and rows() == before
    if answer.status_code == 422:
        assert "errorlist" in page or "error-summary" in page
        for name in form.kept & fields.keys():
            if fields[name].isprintable() and fields[name].strip():
                assert html.escape(fields[name]) in page, name


@contextmanager
def taken_back() -> Iterator[None]:
    """Nothing of it stays: no row, and on Redis no count of how often it was tried."""
    caches["default"].key_prefix = uuid.uuid4().hex
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize("name", FORMS)
def test_every_form_takes_everything(name: str, world: World) -> None:
    form = FORMS[name]
    address, person, valid = form.address(world), form.person(world), form.valid(world)
    before = rows()

    @FEW
    @given(st.fixed_dictionaries({}, optional={f: hostile | st.just(v) for f, v in valid.items()}))
    def attempt(fields: dict[str, str]) -> None:
        client = visitor(person)
        with taken_back():
            check(post(client, address, fields), fields, form, before)

    attempt()


@pytest.mark.parametrize("name", FORMS)
def test_one_wrong_field_at_a_time(name: str, world: World) -> None:
    """So that the fields beside it are right and the action is reached."""
    form = FORMS[name]
    address, person, valid = form.address(world), form.person(world), form.valid(world)
    before, client = rows(), visitor(person)
    # Each field gets its share of the corpus; the forms of strangers get all of it between them.
    share = 4 if person is None else 14
    for number, field in enumerate(valid):
        for value in CORPUS[number % share :: share]:
            fields = {**valid, field: value}
            with taken_back():
                check(post(client, address, fields), fields, form, before)


@pytest.mark.parametrize("name", FORMS)
def test_what_is_right_is_taken(name: str, world: World) -> None:
    """The control: the values that the other tests spoil are good ones."""
    form = FORMS[name]
    answer = post(visitor(form.person(world)), form.address(world), form.valid(world))
    assert answer.status_code == 302, text(answer)


# --- Addresses -----------------------------------------------------------------------------------

LISTS = ["meetings:upcoming", "meetings:past", "meetings:make_report", "home", "time_zone",
         "patterns:patterns", "meetings:feed", "meetings:all_calendar",
         "account_request_login_code", "members:directory", "members:affiliates"]  # fmt: skip
PARAMETERS = [
    "page",
    "kind",
    "language",
    "programme",
    "fits",
    "session",
    "next",
    "q",
    "affiliate",
    "country",
    "role",
]


@pytest.mark.parametrize("name", LISTS)
def test_every_question_mark_takes_everything(name: str, world: World) -> None:
    client = visitor()

    @FEW
    @given(st.dictionaries(st.sampled_from(PARAMETERS), hostile))
    def attempt(asked: dict[str, str]) -> None:
        query = "&".join(f"{key}={encoded(value)}" for key, value in asked.items())
        answer = client.get(f"{reverse(name)}?{query[:7000]}")
        assert answer.status_code in (200, 400, 404)

    attempt()


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("page=-1", 200),
        ("page=999999", 200),
        ("page=two", 200),
        ("kind=party", 400),
        ("language=xx", 400),
        ("programme=none", 400),
    ],
)
def test_a_list_that_was_asked_for_wrongly_is_still_a_list(
    query: str, status: int, world: World
) -> None:
    answer = visitor().get(f"{reverse('meetings:past')}?{query}")
    assert answer.status_code == status and world.meeting.title in text(answer)


def test_a_report_about_a_session_that_is_none(world: World) -> None:
    for uid in ("notauuid", "00000000-0000-0000-0000-000000000000", str(world.unseen.uid)):
        assert visitor().get(f"{reverse('meetings:make_report')}?session={uid}").status_code == 404


WITH_WORD: list[Callable[[str], str]] = [
    lambda w: f"/meetings/{w}/",
    lambda w: f"/meetings/{w}/calendar.ics",
    lambda w: f"/meetings/supporting-volunteers/{w}/calendar.ics",
    lambda w: f"/meetings/supporting-volunteers/sign-up/{w}/",
    lambda w: f"/place/{w}/",
    lambda w: f"/feed/{w}/calendar.ics",
    lambda w: f"/safe-space/versions/{w}/",
    lambda w: f"/safe-space/reports/{w}/",
    lambda w: f"/patterns/{w}/",
    lambda w: f"/members/people/{w}/",
    lambda w: f"/members/affiliates/{w}/",
    lambda w: f"/members/profile/left/{w}/",
    lambda w: f"/mailbox/{w}/",
    lambda w: f"/{w}",
    lambda w: f"/accounts/2fa/webauthn/keys/{w}/edit/",
]


@pytest.mark.parametrize("address", WITH_WORD)
def test_every_address_takes_everything(address: Callable[[str], str], world: World) -> None:
    client = visitor(world.ben)

    @FEW
    @given(hostile)
    def attempt(word: str) -> None:
        for method in (client.get, client.post):
            answer = method(address(encoded(word)[:3000]))
            # An empty word may make the address of a list.
            assert answer.status_code in (200, 301, 302, 400, 404, 405, 422)

    attempt()


@pytest.mark.parametrize("number", ["0", "-1", "99999999999999999999", "2" * 400, "1.5", "٢"])
def test_numbers_in_addresses(number: str, world: World) -> None:
    for address in WITH_WORD:
        # 405: an address that only takes forms says so before it looks at the number.
        assert visitor(world.ben).get(address(quote(number))).status_code in (200, 404, 405)


# --- Bodies --------------------------------------------------------------------------------------


# One button, nothing to fill in: any body at all is the act, if it is Chidi's to do.
BUTTONS = (
    "meetings:place",
    "account_logout",
    "account_wikimedia_disconnect",
    "patterns:ask_review",
    "patterns:still_right",
    "patterns:archive",
    "patterns:revive",
    *(name for area in AREAS for name in area.BUTTONS),
)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"{", "application/json"),
        (b"<x>", "text/xml"),
        (b"no boundary", "multipart/form-data"),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
        (b"\xff\xfe\x00", "application/x-www-form-urlencoded"),
        (b"&".join(b"f%d=1" % i for i in range(300)), "application/x-www-form-urlencoded"),
        (b"text=" + b"x" * 2_000_000, "application/x-www-form-urlencoded"),
        (b"", ""),
    ],
)
def test_bodies_that_are_no_form(
    body: bytes, kind: str, world: World, logged_errors: list[Any]
) -> None:
    before = rows()
    for name, row in ROWS.items():
        if row.post != NOT_ALLOWED and not name.startswith(BUTTONS):
            address = reverse(name.partition("#")[0], args=row.arguments(world))
            answer = visitor(world.chidi).post(address, body, content_type=kind)
            assert 200 <= answer.status_code < 500, name
    assert rows() == before
    # Django notes a body that is too large as suspicious; nothing else may be logged.
    assert {error.name.partition(".")[0] for error in logged_errors} <= {"django"}
    assert {error.name for error in logged_errors} <= {
        "django.security.RequestDataTooBig",
        "django.security.TooManyFieldsSent",
    }
    logged_errors.clear()


@pytest.mark.parametrize("name", [n for n, row in ROWS.items() if row.get == NOT_ALLOWED])
def test_an_address_for_forms_says_so(name: str, world: World) -> None:
    row = ROWS[name]
    answer = visitor().get(reverse(name.partition("#")[0], args=row.arguments(world)))
    assert answer.status_code == 405 and "only takes forms" in text(answer)
    assert "POST" in answer.headers["Allow"]


def test_what_was_asked_for_is_never_code(world: World) -> None:
    """A script in a query comes back as text wherever it comes back at all."""
    query = urlencode(dict.fromkeys(PARAMETERS, "\"'><script>x</script>"))
    for name in LISTS:
        assert "<script>x" not in text(visitor().get(f"{reverse(name)}?{query}"))
