"""Fills a fresh database: `python -m tests.faults.seed 40`. The environment says which one.

One published session in three hours, with a link and everyone on its list: each of them is owed
the link now, and the planner has already written that down.
"""

import datetime as dt
import sys

import django

django.setup()

from django.utils import timezone  # noqa: E402

from meetings import links  # noqa: E402
from meetings.actions import change_session, publish_meeting, save_meeting, set_link  # noqa: E402
from meetings.models import Meeting, Registration, Session  # noqa: E402
from members.models import Acknowledgement, PolicyVersion, User  # noqa: E402

ROOM = "https://zoom.us/j/04269135780?pwd=kX2vQ7mWc9TzLr5NhB8s"


def meeting_with_session(slug: str, starts_at: dt.datetime, ben: User) -> Session:
    now = timezone.now()
    meeting = Meeting(title=f"Faults: {slug}", slug=slug, kind="clinic", lead_minutes=[1440])
    save_meeting(meeting=meeting, changed=[], by=ben, now=now)
    session = Session(meeting=meeting)
    times = {"starts_at": starts_at, "ends_at": starts_at + dt.timedelta(hours=1)}
    change_session(session=session, by=ben, now=now, **times)
    publish_meeting(meeting=meeting, by=ben, now=now)
    set_link(session=session, link=ROOM, by=ben, now=now)
    return meeting.sessions.get()


def on_the_list(session: Session, count: int) -> None:
    """`count` people who may have the link."""
    now, policy = timezone.now(), PolicyVersion.objects.newest()
    people = User.objects.bulk_create(
        User(email=f"person{n:04}@example.org", name=f"Person {n}", confirmed_at=now)
        for n in range(count)
    )
    Acknowledgement.objects.bulk_create(
        Acknowledgement(person=person, version=policy, at=now, session_uid=session.uid)
        for person in people
    )
    Registration.objects.bulk_create(
        Registration(
            session=session,
            person=person,
            name=person.name,
            status="registered",
            policy_version=policy,
            created_at=now,
            placed_at=now,
        )
        for person in people
    )


def main() -> None:
    ben = User.objects.create_user("ben@example.org", name="Ben")
    session = meeting_with_session("due", timezone.now() + dt.timedelta(hours=3), ben)
    on_the_list(session, int(sys.argv[1]))
    links.plan_links(timezone.now())
    # Nobody is on this one yet, and its link is not due: for signing up.
    meeting_with_session("later", timezone.now() + dt.timedelta(days=9), ben)


main()
