"""Who must not have it, who cannot be reached, who is gone; and times."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.test import Client
from icalendar import Calendar

from meetings import actions, links
from meetings.figures import figures
from meetings.models import Registration, Session
from members.models import Acknowledgement, User
from members.rules import Refused
from tests import factories as make
from tests.factories import HOUR, LINK
from vsn.outbox.models import Delivery

Status = Registration.Status


def test_cancelled(client: Client, session: Session, dana: User) -> None:
    """cancelled: no link, and the old personal address stops"""
    soon = make.session(session.meeting, starts_in=HOUR / 2)
    place = make.sign_up(dana, soon)
    address = place.place_path
    assert client.get(address).status_code == 200
    actions.cancel(registration=place, now=make.now())
    make.give_link(soon)
    make.tick()
    assert not make.mails_with(LINK)
    assert links.link_for(place, make.now()) == ""
    assert client.get(address).status_code == 410
    assert client.get(f"{address}calendar.ics").status_code == 410
    assert client.post(f"{address}move/").status_code == 410


def test_cancelled_while_the_link_waits(session: Session, dana: User) -> None:
    """cancelled: no link, and the old personal address stops"""
    soon = make.session(session.meeting, starts_in=HOUR / 2, link=LINK)
    place = make.sign_up(dana, soon)
    links.plan(make.now())
    actions.cancel(registration=place, now=make.now())
    make.tick()
    assert not make.mails_with(LINK)


def test_no_address(client: Client, session: Session) -> None:
    """no address: sees the link on the page and is counted as unreachable"""
    soon = make.session(session.meeting, starts_in=HOUR / 2, link=LINK)
    una = make.unreachable()
    place = make.sign_up(una, soon)
    make.sign_up(make.person(), soon)
    make.tick()
    assert not Delivery.objects.filter(recipient=una).exists()
    assert LINK in client.get(place.place_path).content.decode()
    counted = figures(soon)
    assert (counted.signed_up, counted.reachable) == (2, 1)


@pytest.mark.parametrize("when", ["before sign-up", "after sign-up"])
def test_excluded(client: Client, session: Session, dana: User, when: str) -> None:
    """excluded: sees neither"""
    soon = make.session(session.meeting, starts_in=HOUR / 2, link=LINK)
    if when == "before sign-up":
        make.exclude("Dana@example.org")
        with pytest.raises(Refused) as no:
            make.sign_up(dana, soon)
        assert no.value.refusal.code == "excluded"
        # The next day, from a stranger's form: the answer is in the mail, and says nothing.
        actions.sign_up_stranger(
            session=soon, reach="dana+x@example.org", details=make.details(), now=make.now()
        )
        make.tick()
        [refused] = make.mails()
        assert "We cannot sign you up" in refused.body
        assert not Registration.objects.exists()
    else:
        place = make.sign_up(dana, soon)
        make.exclude("dana@example.org")
        make.tick()
        assert LINK not in client.get(place.place_path).content.decode()
    assert not make.mails_with(LINK)
    assert not Delivery.objects.filter(topic="link").exists()


def test_deleted_person(client: Client, session: Session, dana: User) -> None:
    """deleted person: leaves an anonymous count"""
    place = make.sign_up(dana, session, name="Dana of the deleted")
    Registration.objects.update(attended=True)
    over = Session.objects.filter(pk=session.pk)
    over.update(starts_at=make.now() - 3 * HOUR, ends_at=make.now() - HOUR)
    page = session.meeting.get_absolute_url()
    assert "Dana of the deleted" in client.get(page).content.decode()
    actions.forget_person(person=dana, now=make.now())
    row = Registration.objects.get(pk=place.pk)
    assert (row.person, row.name, row.attended) == (None, "", True)
    assert Acknowledgement.objects.get().person is None
    assert "Dana of the deleted" not in client.get(page).content.decode()
    assert client.get(place.place_path).status_code == 404


AT_SIX = dt.time(18)


@pytest.mark.parametrize(
    ("zone", "before", "after"),
    [
        # Vienna's clocks change on 28 March 2027; those of the others do not.
        ("Europe/Vienna", "18:00–19:30 (Vienna, UTC+1)", "18:00–19:30 (Vienna, UTC+2)"),
        ("America/Sao_Paulo", "14:00–15:30 (Sao Paulo, UTC−3)", "13:00–14:30 (Sao Paulo, UTC−3)"),
        ("Asia/Kolkata", "22:30–00:00 (Kolkata, UTC+5:30)", "21:30–23:00 (Kolkata, UTC+5:30)"),
    ],
)
def test_moved_across_a_clock_change(
    session: Session, ben: User, zone: str, before: str, after: str
) -> None:
    """session moved across a daylight-saving change: right in three zones"""
    vienna = ZoneInfo("Europe/Vienna")
    thursday = dt.datetime.combine(dt.date(2027, 3, 25), AT_SIX, vienna)
    week_later = dt.datetime.combine(dt.date(2027, 4, 1), AT_SIX, vienna)
    actions.change_session(
        session=session, by=ben, now=make.now(), starts_at=thursday, ends_at=thursday + 1.5 * HOUR
    )
    reader = make.person("reader@example.org", time_zone=zone, name="Reader")
    make.sign_up(reader, session)
    make.tick()
    actions.change_session(
        session=session, by=ben, now=make.now(), starts_at=week_later,
        ends_at=week_later + 1.5 * HOUR,
    )  # fmt: skip
    make.tick()
    signed_up, moved = make.mails("reader@example.org")
    assert before in signed_up.body and "17:00–18:30 UTC" in signed_up.body
    assert after in moved.body and "16:00–17:30 UTC" in moved.body
    [event] = calendar_of(moved).walk("VEVENT")
    assert event["dtstart"].dt == dt.datetime(2027, 4, 1, 16, tzinfo=dt.UTC)


def calendar_of(message: mail.EmailMultiAlternatives) -> Calendar:
    [part] = message.attachments
    return Calendar.from_ical(part.get_payload(decode=True))
