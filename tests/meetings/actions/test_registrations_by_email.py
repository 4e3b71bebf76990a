"""Getting onto a list by mail: nothing before it is confirmed, nothing told to strangers."""

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from meetings import actions
from meetings.models import Registration, Session
from members.models import Acknowledgement, User
from members.rules import Refused
from tests import factories as make
from tests.factories import HOUR
from tests.meetings.actions.test_registrations import by_email, by_hand, recorded
from vsn.audit.models import Action
from vsn.outbox.models import Delivery

Status = Registration.Status


# --- By e-mail -----------------------------------------------------------------------------------


def test_by_email_waits_for_the_confirmation(session: Session) -> None:
    by_email(session, "Dana@Example.org")
    place = Registration.objects.get()
    assert (place.status, place.placed_at) == (Status.UNCONFIRMED, None)
    assert place.person.email == "dana@example.org" and place.person.confirmed_at is None
    assert not Acknowledgement.objects.exists()
    make.tick()
    [message] = make.mails("dana@example.org")
    assert message.subject.startswith("Please confirm")
    assert place.place_path in message.body


def test_confirm(session: Session) -> None:
    place = make.sign_up_stranger("dana@example.org", session, name="Dana")
    now = timezone.now()
    place = actions.confirm(registration=place, now=now)
    assert (place.status, place.placed_at) == (Status.REGISTERED, now)
    person = User.objects.get(pk=place.person_id)
    assert (person.confirmed_at, person.name) == (now, "Dana")
    assert person.emailaddress_set.get().verified
    assert Acknowledgement.objects.get().person == person
    assert recorded(Action.CONFIRMED, Action.PERSON_CONFIRMED)


def test_confirm_twice_changes_nothing(session: Session) -> None:
    place = make.sign_up_stranger("dana@example.org", session)
    first = actions.confirm(registration=place, now=timezone.now())
    again = actions.confirm(registration=place, now=timezone.now() + HOUR)
    assert again.placed_at == first.placed_at
    assert recorded(Action.CONFIRMED) == [Action.CONFIRMED]


@pytest.mark.parametrize("why", ["over", "cancelled", "excluded"])
def test_confirm_obeys_the_rules(session: Session, why: str) -> None:
    place = make.sign_up_stranger("dana@example.org", session)
    if why == "excluded":
        make.exclude("dana@example.org")
    elif why == "cancelled":
        Session.objects.update(status="cancelled")
    now = session.ends_at if why == "over" else timezone.now()
    with pytest.raises(Refused) as no:
        actions.confirm(registration=place, now=now)
    assert no.value.refusal.code == why
    assert Registration.objects.get().status == Status.UNCONFIRMED


def test_confirmed_late_to_a_full_session_means_waiting(session: Session) -> None:
    """The order of arrival is that of confirming: until then nobody has a place."""
    small = make.session(session.meeting, capacity=1)
    place = make.sign_up_stranger("dana@example.org", small)
    make.full(small)
    assert actions.confirm(registration=place, now=timezone.now()).was_waiting


def test_by_email_again_before_confirming(session: Session) -> None:
    """What was typed last counts; there is one row; a mail that got lost can be asked for again."""
    by_email(session, name="Old")
    by_email(session, name="New")
    assert Registration.objects.get().name == "New"
    make.tick()
    assert len(make.mails("dana@example.org")) == 1  # the first was not even sent
    by_email(session, name="Newest")
    make.tick()
    assert len(make.mails("dana@example.org")) == 2
    assert recorded(Action.SIGNED_UP) == [Action.SIGNED_UP]


def test_by_email_of_someone_on_the_list(session: Session, dana: User) -> None:
    """The answer is the same to whoever asks; the mail says so, not more than once an hour."""
    make.sign_up(dana, session, name="Dana")
    make.tick()
    for _ in range(3):
        by_email(session, name="Eve")
    make.tick()
    told = make.mails("dana@example.org")[1:]
    assert [m.subject.split(":")[0] for m in told] == ["You are on the list already"]
    assert Registration.objects.get().name == "Dana"


