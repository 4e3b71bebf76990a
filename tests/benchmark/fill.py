"""Fills an empty portal with what is measured: `python -m tests.benchmark.fill`.

Prints, as JSON, the sessions to sign up for, and the ids and cookies of people who are signed in.
"""

import datetime as dt
import json

import django

django.setup()

from django.utils import timezone  # noqa: E402

from meetings.models import Meeting, Registration, Session  # noqa: E402
from members.models import PolicyVersion, User  # noqa: E402
from tests.benchmark import LIST_SIZES, MEETINGS, SIGN_UPS  # noqa: E402
from tests.faults.people import sign_in  # noqa: E402

NOW = timezone.now()


def make_sessions(slugs: list[str], starts_at: dt.datetime) -> list[Session]:
    """A published meeting with one session for each slug."""
    meetings = Meeting.objects.bulk_create(
        Meeting(
            slug=slug,
            title=f"Bringing newcomers back ({slug})",
            summary="What has worked in other communities, and what has not.",
            description="Three stories from practice, then **your** questions.\n\n- one\n- two",
            kind="workshop",
            status="published",
            language="en",
        )
        for slug in slugs
    )
    return Session.objects.bulk_create(
        Session(
            meeting=meeting,
            number=1,
            status="published",
            starts_at=starts_at + dt.timedelta(hours=n),
            ends_at=starts_at + dt.timedelta(hours=n + 1),
        )
        for n, meeting in enumerate(meetings)
    )


def make_people(prefix: str, count: int) -> list[User]:
    return User.objects.bulk_create(
        (
            User(email=f"{prefix}{n:05}@example.org", name=f"{prefix} {n}", confirmed_at=NOW)
            for n in range(count)
        ),
        batch_size=2000,
    )


def put_on_list(session: Session, people: list[User]) -> None:
    policy = PolicyVersion.objects.newest()
    Registration.objects.bulk_create(
        (
            Registration(
                session=session,
                person=person,
                name=person.name,
                status="registered",
                policy_version=policy,
                created_at=NOW,
                placed_at=NOW,
            )
            for person in people
        ),
        batch_size=2000,
    )


def main() -> None:
    readers = make_people("reader", max(LIST_SIZES))
    later = NOW + dt.timedelta(days=20)
    for session, size in zip(
        make_sessions([f"list-{size}" for size in LIST_SIZES], later), LIST_SIZES, strict=True
    ):
        put_on_list(session, readers[:size])
    slugs = ["open-empty", "open-long", "limited-long", "open-least"]
    sessions = make_sessions(slugs, later)
    _empty, long, limited, _least = sessions
    put_on_list(long, readers)
    put_on_list(limited, readers)
    Session.objects.filter(pk=limited.pk).update(capacity=len(readers))
    others = MEETINGS - len(LIST_SIZES) - len(slugs)
    make_sessions([f"other-{n}" for n in range(others)], later)

    writers = make_people("writer", SIGN_UPS)
    cookies = sign_in(writers, NOW)
    said = {
        "sessions": {slug: s.pk for slug, s in zip(slugs, sessions, strict=True)},
        "people": [
            (person.pk, cookie.session_key) for person, cookie in zip(writers, cookies, strict=True)
        ],
    }
    print(json.dumps(said))


if __name__ == "__main__":
    main()
