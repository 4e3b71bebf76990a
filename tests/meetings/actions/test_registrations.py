"""Getting onto a list: by form, by mail, by a facilitator's hand."""

import pytest
from django.db import transaction
from django.utils import timezone

from meetings import actions, links
from meetings.actions import lists
from meetings.models import Registration, Session
from members.models import Acknowledgement, User
from members.rules import Refused
from tests import factories as make
from tests.factories import HOUR, LINK
from vsn.audit.models import Action, Entry
from vsn.outbox.models import Delivery

Status = Registration.Status


def recorded(*actions_: Action) -> list[str]:
    return list(Entry.objects.filter(action__in=actions_).values_list("action", flat=True))


def by_email(session: Session, email: str = "dana@example.org", **fields: object) -> None:
    actions.sign_up_stranger(
        session=session, reach=email, details=make.details(**fields), now=timezone.now()
    )


# --- Signed in -----------------------------------------------------------------------------------


def test_sign_up(session: Session, dana: User) -> None:
    place = make.sign_up(
        dana, session, name="Dee", country="Malta", note="A note", visibility="anonymous"
    )
    assert place.status == Status.REGISTERED and place.placed_at
    assert (place.name, place.country, place.note) == ("Dee", "Malta", "A note")
    assert place.visibility == "anonymous"
    given = Acknowledgement.objects.get()
    assert (given.person, given.version, given.session_uid) == (
        dana, place.policy_version, session.uid,
    )  # fmt: skip
    assert recorded(Action.SIGNED_UP, Action.ACKNOWLEDGED) == [
        Action.SIGNED_UP, Action.ACKNOWLEDGED,
    ]  # fmt: skip
    assert [d.topic for d in Delivery.objects.all()] == ["signed_up"]


def test_sign_up_twice_changes_nothing(session: Session, dana: User) -> None:
    first = make.sign_up(dana, session, name="First")
    before = Entry.objects.count()
    assert make.sign_up(dana, session, name="Second") == first
    assert Registration.objects.get().name == "First"
    assert Entry.objects.count() == before
    make.tick()
    assert len(make.mails()) == 1


def test_sign_up_needs_the_policy(session: Session, dana: User) -> None:
    with pytest.raises(Refused) as no:
        make.sign_up(dana, session, policy_ticked=False)
    assert no.value.refusal.code == "policy"
    assert not Registration.objects.exists() and not Entry.objects.exists()


def test_sign_up_does_not_ask_again_for_what_was_acknowledged(session: Session, dana: User) -> None:
    make.acknowledged(dana)
    place = make.sign_up(dana, session, policy_ticked=False)
    assert Acknowledgement.objects.count() == 1
    make.give_link(session)
    assert links.link_for(place, session.starts_at) == LINK


@pytest.mark.parametrize("why", ["draft", "cancelled", "over", "excluded"])
def test_sign_up_obeys_the_rules(session: Session, dana: User, why: str) -> None:
    now = timezone.now()
    if why == "over":
        Session.objects.update(starts_at=now - 2 * HOUR, ends_at=now - HOUR)
    elif why == "excluded":
        make.exclude("dana@example.org")
    else:
        Session.objects.update(status=why)
    with pytest.raises(Refused) as no:
        make.sign_up(dana, session)
    assert no.value.refusal.code == why
    assert not Registration.objects.exists()
    assert not Delivery.objects.exists()


def test_the_first_name_is_remembered(session: Session, policy: object) -> None:
    person = make.person()
    make.sign_up(person, session, name="First")
    make.sign_up(person, make.session(session.meeting), name="Second")
    person.refresh_from_db()
    assert person.name == "First"


def test_who_comes_second_under_the_same_lock_stands_behind_the_first(session: Session) -> None:
    """The end of the list is read with the lock, and moves with each who is put there."""
    one, other, now = make.person(), make.person(), make.now()
    Session.objects.update(capacity=1)
    with transaction.atomic():
        locked = lists.open_session(session, one, now)
        for who in (one, other):
            new = lists.new_registration(locked, who, make.policy(), now)
            lists.take_place(new, locked, now)
    placed = Registration.objects.order_by("placed_at").values_list("person", "was_waiting")
    assert list(placed) == [(one.pk, False), (other.pk, True)]
    assert Registration.objects.order_by("placed_at").values("placed_at").distinct().count() == 2


