"""The page where one signs up with a user name instead of an address, and what it answers."""

import html
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from meetings.models import Registration, Session
from members.models import User
from tests import factories as make
from tests.meetings.accounts import Accounts
from tests.visitors import visitor
from vsn.outbox.models import Delivery

Status = Registration.Status


def sign_up(session: Session, client: Client | None = None, **typed: str) -> HttpResponse:
    form = {"name": "Dee", "visibility": "name", "policy": "on", "note": "Captions.", **typed}
    return (client or visitor()).post(page_of(session), form)


def page_of(session: Session) -> str:
    return reverse("meetings:sign_up", args=[session.meeting.slug, session.number])


def words(answer: HttpResponse) -> str:
    return html.unescape(answer.content.decode())


def nothing_stored() -> bool:
    return not (
        Registration.objects.exists()
        or Delivery.objects.exists()
        or User.objects.filter(wikimedia_name__isnull=False).exists()
    )


# --- One field for both ---------------------------------------------------------------------------


def test_the_field_takes_an_address_or_a_name(session: Session, accounts: Accounts) -> None:
    accounts.add("Dana of Malta")
    assert "Wikimedia user name" in words(visitor().get(page_of(session)))
    for typed in ("dee@example.org", "User:dana_of_Malta"):
        answer = sign_up(session, reach=typed)
        assert answer.status_code == 302
        assert "Look into your mailbox" in words(visitor().get(answer.url))
    assert accounts.asked == ["Dana of Malta"]
    found = Registration.objects.values_list("person__email", "person__wikimedia_name")
    assert set(found) == {("dee@example.org", None), (None, "Dana of Malta")}


def test_the_answer_is_the_same_for_an_address_and_for_any_account(
    session: Session, accounts: Accounts, dana: User
) -> None:
    """It does not say whether the portal knows the account, nor that it is on the list."""
    accounts.add("New")
    known = accounts.add("Known")
    User.objects.filter(pk=dana.pk).update(
        wikimedia_name="Known", wikimedia_id=known.central_id, wikimedia_proved_at=make.now()
    )
    make.sign_up(dana, session)
    answers = {sign_up(session, reach=typed).url for typed in ("New", "Known", "a@example.org")}
    assert len(answers) == 1


@pytest.mark.parametrize("typed", ["Dana of Malta", "dana"])
def test_without_wiki_mail_it_is_the_field_for_an_address(
    session: Session, accounts: Accounts, settings: Any, typed: str
) -> None:
    settings.WIKI_MAIL = False
    accounts.add("Dana of Malta")
    assert "Wikimedia" not in words(visitor().get(page_of(session)))
    answer = sign_up(session, reach=typed)
    assert answer.status_code == 422 and nothing_stored()
    assert accounts.asked == []


# --- What the wiki says no to ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "sentence", "way_out"),
    [
        ("Nobody At All", "knows no account of that name", "give an e-mail address"),
        ("Unwritten", "takes no mail from others", "Switch on"),
        ("Unwritten", "takes no mail from others", "give an e-mail address"),
        ("a/b", "cannot be a user name", "check how it is written"),
        ("192.0.2.7", "cannot be a user name", "check how it is written"),
        ("x" * 256, "cannot be a user name", "check how it is written"),
        ("", "Please give an e-mail address or a user name.", ""),
        ("@", "valid email address", ""),
    ],
    ids=["unknown", "unmailable", "unmailable, address", "slash", "ip", "long", "empty", "at"],
)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_typed_is_lost(
    session: Session, accounts: Accounts, typed: str, sentence: str, way_out: str
) -> None:
    accounts.add("Unwritten", emailable=False)
    answer = sign_up(session, reach=typed)
    assert answer.status_code == 422 and nothing_stored()
    page = words(answer)
    said = [str(one) for one in answer.context["form"].errors["reach"]]
    assert len(said) == 1 and sentence in said[0] and way_out in said[0]
    assert said[0] in page
    assert list(answer.context["form"].errors) == ["reach"]
    assert f'value="{typed}"' in page or not typed
    assert 'value="Dee"' in page and "Captions." in page


def test_signing_in_is_offered_where_one_can(
    session: Session, accounts: Accounts, settings: Any
) -> None:
    settings.WIKIMEDIA_SIGN_IN = True
    accounts.add("Unwritten", emailable=False)
    assert "sign in with Wikimedia" in str(
        sign_up(session, reach="Unwritten").context["form"].errors["reach"]
    )


def test_while_the_wiki_is_down_an_address_still_does(session: Session, accounts: Accounts) -> None:
    accounts.add("Dana of Malta")
    accounts.down = True
    answer = sign_up(session, reach="Dana of Malta")
    assert answer.status_code == 422 and nothing_stored()
    assert "does not answer" in words(answer) and "give an e-mail address" in words(answer)
    assert sign_up(session, reach="dana@example.org").status_code == 302
    accounts.down = False
    assert sign_up(session, reach="Dana of Malta").status_code == 302


