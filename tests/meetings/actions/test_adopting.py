"""An address turns out to be somebody's second one: the light user under it was them all along."""

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from meetings import actions, rules
from meetings.models import Registration, Session
from members.models import User
from tests import factories as make
from tests.factories import HOUR, LINK
from vsn.outbox.models import Delivery

Status = Registration.Status


@pytest.fixture
def place(session: Session) -> Registration:
    """Asked for under Dana's second address, before she had told us that it is hers."""
    return make.sign_up_by_email("second@example.org", session, name="Dee")


def prove(owner: User, email: str = "second@example.org") -> None:
    EmailAddress.objects.filter(email=email).delete()
    EmailAddress.objects.create(user=owner, email=email, verified=True)
    actions.adopt(owner=owner, email=email)


def test_places_become_the_owners(place: Registration, dana: User) -> None:
    prove(dana)
    found = Registration.objects.get(pk=place.pk)
    assert (found.person, found.status) == (dana, Status.UNCONFIRMED)
    assert not User.objects.filter(email="second@example.org").exists()
    assert actions.confirm(registration=found, now=timezone.now()).person == dana


def test_nobody_stands_on_a_list_twice(place: Registration, dana: User) -> None:
    mine = make.sign_up(dana, place.session)
    prove(dana)
    assert list(Registration.objects.filter(session=place.session)) == [mine]


def test_the_surer_of_two_places_stays(session: Session, dana: User, ben: User) -> None:
    sure = actions.add_by_hand(
        session=session, email="second@example.org", name="Dee", by=ben, now=timezone.now()
    )
    make.registration(session, dana, status=Status.UNCONFIRMED, placed_at=None)
    prove(dana)
    [left] = Registration.objects.filter(session=session)
    assert (left.pk, left.person, left.status) == (sure.pk, dana, Status.REGISTERED)


def test_what_was_told_is_not_told_again(session: Session, dana: User, ben: User) -> None:
    soon = make.session(session.meeting, starts_in=HOUR / 2, link=LINK)
    actions.add_by_hand(
        session=soon, email="second@example.org", name="Dee", by=ben, now=timezone.now()
    )
    make.tick()
    told = len(make.mails())
    prove(dana)
    make.tick()
    assert len(make.mails()) == told
    assert Delivery.objects.filter(topic="acknowledge").count() == 1


def test_a_removal_still_counts(place: Registration, dana: User, ben: User) -> None:
    now = timezone.now()
    actions.remove(registration=place, reason="asked", by=ben, now=now)
    prove(dana)
    no = rules.not_removed(place.session, dana, now)
    assert no is not None and no.code == "removed"


def test_no_name_stays_behind_without_its_person(place: Registration, dana: User) -> None:
    actions.cancel(registration=place, now=timezone.now())
    prove(dana)
    assert not Registration.objects.filter(person=None).exists()
    actions.forget_person(person=dana, now=timezone.now())
    assert not Registration.objects.exclude(name="").exists()


def test_who_proved_the_address_themselves_stays(session: Session, dana: User) -> None:
    other = make.person("second@example.org")
    actions.adopt(owner=dana, email="second@example.org")
    assert User.objects.filter(pk=other.pk).exists()


def test_ones_own_address_changes_nothing(dana: User) -> None:
    actions.adopt(owner=dana, email="dana@example.org")
    actions.adopt(owner=dana, email="unknown@example.org")
    assert User.objects.get() == dana
