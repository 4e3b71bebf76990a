"""The journal is only ever added to, from wherever one tries."""

import pytest
from django.utils import timezone

from meetings.models import Session
from members.models import User
from tests.visitors import visitor
from vsn.audit.journal import record
from vsn.audit.models import Action, Entry


@pytest.fixture
def entry(session: Session, ben: User) -> Entry:
    return record(Action.SESSION_CHANGED, session, by=ben, now=timezone.now())


@pytest.mark.parametrize(
    "change",
    [
        lambda entry: entry.save(),
        lambda entry: entry.delete(),
        lambda entry: Entry.objects.all().delete(),
        lambda entry: Entry.objects.update(action="meeting.changed"),
        lambda entry: Entry.objects.filter(pk=entry.pk).update(actor=None),
        lambda entry: Entry.objects.bulk_update([entry], ["action"]),
    ],
)
def test_nothing_is_changed(entry: Entry, change: object) -> None:
    before = Entry.objects.values().get()
    entry.action = "meeting.changed"
    with pytest.raises(TypeError):
        change(entry)
    assert Entry.objects.values().get() == before


def test_not_in_the_admin_either(entry: Entry, ada: User) -> None:
    browser = visitor(ada)
    page = f"/admin/audit/entry/{entry.pk}/"
    assert browser.get("/admin/audit/entry/").status_code == 200
    assert browser.get(f"{page}change/").status_code == 200
    assert browser.post(f"{page}change/", {"action": "meeting.changed"}).status_code == 403
    assert browser.post(f"{page}delete/", {"post": "yes"}).status_code == 403
    assert browser.get("/admin/audit/entry/add/").status_code == 403
    assert Entry.objects.get().action == "session.changed"


def test_every_action_has_words_and_a_place() -> None:
    for action in Action:
        assert "." in action.value and str(action.label)
    assert len(set(Action.labels)) == len(Action.labels)