def test_the_wiki_is_not_asked_more_often_than_one_may_sign_up(
    session: Session, accounts: Accounts
) -> None:
    answers = [sign_up(session, reach=f"Nobody {number}") for number in range(32)]
    assert len(accounts.asked) == 30
    assert "Too many sign-ups" in words(answers[-1])


# --- A typed name is no fact ----------------------------------------------------------------------


def test_a_typed_name_is_shown_nowhere(
    session: Session, accounts: Accounts, ada: User, ben: User
) -> None:
    accounts.add("Hildegard Of Bingen")
    sign_up(session, reach="Hildegard Of Bingen")
    place = Registration.objects.get()
    pages = [session.meeting.get_absolute_url(), place.place_path, reverse("home")]
    for reader in (None, ben, ada):
        for page in pages:
            assert "Hildegard" not in words(visitor(reader).get(page))
    for kind in ("meetings_registration", "outbox_delivery", "audit_entry", "members_user"):
        found = visitor(ada).get(reverse(f"admin:{kind}_changelist"))
        assert found.status_code == 200 and "Hildegard" not in words(found)


def test_the_page_of_the_place_says_how_the_link_comes(
    session: Session, accounts: Accounts
) -> None:
    accounts.add("Dana of Malta")
    sign_up(session, reach="Dana of Malta")
    place, client = Registration.objects.get(), visitor()
    assert client.post(f"{place.place_path}confirm/").status_code == 302
    assert "as an e-mail that the wiki sends" in words(client.get(place.place_path))


# --- Signed in, without an address ----------------------------------------------------------------


def signed_in(accounts: Accounts, *, takes_mail: bool) -> tuple[User, Client]:
    account = accounts.add("Una")
    una = make.person(
        None, name="Una", wikimedia_name="Una", wikimedia_id=account.central_id,
        wikimedia_proved_at=make.now(), takes_wiki_mail=takes_mail,
    )  # fmt: skip
    return una, visitor(una)


def test_who_takes_wiki_mail_since_is_reached(session: Session, accounts: Accounts) -> None:
    una, client = signed_in(accounts, takes_mail=False)
    page = words(client.get(page_of(session)))
    assert "no message can reach you" in page and "Allow other users to email me" in page
    assert accounts.asked == []  # looking at a page asks nobody and changes nothing
    assert sign_up(session, client).status_code == 302
    una.refresh_from_db()
    assert una.takes_wiki_mail
    assert Delivery.objects.get(topic="signed_up").recipient == una
    assert "as an e-mail that the wiki sends" in words(
        client.get(Registration.objects.get().place_path)
    )


def test_who_takes_no_wiki_mail_any_more_is_told(session: Session, accounts: Accounts) -> None:
    _una, client = signed_in(accounts, takes_mail=True)
    assert "through the wiki to the e-mail address of your account" in words(
        client.get(page_of(session))
    )
    accounts.add("Una", emailable=False)
    assert sign_up(session, client).status_code == 302
    assert not Delivery.objects.exists()
    assert "no message can reach you" in words(client.get(Registration.objects.get().place_path))


def test_a_wiki_that_is_down_keeps_nobody_from_signing_up(
    session: Session, accounts: Accounts
) -> None:
    _una, client = signed_in(accounts, takes_mail=True)
    accounts.down = True
    assert sign_up(session, client).status_code == 302
    assert Registration.objects.get().status == Status.REGISTERED


def test_who_has_an_address_is_not_asked_about(session: Session, accounts: Accounts) -> None:
    una, client = signed_in(accounts, takes_mail=True)
    una.email = "una@example.org"
    una.save()
    assert sign_up(session, client).status_code == 302
    assert accounts.asked == []


# --- With a real MediaWiki ------------------------------------------------------------------------


def test_from_the_name_to_the_list(session: Session, portal_with_wiki: Any) -> None:
    """Looked up, mailed through the wiki, confirmed by the address in that mail."""
    portal_with_wiki.make_account("Dana of Malta", "dana@malta.example.org")
    portal_with_wiki.make_account("Unwritten")
    assert "takes no mail from others" in words(sign_up(session, reach="Unwritten"))
    assert "knows no account" in words(sign_up(session, reach="Nobody"))
    assert sign_up(session, reach="dana of Malta").status_code == 302
    make.tick()
    [mail] = portal_with_wiki.inbox
    place = Registration.objects.get()
    assert mail.to == "dana@malta.example.org" and place.place_path in mail.text
    assert visitor().post(f"{place.place_path}confirm/").status_code == 302
    assert User.objects.get(registrations=place).proved_wikimedia_name == "Dana of Malta"