def test_by_email_keeps_the_strangers_language_and_zone(session: Session) -> None:
    actions.sign_up_stranger(
        session=session, reach="dana@example.org", details=make.details(), now=timezone.now(),
        reader=actions.Reader(language="es", time_zone="America/Lima"),
    )  # fmt: skip
    person = User.objects.get(email="dana@example.org")
    assert (person.language, person.time_zone) == ("es", "America/Lima")


def test_a_stranger_does_not_change_a_known_persons_language(session: Session, dana: User) -> None:
    actions.sign_up_stranger(
        session=session, reach="dana@example.org", details=make.details(), now=timezone.now(),
        reader=actions.Reader(language="es", time_zone="America/Lima"),
    )  # fmt: skip
    dana.refresh_from_db()
    assert (dana.language, dana.time_zone, dana.name) == ("", "", "Dana")


def test_a_stranger_cannot_fill_a_mailbox_and_nothing_asked_for_is_lost(session: Session) -> None:
    """Three an hour go out at once; the rest later, each once."""
    sessions = [make.session(session.meeting) for _ in range(5)]
    for one in sessions:
        by_email(one, "victim@example.org")
    make.tick()
    assert len(make.mails("victim@example.org")) == 3
    owed = Delivery.objects.filter(topic="confirm", state="queued").order_by("next_at")
    assert [row.next_at > timezone.now() + HOUR / 2 for row in owed] == [True, True]


def test_the_more_private_of_two_wishes_holds_until_it_is_confirmed(session: Session) -> None:
    """Who of the two asked is not known: a stranger cannot make someone's name public."""
    by_email(session, visibility="hidden")
    by_email(session, visibility="name")
    assert Registration.objects.get().visibility == "hidden"


def test_whom_a_facilitator_removed_comes_back_through_the_facilitator_only(
    session: Session, ben: User, dana: User
) -> None:
    now = timezone.now()
    place = make.sign_up(dana, session)
    actions.remove(registration=place, reason="asked", by=ben, now=now)
    with pytest.raises(Refused) as no:
        make.sign_up(dana, session)
    assert no.value.refusal.code == "removed"
    assert by_hand(session, ben).status == Status.REGISTERED


def test_confirming_an_address_that_has_an_owner(session: Session, dana: User) -> None:
    """It was proved meanwhile as somebody's second address: the place is theirs, once."""
    place = make.sign_up_stranger("second@example.org", session)
    EmailAddress.objects.filter(email="second@example.org").delete()
    EmailAddress.objects.create(user=dana, email="second@example.org", verified=True)
    stands = actions.confirm(registration=place, now=timezone.now())
    assert (stands.person, stands.status) == (dana, Status.REGISTERED)


def test_a_policy_that_was_not_shown_is_not_acknowledged(session: Session, ben: User) -> None:
    place = by_hand(session, ben)
    with pytest.raises(Refused) as no:
        actions.acknowledge_for(registration=place, now=timezone.now(), number=99)
    assert no.value.refusal.code == "policy_changed"
    assert not Acknowledgement.objects.exists()


def test_a_strangers_tick_is_not_the_persons_acknowledgement(session: Session, dana: User) -> None:
    by_email(session)
    assert not Acknowledgement.objects.exists()


def test_policy_that_was_shown_last_is_the_one_acknowledged(session: Session, dana: User) -> None:
    """An earlier try was left unconfirmed under the old version."""
    by_email(session)
    newer = make.new_policy(substance=True)
    place = make.sign_up(dana, session)
    assert place.policy_version == newer
    assert Acknowledgement.objects.get().version == newer
    by_email(make.session(session.meeting), "new@example.org")
    newest = make.new_policy(substance=True)
    by_email(Session.objects.latest("pk"), "new@example.org")
    late = Registration.objects.get(person__email="new@example.org")
    actions.confirm(registration=late, now=timezone.now())
    assert Acknowledgement.objects.filter(version=newest, person=late.person).exists()


def test_closed_session_is_said_to_anyone(session: Session) -> None:
    Session.objects.update(status="cancelled")
    with pytest.raises(Refused):
        by_email(session)
    assert not User.objects.filter(email="dana@example.org").exists()
