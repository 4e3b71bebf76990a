"""What happens to a place: shown, moved, given back, taken away."""

import pytest
from django.utils import timezone

from meetings import actions
from meetings.models import Meeting, Registration, Session
from members.models import User
from members.rules import Refused
from tests import factories as make
from tests.factories import DAY, HOUR
from vsn.audit.models import Action, Entry
from vsn.outbox.models import Delivery

Status = Registration.Status


@pytest.fixture
def place(session: Session, dana: User) -> Registration:
    return make.sign_up(dana, session, note="A note", country="Malta")


@pytest.fixture
def other(session: Session) -> Session:
    return make.session(session.meeting)


def again(registration: Registration) -> Registration:
    return Registration.objects.get(pk=registration.pk)


def move(place: Registration, to: Session) -> Registration:
    return actions.move(registration=place, to=to, now=timezone.now())


def refused(place: Registration, to: Session) -> str:
    with pytest.raises(Refused) as no:
        move(place, to)
    return no.value.refusal.code


# --- Cancel and remove ---------------------------------------------------------------------------


def test_cancel(place: Registration) -> None:
    now = timezone.now()
    assert actions.cancel(registration=place, now=now)
    row = again(place)
    assert (row.status, row.ended_at, row.person) == (Status.CANCELLED, now, place.person)
    make.tick()
    assert make.mails()[-1].subject.startswith("Your place is cancelled")
    assert Entry.objects.filter(action=Action.CANCELLED).count() == 1


def test_cancel_twice_is_done_once(place: Registration) -> None:
    stale = again(place)
    assert actions.cancel(registration=place, now=timezone.now())
    assert not actions.cancel(registration=stale, now=timezone.now())
    assert again(place).key_revision == 1
    assert Entry.objects.filter(action=Action.CANCELLED).count() == 1
    assert Delivery.objects.filter(topic="place_cancelled").count() == 1


def test_cancel_before_confirming_tells_nobody(session: Session) -> None:
    place = make.sign_up_stranger("dana@example.org", session)
    assert actions.cancel(registration=place, now=timezone.now())
    assert not Delivery.objects.filter(topic="place_cancelled").exists()


def test_cancel_is_refused_when_it_is_over(place: Registration) -> None:
    with pytest.raises(Refused) as no:
        actions.cancel(registration=place, now=place.session.ends_at)
    assert no.value.refusal.code == "over"
    assert again(place).status == Status.REGISTERED


def test_sign_up_again_after_cancelling(place: Registration) -> None:
    actions.cancel(registration=place, now=timezone.now())
    new = make.sign_up(place.person, place.session)
    assert new.pk != place.pk and new.attempt == 1
    assert new.key != place.key


def test_remove_keeps_the_reason(place: Registration, ben: User) -> None:
    assert actions.remove(registration=place, reason="asked by mail", by=ben, now=timezone.now())
    assert (again(place).status, again(place).removed_reason) == (Status.REMOVED, "asked by mail")
    make.tick()
    told = make.mails("dana@example.org")[-1]
    assert told.subject.startswith("You are no longer on the list")
    assert "asked by mail" not in told.body
    assert Entry.objects.get(action=Action.REMOVED).actor == ben


def test_remove_twice_keeps_the_first_reason(place: Registration, ben: User) -> None:
    stale = again(place)
    actions.remove(registration=place, reason="first", by=ben, now=timezone.now())
    assert not actions.remove(registration=stale, reason="second", by=ben, now=timezone.now())
    assert again(place).removed_reason == "first"


# --- Move ----------------------------------------------------------------------------------------


def test_move(place: Registration, other: Session) -> None:
    new = move(place, other)
    assert again(place).status == Status.CANCELLED
    assert again(new).status == Status.REGISTERED and new.session == other
    assert (new.name, new.note, new.country) == (place.name, "A note", "Malta")
    make.tick()
    subjects = [m.subject.split(":")[0] for m in make.mails("dana@example.org")]
    # The first sign-up was never sent: by now there is nothing to say about it.
    assert sorted(subjects) == ["You are on the list", "Your place is cancelled"]
    (left,) = [m.body for m in make.mails("dana@example.org") if "cancelled" in m.subject]
    assert "You moved to another session" in left and "sign up again" not in left
    assert Entry.objects.filter(action=Action.MOVED_PLACE).count() == 1


def test_move_there_and_back(place: Registration, other: Session) -> None:
    back = move(move(place, other), place.session)
    assert back.session == place.session and back.attempt == 1
    assert Registration.objects.active().get() == back


