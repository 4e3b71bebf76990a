"""What a page costs: queries that do not grow with the rows, and bytes on the wire."""

import gzip
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as portal_settings
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from learning_patterns.models import Category, Pattern
from meetings.models import Meeting, Session
from members.models import User
from tests import factories
from tests.counting import trips
from tests.visitors import visitor

MOST_OF_A_PUBLIC_PAGE = 6
KILOBYTE = 1000


def queries(client: Client, address: str) -> int:
    """How many a page asks when nothing of it is kept from before."""
    caches["fragments"].clear()
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return _without_savepoints(asked)


def _without_savepoints(asked: CaptureQueriesContext) -> int:
    return len([q for q in asked if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))])


def a_meeting(ben: User, **fields: Any) -> Meeting:
    """With a host, a programme, an affiliate that provides the platform."""
    made = factories.meeting(
        facilitators=(ben,),
        programme=factories.programme(),
        platform_affiliate=factories.affiliate(),
        **fields,
    )
    made.hosts.add(factories.affiliate(), factories.affiliate())
    return made


def a_session_to_come(ben: User) -> None:
    session = factories.session(a_meeting(ben))
    for who in factories.people(2):
        factories.registration(session, who)


def a_session_that_was(ben: User) -> None:
    factories.session(a_meeting(ben), starts_in=-5 * factories.DAY)


def a_pattern(ben: User) -> None:
    number = Pattern.objects.count()
    made = Pattern.objects.create(
        slug=f"p{number}", title=f"Pattern {number}", status="published", problem="P", solution="S"
    )
    made.categories.add(Category.objects.create(name=f"c{number}", slug=f"c{number}"))
    made.affiliates.add(factories.affiliate())


def a_version(ben: User) -> None:
    factories.new_policy(changes="Some.")


