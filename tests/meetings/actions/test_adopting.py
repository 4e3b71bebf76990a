"""An address that leads to somebody else than before: one person, nothing lost, no error."""

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from meetings import actions
from meetings.actions import announcements
from meetings.models import Meeting, Registration, Session
from members.models import Affiliation, User
from members.rules import Refused
from tests import factories as make
from tests.factories import HOUR, LINK
from tests.members.test_adapters import code_sent, sign_in
from tests.visitors import visitor
from vsn.outbox import dispatch
from vsn.outbox.models import Delivery

Status = Registration.Status
SECOND = "dana@second.example.org"


@pytest.fixture
def signed_in(client: Client, dana: User) -> Client:
    sign_in(client, dana.email)
    return client


def prove(client: Client, email: str = SECOND) -> None:
    """Adds an address on the page of one's addresses and gives the code that came."""
    client.post("/accounts/email/", {"action_add": "", "email": email})
    answer = client.post("/accounts/confirm-email/", {"code": code_sent()})
    assert answer.status_code == 302
    assert EmailAddress.objects.get(email=email).verified


def adopt(owner: User, email: str) -> None:
    """What happens when the owner proves the address of somebody who waits under it."""
    if light := actions.waiting_under(email):
        actions.adopt(owner=owner, light=light, now=make.now())


def test_who_waits_under_an_address_is_the_person_who_proves_it(
    signed_in: Client, dana: User, session: Session
) -> None:
    place = make.sign_up_stranger(SECOND, session)
    prove(signed_in)
    assert User.objects.filter(email=SECOND).count() == 0
    place.refresh_from_db()
    assert place.person == dana and place.status == Status.UNCONFIRMED
    assert signed_in.post(f"{place.place_path}confirm/").status_code == 302
    place.refresh_from_db()
    assert place.person == dana and place.status == Status.REGISTERED


def test_the_proved_address_becomes_the_first_one(
    signed_in: Client, dana: User, session: Session
) -> None:
    make.sign_up_stranger(SECOND, session)
    prove(signed_in)
    answer = signed_in.post("/accounts/email/", {"action_primary": "", "email": SECOND})
    assert answer.status_code == 302
    dana.refresh_from_db()
    assert dana.email == SECOND
    # Whoever asks for a place with either address is the same person from now on.
    for address in (SECOND, "dana@example.org"):
        other = make.session(session.meeting)
        actions.sign_up_stranger(
            session=other, reach=address, details=make.details(), now=make.now()
        )
        assert Registration.objects.get(session=other).person == dana


def test_confirming_under_an_address_that_is_anothers_second_one(
    client: Client, dana: User, session: Session
) -> None:
    """It was proved past the receiver, as by an admin's hand."""
    place = make.sign_up_stranger(SECOND, session)
    EmailAddress.objects.create(user=dana, email=SECOND, verified=True)
    assert client.post(f"{place.place_path}confirm/").status_code == 302
    place.refresh_from_db()
    assert place.person == dana and place.status == Status.REGISTERED


def test_what_was_told_is_not_told_again_and_what_waits_still_comes(
    dana: User, ben: User, session: Session
) -> None:
    place = make.sign_up_stranger(SECOND, session)
    added = make.session(session.meeting)
    actions.add_by_hand(session=added, reach=SECOND, name="Dana", by=ben, now=make.now())
    Delivery.objects.filter(topic="confirm").update(next_at=make.now() + HOUR)  # paced
    make.tick()
    assert [m.to for m in make.mails()] == [[SECOND]]  # the invitation
    adopt(dana, SECOND)
    make.tick()
    assert len(make.mails()) == 1
    Delivery.objects.filter(topic="confirm").update(next_at=make.now())
    make.tick()
    assert len(make.mails("dana@example.org")) == 1
    place.refresh_from_db()
    assert place.person == dana


def test_of_two_places_the_surer_one_stays(dana: User, ben: User, meeting: Meeting) -> None:
    both, mine, theirs = (make.session(meeting) for _ in range(3))
    for session in (both, theirs):
        actions.add_by_hand(session=session, reach=SECOND, name="Dana", by=ben, now=make.now())
    make.sign_up_stranger(SECOND, mine)
    kept = [make.sign_up(dana, both), make.sign_up(dana, mine)]
    make.sign_up_stranger(dana.email, theirs)
    versions = dict(Session.objects.values_list("pk", "list_version"))
    adopt(dana, SECOND)
    places = Registration.objects.active()
    assert places.count() == 3 and set(places.values_list("person", "status")) == {
        (dana.pk, Status.REGISTERED)
    }
    assert set(kept) < set(places)
    assert Session.objects.get(pk=both.pk).list_version > versions[both.pk]


def test_what_is_known_of_either_place_is_kept(dana: User, session: Session) -> None:
    """Marked absent under one address, and noted at the door under the other: they came."""
    light = make.person(SECOND, proved=False)
    mine = make.registration(session, dana, attended=False, source="walk_in")
    make.registration(
        session, light, attended=True, country="Malta", gave_feedback=True, note="Captions, please."
    )
    actions.adopt(owner=dana, light=light, now=make.now())
    mine.refresh_from_db()
    assert Registration.objects.get() == mine
    assert (mine.attended, mine.country, mine.gave_feedback) == (True, "Malta", True)
    assert mine.note == "Captions, please."
    assert mine.source == Registration.Source.SELF  # one of the two signed up


