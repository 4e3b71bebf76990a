"""The page of a list: what it says of whom, how it is searched, what it costs."""

import gzip
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from meetings import actions, figures, links
from meetings.models import Digest, Registration, Session
from members.models import User
from tests import factories as make
from tests.factories import DAY, HOUR, LINK
from tests.meetings.desk.listing import at, names, page, queries, shown
from vsn.outbox.models import Delivery

pytestmark = pytest.mark.django_db
Status = Registration.Status
KILOBYTE = 1000


@pytest.fixture
def soon(meeting: Any) -> Session:
    return make.session(meeting, starts_in=HOUR / 2, link=LINK)


# --- What it says --------------------------------------------------------------------------------


def test_it_says_first_who_has_the_link_and_who_has_not(desk: Client, soon: Session) -> None:
    for who in make.people(2):
        make.sign_up(who, soon, note="Captions, please")
    make.registration(soon, make.person(name="Ana"), source="facilitator", visibility="hidden")
    make.sign_up(make.unreachable("Una"), soon)
    make.sign_up_stranger("fay@example.org", soon, name="Fay")
    make.tick()
    text = shown(page(desk, soon))
    assert "Video-call link: 2 of 4 people have it" in text
    assert "2 sent" in text and "1 has not acknowledged the policy" in text
    assert "1 cannot be reached" in text and "1 has not confirmed yet" in text
    assert re.search(r"Ana hidden added by hand .* policy not acknowledged", text)
    assert "Captions, please" in text and "Needs you 3" in text and "All 5" in text


def test_whom_nobody_can_ask_is_on_it_too(desk: Client, soon: Session) -> None:
    """Brought in from a wiki page under a user name, where no message goes out to the wiki."""
    make.registration(soon, make.unreachable("Una"), source="import")
    text = shown(page(desk, soon))
    assert "Una" in text and "policy not acknowledged" in text
    assert "no way to reach them is known" in text


def test_a_sign_up_page_is_brought_in_from_the_list(desk: Client, soon: Session) -> None:
    address = reverse("meetings:import_page", args=[soon.meeting.slug])
    assert f'href="{address}"' in page(desk, soon)
    assert desk.get(address).status_code == 200


def test_the_link_and_addresses_are_not_on_it(desk: Client, soon: Session, dana: User) -> None:
    make.sign_up(dana, soon)
    make.tick()
    place = soon.registrations.get()
    person = reverse("meetings:list_person", args=[soon.meeting.slug, soon.number, place.handle])
    for text in (page(desk, soon), desk.get(person).content.decode()):
        assert LINK not in text and "k3v9" not in text
        assert "dana@example.org" not in text and place.key not in text
    assert "https://meet.call-platform.org/…" in page(desk, soon)


def test_who_is_held_back_is_shown_in_neutral_words(
    desk: Client, soon: Session, dana: User
) -> None:
    make.sign_up(dana, soon)
    make.exclude(dana.email)
    held = page(desk, soon)
    User.objects.filter(pk=dana.pk).update(is_active=False)
    words = "held back: ask the admins"
    assert words in held and words in page(desk, soon)
    assert not re.search(r"exclu|banned|ban list|inactive", shown(held), re.IGNORECASE)


def test_what_the_person_answered_stands_on_their_page(desk: Client, soon: Session) -> None:
    place = make.registration(
        soon, make.person(name="Ana"), note="Line one", answers=[["Which topic?", "Burnout"]]
    )
    address = reverse("meetings:list_person", args=[soon.meeting.slug, soon.number, place.handle])
    text = shown(desk.get(address).content.decode())
    assert "Line one" in text and "Which topic? Burnout" in text