# Each list with what one more row of it is.
LISTS: dict[str, tuple[Callable[[User], None], int]] = {
    "home": (a_session_to_come, 4),
    "meetings:upcoming": (a_session_to_come, 4),
    "meetings:past": (a_session_that_was, 5),
    "meetings:all_calendar": (a_session_to_come, 1),
    "meetings:feed": (a_session_to_come, 1),
    "members:policy_versions": (a_version, 2),
    "patterns:patterns": (a_pattern, 4),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_asks_as_much_for_three_rows_as_for_one(name: str, ben: User) -> None:
    add, expected = LISTS[name]
    add(ben)
    one = queries(visitor(), reverse(name))
    add(ben)
    add(ben)
    three = queries(visitor(), reverse(name))
    assert (one, three) == (expected, expected)
    assert expected <= MOST_OF_A_PUBLIC_PAGE


@pytest.mark.parametrize("signed_up", [1, 3, 100])
def test_a_meeting_asks_as_much_with_many_people(signed_up: int, ben: User) -> None:
    session = factories.session(a_meeting(ben), capacity=50)
    for who in factories.people(signed_up):
        factories.registration(session, who)
    assert queries(visitor(), session.meeting.get_absolute_url()) == 6


@pytest.mark.parametrize("sessions", [1, 3])
def test_a_meeting_asks_as_much_with_many_sessions(sessions: int, ben: User) -> None:
    meeting = a_meeting(ben)
    for _ in range(sessions):
        factories.registration(factories.session(meeting), factories.person(name="Fay"))
    assert queries(visitor(), meeting.get_absolute_url()) == 6


@pytest.mark.parametrize("places", [1, 3])
def test_your_sessions_ask_as_much_for_many(places: int, chidi: User, ben: User) -> None:
    meeting = a_meeting(ben)
    for number in range(places):
        days = (number + 1) * factories.DAY
        factories.sign_up(chidi, factories.session(meeting, starts_in=days))
        factories.registration(factories.session(meeting, starts_in=-days), chidi)
    feed = reverse("meetings:personal_feed", args=[chidi.feed_key])
    own = visitor(chidi)
    assert queries(own, reverse("meetings:mine")) == 4
    assert queries(visitor(), feed) == 3


@pytest.mark.parametrize(
    ("which", "expected"),
    [("place", 14), ("sign_up", 6), ("policy", 2), ("pattern", 4), ("privacy", 0), ("report", 1)],
)
def test_single_pages(which: str, expected: int, dana: User, session: Session, ben: User) -> None:
    place = factories.sign_up(dana, session)
    a_pattern(ben)
    address = {
        "place": place.place_path,
        "sign_up": reverse("meetings:sign_up", args=[session.meeting.slug, session.number]),
        "policy": reverse("members:policy"),
        "pattern": reverse("patterns:pattern", args=["p0"]),
        "privacy": reverse("privacy"),
        "report": f"{reverse('meetings:make_report')}?session={session.uid}",
    }[which]
    assert queries(visitor(), address) <= expected


# Statements, and the trips in which they go to PostgreSQL; SQLite is asked for one at a time.
SIGN_UPS = {"stranger": (17, 16), "member": (16, 4)}


@pytest.mark.parametrize("who", SIGN_UPS)
@pytest.mark.parametrize("signed_up", [0, 3])
@pytest.mark.parametrize("capacity", [None, 2])
def test_a_sign_up_asks_as_much_however_long_the_list(
    who: str, signed_up: int, capacity: int | None, chidi: User, ben: User, settings: Any
) -> None:
    """While most of them run the list is locked. Not counted: the transaction itself, and the
    limiter, which counts in the cache."""
    in_memory = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    settings.CACHES = {**settings.CACHES, "default": in_memory}
    session = factories.session(a_meeting(ben), capacity=capacity)
    for one in factories.people(signed_up):
        factories.sign_up(one, session)
    client = visitor(chidi if who == "member" else None)
    address = reverse("meetings:sign_up", args=[session.meeting.slug, session.number])
    form = {"name": "Fay", "visibility": "name", "policy": "on", "reach": "fay@example.org"}
    with CaptureQueriesContext(connection) as asked:
        assert client.post(address, form).status_code == 302
    statements, in_trips = SIGN_UPS[who]
    if connection.vendor == "postgresql":
        assert trips(asked) == in_trips
    else:
        assert _without_savepoints(asked) == statements


@pytest.mark.parametrize(
    "name", ["home", "meetings:mine", "members:directory", "members:account", "patterns:patterns"]
)
def test_what_waits_for_an_admin_is_two_queries(name: str, ada: User, chidi: User) -> None:
    """The badge in the navigation: whether anything was done since, and how much waits."""
    address = reverse(name)
    assert queries(visitor(ada), address) <= queries(visitor(chidi), address) + 2


@pytest.mark.parametrize("kind", ["meetings_session", "meetings_registration", "outbox_delivery"])
def test_lists_of_the_administration(kind: str, ada: User, ben: User) -> None:
    client, address = visitor(ada), reverse(f"admin:{kind}_changelist")
    found = []
    for count in (1, 2):  # one row, then three
        for _ in range(count):
            session = factories.session(a_meeting(ben))
            factories.sign_up(factories.person(name="Fay"), session)
        found.append(queries(client, address))
    assert found[0] == found[1]


def test_a_meeting_with_a_hundred_people_weighs_little(session: Session) -> None:
    """Page, style and script as they go over the wire."""
    for number in range(100):
        who = factories.person(name=f"Participant with a name, the {number}th")
        factories.registration(session, who, affiliate=factories.affiliate(code=f"WM{number}"))
    answer = visitor().get(session.meeting.get_absolute_url())
    assert answer.content.count(b"Participant with a name") == 100
    parts = [answer.content]
    for file in sorted(set(re.findall(rb'"/static/([\w./-]+\.(?:css|js|svg))"', answer.content))):
        parts.append(Path(portal_settings.BASE_DIR, "static", file.decode()).read_bytes())
    assert len(parts) >= 3
    assert sum(len(gzip.compress(part, 6)) for part in parts) <= 50 * KILOBYTE
