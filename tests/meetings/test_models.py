"""What the database itself holds to, and what a row says about itself."""

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError
from django.utils import timezone

from meetings import actions
from meetings.models import CallLink, Facilitator, Meeting, Registration, Session
from members.models import User
from members.tokens import is_key
from tests import factories as make
from tests.factories import DAY, HOUR

Status = Registration.Status


# --- Constraints: refuse and let pass ------------------------------------------------------------


@pytest.mark.parametrize("first", [Status.UNCONFIRMED, Status.REGISTERED])
@pytest.mark.parametrize("second", [Status.UNCONFIRMED, Status.REGISTERED])
def test_one_active_registration(session: Session, dana: User, first: str, second: str) -> None:
    make.registration(session, dana, status=first)
    with pytest.raises(IntegrityError):
        make.registration(session, dana, status=second)


@pytest.mark.parametrize("ended", [Status.CANCELLED, Status.REMOVED])
def test_a_new_registration_after_an_ended_one(session: Session, dana: User, ended: str) -> None:
    make.registration(session, dana, status=ended)
    make.registration(session, dana, status=ended)
    make.registration(session, dana)
    assert session.registrations.count() == 3


def test_several_sessions_and_several_forgotten_people(session: Session, dana: User) -> None:
    make.registration(session, dana)
    make.registration(make.session(session.meeting), dana)
    make.registration(session, None)
    make.registration(session, None)
    assert Registration.objects.count() == 4


def test_registered_has_an_arrival(session: Session, dana: User) -> None:
    with pytest.raises(IntegrityError):
        make.registration(session, dana, placed_at=None)


def test_unconfirmed_needs_no_arrival(session: Session, dana: User) -> None:
    assert make.registration(session, dana, status=Status.UNCONFIRMED, placed_at=None).pk


@pytest.mark.parametrize("lasts", [dt.timedelta(), dt.timedelta(minutes=-1)])
def test_a_session_ends_after_its_start(meeting: Meeting, lasts: dt.timedelta) -> None:
    with pytest.raises(IntegrityError):
        make.session(meeting, lasts=lasts)


def test_a_recording_has_a_purpose(meeting: Meeting) -> None:
    assert make.session(meeting, recording="audio", recording_purpose="for the minutes").pk
    with pytest.raises(IntegrityError):
        make.session(meeting, recording="audio")


def test_numbers_of_sessions_are_unique_in_their_meeting(meeting: Meeting) -> None:
    make.session(meeting, number=1)
    make.session(make.meeting(), number=1)
    with pytest.raises(IntegrityError):
        make.session(meeting, number=1)


def test_nobody_facilitates_twice(meeting: Meeting, ben: User) -> None:
    with pytest.raises(IntegrityError):
        Facilitator.objects.create(meeting=meeting, person=ben)


# --- What a row says -----------------------------------------------------------------------------


def test_release(session: Session) -> None:
    assert session.released_at == session.starts_at - DAY
    session.meeting.lead_minutes = [30, 10]
    assert session.released_at == session.starts_at - HOUR / 2


def test_calendar_uid_is_the_sessions_own(session: Session) -> None:
    assert session.calendar_uid == f"{session.uid}@testserver"
    assert uuid.UUID(session.calendar_uid.partition("@")[0])


def test_the_key_of_a_place_is_revoked_with_it(session: Session, dana: User) -> None:
    place = make.sign_up(dana, session)
    old = place.key
    assert is_key(old, "place", place.handle, place.key_revision)
    actions.cancel(registration=place, now=timezone.now())
    assert not is_key(old, "place", place.handle, place.key_revision)


def test_keys_of_two_places_differ(session: Session, dana: User, chidi: User) -> None:
    assert make.sign_up(dana, session).key != make.sign_up(chidi, session).key


def test_a_link_never_says_itself(session: Session) -> None:
    make.give_link(session)
    assert "meet." not in str(CallLink.objects.get())


# --- SEQUENCE ------------------------------------------------------------------------------------


def sequence(registration: Registration, *, with_link: bool = False) -> int:
    found = Registration.objects.select_related("session").get(pk=registration.pk)
    return found.sequence(with_link=with_link)


def test_sequence_rises_with_every_change_and_past_cancellations(
    session: Session, dana: User, ben: User
) -> None:
    seen = []
    for minutes in range(3):
        place = make.sign_up(dana, session)
        seen.append(sequence(place))
        actions.change_session(
            session=session, by=ben, now=timezone.now(),
            ends_at=session.ends_at + dt.timedelta(minutes=minutes + 1),
        )  # fmt: skip
        seen.append(sequence(place))
        make.give_link(session, f"https://meet.call-platform.org/room/{minutes}")
        seen.append(sequence(place))
        seen.append(sequence(place, with_link=True))
        actions.cancel(registration=place, now=timezone.now())
        seen.append(sequence(place))
    assert seen == sorted(set(seen))