def test_waiting_list(session: Session) -> None:
    small = make.session(session.meeting, capacity=1)
    make.full(small)
    waiting = make.sign_up(make.person("waiting@example.org"), small)
    assert waiting.was_waiting and waiting.status == Status.REGISTERED
    make.tick()
    [told] = make.mails("waiting@example.org")
    assert "waiting list" in told.subject
    assert not told.attachments  # no calendar entry for a place one does not have


def test_arrivals_never_share_a_moment_nor_go_back(session: Session) -> None:
    """Requests get the lock in another order than they came: the lock says who was first."""
    small = make.session(session.meeting, capacity=10)
    now = timezone.now()
    places = [
        actions.sign_up(session=small, person=who, details=make.details(), now=now - n * HOUR)
        for n, who in enumerate(make.people(5))
    ]
    arrivals = [Registration.objects.get(pk=p.pk).placed_at for p in places]
    assert arrivals == sorted(set(arrivals))


def test_a_limit_that_came_meanwhile_is_obeyed(session: Session, dana: User) -> None:
    """The page was opened, and the session loaded, before the limit was set."""
    old = Session.objects.get(pk=session.pk)
    for who in make.people(2):
        make.sign_up(who, session)
    Session.objects.update(capacity=2)
    assert make.sign_up(dana, old).was_waiting


# --- By hand -------------------------------------------------------------------------------------


def by_hand(session: Session, ben: User, email: str = "dana@example.org") -> Registration:
    return actions.add_by_hand(
        session=session, reach=email, name="Dana by hand", by=ben, now=timezone.now()
    )


def test_by_hand_invites_and_sends_the_link_after_that(session: Session, ben: User) -> None:
    soon = make.session(session.meeting, starts_in=HOUR / 2, link=LINK)
    place = by_hand(soon, ben)
    assert place.visibility == "hidden"
    make.tick()
    make.tick()
    [invitation] = make.mails("dana@example.org")
    assert invitation.subject.startswith("Please read the safe space policy")
    assert "put you on the list" in invitation.body
    actions.acknowledge_for(registration=place, now=timezone.now())
    make.tick()
    assert len(make.mails_with(LINK, "dana@example.org")) == 1
    place.person.refresh_from_db()
    assert place.person.confirmed_at
    assert recorded(Action.ADDED) == [Action.ADDED]


def test_by_hand_tells_who_needs_no_invitation(session: Session, ben: User, dana: User) -> None:
    make.acknowledged(dana)
    by_hand(session, ben)
    make.tick()
    [told] = make.mails("dana@example.org")
    assert told.subject.startswith("You are on the list")


def test_by_hand_takes_over_what_was_never_confirmed(session: Session, ben: User) -> None:
    """And never a stranger's tick: the person acknowledges the policy themselves."""
    by_email(session)
    place = by_hand(session, ben)
    assert place.status == Status.REGISTERED
    assert Registration.objects.count() == 1
    assert not Acknowledgement.objects.exists()


def test_by_hand_changes_nothing_of_who_is_on_the_list(
    session: Session, ben: User, dana: User
) -> None:
    place = make.sign_up(dana, session)
    assert by_hand(session, ben) == place
    assert Registration.objects.get().name == "Dana"


def test_by_hand_obeys_the_exclusions(session: Session, ben: User) -> None:
    make.exclude("dana@example.org")
    with pytest.raises(Refused):
        by_hand(session, ben)
    assert not Registration.objects.exists()


def test_acknowledging_twice_changes_nothing(session: Session, ben: User) -> None:
    place = by_hand(session, ben)
    for _ in range(2):
        actions.acknowledge_for(registration=place, now=timezone.now())
    assert Acknowledgement.objects.count() == 1
