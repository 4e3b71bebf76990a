"""A form that is sent twice, by a double click or after going back, is stored once."""

import threading
from typing import Any

import pytest
from django.db import connections
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from meetings import actions
from meetings.forms.setup import read_once
from meetings.models import Meeting, Session
from meetings.repeating import Slot
from members.models import User
from tests import factories as make
from tests.meetings.desk.setting_up import NEW, fingerprint, form, open_page
from tests.visitors import text, visitor


def seen(client: Client, address: str, **fields: Any) -> dict[str, Any]:
    """The form with the dates looked at, as the browser has it before the last button."""
    once = fields.pop("once", None) or open_page(client, address)["once"][0]
    sent = form(once=once, **fields)
    return sent | {"seen_dates": fingerprint(text(client.post(address, sent))), "save": "1"}


def save(client: Client, sent: dict[str, Any], address: str = NEW) -> HttpResponse:
    return client.post(address, sent)


@pytest.mark.parametrize(
    "fields",
    [{}, {"slug": "my-own-address"}, {"rhythm": "none"}, {"rhythm": "weekly", "link": make.LINK}],
    ids=["one date", "an address of its own", "no date", "three dates, one room"],
)
def test_a_draft_that_is_saved_twice_is_one(desk: Client, fields: dict[str, str]) -> None:
    sent = seen(desk, NEW, **fields)
    first, second = save(desk, sent), save(desk, sent)
    assert first.status_code == second.status_code == 302
    assert first.headers["Location"] == second.headers["Location"]
    assert Meeting.objects.count() == 2  # with the one there was


def test_who_was_asked_to_run_it_is_asked_once(desk: Client, meeting: Meeting, eve: User) -> None:
    meeting.facilitations.create(person=eve)
    address = f"{NEW}?copy={meeting.slug}"
    sent = seen(desk, address, together=[str(eve.pk)])
    for _time in range(2):
        assert save(desk, sent, address).status_code == 302
    assert eve.facilitator_invitations.count() == 1


@pytest.mark.parametrize(
    "change",
    [{"title": "Another title"}, {"minutes": "45"}, {"link": make.NEW_LINK}, {"capacity": "7"}],
    ids=lambda change: next(iter(change)),
)
def test_what_was_changed_in_between_is_another_meeting(
    desk: Client, change: dict[str, str]
) -> None:
    """Nothing that was typed is lost."""
    sent = seen(desk, NEW, link=make.LINK)
    save(desk, sent)
    again = seen(desk, NEW, **{"link": make.LINK, "once": sent["once"], **change})
    assert save(desk, again).status_code == 302
    assert Meeting.objects.count() == 3


def test_two_forms_with_the_same_words_are_two_meetings(desk: Client) -> None:
    for _form in range(2):
        assert save(desk, seen(desk, NEW)).status_code == 302
    assert Meeting.objects.count() == 3


def test_a_form_that_is_not_ours_leads_to_nobody_elses_meeting(
    desk: Client, eve: User, meeting: Meeting
) -> None:
    sent = seen(desk, NEW)
    assert save(visitor(eve), sent).status_code == 302
    assert save(desk, sent).status_code == 302
    assert Meeting.objects.filter(title=sent["title"]).count() == 2
    for odd in ("", "x", str(meeting.uid), sent["once"] + "x"):
        assert read_once(odd) != read_once(odd)


def test_dates_that_are_added_twice_are_there_once(desk: Client, meeting: Meeting) -> None:
    make.session(meeting)
    address = reverse("meetings:add_sessions", args=[meeting.slug])
    sent = seen(desk, address, rhythm="weekly")
    for _time in range(2):
        assert save(desk, sent, address).status_code == 302
    assert Session.objects.count() == 4
    later = seen(desk, address, rhythm="weekly", time="18:00", once=sent["once"])
    assert save(desk, later, address).status_code == 302
    assert Session.objects.count() == 7


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_moment_make_one_draft() -> None:
    ben = make.person(name="Ben")
    values = actions.details_of(make.meeting(facilitators=(ben,)))
    values |= {"title": "Twice", "slug": "twice"}
    start, uid = timezone.now() + make.DAY, actions.Planned().uid
    planned = actions.Planned([Slot(start, start + make.HOUR, "UTC")])
    made, together = [], threading.Barrier(2)

    def click() -> None:
        together.wait(10)
        try:
            known = {"by": ben, "now": timezone.now(), "uid": uid}
            made.append(actions.start_meeting(values=values, planned=planned, **known))
        finally:
            connections.close_all()

    clicks = [threading.Thread(target=click) for _n in range(2)]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join(30)
    assert len(made) == 2 and made[0] == made[1]
    assert Meeting.objects.filter(title="Twice").count() == 1
