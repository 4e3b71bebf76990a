"""Signed-in people for a contention test: `python -m tests.faults.people 500 100`.

Makes a session with that many places (0: no limit) and that many people, and prints the cookie
with which each of them is signed in.
"""

import datetime as dt
import json
import sys
from collections.abc import Iterable

import django

django.setup()

from allauth.usersessions.models import UserSession  # noqa: E402
from django.conf import settings  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.contrib.sessions.models import Session as Cookie  # noqa: E402
from django.utils import timezone  # noqa: E402

from meetings.models import Session  # noqa: E402
from members.models import User  # noqa: E402


def cookie_of(person: User, now: dt.datetime) -> Cookie:
    store = SessionStore()
    values = {
        "_auth_user_id": str(person.pk),
        "_auth_user_backend": settings.AUTHENTICATION_BACKENDS[0],
        "_auth_user_hash": person.get_session_auth_hash(),
    }
    return Cookie(
        session_key=store._get_new_session_key(),
        session_data=store.encode(values),
        expire_date=now + dt.timedelta(days=1),
    )


def sign_in(people: Iterable[User], now: dt.datetime) -> list[Cookie]:
    """A browser for each of them, and what allauth notes down of it."""
    people = list(people)
    cookies = Cookie.objects.bulk_create((cookie_of(p, now) for p in people), batch_size=2000)
    UserSession.objects.bulk_create(
        (
            UserSession(user=person, session_key=cookie.session_key, ip="127.0.0.1")
            for person, cookie in zip(people, cookies, strict=True)
        ),
        batch_size=2000,
    )
    return cookies


def main() -> None:
    count, places = map(int, sys.argv[1:])
    now = timezone.now()
    Session.objects.filter(meeting__slug="later").update(capacity=places or None)
    people = User.objects.bulk_create(
        User(email=f"crowd{n:04}@example.org", name=f"Crowd {n}", confirmed_at=now)
        for n in range(count)
    )
    print(json.dumps([cookie.session_key for cookie in sign_in(people, now)]))  # noqa: T201


if __name__ == "__main__":
    main()
