"""Whoever gives an address or a user name learns nothing from the answer: neither by its words, nor
by what comes with it, nor by when it comes. What answers take is measured by `tests.timing`."""

import re
import uuid
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any, NamedTuple

import pytest
from django.core import mail
from django.core.cache import caches
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from meetings.models import Session
from members.models import User
from tests import factories as make
from tests.faults.sink import Sink
from tests.members.somebody import shown_again
from tests.visitors import text, visitor
from vsn import even

ADDRESS = "zofia@example.org"


class Asked(NamedTuple):
    """A page to which an address is sent, by whom, and what was sent before."""

    url_name: str
    fields: dict[str, str]
    who: Callable[[Session], Client] = lambda session: visitor()
    first: str = ""
    of_session: bool = False
    mails: int = 1  # at once; everything else goes through the outbox


def _member(session: Session) -> Client:
    return shown_again(User.objects.get(email="chidi@example.org"))


def _facilitator(session: Session) -> Client:
    return visitor(User.objects.get(email="ben@example.org"))


_PLACE = {"reach": ADDRESS, "name": "Zofia", "visibility": "name", "policy": "on"}
_CODE = {"code": "ABC-DEF"}
STRANGERS = {
    "a place": Asked("meetings:sign_up", _PLACE, of_session=True, mails=0),
    "a code": Asked("account_request_login_code", {"email": ADDRESS}),
    "a wrong code": Asked(
        "account_confirm_login_code", _CODE, first="account_request_login_code", mails=0
    ),
    "an account": Asked("account_signup", {"email": ADDRESS}),
    "a wrong code for it": Asked(
        "account_email_verification_sent", _CODE, first="account_signup", mails=0
    ),
    "a further address": Asked(
        "account_email", {"email": ADDRESS, "action_add": ""}, _member
    ),
}  # fmt: skip
FACILITATORS = {
    "a place for somebody": Asked(
        "meetings:add_person", _PLACE, _facilitator, of_session=True, mails=0
    ),
    "to run it too": Asked(
        "meetings:facilitators", {"reach": ADDRESS, "name": "Zofia"}, _facilitator, mails=0
    ),
}


def _known(session: Session) -> None:
    make.person(ADDRESS, name="Zofia")


def _excluded(session: Session) -> None:
    make.exclude(ADDRESS)


def _both(session: Session) -> None:
    _known(session)
    _excluded(session)


def _as_second(session: Session) -> None:
    make.person("first@example.org", name="Zofia").emailaddress_set.create(
        email=ADDRESS, verified=True
    )


