"""Who asks: browsers with nobody, somebody or an admin in front of them."""

import time
from typing import Any

from allauth.usersessions.models import UserSession
from django.http import HttpResponse
from django.test import Client

from members.models import User


def visitor(person: User | None = None, **headers: Any) -> Client:
    """A browser, signed in if there is a person; an admin has given the second factor."""
    client = Client(headers=headers, raise_request_exception=False)
    if person:
        client.force_login(person)
        # As allauth notes it down.
        key = client.session.session_key
        UserSession.objects.create(user=person, session_key=key, ip="127.0.0.1")
        if person.is_staff:
            give_second_factor(client, person)
    return client


def give_second_factor(client: Client, person: User) -> None:
    """What allauth keeps in the session when a second factor was used."""
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": time.time()}]
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()


def text(answer: HttpResponse) -> str:
    """Everything that was sent, headers included."""
    body = b"".join(answer) if answer.streaming else answer.content
    head = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
    return f"{head}\n\n{body.decode('utf-8', 'replace')}"
