"""What was held before the rest of its meeting was called off took place all the same: it stays
among what was on, in the figures, and with all that comes after a session."""

import pytest
from django.urls import reverse
from django.utils import timezone

from meetings import actions, afterwards, exporter
from meetings.actions import save_digest
from meetings.models import Meeting, Registration, Session
from members.models import User
from tests import factories as make
from tests.factories import DAY, HOUR
from tests.visitors import visitor
from vsn.outbox.models import Delivery

REASON = "The host is ill"


@pytest.fixture
def held(meeting: Meeting, ben: User, dana: User) -> Session:
    """A session that is over, of a meeting whose next date was called off with it."""
    meeting.hosts.add(make.affiliate("Wikimedia Testland", slug="testland"))
    meeting.programme = make.programme(name="A season", slug="season")
    meeting.save()
    over = make.session(meeting, starts_in=-3 * HOUR, attendance=7)
    make.registration(over, dana)
    make.session(meeting, starts_in=3 * DAY)
    actions.cancel_meeting(meeting=meeting, reason=REASON, by=ben, now=timezone.now())
    return Session.objects.select_related("meeting").get(pk=over.pk)


def body(address: str, who: User | None = None) -> str:
    answer = visitor(who).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_is_among_what_was_on_and_not_marked_as_cancelled(held: Session) -> None:
    page = body(reverse("meetings:past"))
    assert page.count("Supporting volunteers") == 1
    assert "7 people came" in page
    assert "cancelled" not in page


def test_what_was_called_off_is_not_among_it(held: Session) -> None:
    Session.objects.filter(status="cancelled").update(
        starts_at=timezone.now() - DAY, ends_at=timezone.now() - DAY + HOUR
    )
    assert body(reverse("meetings:past")).count("Supporting volunteers") == 1
    assert exporter.programme(held.meeting.programme).count("Supporting volunteers") == 1


def test_it_stands_in_the_wikitext_of_the_programme(held: Session) -> None:
    text = exporter.programme(held.meeting.programme)
    assert text.count("Supporting volunteers") == 1
    assert "7" in text


def test_it_is_counted_on_the_front_page_and_named_by_its_host(held: Session) -> None:
    assert visitor().get("/").context["figures"]["meetings"] == 1
    assert "Supporting volunteers" in body(reverse("members:affiliate", args=["testland"]))


def test_who_ran_it_finds_it_among_their_meetings(held: Session, ben: User) -> None:
    page = visitor(ben).get(reverse("meetings:desk")).context
    assert list(page["page"]) == [held]


def test_its_calendar_entry_stays(held: Session) -> None:
    address = reverse("meetings:session_calendar", args=[held.meeting.slug, held.number])
    assert "STATUS:CONFIRMED" in visitor().get(address).content.decode()


def test_what_was_said_there_can_be_read_and_goes_out(held: Session, ben: User) -> None:
    now = timezone.now()
    save_digest(session=held, text="What we said.", links=[], base=0, by=ben, now=now)
    actions.publish_digest(session=held, base=1, by=ben, now=now, mail=True)
    assert "What we said." in body(held.meeting.get_absolute_url())
    afterwards.plan_digests(now)
    assert Delivery.objects.filter(topic="digest").count() == 1


def test_whoever_was_there_is_asked_how_it_was(held: Session) -> None:
    afterwards.plan_feedback(timezone.now())
    assert Delivery.objects.filter(topic="feedback").count() == 1
    place = Registration.objects.select_related("session__meeting").get(session=held)
    assert afterwards.of_place(place, timezone.now()).asks
