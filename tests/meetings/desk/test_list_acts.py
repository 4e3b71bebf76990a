"""What is done from the page of a list, and adding people to it."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from meetings.models import ListAct, Registration, Session
from members.models import User
from tests import factories as make
from tests.factories import HOUR, LINK
from tests.meetings.accounts import Accounts
from tests.meetings.desk.listing import at, shown
from tests.visitors import visitor

pytestmark = pytest.mark.django_db
Status = Registration.Status
KILOBYTE = 1000


@pytest.fixture
def soon(meeting: Any) -> Session:
    return make.session(meeting, starts_in=HOUR / 2, link=LINK)


# --- Acts from the page --------------------------------------------------------------------------


def test_removing_asks_why_and_offers_the_way_back(desk: Client, soon: Session) -> None:
    place = make.sign_up(make.person(), soon, name="Ana")
    asked = desk.post(at("remove_people", soon), {"place": place.handle})
    assert asked.status_code == 200 and "Take 1 person off the list?" in shown(
        asked.content.decode()
    )
    assert Registration.objects.get().status == Status.REGISTERED
    without = desk.post(at("remove_people", soon), {"people": place.handle, "reason": " "})
    assert without.status_code == 422
    done = desk.post(
        at("remove_people", soon), {"people": place.handle, "reason": "Asked for it", "q": "an"}
    )
    assert done.status_code == 302 and "q=an" in done.url
    text = desk.get(done.url).content.decode()
    assert "1 person is off the list" in shown(text) and ">Undo<" in text
    back = desk.post(
        reverse("meetings:undo_act", args=[soon.meeting.slug, ListAct.objects.get().handle])
    )
    assert "Taken back for 1 person." in desk.get(back.url).content.decode()
    assert Registration.objects.get().status == Status.REGISTERED


def test_everyone_who_was_found_is_moved_at_once(desk: Client, meeting: Any, soon: Session) -> None:
    to = make.session(meeting)
    for number in range(3):
        make.sign_up(make.person(), soon, name=f"Ana {number}")
    make.sign_up(make.person(), soon, name="Bo")
    form = {"all": "1", "q": "ana", "show": "all"}
    asked = desk.post(at("move_people", soon), form).content.decode()
    people = re.search(r'name="people" value="([^"]*)"', asked)[1]
    done = desk.post(at("move_people", soon), {"people": people, "to": str(to.number)})
    assert to.registrations.count() == 3
    assert "3 people are on the other list now" in shown(desk.get(done.url).content.decode())


def test_the_one_button_acts(desk: Client, soon: Session) -> None:
    place = make.registration(soon, make.person(), name="Ana")
    only = {"only": place.handle}
    answer = desk.post(at("remind_people", soon), only, follow=True)
    assert "1 person is asked again" in answer.content.decode()
    answer = desk.post(at("send_again", soon), only, follow=True)
    assert "Ana cannot be sent the link now." in answer.content.decode()
    answer = desk.post(at("put_first", soon), only, follow=True)
    assert "Ana is not on the waiting list." in answer.content.decode()
    answer = desk.post(at("write_to_chosen", soon), only)
    assert answer.url == at("message_list", soon, to=place.handle)
    for name in ("remove_people", "remind_people", "put_first", "write_to_chosen"):
        answer = desk.post(at(name, soon), follow=True)
        assert "Choose someone first." in answer.content.decode()


def test_the_second_of_two_is_told_what_the_first_did(
    desk: Client, ada: User, soon: Session
) -> None:
    place = make.sign_up(make.person(), soon, name="Ana")
    form = {"people": place.handle, "reason": "x", "seen": timezone.now().isoformat()}
    visitor(ada).post(at("remove_people", soon), form)
    answer = desk.post(at("remove_people", soon), {**form, "reason": "y"}, follow=True)
    assert re.search(r"Ana was taken off the list by Ada at \d\d:\d\d\.", answer.content.decode())
    assert Registration.objects.get().removed_reason == "x"


def test_nobody_takes_back_what_is_of_another_meeting(
    eve: User, desk: Client, soon: Session
) -> None:
    place = make.sign_up(make.person(), soon)
    desk.post(at("remove_people", soon), {"people": place.handle, "reason": "x"})
    handle = ListAct.objects.get().handle
    for slug in (soon.meeting.slug, "another-meeting"):
        assert (
            visitor(eve).post(reverse("meetings:undo_act", args=[slug, handle])).status_code == 404
        )
    assert Registration.objects.get().status == Status.REMOVED


# --- Adding --------------------------------------------------------------------------------------


def test_adding_by_address(desk: Client, soon: Session) -> None:
    group = make.affiliate()
    form = {"reach": "Fay@example.org", "name": "Fay", "affiliate": str(group.pk)}
    answer = desk.post(at("add_person", soon), form, follow=True)
    assert "Fay is on the list now." in answer.content.decode()
    added = Registration.objects.get()
    assert (added.person.email, added.affiliate, added.source, added.visibility) == (
        "fay@example.org", group, "facilitator", "hidden",
    )  # fmt: skip
    make.tick()
    assert "safe space policy" in make.mails("fay@example.org")[0].subject
    answer = desk.post(at("add_person", soon), form, follow=True)
    assert "Fay is on the list already." in answer.content.decode()
    assert Registration.objects.count() == 1


def test_adding_by_user_name(desk: Client, soon: Session, accounts: Accounts) -> None:
    accounts.add("Fay on the wiki")
    unknown = desk.post(at("add_person", soon), {"reach": "Nobody like that", "name": "Fay"})
    assert unknown.status_code == 422
    assert "The wiki knows no account of that name" in unknown.content.decode()
    desk.post(at("add_person", soon), {"reach": "fay on the wiki", "name": "Fay"})
    assert Registration.objects.get().person.wikimedia_name == "Fay on the wiki"


def test_adding_someone_excluded_says_nothing_about_it(desk: Client, soon: Session) -> None:
    make.exclude("fay@example.org")
    answer = desk.post(at("add_person", soon), {"reach": "fay@example.org", "name": "Fay"})
    text = shown(answer.content.decode())
    assert answer.status_code == 422 and "This person cannot be added." in text
    assert not re.search(r"exclu|ban", text.partition("This person")[2][:200], re.IGNORECASE)
    assert not Registration.objects.exists()
