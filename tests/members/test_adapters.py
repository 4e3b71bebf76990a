"""Signing in by code: it proves the address, and the mail says where it comes from."""

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client, RequestFactory

from members.models import User
from tests import factories as make
from vsn.adapters import AccountAdapter

ASK, CONFIRM = "/accounts/login/code/", "/accounts/login/code/confirm/"


def code_sent() -> str:
    [found] = re.findall(r"\b[A-Z0-9]{3,4}-[A-Z0-9]{3,4}\b|\b\d{6}\b", mail.outbox[-1].body)
    return found


def sign_in(client: Client, email: str) -> None:
    client.post(ASK, {"email": email})
    answer = client.post(CONFIRM, {"code": code_sent()})
    assert answer.status_code == 302


def test_a_code_proves_a_light_users_address(client: Client, session: Any) -> None:
    place = make.sign_up_stranger("dana@example.org", session)
    sign_in(client, "dana@example.org")
    person = User.objects.get(email="dana@example.org")
    assert person == place.person and person.confirmed_at and person.last_login
    assert person.emailaddress_set.get().verified
    assert client.get("/me/").status_code == 200


def test_a_wrong_code_proves_nothing(client: Client, session: Any) -> None:
    make.sign_up_stranger("dana@example.org", session)
    client.post(ASK, {"email": "dana@example.org"})
    client.post(CONFIRM, {"code": "ABC-DEF"})
    assert User.objects.get(email="dana@example.org").confirmed_at is None
    assert client.get("/me/").status_code == 302


def test_the_mail_names_the_site_of_the_settings(client: Client, dana: User, settings: Any) -> None:
    """A Host header of somebody's making stays out."""
    settings.ALLOWED_HOSTS = ["*"]
    client.post(ASK, {"email": "dana@example.org"}, headers={"host": "evil.example.net"})
    [message] = mail.outbox
    assert "evil" not in message.subject + message.body
    assert message.to == ["dana@example.org"]


def test_an_unknown_address_is_answered_alike(client: Client, dana: User) -> None:
    known = client.post(ASK, {"email": "dana@example.org"})
    unknown = Client().post(ASK, {"email": "stranger@example.org"})
    assert (known.status_code, known.headers.get("Location")) == (
        unknown.status_code, unknown.headers.get("Location"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("address", "kept"),
    [("203.0.113.77", "203.0.113.0"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1::")],
)
def test_no_whole_ip_address_is_kept(address: str, kept: str) -> None:
    request = RequestFactory().get("/", REMOTE_ADDR=address)
    assert AccountAdapter().get_client_ip(request) == kept