def test_what_a_stranger_may_have_typed_is_not(dana: User, session: Session) -> None:
    mine = make.sign_up(dana, session)
    make.sign_up_stranger(SECOND, session, note="Rude words.", country="Nowhere")
    adopt(dana, SECOND)
    mine.refresh_from_db()
    assert (mine.note, mine.country) == ("", "")


def test_what_a_facilitator_wrote_to_the_place_that_goes_still_comes(
    dana: User, ben: User, session: Session
) -> None:
    light = make.person("wiki@example.org", name="Dana")
    make.registration(session, dana)
    goes = make.registration(session, light)
    for chosen in ((goes.handle,), (goes.handle, session.registrations.first().handle)):
        written = announcements.Written(f"News {len(chosen)}", "Hi.", "chosen", chosen=chosen)
        announcements.announce(session=session, written=written, by=ben, now=make.now())
    actions.adopt(owner=dana, light=light, now=make.now())
    make.tick()
    told = sorted(mail.subject[:6] for mail in make.mails(dana.email))
    assert [subject for subject in told if subject.startswith("News")] == ["News 1", "News 2"]


def test_calendars_are_told_past_an_earlier_cancellation(dana: User, session: Session) -> None:
    first = make.sign_up(dana, session)
    actions.cancel(registration=first, now=make.now())
    first.refresh_from_db()
    place = make.sign_up_stranger(SECOND, session)
    adopt(dana, SECOND)
    place.refresh_from_db()
    stands = actions.confirm(registration=place, now=make.now())
    assert stands.sequence(with_link=False) > first.sequence(with_link=False)


def test_confirming_for_an_owner_who_had_cancelled_rises_too(dana: User, session: Session) -> None:
    first = make.sign_up(dana, session)
    actions.cancel(registration=first, now=make.now())
    first.refresh_from_db()
    place = make.sign_up_stranger(SECOND, session)
    EmailAddress.objects.create(user=dana, email=SECOND, verified=True)
    stands = actions.confirm(registration=place, now=make.now())
    stands.refresh_from_db()
    assert stands.sequence(with_link=False) > first.sequence(with_link=False)


def test_rights_that_were_given_under_the_address_are_kept(dana: User, ada: User) -> None:
    light = make.person(SECOND, proved=False)
    mine = make.meeting(facilitators=(light, dana))
    other = make.meeting(facilitators=(light,))
    Affiliation.objects.create(person=light, affiliate=make.affiliate(), receives_reports=True)
    adopt(dana, SECOND)
    assert set(dana.facilitated_meetings.all()) == {mine, other}
    assert dana.affiliations.get().receives_reports


def test_a_proved_person_is_never_taken_over(dana: User, chidi: User) -> None:
    adopt(dana, chidi.email)
    assert User.objects.filter(pk=chidi.pk).exists()


# --- What failed ----------------------------------------------------------------------------------


def failed(place: Registration) -> Delivery:
    Delivery.objects.filter(about_id=place.pk).update(
        state=Delivery.State.FAILED, attempts=9, reason="550 no such mailbox",
        settled_at=make.now(),
    )  # fmt: skip
    return Delivery.objects.get(about_id=place.pk, topic="signed_up")


def test_another_address_gets_what_failed_at_the_old_one(
    signed_in: Client, dana: User, session: Session
) -> None:
    row = failed(make.sign_up(dana, session))
    prove(signed_in)
    row.refresh_from_db()
    assert row.state == Delivery.State.FAILED
    signed_in.post("/accounts/email/", {"action_primary": "", "email": SECOND})
    make.tick()
    assert make.mails_with(session.meeting.title, SECOND)
    row.refresh_from_db()
    assert row.state == Delivery.State.SENT


def test_removing_an_address_is_no_way_around_an_exclusion(
    signed_in: Client, dana: User, session: Session
) -> None:
    assert dana.email
    prove(signed_in)
    make.exclude(dana.email)
    signed_in.post("/accounts/email/", {"action_primary": "", "email": SECOND})
    signed_in.post("/accounts/email/", {"action_remove": "", "email": dana.email})
    assert [address.email for address in dana.emailaddress_set.all()] == [SECOND]
    with pytest.raises(Refused) as error:
        make.sign_up(User.objects.get(pk=dana.pk), session)
    assert error.value.refusal.code == "excluded"


def test_the_link_that_failed_reaches_the_new_address(
    signed_in: Client, dana: User, meeting: Meeting
) -> None:
    soon = make.session(meeting, starts_in=HOUR / 2, link=LINK)
    place = make.sign_up(dana, soon)
    make.tick()
    failed(place)
    prove(signed_in)
    signed_in.post("/accounts/email/", {"action_primary": "", "email": SECOND})
    make.tick()
    assert len(make.mails_with(LINK, SECOND)) == 1


def test_what_is_too_late_or_was_sent_is_not_tried_again(dana: User, session: Session) -> None:
    row = failed(make.sign_up(dana, session))
    assert dispatch.try_again(Delivery.objects.all(), row.not_after) == 0
    Delivery.objects.update(state=Delivery.State.SENT)
    assert dispatch.try_again(Delivery.objects.all(), make.now()) == 0


def test_an_admin_has_it_tried_again(
    admin_of_messages: Client, dana: User, session: Session
) -> None:
    row = failed(make.sign_up(dana, session))
    form = {"action": "try_again", "_selected_action": [row.pk]}
    answer = admin_of_messages.post("/admin/outbox/delivery/", form, follow=True)
    assert "1 message is sent again" in answer.content.decode()
    make.tick()
    assert len(make.mails(dana.email)) == 1


@pytest.fixture
def admin_of_messages(ada: User) -> Client:
    return visitor(ada)