KINDS: dict[str, Callable[[Session], Any]] = {
    "unknown": lambda session: None,
    "known": _known,
    "not proved": lambda session: make.person(ADDRESS, proved=False),
    "a second one": _as_second,
    "closed": lambda session: make.person(ADDRESS, is_active=False),
    "a member": lambda session: make.membership(make.person(ADDRESS)),
    "an admin": lambda session: make.person(ADDRESS, is_staff=True),
    "on the list": lambda session: make.sign_up(make.person(ADDRESS), session),
    "excluded": _excluded,
    "known and excluded": _both,
}
# Of who may not come a facilitator is told whom to ask, and sees who is on the list.
TOLD_TO_FACILITATORS = {"closed", "on the list", "excluded", "known and excluded"}


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Since when it was waited out, each time."""
    noted: list[float] = []
    monkeypatch.setattr(even, "wait_out", noted.append)
    # The package has a view of the same name.
    monkeypatch.setattr(import_module("meetings.views.sign_up"), "wait_out", noted.append)
    return noted


def ask(asked: Asked, session: Session) -> tuple[Client, HttpResponse, int]:
    """The browser, the answer, and how many mails went out with it."""
    client = asked.who(session)
    if asked.first:
        client.post(reverse(asked.first), {"email": ADDRESS})
    arguments = {"meetings:facilitators": [session.meeting.slug]}.get(asked.url_name, [])
    if asked.of_session:
        arguments = [session.meeting.slug, session.number]
    before = len(mail.outbox)
    answer = client.post(reverse(asked.url_name, args=arguments), asked.fields)
    return client, answer, len(mail.outbox) - before


def without_chance(answer: HttpResponse) -> str:
    """All of it but what differs between any two: tokens, times, and how well it was packed."""
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "TOKEN", text(answer))
    page = re.sub(r"(Expires|Content-Length|Content-Security-Policy): .*", "", page)
    said = (
        answer.cookies["messages"].value.partition(":")[0] if "messages" in answer.cookies else ""
    )
    return f"{answer.status_code} {sorted(answer.cookies)} {said} {page}"


def everything_said(asked: Asked, session: Session) -> list[str]:
    client, answer, mails = ask(asked, session)
    assert mails == asked.mails
    said = [without_chance(answer)]
    # The desk shows whom it added, with an id; what was said is in the answer's cookie, too.
    if answer.status_code == 302 and asked.who is not _facilitator:
        said.append(without_chance(client.get(answer.url)))
    return said


def said_of(kind: str, asked: Asked, session: Session) -> list[str]:
    """With a portal that knows the address in this way and has forgotten it afterwards, also how
    often it was asked: Redis rolls nothing back."""
    caches["default"].key_prefix = uuid.uuid4().hex
    with transaction.atomic():
        KINDS[kind](session)
        said = everything_said(asked, session)
        transaction.set_rollback(True)
    return said


@pytest.mark.parametrize("name", [*STRANGERS, *FACILITATORS])
def test_every_answer_says_the_same(
    name: str, session: Session, ben: User, chidi: User, waits: list[float]
) -> None:
    asked = (STRANGERS | FACILITATORS)[name]
    kinds = set(KINDS) - (TOLD_TO_FACILITATORS if name in FACILITATORS else set())
    unknown = said_of("unknown", asked, session)
    for kind in sorted(kinds):
        assert said_of(kind, asked, session) == unknown, kind
    asked_for = 2 if asked.first else 1
    assert len(waits) == (len(kinds) + 1) * asked_for, "each answer waited for a full step"


@pytest.fixture
def mail_server(settings: Any) -> Iterator[Sink]:
    """A real one, which does what it is told."""
    with Sink() as sink:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", sink.port, 2
        yield sink


@pytest.mark.parametrize("name", ["account_request_login_code", "account_signup"])
def test_what_the_mail_server_thinks_of_an_address_is_told_to_nobody(
    name: str, mail_server: Sink, policy: object
) -> None:
    taken = visitor().post(reverse(name), {"email": ADDRESS})
    mail_server.refused["nobody@example.org"] = "550 No such user here"
    refused = visitor().post(reverse(name), {"email": "nobody@example.org"})
    assert [one.recipient for one in mail_server.accepted] == [ADDRESS]
    assert (refused.status_code, refused.url) == (taken.status_code, taken.url)


@pytest.mark.parametrize("known", [True, False])
def test_without_a_mail_server_one_is_told_to_come_back(
    known: bool, mail_server: Sink, policy: object, logged_errors: list[Any]
) -> None:
    if known:
        make.person(ADDRESS)
    mail_server.stop()
    answer = visitor().post(reverse("account_request_login_code"), {"email": ADDRESS})
    assert answer.status_code == 503 and "Our mail server does not answer" in text(answer)
    assert [error.name for error in logged_errors] == ["django.request"], "somebody has to know"
    logged_errors.clear()


def test_looking_at_a_page_waits_for_nothing(waits: list[float], chidi: User) -> None:
    for name in ("account_request_login_code", "account_signup", "account_email"):
        visitor(chidi if name == "account_email" else None).get(reverse(name))
    assert waits == []


def test_that_a_code_was_sent_is_said_once(chidi: User) -> None:
    page = text(
        visitor().post(reverse("account_request_login_code"), {"email": chidi.email}, follow=True)
    )
    assert page.count(chidi.email) == 1 and "It is good for ten minutes" in page
