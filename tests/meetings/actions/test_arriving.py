"""Who comes from the wiki, and what of theirs was there before."""

import threading
from collections.abc import Callable
from dataclasses import replace

import pytest
from allauth.account.models import EmailAddress
from django.db import connection

from learning_patterns.models import Endorsement, Pattern
from meetings import actions
from meetings.actions import Proof
from meetings.models import Meeting, Registration, Session
from members.actions import find_or_make_by_account, find_or_make_person
from members.models import Acknowledgement, User
from members.rules import Refused, is_excluded
from tests import factories as make
from tests.factories import HOUR, LINK
from vsn.audit.models import Action, Entry
from vsn.mediawiki.client import Account
from vsn.outbox.models import Delivery

pytestmark = pytest.mark.django_db
Status = Registration.Status
NAMED = Proof("Dana", 1)


def claimed(name: str = "Dana", number: int | None = 1) -> User:
    return find_or_make_by_account(Account(name, number, emailable=True, blocked=False))


def arrive(proof: Proof = NAMED) -> User:
    return actions.arrive(proof, make.now())


def with_address(of: User) -> Proof:
    assert of.email
    return Proof("Dana", 1, of.email)


# --- Which person ---------------------------------------------------------------------------------


def test_a_claim_becomes_the_person() -> None:
    light = claimed()
    User.objects.filter(pk=light.pk).update(name="What a stranger typed")
    person = arrive()
    assert person == light and person.name == "" and person.takes_wiki_mail
    assert str(person) == "Dana" and person.confirmed_at


def test_two_claims_become_one() -> None:
    """One by the id under an old name, one by the name alone: written down at different times."""
    by_id, by_name = claimed("Old"), claimed("Dana", None)
    person = arrive()
    assert User.objects.get() == person and person in {by_id, by_name}
    assert (person.wikimedia_name, person.wikimedia_id) == ("Dana", 1)


def test_an_address_that_waits_is_proved_by_the_wiki_too() -> None:
    light = find_or_make_person(email="dana@example.org")
    person = arrive(Proof("Dana", 1, "dana@example.org"))
    assert person == light == User.objects.get()
    assert EmailAddress.objects.get().verified


def test_a_second_address_comes_along_with_who_had_it(dana: User) -> None:
    first = arrive()
    first.email = "first@example.org"
    first.save()
    EmailAddress.objects.create(user=first, email=first.email, verified=True, primary=True)
    person = arrive(with_address(dana))
    assert person == first and person.email == "first@example.org"
    kept = set(person.emailaddress_set.values_list("email", "verified", "primary"))
    assert kept == {("first@example.org", True, True), ("dana@example.org", True, False)}


def test_an_address_of_somebody_with_rights_is_left_to_them(chidi: User) -> None:
    person = arrive()
    assert arrive(with_address(chidi)) == person
    person.refresh_from_db()
    assert person.email is None and EmailAddress.objects.get().user == chidi


def test_an_address_of_another_account_is_left_to_it(dana: User) -> None:
    User.objects.filter(pk=dana.pk).update(
        wikimedia_name="Other", wikimedia_id=2, wikimedia_proved_at=make.now()
    )
    with pytest.raises(Refused) as error:
        arrive(with_address(dana))
    assert error.value.refusal.code == "known_address"
    assert not User.objects.filter(wikimedia_id=1).exists()


def test_an_admin_who_never_signed_in_is_not_light(policy: object) -> None:
    admin = make.person("ada@example.org", proved=False, is_staff=True)
    with pytest.raises(Refused):
        arrive(Proof("Dana", 1, "ada@example.org"))
    with pytest.raises(Refused):
        EmailAddress.objects.filter(user=admin).update(verified=True)
        arrive(Proof("Dana", 1, "ada@example.org"))


@pytest.mark.django_db(transaction=True)
def test_two_at_once_are_one_person() -> None:
    together, came = threading.Barrier(2), []

    def come() -> None:
        together.wait(timeout=10)
        try:
            came.append(arrive(Proof("Dana", 1, "dana@example.org")).pk)
        finally:
            connection.close()

    for before in (lambda: None, claimed, lambda: find_or_make_person(email="dana@example.org")):
        _at_once(before, come)
        assert set(came) == {User.objects.get().pk}
        assert EmailAddress.objects.filter(verified=True).count() == 1
        User.objects.all().delete()
        came.clear()