def test_someone_whose_wiki_mail_is_off_has_a_talk_page(
    desk: Client, soon: Session, settings: Any
) -> None:
    settings.WIKI_API_URL = "https://wiki.example.org/w/api.php"
    una = make.unreachable("Una")
    make.sign_up(una, soon)
    claimed = make.unreachable("Uli", wikimedia_proved_at=None)
    make.registration(soon, claimed)
    make.acknowledged(claimed)
    text = page(desk, soon)
    assert f"title=User+talk%3AUna+{una.wikimedia_id}" in text
    assert "Ask for another way" in text
    # A name that nobody has proved is shown nowhere.
    assert str(claimed.wikimedia_name) not in text


def test_an_empty_list_says_what_will_be_here(desk: Client, soon: Session) -> None:
    assert "Here stands everyone who signs up" in page(desk, soon)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ({"starts_in": 3 * DAY}, "no link yet"),
        ({"starts_in": -3 * HOUR, "link": LINK}, "Write the digest"),
        ({"status": "draft"}, "This session is a draft"),
        ({"status": "cancelled"}, "This session was cancelled"),
    ],
)
def test_each_state_of_a_session(
    desk: Client, meeting: Any, state: dict[str, Any], words: str
) -> None:
    session = make.session(meeting, **state)
    make.registration(session, make.person())
    text = shown(page(desk, session))
    assert words in text
    assert ("Needs you 1" in text) == (session.status == "published" and "digest" not in words)


def test_afterwards_it_says_who_came(desk: Client, meeting: Any) -> None:
    over = make.session(meeting, starts_in=-3 * HOUR, link=LINK)
    for name, attended in (("Ana", True), ("Bo", True), ("Cleo", False), ("Di", None)):
        make.registration(over, make.person(name=name), attended=attended)
    text = shown(page(desk, over))
    assert "4 people on the list 2 came 1 did not come 1 not marked" in text
    assert re.search(r"Ana .*? came .*? Cleo .*? did not come .*? Di .*? not marked", text)
    assert "Nobody has signed up yet" not in text and "was not sent" not in text
    assert "Nobody has signed up yet" in shown(page(desk, make.session(meeting, starts_in=-DAY)))


def test_a_digest_that_is_out_need_not_be_written(desk: Client, meeting: Any) -> None:
    over = make.session(meeting, starts_in=-3 * HOUR)
    Digest.objects.create(session=over, text="Notes", saved_at=timezone.now())
    assert "Write the digest" in page(desk, over)
    Digest.objects.update(published_at=timezone.now())
    assert "Write the digest" not in page(desk, over) and "Digest</a>" in page(desk, over)


# --- Finding -------------------------------------------------------------------------------------


def test_people_are_found_by_what_they_said(desk: Client, soon: Session) -> None:
    group = make.affiliate("Wikimedia Österreich", code="WMAT")
    make.registration(soon, make.person("jose@example.org"), name="José Núñez", affiliate=group)
    make.registration(soon, make.person(), name="Bo", note="needs CAPTIONS", country="Ghana")
    for asked, found in {
        "jose nunez": ["José Núñez"],
        "osterreich": ["José Núñez"],
        "wmat": ["José Núñez"],
        "captions": ["Bo"],
        "ghana": ["Bo"],
        "Jose@Example.org": ["José Núñez"],
        "jose@": [],
        "example.org": [],
        "nobody": [],
    }.items():
        assert names(page(desk, soon, q=asked)) == found, asked
    assert names(page(desk, soon, affiliate=str(group.pk))) == ["José Núñez"]
    # An address is found and not shown, but for what was typed.
    assert "jose@example.org" not in page(desk, soon, q="nunez")


def test_filters_and_orders(desk: Client, meeting: Any) -> None:
    session = make.session(meeting, starts_in=HOUR / 2, link=LINK, capacity=3)
    for name in ("Zoe", "Ana", "Mia", "Bea"):
        make.sign_up(make.person(), session, name=name)
    late = make.registration(session, make.person(), name="Cyd")
    gone = make.sign_up(make.person(), session, name="Gus")
    actions.cancel(registration=gone, now=timezone.now())
    Registration.objects.filter(name="Ana").update(policy_version=make.new_policy(substance=False))
    assert names(page(desk, session)) == ["Zoe", "Ana", "Mia", "Bea", "Cyd"]
    assert names(page(desk, session, show="needs")) == ["Ana"]
    assert names(page(desk, session, show="waiting")) == ["Bea", "Cyd"]
    assert names(page(desk, session, show="gone")) == ["Gus"]
    assert names(page(desk, session, sort="name")) == ["Ana", "Bea", "Cyd", "Mia", "Zoe"]
    assert names(page(desk, session, sort="state"))[0] == "Ana"
    assert late.handle in page(desk, session)


