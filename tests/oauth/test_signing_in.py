"""Signing in with Wikimedia: who one is afterwards, and what one is told."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.test import Client

from meetings import actions
from meetings.models import Registration, Session
from members.actions import find_or_make_by_account
from members.models import User
from tests import factories as make
from tests.meetings.actions.test_people import tables_that_hold
from tests.oauth.conftest import Visitor, person_in
from tests.oauth.wiki import Wiki
from vsn.mediawiki.client import Account

pytestmark = pytest.mark.django_db
Status = Registration.Status


def test_without_an_address(wiki: Wiki, visitor: Visitor, policy: object) -> None:
    wiki.add("Dana Édit", 501)
    answer = visitor.sign_in("Dana Édit", next="/meetings/past/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/meetings/past/")
    person = User.objects.get()
    assert person_in(visitor.portal) == person.pk
    assert (person.email, person.wikimedia_id, person.proved_wikimedia_name) == (
        None, 501, "Dana Édit",
    )  # fmt: skip
    assert person.confirmed_at and not person.has_usable_password()
    said = "No message can reach you"
    assert said in visitor.portal.get("/meetings/past/").content.decode()
    assert said not in visitor.portal.get("/meetings/past/").content.decode()  # once is enough
    assert visitor.portal.get("/me/").content.decode().count(said) == 1


def test_an_address_that_the_wiki_has_not_confirmed_is_nobodys(
    wiki: Wiki, visitor: Visitor, dana: User
) -> None:
    wiki.add("Mallory", 502, email=dana.email)
    visitor.sign_in("Mallory")
    person = User.objects.get(wikimedia_id=502)
    assert person != dana and person.email is None
    assert EmailAddress.objects.get(email=dana.email).user == dana


@pytest.mark.parametrize(
    ("email", "confirmed"),
    [
        ("dana@example.org", "false"),
        ("dana@example.org", 1),
        (["dana@example.org"], True),
        ({"dana@example.org": 1}, True),
        ("no address", True),
        ("dana\0@example.org", True),
        ("dana@example.org\nBcc: eve@example.org", True),
        (f"dana@{'.'.join(['example' * 8] * 5)}.org", True),
    ],
    ids=repr,
)
def test_what_is_no_confirmed_address_is_not_kept(
    email: object, confirmed: object, wiki: Wiki, visitor: Visitor
) -> None:
    wiki.add("Dana", 521, email=email, confirmed_email=confirmed)
    visitor.sign_in("Dana")
    assert User.objects.get(pk=person_in(visitor.portal)).email is None
    assert not EmailAddress.objects.exists()


def test_a_confirmed_address_is_kept(wiki: Wiki, visitor: Visitor) -> None:
    wiki.add("Dana", 503, email="Dana@Example.org", confirmed_email=True)
    visitor.sign_in("Dana")
    person = User.objects.get()
    assert person.email == "dana@example.org"
    kept = EmailAddress.objects.get()
    assert (kept.user, kept.verified, kept.primary) == (person, True, True)
    assert "No message can reach you" not in visitor.portal.get("/me/").content.decode()


def test_nothing_else_of_the_account_is_kept(wiki: Wiki, visitor: Visitor) -> None:
    wiki.add("Dana", 504, realname="Dana Real", groups=["sysop"])
    visitor.sign_in("Dana")
    assert not SocialAccount.objects.exists() and not SocialToken.objects.exists()
    assert "Dana Real" not in str(User.objects.values().get())
    assert wiki.tokens and not any(t in str(visitor.portal.session.items()) for t in wiki.tokens)
    assert all("vsn-portal" in agent and "@" in agent for agent in wiki.agents)


def test_a_second_time_it_is_the_same_person(wiki: Wiki, visitor: Visitor) -> None:
    wiki.add("Dana", 505)
    visitor.sign_in("Dana")
    visitor.portal.logout()
    visitor.sign_in("Dana")
    assert person_in(visitor.portal) == User.objects.get().pk


def test_a_renamed_account_keeps_its_history(
    wiki: Wiki, visitor: Visitor, session: Session
) -> None:
    wiki.add("Old name", 506)
    visitor.sign_in("Old name")
    place = make.sign_up(User.objects.get(wikimedia_id=506), session)
    wiki.rename("Old name", "New name")
    wiki.add("Old name", 507)  # somebody else takes the name
    Visitor(wiki, Client()).sign_in("Old name")
    visitor.portal.logout()
    visitor.sign_in("New name")
    assert set(User.objects.values_list("wikimedia_id", "wikimedia_name")) >= {
        (506, "New name"), (507, "Old name"),
    }  # fmt: skip
    place.refresh_from_db()
    assert place.person_id == person_in(visitor.portal)


# --- Who was here before --------------------------------------------------------------------------


def asked_for(name: str, number: int | None, session: Session) -> Registration:
    """A stranger signed up with that user name; nobody has confirmed it."""
    account = Account(name, number, emailable=True, blocked=False)
    make.policy()
    actions.sign_up_stranger(session=session, reach=account, details=make.details(), now=make.now())
    return Registration.objects.get(session=session, person__wikimedia_name=account.name)


def test_who_signed_up_under_the_name_is_the_same_person(
    wiki: Wiki, visitor: Visitor, session: Session
) -> None:
    place = asked_for("Dana", 508, session)
    wiki.add("Dana", 508)
    visitor.sign_in("Dana")
    assert person_in(visitor.portal) == place.person_id
    # A stranger may have typed the name: it is shown, to be confirmed by a click.
    assert "not confirmed yet" in visitor.portal.get("/me/").content.decode()
    place.refresh_from_db()
    assert place.status == Status.UNCONFIRMED and not place.person.acknowledgements.exists()
    assert visitor.portal.post(f"{place.place_path}confirm/").status_code == 302
    place.refresh_from_db()
    assert place.status == Status.REGISTERED


def test_also_after_the_account_was_renamed(wiki: Wiki, visitor: Visitor, session: Session) -> None:
    place = asked_for("Old name", 509, session)
    wiki.add("New name", 509)
    visitor.sign_in("New name")
    place.refresh_from_db()
    assert place.person_id == person_in(visitor.portal) == User.objects.get(wikimedia_id=509).pk


def test_a_name_that_is_anothers_by_now_gives_nothing_away(
    wiki: Wiki, visitor: Visitor, session: Session
) -> None:
    place = asked_for("Dana", 510, session)
    wiki.add("Dana", 511)
    visitor.sign_in("Dana")
    place.refresh_from_db()
    assert place.person_id != person_in(visitor.portal)
    assert place.person.wikimedia_id == 510 and place.person.wikimedia_name is None


def test_a_light_user_with_the_confirmed_address_is_the_same_person(
    wiki: Wiki, visitor: Visitor, dana: User, session: Session
) -> None:
    place = make.sign_up(dana, session)
    wiki.add("Dana", 512, email=dana.email, confirmed_email=True)
    visitor.sign_in("Dana")
    assert person_in(visitor.portal) == dana.pk == place.person_id
    dana.refresh_from_db()
    assert dana.proved_wikimedia_name == "Dana" and User.objects.count() == 2  # and Ben


def test_one_under_the_name_and_one_with_the_address_become_one(
    wiki: Wiki, visitor: Visitor, dana: User, session: Session
) -> None:
    by_name = asked_for("Dana", None, session)
    by_mail = make.sign_up(dana, make.session(session.meeting))
    wiki.add("Dana", 513, email=dana.email, confirmed_email=True)
    visitor.sign_in("Dana")
    assert person_in(visitor.portal) == dana.pk
    for place in (by_name, by_mail):
        place.refresh_from_db()
        assert place.person == dana


def test_also_when_the_account_was_proved_before(
    wiki: Wiki, visitor: Visitor, dana: User, session: Session
) -> None:
    wiki.add("Dana", 514)
    visitor.sign_in("Dana")
    mine = person_in(visitor.portal)
    place = make.sign_up(dana, session)
    visitor.portal.logout()
    wiki.accounts["Dana"].email, wiki.accounts["Dana"].confirmed_email = dana.email, True
    visitor.sign_in("Dana")
    assert person_in(visitor.portal) == mine
    place.refresh_from_db()
    assert place.person_id == mine and place.person.email == "dana@example.org"


# --- Who has more to lose -------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["ada", "ben", "chidi", "with a second factor"])
def test_nobody_with_rights_is_taken_over_by_an_address(
    who: str, wiki: Wiki, visitor: Visitor, world: Any
) -> None:
    if who == "with a second factor":
        person = world.dana
        TOTP.activate(person, generate_totp_secret())
    else:
        person = getattr(world, who)
    before = User.objects.count()
    wiki.add("Somebody", 515, email=person.email, confirmed_email=True)
    answer = visitor.sign_in("Somebody")
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "sign in with a code sent to that address first" in page
    assert person.email not in page and str(person) not in page
    assert person_in(visitor.portal) is None and User.objects.count() == before
    person.refresh_from_db()
    assert person.wikimedia_id is None


def test_a_name_alone_never_makes_two_people_one(wiki: Wiki, visitor: Visitor, chidi: User) -> None:
    """Chidi's row carries a name that somebody wrote there; the account's owner is another."""
    User.objects.filter(pk=chidi.pk).update(wikimedia_name="Dana", wikimedia_id=516)
    wiki.add("Dana", 516)
    visitor.sign_in("Dana")
    assert person_in(visitor.portal) not in {None, chidi.pk}
    chidi.refresh_from_db()
    assert chidi.wikimedia_name is None and chidi.email == "chidi@example.org"


def test_an_admin_is_still_asked_for_the_second_factor(
    wiki: Wiki, visitor: Visitor, ada: User
) -> None:
    wiki.add("Ada", 517, realname="Ada Quux", email="quux@example.org", confirmed_email=True)
    User.objects.filter(pk=ada.pk).update(
        wikimedia_name="Ada", wikimedia_id=517, wikimedia_proved_at=make.now()
    )
    secret = generate_totp_secret()
    TOTP.activate(ada, secret)
    answer = visitor.sign_in("Ada")
    assert answer.headers["Location"] == "/accounts/2fa/authenticate/"
    assert person_in(visitor.portal) is None
    assert visitor.portal.get("/admin/").status_code == 302
    kept = str(dict(visitor.portal.session.items()))
    assert "quux" not in kept.lower() and not any(token in kept for token in wiki.tokens)
    make.person(name="Another admin", is_staff=True)  # or Ada could not be forgotten
    actions.forget_person(person=ada, now=make.now())
    assert visitor.portal.get("/accounts/2fa/authenticate/").status_code == 302


def test_an_admin_without_a_second_factor_gets_no_rights_that_way(
    wiki: Wiki, visitor: Visitor, ada: User
) -> None:
    wiki.add("Ada", 518)
    User.objects.filter(pk=ada.pk).update(
        wikimedia_name="Ada", wikimedia_id=518, wikimedia_proved_at=make.now()
    )
    visitor.sign_in("Ada")
    assert person_in(visitor.portal) == ada.pk
    answer = visitor.portal.get("/admin/", follow=True)
    assert answer.redirect_chain[-1][0] == "/accounts/2fa/"


def test_who_is_closed_out_stays_out(wiki: Wiki, visitor: Visitor) -> None:
    wiki.add("Mallory", 519)
    person = find_or_make_by_account(Account("Mallory", 519, True, False))
    User.objects.filter(pk=person.pk).update(is_active=False)
    answer = visitor.sign_in("Mallory")
    assert answer.headers["Location"] == "/accounts/inactive/"
    assert person_in(visitor.portal) is None


def test_an_unproved_address_stays_unproved(wiki: Wiki, visitor: Visitor) -> None:
    """Signing in with a code proves the address; coming from the wiki does not."""
    wiki.add("Dana", 520)
    visitor.sign_in("Dana")
    User.objects.filter(wikimedia_id=520).update(email="other@example.org")
    visitor.portal.logout()
    visitor.sign_in("Dana")
    assert not EmailAddress.objects.filter(verified=True).exists()


def test_who_is_forgotten_is_gone_from_every_table(
    wiki: Wiki, visitor: Visitor, session: Session
) -> None:
    wiki.add("Zoe Quux", 90807060521)
    visitor.sign_in("Zoe Quux")
    person = User.objects.get(wikimedia_id=90807060521)
    make.sign_up(person, session, name="Quux")
    assert tables_that_hold("quux") and tables_that_hold("90807060521")
    actions.forget_person(person=person, now=make.now())
    assert tables_that_hold("quux") == tables_that_hold("90807060521") == []
    assert person_in(visitor.portal) is None
