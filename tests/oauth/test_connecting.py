"""Connecting a Wikimedia account with the one here, and letting it go again."""

import pytest
from django.core import mail
from django.test import Client

from meetings import actions
from meetings.models import Registration, Session
from members.actions import find_or_make_by_account
from members.models import User
from tests import factories as make
from tests.meetings.actions.test_adopting import prove
from tests.members.test_adapters import sign_in
from tests.oauth.conftest import Visitor, person_in
from tests.oauth.wiki import Wiki
from vsn.audit.models import Action, Entry
from vsn.mediawiki.client import Account

pytestmark = pytest.mark.django_db
PAGE = "/accounts/wikimedia/"


@pytest.fixture
def chidis(visitor: Visitor, chidi: User) -> Visitor:
    """Chidi's browser."""
    visitor.portal.force_login(chidi)
    return visitor


def connect(visitor: Visitor, name: str) -> str:
    """The page that it ends on."""
    answer = visitor.sign_in(name, process="connect")
    assert (answer.status_code, answer.headers["Location"]) == (302, PAGE)
    return visitor.portal.get(PAGE).content.decode()


def test_connecting(wiki: Wiki, chidis: Visitor, chidi: User) -> None:
    wiki.add("Chidi on the wiki", 601)
    page = connect(chidis, "Chidi on the wiki")
    assert "Your Wikimedia account is connected" in page and "Chidi on the wiki" in page
    chidi.refresh_from_db()
    assert (chidi.wikimedia_id, chidi.proved_wikimedia_name) == (601, "Chidi on the wiki")
    [told] = mail.outbox
    assert told.to == [chidi.email] and "Chidi on the wiki" in told.body
    assert [e.action for e in Entry.objects.all()] == [Action.WIKIMEDIA_PROVED]
    chidis.portal.logout()
    chidis.sign_in("Chidi on the wiki")
    assert person_in(chidis.portal) == chidi.pk


def test_what_was_signed_up_for_under_the_name_becomes_theirs(
    wiki: Wiki, chidis: Visitor, chidi: User, session: Session
) -> None:
    account = Account("Chidi on the wiki", 602, emailable=True, blocked=False)
    make.policy()
    actions.sign_up_stranger(session=session, reach=account, details=make.details(), now=make.now())
    wiki.add("Chidi on the wiki", 602)
    connect(chidis, "Chidi on the wiki")
    place = Registration.objects.get()
    assert place.person == chidi and not User.objects.exclude(pk=chidi.pk).filter(wikimedia_id=602)
    chidi.refresh_from_db()
    assert chidi.takes_wiki_mail  # as the wiki said when they signed up


def test_a_light_person_who_proved_the_account_becomes_the_one_who_connects_it(
    wiki: Wiki, chidis: Visitor, chidi: User, session: Session
) -> None:
    wiki.add("Chidi on the wiki", 603)
    elsewhere = Visitor(wiki, Client())
    elsewhere.sign_in("Chidi on the wiki")
    light = User.objects.get(wikimedia_id=603)
    place = make.sign_up(light, session)
    connect(chidis, "Chidi on the wiki")
    place.refresh_from_db()
    assert place.person == chidi and not User.objects.filter(pk=light.pk).exists()
    assert elsewhere.portal.get("/me/").status_code == 302  # signed out there
    [merged] = Entry.objects.filter(action=Action.PERSON_MERGED)
    assert (merged.about_id, merged.data) == (chidi.pk, {"other": light.pk})


def test_anothers_account_stays_theirs(wiki: Wiki, chidis: Visitor, chidi: User, ada: User) -> None:
    User.objects.filter(pk=ada.pk).update(
        wikimedia_name="Ada", wikimedia_id=604, wikimedia_proved_at=make.now()
    )
    wiki.add("Ada", 604)
    assert "connected with another account here" in connect(chidis, "Ada")
    chidi.refresh_from_db()
    ada.refresh_from_db()
    assert (chidi.wikimedia_id, ada.wikimedia_id) == (None, 604)


def test_one_account_is_enough(wiki: Wiki, chidis: Visitor, chidi: User) -> None:
    wiki.add("First", 605)
    wiki.add("Second", 606)
    connect(chidis, "First")
    assert "another Wikimedia account already" in connect(chidis, "Second")
    chidi.refresh_from_db()
    assert chidi.wikimedia_id == 605


