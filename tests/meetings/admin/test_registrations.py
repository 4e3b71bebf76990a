"""Lists in the admin, and what is not there at all."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from meetings.models import Meeting, Registration, Session
from members.models import User
from tests import factories
from tests.meetings.accounts import Accounts
from tests.meetings.admin import act, edit, recorded
from tests.visitors import text
from vsn.audit.models import Action


def add_place(admin: Client, session: Session, **changes: str) -> Any:
    values = {"session": session.pk, "reach": "fay@example.org", "name": "Fay"}
    return admin.post(reverse("admin:meetings_registration_add"), values | changes)


def test_someone_is_added_by_hand(admin: Client, session: Session) -> None:
    assert add_place(admin, session).status_code == 302
    made = Registration.objects.get()
    assert (made.source, made.visibility, made.name) == ("facilitator", "hidden", "Fay")


def test_an_excluded_person_is_not_added(admin: Client, session: Session) -> None:
    factories.exclude("fay@example.org")
    answer = add_place(admin, session)
    assert answer.status_code == 422 and "We cannot sign you up" in text(answer)
    assert not Registration.objects.exists() and not User.objects.filter(name="Fay").exists()


def test_someone_is_added_by_their_user_name(
    admin: Client, session: Session, accounts: Accounts
) -> None:
    accounts.add("Dana of Malta")
    assert add_place(admin, session, reach="dana of Malta").status_code == 302
    assert Registration.objects.get().person.wikimedia_name == "Dana of Malta"
    assert accounts.asked == ["Dana of Malta"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("Nobody", "knows no account"),
        ("Unwritten", "takes no mail"),
        ("a/b", "cannot be a user name"),
        ("", "Please give"),
        ("Down", "does not answer"),
    ],
)
def test_what_the_wiki_says_no_to_is_said_beside_the_field(
    admin: Client, session: Session, accounts: Accounts, typed: str, sentence: str
) -> None:
    accounts.add("Unwritten", emailable=False)
    accounts.down = typed == "Down"
    answer = add_place(admin, session, reach=typed)
    assert answer.status_code == 422
    said = answer.context["adminform"].form.errors["reach"]
    assert len(said) == 1 and sentence in said[0]
    assert f'value="{typed}"' in text(answer) or not typed
    assert 'value="Fay"' in text(answer) and not Registration.objects.exists()


def test_removing_asks_for_a_reason_and_keeps_it(
    admin: Client, session: Session, dana: User
) -> None:
    place = factories.sign_up(dana, session)
    act(admin, "registration", "remove", place)
    assert Registration.objects.get().status == "registered"
    act(admin, "registration", "remove", place, answered="1", reason="Asked by phone.")
    place.refresh_from_db()
    assert (place.status, place.removed_reason) == ("removed", "Asked by phone.")


def test_attendance_is_all_that_can_be_changed(admin: Client, session: Session, dana: User) -> None:
    place = factories.sign_up(dana, session, note="I need captions.")
    address = reverse("admin:meetings_registration_change", args=[place.pk])
    page = text(admin.get(address))
    assert "I need captions." not in page and "dana@example.org" not in page
    admin.post(address, {"attended": "true", "name": "Mallory", "status": "removed"})
    place.refresh_from_db()
    assert place.attended is True and (place.name, place.status) == ("Dana", "registered")
    act(admin, "registration", "did_not_come", place)
    place.refresh_from_db()
    assert place.attended is False and recorded(Action.ATTENDANCE) == 2


def test_the_list_of_one_session_is_searched_by_name(
    admin: Client, session: Session, dana: User, chidi: User
) -> None:
    factories.sign_up(dana, session)
    factories.sign_up(chidi, session)
    address = reverse("admin:meetings_registration_changelist")
    page = text(admin.get(address, {"session__id__exact": session.pk, "q": "Chi"}))
    assert "Chidi" in page and "Dana" not in page


def test_nothing_is_deleted(admin: Client, meeting: Meeting, session: Session, dana: User) -> None:
    place = factories.sign_up(dana, session)
    for kind, thing in (("meeting", meeting), ("session", session), ("registration", place)):
        address = reverse(f"admin:meetings_{kind}_delete", args=[thing.pk])
        assert admin.post(address, {"post": "yes"}).status_code == 403
        answer = act(admin, kind, "delete_selected", thing, post="yes")
        assert type(thing).objects.filter(pk=thing.pk).exists() and answer.status_code == 200


def test_reports_are_not_in_the_admin(admin: Client) -> None:
    assert admin.get("/admin/meetings/report/").status_code == 404


def test_the_history_is_the_journal(admin: Client, session: Session) -> None:
    edit(admin, session, capacity="10")
    address = reverse("admin:meetings_session_history", args=[session.pk])
    assert "changed the session" in text(admin.get(address, follow=True))
