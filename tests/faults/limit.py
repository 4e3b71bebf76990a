"""Gives the session "later" a limit while people sign up: places for `sys.argv[1]` more than have
one already. Prints the limit; tries again when somebody was faster."""

import sys

import django

django.setup()

from django.utils import timezone  # noqa: E402

from meetings.actions import change_session  # noqa: E402
from meetings.models import Registration, Session  # noqa: E402
from members.models import User  # noqa: E402
from members.rules import Refused  # noqa: E402


def main() -> None:
    session = Session.objects.get(meeting__slug="later")
    ben = User.objects.get(email="ben@example.org")
    for _ in range(50):
        limit = Registration.objects.registered().filter(session=session).count()
        limit += int(sys.argv[1])
        try:
            change_session(session=session, by=ben, now=timezone.now(), capacity=limit)
        except Refused:
            continue
        print(limit)  # noqa: T201
        return


main()