@pytest.mark.parametrize("why", ["draft", "cancelled", "over", "excluded", "full", "already"])
def test_move_is_refused_and_the_old_place_kept(
    place: Registration, other: Session, why: str
) -> None:
    now = timezone.now()
    if why in {"draft", "cancelled"}:
        Session.objects.filter(pk=other.pk).update(status=why)
    elif why == "over":
        Session.objects.filter(pk=other.pk).update(starts_at=now - DAY, ends_at=now - HOUR)
    elif why == "excluded":
        make.exclude("dana@example.org")
    elif why == "full":
        Session.objects.filter(pk=other.pk).update(capacity=1)
        make.sign_up(make.person(), other)
    else:
        make.sign_up(place.person, other)
    before = Registration.objects.count()
    assert refused(place, Session.objects.get(pk=other.pk)) == why
    assert again(place).status == Status.REGISTERED
    assert Registration.objects.count() == before


def test_move_to_itself_or_another_meeting(place: Registration) -> None:
    assert refused(place, place.session) == "other_meeting"
    assert refused(place, make.session(make.meeting())) == "other_meeting"


def test_move_of_a_place_that_was_given_back(place: Registration, other: Session) -> None:
    stale = again(place)
    actions.cancel(registration=place, now=timezone.now())
    assert refused(stale, other) == "ended"
    assert not Registration.objects.active().exists()


def test_move_twice_from_one_page(place: Registration, other: Session) -> None:
    third = make.session(other.meeting)
    stale = Registration.objects.select_related("session", "person").get(pk=place.pk)
    move(place, other)
    assert refused(stale, third) == "ended"
    assert refused(stale, other) == "already"
    assert Registration.objects.active().count() == 1


def test_move_before_confirming(session: Session, other: Session) -> None:
    """Or a list would hold someone who never proved to be there, and who is purged a week later."""
    place = make.sign_up_stranger("dana@example.org", session)
    assert refused(place, other) == "unconfirmed"
    assert again(place).status == Status.UNCONFIRMED


def test_move_from_a_session_that_is_over(place: Registration, other: Session) -> None:
    """Who signed up then stays on record."""
    now = timezone.now()
    Session.objects.filter(pk=place.session_id).update(starts_at=now - DAY, ends_at=now - HOUR)
    stale = Registration.objects.select_related("session", "person").get(pk=place.pk)
    assert refused(stale, other) == "over"


def test_move_of_who_was_added_by_hand(session: Session, other: Session, ben: User) -> None:
    """They still have to acknowledge the policy, and are told so in the right words."""
    place = actions.add_by_hand(
        session=session, reach="new@example.org", name="New", by=ben, now=timezone.now()
    )
    new = move(place, other)
    assert new.source == Registration.Source.FACILITATOR
    make.tick()
    invitations = [m for m in make.mails("new@example.org") if "policy" in m.subject]
    assert len(invitations) == 1 and "put you on the list" in invitations[0].body


def test_a_move_frees_the_place_for_who_waits(session: Session, dana: User) -> None:
    small = make.session(session.meeting, capacity=1)
    place = make.sign_up(dana, small)
    make.sign_up(make.person("waiting@example.org"), small)
    make.tick()
    move(place, session)
    make.tick()
    assert make.mails("waiting@example.org")[-1].subject.startswith("You have a place now")


# --- The rest ------------------------------------------------------------------------------------


def test_who_was_forgotten_a_moment_ago_is_named_by_nobody(place: Registration) -> None:
    stale = again(place)
    over = timezone.now() - DAY
    Session.objects.filter(pk=place.session_id).update(starts_at=over - HOUR, ends_at=over)
    actions.forget_person(person=place.person, now=timezone.now())
    actions.change_appearance(
        registration=stale, name="Dana", visibility="name", now=timezone.now()
    )
    assert (again(place).name, again(place).visibility) == ("", "anonymous")


def test_change_appearance(place: Registration) -> None:
    actions.change_appearance(
        registration=place, name="D.", visibility="hidden", now=timezone.now()
    )
    assert (again(place).name, again(place).visibility) == ("D.", "hidden")
    assert Entry.objects.get(action=Action.RENAMED).data == {"visibility": "hidden"}


def test_mark_attendance(place: Registration, ben: User) -> None:
    for came in (True, False, None):
        actions.mark_attendance(registration=place, attended=came, by=ben, now=timezone.now())
        assert again(place).attended is came
    assert again(place).status == Status.REGISTERED
    assert Entry.objects.filter(action=Action.ATTENDANCE, actor=ben).count() == 3


def test_renew_feed(dana: User, meeting: Meeting) -> None:
    old = dana.feed_key
    actions.renew_feed(person=dana)
    assert User.objects.get(pk=dana.pk).feed_key != old