def test_who_was_refused_by_address_signs_in_and_connects(
    wiki: Wiki, visitor: Visitor, chidi: User
) -> None:
    """As the page says."""
    wiki.add("Chidi on the wiki", 607, email=chidi.email, confirmed_email=True)
    assert visitor.sign_in("Chidi on the wiki").status_code == 409
    sign_in(visitor.portal, chidi.email)
    connect(visitor, "Chidi on the wiki")
    visitor.portal.logout()
    visitor.sign_in("Chidi on the wiki")
    assert person_in(visitor.portal) == chidi.pk


def test_an_address_of_the_wiki_does_not_come_along_unasked(
    wiki: Wiki, chidis: Visitor, chidi: User
) -> None:
    wiki.add("Chidi on the wiki", 608, email="private@example.org", confirmed_email=True)
    connect(chidis, "Chidi on the wiki")
    assert [a.email for a in chidi.emailaddress_set.all()] == [chidi.email]


def test_nobody_connects_without_signing_in(wiki: Wiki, visitor: Visitor) -> None:
    wiki.add("Dana", 609)
    answer = visitor.sign_in("Dana", process="connect")
    assert answer.headers["Location"] == "/accounts/login/"
    assert not User.objects.exists()


def test_nobody_gets_an_account_that_somebody_else_was_about_to_connect(
    wiki: Wiki, visitor: Visitor, chidi: User
) -> None:
    """Else whoever began it, on a machine that others use, could sign in as Chidi from then on."""
    wiki.add("Mallory", 614)
    back = visitor.answer(visitor.leave(process="connect"), "Mallory")
    sign_in(visitor.portal, chidi.email)
    answer = visitor.come_back(back)
    assert answer.status_code == 400 and "Please begin again" in answer.content.decode()
    chidi.refresh_from_db()
    assert chidi.wikimedia_id is None and not User.objects.filter(wikimedia_id=614)


# --- Letting go -----------------------------------------------------------------------------------


def test_disconnecting(wiki: Wiki, chidis: Visitor, chidi: User) -> None:
    wiki.add("Chidi on the wiki", 610)
    connect(chidis, "Chidi on the wiki")
    chidis.portal.post(f"{PAGE}disconnect/")
    chidi.refresh_from_db()
    assert (chidi.wikimedia_id, chidi.wikimedia_name, chidi.wikimedia_proved_at) == (None,) * 3
    assert not chidi.takes_wiki_mail
    chidis.portal.logout()
    chidis.sign_in("Chidi on the wiki")
    assert person_in(chidis.portal) != chidi.pk


def test_nobody_locks_themselves_out(wiki: Wiki, visitor: Visitor) -> None:
    wiki.add("Dana", 611)
    visitor.sign_in("Dana")
    assert "It is your only way in" in visitor.portal.get(PAGE).content.decode()
    answer = visitor.portal.post(f"{PAGE}disconnect/", follow=True)
    assert "Add an e-mail address first" in answer.content.decode()
    assert User.objects.get().proved_wikimedia_name == "Dana"


def test_an_address_that_is_added_is_the_second_way_in(
    wiki: Wiki, visitor: Visitor, session: Session
) -> None:
    """Under the address somebody waits who never proved it: they are the same person now."""
    place = make.sign_up_stranger("dana@example.org", session)
    wiki.add("Dana", 612)
    visitor.sign_in("Dana")
    person = User.objects.get(wikimedia_id=612)
    prove(visitor.portal, "dana@example.org")
    person.refresh_from_db()
    place.refresh_from_db()
    assert person.email == "dana@example.org" and place.person == person
    answer = visitor.portal.post(f"{PAGE}disconnect/", follow=True)
    assert "no longer connected" in answer.content.decode()


# --- Hidden where it is not configured ------------------------------------------------------------


def test_without_the_wikis_oauth_nothing_of_it_is_there(
    client: Client, chidi: User, settings: object
) -> None:
    settings.WIKIMEDIA_SIGN_IN = False  # type: ignore[attr-defined]
    for address in (f"{PAGE}login/", f"{PAGE}login/callback/", f"{PAGE}cancelled/"):
        assert client.get(address).status_code == 404
    assert client.post(f"{PAGE}login/").status_code == 404
    for address in ("/accounts/login/code/", "/accounts/signup/"):
        assert "Wikimedia" not in client.get(address).content.decode()
    client.force_login(chidi)
    assert client.get(PAGE).status_code == 404
    assert "Wikimedia" not in client.get("/accounts/email/").content.decode()
    # Who has an account of before still sees it, and can let it go.
    find_or_make_by_account(Account("Chidi", 613, True, False))
    User.objects.filter(wikimedia_id=613).delete()
    User.objects.filter(pk=chidi.pk).update(wikimedia_id=613, wikimedia_proved_at=make.now())
    assert client.get(PAGE).status_code == 200
