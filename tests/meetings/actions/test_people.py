"""Forgetting: nothing that names a person stays in any table; who has to stay stays."""

import datetime as dt
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.utils import timezone

from meetings import actions, tasks, vault
from meetings.models import CallLink, Facilitator, Registration, Session
from members.models import Acknowledgement, Affiliation, User
from tests import factories as make
from tests.factories import DAY, HOUR, LINK
from vsn.audit.models import Action, Entry
from vsn.outbox.models import Delivery

Status = Registration.Status


def tables_that_hold(*words: str) -> list[str]:
    """Every table with one of these words in any column of any row."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            content = str(cursor.fetchall()).lower()
            found += [table for word in words if word.lower() in content]
    return sorted(set(found))


# --- At their wish -------------------------------------------------------------------------------


def test_no_table_names_a_forgotten_person(session: Session, ada: User, ben: User) -> None:
    """A whole life in the portal, then gone: address, name, note, user name."""
    now = timezone.now()
    zoe = make.person(
        "zoe.quux@example.org", name="Zoe Quux", wikimedia_name="Quux the Editor",
        last_login=now, language="es", time_zone="Europe/Vienna",
    )  # fmt: skip
    past, small = make.session(session.meeting), make.session(session.meeting, capacity=1)
    make.membership(zoe)
    Affiliation.objects.create(person=zoe, affiliate=make.affiliate(), job_title="Quux-in-chief")
    Facilitator.objects.create(meeting=make.meeting(), person=zoe)
    make.sign_up(zoe, past, name="Zoe Quux", note="I, Zoe Quux, need captions")
    make.full(small)
    make.sign_up(zoe, small, name="Zoe Q.")
    moved = actions.move(
        registration=make.sign_up(zoe, session), to=make.session(session.meeting), now=now
    )
    actions.remove(registration=moved, reason="Quux asked", by=ben, now=now)
    make.sign_up_stranger("zoe.quux@example.org", session, name="Quux the stranger")
    make.report(session=session, reporter=zoe)
    make.exclude("zoe.quux@example.org")
    make.tick()
    Session.objects.filter(pk=past.pk).update(starts_at=now - 2 * DAY, ends_at=now - DAY)
    assert tables_that_hold("quux")
    actions.forget_person(person=zoe, now=now)
    assert tables_that_hold("quux") == []
    assert not Delivery.objects.filter(recipient_id=zoe.pk).exists()


def test_what_remains_is_a_count(session: Session, dana: User) -> None:
    affiliate = make.affiliate()
    place = make.sign_up(dana, session, affiliate=affiliate, country="Malta")
    Registration.objects.update(attended=True)
    past = timezone.now() - DAY
    Session.objects.update(starts_at=past, ends_at=past + HOUR)
    assert actions.forget_person(person=dana, now=timezone.now()) == 1
    row = Registration.objects.get(pk=place.pk)
    assert (row.status, row.attended, row.affiliate, row.country) == (
        Status.REGISTERED, True, affiliate, "Malta",
    )  # fmt: skip
    assert (row.person, row.name, row.note, row.visibility) == (None, "", "", "anonymous")
    assert Acknowledgement.objects.filter(person=None).count() == 1
    entry = Entry.objects.get(action=Action.PERSON_FORGOTTEN)
    assert entry.actor is None and entry.data == {"registrations": 1}


def test_places_to_come_are_given_back(session: Session, dana: User) -> None:
    small = make.session(session.meeting, capacity=1)
    make.sign_up(dana, small)
    make.sign_up(make.person("waiting@example.org"), small)
    make.tick()
    actions.forget_person(person=dana, now=timezone.now())
    make.tick()
    assert make.mails("waiting@example.org")[-1].subject.startswith("You have a place now")
    assert small.registrations.registered().count() == 1


def test_what_was_never_confirmed_is_not_even_a_count(session: Session) -> None:
    place = make.sign_up_stranger("dana@example.org", session)
    assert actions.forget_person(person=place.person, now=timezone.now()) == 0
    assert not Registration.objects.exists()


def test_the_journal_stays_without_its_actor(session: Session, ben: User) -> None:
    make.sign_up(ben, session)
    before = Entry.objects.count()
    actions.forget_person(person=ben, now=timezone.now())
    assert Entry.objects.count() > before
    assert not Entry.objects.filter(actor__isnull=False).exists()


def test_others_stay(session: Session, dana: User, chidi: User) -> None:
    make.sign_up(dana, session)
    theirs = make.sign_up(chidi, session)
    actions.forget_person(person=dana, now=timezone.now())
    assert Registration.objects.get(pk=theirs.pk).person == chidi
    assert User.objects.filter(pk=chidi.pk).exists()


# --- Never confirmed -----------------------------------------------------------------------------


def stranger(days_ago: float, **fields: Any) -> User:
    fields.setdefault("proved", False)
    return make.person(date_joined=timezone.now() - days_ago * DAY, **fields)


def left() -> set[int]:
    return set(User.objects.values_list("pk", flat=True))


def test_purge_waits_seven_days(policy: object) -> None:
    young, old = stranger(6.9), stranger(7.1)
    assert actions.purge_unconfirmed(timezone.now()) == 1
    assert left() == {young.pk}
    assert not EmailAddress.objects.filter(email=old.email).exists()


def test_purge_leaves_nothing_of_a_sign_up(session: Session) -> None:
    place = make.sign_up_stranger("nobody@example.org", session, name="Nobody at all")
    old = timezone.now() - 8 * DAY
    User.objects.filter(pk=place.person_id).update(date_joined=old)
    Registration.objects.update(created_at=old)
    assert actions.purge_unconfirmed(timezone.now()) == 1
    assert tables_that_hold("nobody@", "nobody at all") == []
    assert not Registration.objects.exists()


@pytest.mark.parametrize(
    "who", ["proved", "signed in", "admin", "member", "facilitator", "receives reports",
            "added by hand", "asked again"],
)  # fmt: skip
def test_purge_leaves_who_is_proved_or_more(session: Session, ben: User, who: str) -> None:
    now = timezone.now()
    if who == "added by hand":
        place = actions.add_by_hand(
            session=session, reach="new@example.org", name="New", by=ben, now=now
        )
        Registration.objects.update(created_at=now - 8 * DAY)
        person = place.person
        User.objects.filter(pk=person.pk).update(date_joined=now - 8 * DAY)
    else:
        person = stranger(
            8,
            proved=who == "proved",
            is_staff=who == "admin",
            last_login=now - 8 * DAY if who == "signed in" else None,
        )
    if who == "member":
        make.membership(person)
    if who == "facilitator":
        Facilitator.objects.create(meeting=session.meeting, person=person)
    if who == "receives reports":
        Affiliation.objects.create(person=person, affiliate=make.affiliate(), receives_reports=True)
    if who == "asked again":
        make.registration(session, person, status=Status.UNCONFIRMED, placed_at=None)
    assert actions.purge_unconfirmed(now) == 0
    assert person.pk in left()


def test_who_confirmed_in_any_way_is_never_purged(session: Session) -> None:
    """Every act that proves the address leaves the proof that the purge looks for."""
    now = timezone.now()
    place = make.sign_up_stranger("dana@example.org", session)
    actions.confirm(registration=place, now=now)
    User.objects.update(date_joined=now - 30 * DAY)
    Registration.objects.update(created_at=now - 30 * DAY)
    assert actions.purge_unconfirmed(now) == 0
    assert Registration.objects.get().status == Status.REGISTERED


# --- After the last session ----------------------------------------------------------------------


def took_part(days_ago: float, **fields: Any) -> User:
    """Someone whose last session ended that long ago."""
    who = make.person(date_joined=timezone.now() - 400 * DAY, **fields)
    end = timezone.now() - days_ago * DAY
    make.registration(make.session(starts_at=end - HOUR, ends_at=end), who)
    return who


def test_participants_are_forgotten_after_ninety_days(policy: object) -> None:
    recent, long_ago = took_part(89), took_part(91)
    assert actions.forget_inactive(timezone.now()) == 1
    assert recent.pk in left() and long_ago.pk not in left()
    assert Registration.objects.filter(person=None, status=Status.REGISTERED).count() == 1


def test_who_comes_again_is_not_forgotten(session: Session) -> None:
    who = took_part(200)
    make.registration(session, who)
    assert actions.forget_inactive(timezone.now()) == 0


def test_who_asked_for_a_place_and_has_to_confirm_is_not_forgotten(session: Session) -> None:
    who = took_part(200)
    make.sign_up_stranger(who.email or "", session)
    assert actions.forget_inactive(timezone.now()) == 0


def test_a_place_that_was_given_back_keeps_nobody(session: Session) -> None:
    who = took_part(200)
    make.registration(session, who, status=Status.CANCELLED)
    assert actions.forget_inactive(timezone.now()) == 1


@pytest.mark.parametrize(
    "who", ["admin", "member", "facilitator", "receives reports", "signed in lately", "new"]
)
def test_who_stays(meeting: object, who: str) -> None:
    now = timezone.now()
    person = took_part(
        200, is_staff=who == "admin", last_login=now if who == "signed in lately" else None
    )
    if who == "new":
        User.objects.filter(pk=person.pk).update(date_joined=now - DAY)
    if who == "member":
        make.membership(person)
    if who == "facilitator":
        Facilitator.objects.create(meeting=meeting, person=person)
    if who == "receives reports":
        Affiliation.objects.create(person=person, affiliate=make.affiliate(), receives_reports=True)
    assert actions.forget_inactive(now) == 0
    assert person.pk in left()


def test_a_former_sign_in_does_not_keep_anyone(policy: object) -> None:
    who = took_part(200, last_login=timezone.now() - 100 * DAY)
    assert actions.forget_inactive(timezone.now()) == 1
    assert who.pk not in left()


# --- Call links ----------------------------------------------------------------------------------


def test_call_links_are_erased_a_day_after(meeting: object) -> None:
    over = make.session(meeting, starts_in=-27 * HOUR, lasts=HOUR)
    fresh = make.session(meeting, starts_in=-3 * HOUR, lasts=HOUR)
    for session in (over, fresh):
        CallLink.objects.create(
            session=session, ciphertext=vault.lock(LINK), version=1, changed_at=timezone.now()
        )
    assert actions.erase_call_links(timezone.now()) == 1
    assert actions.erase_call_links(timezone.now()) == 0
    assert list(CallLink.objects.exclude(ciphertext="").values_list("session", flat=True)) == [
        fresh.pk
    ]


def test_the_task_does_all_of_it(policy: object) -> None:
    stranger(8)
    took_part(91)
    tasks.keep()
    assert left() == set()


def test_a_day_is_not_skipped_when_the_clock_changes(policy: object) -> None:
    """Ages are counted in UTC."""
    who = stranger(0)
    joined = dt.datetime(2027, 3, 27, 12, tzinfo=dt.UTC)
    User.objects.filter(pk=who.pk).update(date_joined=joined)
    assert actions.purge_unconfirmed(joined + 7 * DAY) == 0
    assert actions.purge_unconfirmed(joined + 7 * DAY + dt.timedelta(seconds=1)) == 1