@pytest.mark.parametrize(
    "query", [{"show": "x"}, {"sort": "x"}, {"affiliate": "9"}, {"page": "x"}, {"undo": "x-y"}]
)
def test_what_is_not_understood_counts_for_nothing(
    desk: Client, soon: Session, query: dict[str, str]
) -> None:
    make.registration(soon, make.person(), name="Ana")
    assert names(page(desk, soon, **query)) == ["Ana"]


# --- Progress ------------------------------------------------------------------------------------


def test_progress_counts_the_mailing_that_runs(desk: Client, soon: Session) -> None:
    for who in make.people(3):
        make.sign_up(who, soon)
    make.tick()
    assert figures.progress(soon, timezone.now()) is None
    make.give_link(soon, make.NEW_LINK)
    links.plan(timezone.now())
    text = page(desk, soon)
    assert (
        "0 of 3 messages are out" in shown(text) and f'data-poll="{at("progress", soon)}"' in text
    )
    new = Delivery.objects.filter(topic="link", state="queued").order_by("pk")
    Delivery.objects.filter(pk=new.first().pk).update(state="failed")
    Delivery.objects.filter(pk=new.first().pk).update(state="sent")
    fragment = desk.get(at("progress", soon)).content.decode()
    assert "1 of 3 messages are out" in shown(fragment) and "1 failed" in fragment
    make.tick()
    done = desk.get(at("progress", soon)).content.decode()
    assert "Everything that was due is out." in done and "data-poll" not in done


def test_what_waits_for_second_thoughts_is_no_mailing(soon: Session) -> None:
    place = make.sign_up(make.person(), soon)
    make.tick()
    actions.remove_places(
        session=soon, places=[place.pk], reason="x", by=make.anyone(), now=timezone.now()
    )
    assert figures.progress(soon, timezone.now()) is None


# --- What it costs -------------------------------------------------------------------------------


@pytest.mark.parametrize("people", [1, 3])
def test_it_asks_as_much_for_few_and_many(desk: Client, soon: Session, people: int) -> None:
    for who in make.people(people):
        make.sign_up(who, soon, affiliate=make.affiliate())
    make.tick()
    assert queries(desk, at("list", soon)) == 8


def test_a_thousand_people(desk: Client, meeting: Any, policy: object) -> None:
    """Pages of a hundred, as many queries as for one, and not much to carry."""
    session = make.session(meeting, starts_in=HOUR / 2, link=LINK, capacity=900)
    now = timezone.now()
    users = User.objects.bulk_create(
        User(email=f"p{number}@example.org", name=f"Person {number}") for number in range(1000)
    )
    Registration.objects.bulk_create(
        Registration(
            session=session, person=who, name=who.name, status="registered", created_at=now,
            placed_at=now + number * make.HOUR / 3600, policy_version=make.policy(),
            note="I need captions." if number % 10 == 0 else "",
        )
        for number, who in enumerate(users)
    )  # fmt: skip
    links.plan(now)
    make.exclude("p7@example.org")
    assert queries(desk, at("list", session)) == 9  # one more where there are exclusions
    text = page(desk, session)
    assert len(names(text)) == 100
    assert len(gzip.compress(text.encode(), 6)) <= 20 * KILOBYTE
    assert names(page(desk, session, q="person+777")) == ["Person 777"]
    assert names(page(desk, session, page="10"))[-1] == "Person 999"
    assert "all 1000 who were found" in shown(text)
