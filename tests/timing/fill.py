"""Fills an empty portal with people of every kind: `python -m tests.timing.fill`.

Prints, as JSON, the cookies of members who are signed in.
"""

import datetime as dt
import json
import time

import django

django.setup()

from allauth.account.models import EmailAddress  # noqa: E402
from django.contrib.sessions.models import Session as Cookie  # noqa: E402
from django.utils import timezone  # noqa: E402

from meetings.models import Facilitator, Meeting, Registration, Session  # noqa: E402
from members.models import Exclusion, PolicyVersion, User  # noqa: E402
from members.rules import identity  # noqa: E402
from tests.faults.people import cookie_of  # noqa: E402
from tests.timing import KINDS, TIMES  # noqa: E402
from tests.timing.visits import PAGES, address_of  # noqa: E402

NOW = timezone.now()


def make_people(page: str, kind: str) -> list[User]:
    """Of an unknown address there is nobody."""
    addresses = [address_of(page, kind, number) for number in range(TIMES)]
    if kind == "excluded":
        Exclusion.objects.bulk_create(
            Exclusion(identity=identity(one), scope="everything", reason="-", starts_at=NOW)
            for one in addresses
        )
    if kind == "unknown":
        return []
    proved = kind != "not proved"
    made = User.objects.bulk_create(
        User(email=one, name="Somebody", confirmed_at=NOW if proved else None) for one in addresses
    )
    EmailAddress.objects.bulk_create(
        EmailAddress(user=one, email=one.email, verified=proved, primary=True) for one in made
    )
    return made


def make_session(facilitator: User) -> Session:
    meeting = Meeting.objects.create(
        slug="open", title="Open", status="published", language="en", kind="workshop"
    )
    Facilitator.objects.create(meeting=meeting, person=facilitator)
    starts_at = NOW + dt.timedelta(days=3)
    ends_at = starts_at + dt.timedelta(hours=1)
    return Session.objects.create(
        meeting=meeting, number=1, status="published", starts_at=starts_at, ends_at=ends_at
    )


def signed_in(person: User) -> Cookie:
    """As somebody who has just proved who they are."""
    cookie = cookie_of(person, NOW)
    values = cookie.get_decoded()
    values["account_authentication_methods"] = [{"method": "code", "at": time.time()}]
    cookie.session_data = Cookie.get_session_store_class()().encode(values)
    return cookie


def main() -> None:
    askers = User.objects.bulk_create(
        User(email=f"asker{n}@example.org", name=f"Asker {n}", confirmed_at=NOW, last_login=NOW)
        for n in range(TIMES * len(KINDS))
    )
    EmailAddress.objects.bulk_create(
        EmailAddress(user=one, email=one.email, verified=True, primary=True) for one in askers
    )
    session, policy = make_session(askers[0]), PolicyVersion.objects.newest()
    for page in PAGES:
        for kind in page.kinds:
            people = make_people(page.name, kind)
            if kind == "on the list":
                Registration.objects.bulk_create(
                    Registration(
                        session=session, person=one, name="Somebody", status="registered",
                        policy_version=policy, created_at=NOW, placed_at=NOW,
                    )
                    for one in people
                )  # fmt: skip
    cookies = Cookie.objects.bulk_create(signed_in(one) for one in askers)
    print(json.dumps([cookie.session_key for cookie in cookies]))


if __name__ == "__main__":
    main()