def _at_once(before: Callable[[], object], act: Callable[[], None]) -> None:
    before()
    threads = [threading.Thread(target=act) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


# --- What goes along ------------------------------------------------------------------------------


def test_everything_that_names_the_one_names_the_other(
    ada: User, dana: User, meeting: Meeting, session: Session
) -> None:
    """Dana signed up by mail and by name; both had a life here."""
    owner = arrive()
    theirs = make.sign_up(dana, session)
    both = make.session(meeting)
    make.sign_up(dana, both)
    kept = make.sign_up(owner, both)
    Endorsement.objects.create(
        pattern=Pattern.objects.create(slug="p", title="P", problem="P", solution="S"),
        person=dana, reason="Good", at=make.now(),
    )  # fmt: skip
    acknowledged = set(Acknowledgement.objects.values_list("version", "session_uid"))
    report = make.report(session=session, about="somebody")
    report.concerned.add(dana)
    actions.adopt(owner=owner, light=dana, now=make.now())
    theirs.refresh_from_db()
    assert theirs.person == owner and not User.objects.filter(pk=dana.pk).exists()
    assert Registration.objects.active().get(session=both) == kept
    mine = owner.acknowledgements.values_list("version", "session_uid")
    assert set(mine) == acknowledged and len(mine) == len(acknowledged)
    assert not Acknowledgement.objects.filter(person=None).exists()
    assert Endorsement.objects.get().person == owner
    assert list(report.concerned.all()) == [owner]
    assert not Entry.objects.filter(actor=None).exclude(action=Action.REPORTED).exists()
    assert Entry.objects.filter(action=Action.PERSON_MERGED, about_id=owner.pk).count() == 1


def test_the_earlier_arrival_counts(dana: User) -> None:
    session = make.session(capacity=1)
    owner = arrive()
    first = make.sign_up(dana, session)
    between = make.sign_up(make.person(), session)
    later = make.sign_up(owner, session)
    actions.adopt(owner=owner, light=dana, now=make.now())
    later.refresh_from_db()
    assert later.placed_at == first.placed_at < between.placed_at


def test_what_was_sent_is_not_sent_again(dana: User, meeting: Meeting) -> None:
    soon = make.session(meeting, starts_in=HOUR / 2, link=LINK)
    make.sign_up(dana, soon)
    make.tick()
    assert len(make.mails_with(LINK)) == 1
    person = arrive()
    arrive(with_address(dana))
    make.tick()
    assert len(make.mails_with(LINK)) == 1
    assert set(Delivery.objects.values_list("recipient", flat=True)) == {person.pk}


@pytest.mark.parametrize("who", ["dana@example.org", "Dana"])
def test_an_exclusion_of_either_holds_for_both(who: str, dana: User, session: Session) -> None:
    make.exclude(who)
    person = arrive(with_address(dana))
    assert is_excluded(person, meeting_uid=session.meeting.uid, affiliate_id=None, now=make.now())


def test_neither_is_becoming_one_with_somebody_under_a_new_name(
    dana: User, chidi: User, session: Session
) -> None:
    make.exclude("Old")
    for person in (dana, chidi):
        claimed("Old", person.pk)
        proof = Proof("New", person.pk)
        if person == chidi:
            actions.connect(person=chidi, proof=proof, now=make.now())
        else:
            assert arrive(replace(proof, email=str(dana.email))) == dana
        assert User.objects.get(wikimedia_id=person.pk) == person
        person.refresh_from_db()
        assert is_excluded(
            person, meeting_uid=session.meeting.uid, affiliate_id=None, now=make.now()
        )


def test_a_removal_still_counts(dana: User, ben: User, session: Session) -> None:
    place = make.sign_up(dana, session)
    actions.remove(registration=place, reason="He shouted", by=ben, now=make.now())
    person = arrive(with_address(dana))
    with pytest.raises(Refused) as error:
        make.sign_up(person, session)
    assert error.value.refusal.code == "removed"
