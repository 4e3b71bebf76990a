"""What someone can do who is not signed in and gives somebody else's address: next to nothing."""

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from meetings import actions, links
from meetings.actions import Reader
from meetings.models import Meeting, Registration, Session
from members.models import User
from members.rules import Refused
from tests import factories as make
from tests.factories import DAY, HOUR, LINK
from vsn.outbox import tasks
from vsn.outbox.models import Delivery

Status = Registration.Status
DANA = "dana@example.org"
NOT_KNOWN = Reader()


@pytest.fixture(autouse=True)
def the_tests_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The workers ask the database for the time, and PostgreSQL has a clock of its own."""
    monkeypatch.setattr(tasks, "database_clock", lambda: timezone.now)


def ask(
    session: Session, email: str = DANA, *, reader: Reader = NOT_KNOWN, **fields: object
) -> None:
    actions.sign_up_stranger(
        session=session, reach=email, details=make.details(**fields), now=timezone.now(),
        reader=reader,
    )  # fmt: skip


def now_is(registration: Registration) -> Registration:
    return Registration.objects.get(pk=registration.pk)


# --- Nothing is lost, nobody is flooded -----------------------------------------------------------


def test_the_fourth_sign_up_of_an_hour_is_kept_and_its_mail_comes_later(meeting: Meeting) -> None:
    start = timezone.now()
    sessions = [make.session(meeting, starts_in=(3 + i) * DAY) for i in range(7)]
    with time_machine.travel(start, tick=False) as clock:
        for session in sessions:
            ask(session)
        assert Registration.objects.filter(person__email=DANA).count() == 7
        arrived = []
        for _minutes in range(0, 181, 20):
            make.tick()
            arrived.append(len(make.mails(DANA)))
            clock.shift(dt.timedelta(minutes=20))
    assert arrived == [3, 3, 3, 6, 6, 6, 7, 7, 7, 7]


def test_all_kinds_of_mail_that_a_stranger_causes_count_together(meeting: Meeting) -> None:
    make.exclude(DANA, scope="meeting", meeting_uid=make.meeting().uid)
    shut = make.meeting()
    make.exclude(DANA, scope="meeting", meeting_uid=shut.uid)
    known = make.session(meeting)
    place = make.sign_up_stranger(DANA, known)
    actions.confirm(registration=place, now=make.now())
    make.tick()
    before = len(make.mails(DANA))
    ask(known)  # already
    ask(make.session(shut))  # refused
    for _ in range(4):
        ask(make.session(meeting))  # confirm
    make.tick()
    # With the first confirmation of this hour these are three; the rest waits for the next.
    assert len(make.mails(DANA)) - before == 2
    assert Delivery.objects.filter(state="queued", next_at__gt=make.now() + HOUR / 2).count() == 4


def test_asking_again_while_the_mail_waits_asks_once(session: Session) -> None:
    for _ in range(20):
        ask(session)
    make.tick()
    assert len(make.mails(DANA)) == 1
    for _ in range(20):
        ask(session)
    make.tick()
    assert len(make.mails(DANA)) == 2  # the first may have been lost


def test_whoever_asks_again_has_the_whole_time_to_confirm(session: Session) -> None:
    Session.objects.update(starts_at=make.now() + 30 * DAY, ends_at=make.now() + 31 * DAY)
    place = make.sign_up_stranger(DANA, session)
    User.objects.update(date_joined=make.now() - 10 * DAY)
    Registration.objects.update(created_at=make.now() - 6.9 * DAY)
    ask(session)
    actions.purge_unconfirmed(make.now() + DAY)
    stands = actions.confirm(registration=now_is(place), now=make.now() + DAY)
    assert stands.status == Status.REGISTERED


# --- Who is on a list stays as they are -----------------------------------------------------------


def test_a_strangers_sign_up_after_the_confirmation_changes_nothing(session: Session) -> None:
    place = make.sign_up_stranger(DANA, session, name="Dana", visibility="anonymous", note="Mine")
    actions.confirm(registration=place, now=make.now())
    before = Registration.objects.filter(pk=place.pk).values().get()
    ask(session, name="Somebody", visibility="name", note="Theirs")
    assert Registration.objects.filter(pk=place.pk).values().get() == before


def test_a_second_try_makes_nobody_visible_and_the_card_says_what_will_be_shown(
    client: Client, session: Session
) -> None:
    place = make.sign_up_stranger(DANA, session, name="Dana", visibility="hidden")
    ask(session, name="Dana Whole-Name", visibility="name")
    page = client.get(place.place_path).content.decode()
    assert "The public list will not show you" in page
    client.post(f"{place.place_path}confirm/")
    assert now_is(place).status == Status.REGISTERED and now_is(place).visibility == "hidden"
    assert "Whole-Name" not in client.get(session.meeting.get_absolute_url()).content.decode()


def test_the_card_names_what_the_list_will_say(client: Client, session: Session) -> None:
    place = make.sign_up_stranger(DANA, session, name="Dana Of Malta")
    card = "The public list will show <strong>Dana Of Malta</strong>"
    assert card in client.get(place.place_path).content.decode()


@pytest.mark.parametrize("how", ["confirmed", "added"])
def test_strangers_change_no_language_and_zone_of_who_has_a_place(
    session: Session, ben: User, how: str
) -> None:
    if how == "added":
        actions.add_by_hand(session=session, reach=DANA, name="Dana", by=ben, now=make.now())
    else:
        place = make.sign_up_stranger(DANA, session)
        actions.confirm(registration=place, now=make.now())
    ask(make.session(session.meeting), reader=Reader("es", "Asia/Tokyo"))
    person = User.objects.get(email=DANA)
    assert (person.language, person.time_zone) == ("", "")


def test_who_confirms_is_written_to_as_they_read(session: Session) -> None:
    ask(session, reader=Reader("es", "Asia/Tokyo"))
    place = Registration.objects.get(session=session)
    reader = Reader("en", "Europe/Malta")
    actions.confirm(registration=place, now=make.now(), reader=reader)
    person = User.objects.get(email=DANA)
    assert (person.language, person.time_zone) == ("en", "Europe/Malta")


def test_who_is_signed_in_is_written_to_as_they_read(client: Client, session: Session) -> None:
    person = make.person(DANA)
    client.force_login(person)
    client.cookies["tz"], client.cookies["django_language"] = "Asia/Tokyo", "es"
    form = {"name": "Dana", "visibility": "name", "policy": "on"}
    answer = client.post(f"{session.meeting.get_absolute_url()}sign-up/{session.number}/", form)
    assert answer.status_code == 302
    person.refresh_from_db()
    assert (person.language, person.time_zone) == ("es", "Asia/Tokyo")
    make.tick()
    assert "Tokyo" in make.mails(DANA)[0].body


def test_a_choice_made_once_is_kept(session: Session) -> None:
    person = make.person(DANA, language="es", time_zone="Europe/Malta")
    actions.sign_up(
        session=session, person=person, details=make.details(), now=make.now(),
        reader=Reader("en", "Asia/Tokyo"),
    )  # fmt: skip
    person.refresh_from_db()
    assert (person.language, person.time_zone) == ("es", "Europe/Malta")


# --- What strangers leave behind ------------------------------------------------------------------


def test_moving_to_where_a_stranger_left_an_unconfirmed_try(session: Session, dana: User) -> None:
    other = make.session(session.meeting, starts_in=5 * DAY)
    place = make.sign_up(dana, session, name="Dana")
    ask(other, name="Not Dana")
    new = actions.move(registration=place, to=other, now=make.now())
    assert new.status == Status.REGISTERED and new.name == "Dana"
    assert Registration.objects.active().get(person=dana) == new


def test_tries_in_the_name_of_known_people_go_after_seven_days(
    session: Session, dana: User
) -> None:
    mine = make.sign_up(dana, session)
    ask(make.session(session.meeting))
    Registration.objects.exclude(pk=mine.pk).update(created_at=make.now() - 8 * DAY)
    actions.purge_unconfirmed(make.now())
    assert Registration.objects.get() == mine
    assert User.objects.filter(pk=dana.pk).exists()


# --- Removed by a facilitator ---------------------------------------------------------------------


@pytest.fixture
def removed(session: Session, dana: User, ben: User) -> Registration:
    place = make.sign_up(dana, session)
    actions.remove(registration=place, reason="Shouted.", by=ben, now=make.now())
    return place


def test_whom_a_facilitator_removed_does_not_come_back_alone(
    removed: Registration, session: Session, dana: User
) -> None:
    with pytest.raises(Refused) as no:
        make.sign_up(dana, session)
    assert no.value.refusal.code == "removed" and "remove" not in str(no.value.refusal)
    ask(session)
    assert not Registration.objects.active().exists()
    other = make.sign_up(dana, make.session(session.meeting))
    with pytest.raises(Refused):
        actions.move(registration=other, to=session, now=make.now())


def test_whom_the_facilitator_added_again_has_a_place_like_others(
    client: Client, removed: Registration, session: Session, dana: User, ben: User
) -> None:
    place = actions.add_by_hand(session=session, reach=DANA, name="Dana", by=ben, now=make.now())
    assert place.status == Status.REGISTERED
    Session.objects.update(starts_at=make.now() + HOUR / 2)
    make.give_link(session)
    page = client.get(place.place_path).content.decode()
    assert "We cannot sign you up" not in page and LINK in page
    assert links.link_for(place, make.now()) == LINK
    client.post(f"{place.place_path}cancel/")
    assert now_is(place).status == Status.CANCELLED
    assert make.sign_up(dana, session).status == Status.REGISTERED


# --- Two at once, one after the other -------------------------------------------------------------


def test_confirming_what_is_gone_is_said_in_words(client: Client, session: Session) -> None:
    place = make.sign_up_stranger(DANA, session)
    Registration.objects.all().delete()
    with pytest.raises(Refused) as no:
        actions.confirm(registration=place, now=make.now())
    assert no.value.refusal.code == "gone"


def test_the_address_of_one_place_forgets_nobody_with_another(
    client: Client, session: Session
) -> None:
    first, second = (
        actions.confirm(registration=make.sign_up_stranger(DANA, to), now=make.now())
        for to in (session, make.session(session.meeting))
    )
    client.post(f"{first.place_path}forget/")
    assert now_is(first).person == now_is(second).person is not None
    client.post(f"{second.place_path}cancel/")
    client.post(f"{first.place_path}forget/")
    assert now_is(first).person is None
