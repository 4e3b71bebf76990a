"""Signed-in people for a contention test: `python -m tests.faults.people 500 100`.

Makes a session with that many places (0: no limit) and that many people, and prints the cookie
with which each of them is signed in.
"""

import datetime as dt
import json
import sys

import django

django.setup()

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


def main() -> None:
    count, places = map(int, sys.argv[1:])
    now = timezone.now()
    Session.objects.filter(meeting__slug="later").update(capacity=places or None)
    people = User.objects.bulk_create(
        User(email=f"crowd{n:04}@example.org", name=f"Crowd {n}", confirmed_at=now)
        for n in range(count)
    )
    cookies = Cookie.objects.bulk_create(cookie_of(person, now) for person in people)
    print(json.dumps([cookie.session_key for cookie in cookies]))  # noqa: T201


if __name__ == "__main__":
    main()
