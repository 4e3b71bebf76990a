"""How the tests of a session's list ask for its page and read it."""

import re

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from meetings.models import Session


def at(name: str, session: Session, **query: str) -> str:
    address = reverse(f"meetings:{name}", args=[session.meeting.slug, session.number])
    return address + ("?" + "&".join(f"{k}={v}" for k, v in query.items()) if query else "")


def page(client: Client, session: Session, **query: str) -> str:
    answer = client.get(at("list", session, **query))
    assert answer.status_code == 200
    return answer.content.decode()


def shown(text: str) -> str:
    """The words of the page, without its marks."""
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def names(text: str) -> list[str]:
    return re.findall(r'<th scope="row"><bdi>([^<]*)', text)


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)
