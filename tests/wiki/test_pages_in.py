"""A sign-up page comes in, and a real wiki says who is who and carries the invitations."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from meetings import exporter, importer
from meetings.importer import Standing
from meetings.models import Meeting, Registration, Session
from meetings.wikitext import out, read
from members.models import User
from tests import factories as make
from tests.factories import DAY, HOUR, LINK
from tests.meetings.pages import entry, page
from tests.test_leaks import everything
from tests.wiki.server import MediaWiki

pytestmark = pytest.mark.django_db


@pytest.fixture
def soon(meeting: Meeting) -> list[Session]:
    """The link of the first is due."""
    start = make.now().replace(second=0, microsecond=0)
    return [
        make.session(meeting, starts_at=start + HOUR, link=LINK),
        make.session(meeting, starts_at=start + 5 * DAY, link=LINK),
    ]


def bring(written: str, meeting: Meeting) -> importer.Preview:
    """As the page does it: asks the wiki, looks, stores. What was shown."""
    understood = read(written)
    accounts, now = importer.ask_wiki(understood), timezone.now()
    shown = importer.look(understood, meeting=meeting, accounts=accounts, now=now)
    importer.carry_out(shown, meeting=meeting, by=make.anyone(), now=now)
    return shown


def written(sessions: list[Session], *names: str) -> str:
    return out.lists(
        out.one_list(
            out.Dates(session.starts_at),
            [out.Person(name, name, make.now()) for name in names],
        )
        for session in sessions
    )


def standings(shown: importer.Preview) -> dict[str, tuple[str, bool]]:
    """What is said of each on the first list, and whether they can be reached."""
    return {x.entry.user_name: (x.standing, not x.silent) for x in shown.lists[0].lines}


def test_everyone_is_looked_up(portal_with_wiki: MediaWiki, soon: list[Session]) -> None:
    ana = portal_with_wiki.make_account("Ana (WMAR)", "ana@inbox.example.org")
    portal_with_wiki.make_account("Bo", "bo@inbox.example.org", allows_mail=False)
    shown = bring(written(soon, "Ana (WMAR)", "Bo", "Nobody Here"), soon[0].meeting)
    assert standings(shown) == {
        "Ana (WMAR)": (Standing.NEW, True),
        "Bo": (Standing.NEW, False),
        "Nobody Here": (Standing.UNKNOWN, True),
    }
    people = User.objects.filter(registrations__session=soon[0]).order_by("pk")
    known = people.values_list("wikimedia_name", "wikimedia_id", "takes_wiki_mail")
    assert known[0] == ("Ana (WMAR)", ana, True) and known[1][0] == "Bo" and len(known) == 2


def test_one_invitation_by_wiki_mail_then_the_link(
    portal_with_wiki: MediaWiki, soon: list[Session], client: Client
) -> None:
    """Following the address in the wiki mail proves the account; the links of both follow."""
    portal_with_wiki.make_account("Ana", "ana@inbox.example.org")
    bring(written(soon, "Ana"), soon[0].meeting)
    for _ in range(3):
        make.tick()
    [invitation] = portal_with_wiki.inbox
    assert LINK not in invitation.text
    place = Registration.objects.get(session=soon[0])
    [key] = re.findall(r"/place/(\S+)/", invitation.text)
    assert key == place.key and not place.person.proved_wikimedia_name
    client.post(reverse("meetings:place_acknowledge", args=[key]))
    assert User.objects.get(pk=place.person_id).proved_wikimedia_name == "Ana"
    for _ in range(2):
        make.tick()
    assert [LINK in mail.text for mail in portal_with_wiki.inbox] == [False, True]


def test_again_after_a_renaming(portal_with_wiki: MediaWiki, soon: list[Session]) -> None:
    """The account has another name now, the page has it too: the same person, nothing new."""
    portal_with_wiki.make_account("Ana", "ana@inbox.example.org")
    bring(written(soon, "Ana"), soon[0].meeting)
    portal_with_wiki.rename("Ana", "Ana Maria")
    before = everything()
    shown = bring(written(soon, "Ana Maria"), soon[0].meeting)
    assert standings(shown) == {"Ana Maria": (Standing.HERE, True)} and shown.left == []
    assert everything() == before


def test_out_and_in_again(portal_with_wiki: MediaWiki, soon: list[Session]) -> None:
    names = ["Ana (WMAR)", "Zoë", "Rock & Roll"]
    for number, name in enumerate(names):
        portal_with_wiki.make_account(name, f"{number}@inbox.example.org")
    bring(written(soon, *names), soon[0].meeting)
    Registration.objects.update(visibility=Registration.Visibility.NAME)
    User.objects.exclude(wikimedia_name=None).update(wikimedia_proved_at=make.now())
    before = everything()
    again = bring(out.lists(exporter.lists(soon).values()), soon[0].meeting)
    assert standings(again) == dict.fromkeys(names, (Standing.HERE, True))
    assert again.left == [] and everything() == before


def test_a_wiki_that_is_down_stores_nothing(
    portal_with_wiki: MediaWiki, soon: list[Session], ben: User
) -> None:
    address = reverse("meetings:import_page", args=[soon[0].meeting.slug])
    desk = Client()
    desk.force_login(ben)
    before = everything()
    portal_with_wiki.stop()
    try:
        answer = desk.post(address, {"text": written(soon, "Ana")})
    finally:
        portal_with_wiki.start()
    assert answer.status_code == 422 and "does not answer" in answer.content.decode()
    assert everything() == before
    assert desk.post(address, {"text": written(soon, "Ana")}).status_code == 200


def test_a_page_of_many_is_asked_about_in_one_go(
    portal_with_wiki: MediaWiki, meeting: Meeting
) -> None:
    names = [f"Person {number}" for number in range(120)]
    portal_with_wiki.make_account(names[-1], "x@inbox.example.org")
    found = importer.ask_wiki(page((None, [entry(name) for name in names])))
    assert found is not None and found[names[-1]] and not found[names[0]]
