"""Gives the session "later" a limit while people sign up: as soon as `sys.argv[1]` have a place,
there are places for `sys.argv[2]` more.

Prints "ready", then the limit; tries again when somebody was faster.
"""

import sys
import time

import django

django.setup()

from django.utils import timezone  # noqa: E402

from meetings.actions import change_session  # noqa: E402
from meetings.models import Registration, Session  # noqa: E402
from members.models import User  # noqa: E402
from members.rules import Refused  # noqa: E402


def main() -> None:
    some, more = map(int, sys.argv[1:])
    session = Session.objects.get(meeting__slug="later")
    ben = User.objects.get(email="ben@example.org")
    registered = Registration.objects.registered().filter(session=session)
    print("ready", flush=True)  # noqa: T201
    while registered.count() < some:
        time.sleep(0.01)
    for _ in range(50):
        limit = registered.count() + more
        try:
            change_session(session=session, by=ben, now=timezone.now(), capacity=limit)
        except Refused:
            continue
        print(limit)  # noqa: T201
        return


main()
