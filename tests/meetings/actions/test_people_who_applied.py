"""Who applied and is no member is a participant: forgotten like one, when it has been quiet."""

import datetime as dt

import pytest

from meetings.actions import forget_inactive
from members.models import Membership, MembershipStep, User
from tests import factories as make
from tests.factories import DAY
from tests.members.applying import Role, apply, decide


def applied(ada: User, *acts: str) -> User:
    """Somebody who came here long ago and applied; what was done about it follows."""
    person = make.person(name="Ikram", date_joined=make.now() - 400 * DAY)
    membership = apply(person, statement="My secret statement.")
    more = {
        "ask": {"text": "Why?"},
        "decline": {"reason": "No."},
        "approve": {"role": Role.LIAISON},
        "end": {"reason": ""},
    }
    for act in acts:
        by = person if act == "withdraw" else ada
        membership = decide(act, membership, by, **more.get(act, {}))
    return person


def later(days: float) -> dt.datetime:
    return make.now() + days * DAY


@pytest.mark.parametrize("acts", ["decline", "withdraw", "ask", "ask withdraw", "ask decline"])
def test_an_application_that_came_to_nothing_keeps_nobody_for_longer(acts: str, ada: User) -> None:
    person = applied(ada, *acts.split())
    assert forget_inactive(later(89)) == 0
    assert forget_inactive(later(91)) == 1
    assert not User.objects.filter(pk=person.pk).exists()
    assert not Membership.objects.exists() and not MembershipStep.objects.exists()


@pytest.mark.parametrize("acts", ["", "approve", "approve end"])
def test_who_waits_for_the_admins_or_belongs_to_the_network_stays(acts: str, ada: User) -> None:
    applied(ada, *acts.split())
    assert forget_inactive(later(400)) == 0


def test_a_declined_application_of_before_steps_were_kept(ada: User) -> None:
    person = applied(ada, "decline")
    MembershipStep.objects.all().delete()
    assert forget_inactive(make.now()) == 1
    assert not User.objects.filter(pk=person.pk).exists()


def test_who_has_a_place_to_come_stays(session: object, ada: User) -> None:
    make.registration(session, applied(ada, "decline"))
    assert forget_inactive(later(91)) == 0


def test_an_admin_who_was_declined_stays(ada: User) -> None:
    person = applied(ada, "decline")
    User.objects.filter(pk=person.pk).update(is_staff=True)
    assert forget_inactive(later(400)) == 0
