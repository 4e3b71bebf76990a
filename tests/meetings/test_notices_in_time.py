"""What is no longer true is not said; times and languages; what writing costs."""

from typing import Any

import pytest
from django.utils import timezone, translation
from django.utils.translation import gettext
from icalendar import Calendar

from meetings import actions, links, notices
from meetings.models import Registration, Session
from members.models import User
from tests import factories as make
from tests.factories import HOUR, LINK
from tests.meetings.test_notices import move, provoke, record
from vsn.outbox.models import Delivery

# --- Moot ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("topic", "meanwhile"),
    [
        ("confirm", "confirmed"),
        ("signed_up", "cancelled"),
        ("signed_up", "session cancelled"),
        ("moved", "moved again"),
        ("recording", "recorded again"),
        ("no_link", "link set"),
        ("no_link", "begun"),
    ],
)
def test_what_is_no_longer_true_is_not_said(
    session: Session, dana: User, ben: User, topic: str, meanwhile: str
) -> None:
    now = timezone.now()
    near = make.session(session.meeting, starts_in=HOUR)
    if topic == "confirm":
        place = make.sign_up_stranger("dana@example.org", near)
    else:
        place = make.sign_up(dana, near)
    if topic == "no_link":
        links.plan(now)
    if topic == "moved":
        move(near, ben)
    if topic == "recording":
        record(near, ben)
    owed = list(Delivery.objects.filter(topic=topic))
    steps: dict[str, Any] = {
        "confirmed": lambda: actions.confirm(registration=place, now=now),
        "cancelled": lambda: actions.cancel(registration=place, now=now),
        "session cancelled": lambda: actions.cancel_session(
            session=near, reason="", by=ben, now=now
        ),
        "moved again": lambda: Session.objects.filter(pk=near.pk).update(schedule=2),
        "recorded again": lambda: Session.objects.filter(pk=near.pk).update(recording_revision=2),
        "link set": lambda: make.give_link(near),
        "begun": lambda: Session.objects.filter(pk=near.pk).update(starts_at=now - HOUR / 2),
    }
    steps[meanwhile]()
    make.tick()
    assert owed
    for row in owed:
        row.refresh_from_db()
        assert row.state == "moot"


def test_a_message_about_what_is_gone_is_moot(session: Session, dana: User) -> None:
    place = make.sign_up(dana, session)
    Registration.objects.filter(pk=place.pk).delete()
    make.tick()
    assert Delivery.objects.get().state == "moot"


def test_a_message_to_who_is_not_the_person_any_more_is_moot(
    session: Session, dana: User, eve: User
) -> None:
    place = make.sign_up(dana, session)
    Registration.objects.filter(pk=place.pk).update(person=eve)
    make.tick()
    assert Delivery.objects.get(recipient=dana).state == "moot"
    assert not make.mails("dana@example.org")


# --- Times and languages -------------------------------------------------------------------------


def test_a_time_zone_that_does_not_exist_delays_nothing(session: Session, dana: User) -> None:
    User.objects.filter(pk=dana.pk).update(time_zone="Europe/Atlantis")
    dana.refresh_from_db()
    make.sign_up(dana, session)
    make.tick()
    [message] = make.mails()
    assert "(UTC)" in message.body


def test_calendar_text_is_in_the_readers_language(session: Session, dana: User, ben: User) -> None:
    User.objects.filter(pk=dana.pk).update(language="es")
    dana.refresh_from_db()
    message = provoke("link", session, dana, ben)
    [event] = Calendar.from_ical(message.attachments[0].get_payload(decode=True)).walk("VEVENT")
    with translation.override("es"):
        expected = gettext("Join the call: %(link)s") % {"link": LINK}
    assert expected in event["description"]


def test_writing_costs_the_same_for_few_and_many(
    session: Session, django_assert_num_queries: Any
) -> None:
    soon = make.session(session.meeting, starts_in=HOUR / 2)
    for who in make.people(25):
        make.sign_up(who, soon)
    make.tick()
    make.give_link(soon)
    links.plan(timezone.now())
    rows = list(Delivery.objects.filter(topic="link", state="queued"))
    for some in (rows[:1], rows[:3], rows):
        with django_assert_num_queries(6):
            assert len(notices.render_registrations(some, timezone.now())) == len(some)
