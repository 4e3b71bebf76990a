"""The journal: written with the act, added to and never changed."""

import pytest
from django.db import transaction
from django.utils import timezone

from meetings.models import Session
from members.models import User
from vsn.audit.journal import record
from vsn.audit.models import Action, Entry


def test_an_entry(session: Session, ben: User) -> None:
    now = timezone.now()
    record(Action.SESSION_CHANGED, session, by=ben, now=now, fields="capacity", number=3)
    entry = Entry.objects.get()
    assert (entry.at, entry.actor, entry.action) == (now, ben, "session.changed")
    assert (entry.about_type, entry.about_id) == ("meetings.session", session.pk)
    assert entry.data == {"fields": "capacity", "number": 3}
    assert "session.changed" in str(entry)


def test_an_act_of_nobody(session: Session) -> None:
    assert record(Action.SIGNED_UP, session, by=None, now=timezone.now()).actor is None


def test_what_was_undone_leaves_no_trace(session: Session, ben: User) -> None:
    with pytest.raises(LookupError), transaction.atomic():
        record(Action.SESSION_CHANGED, session, by=ben, now=timezone.now())
        raise LookupError
    assert not Entry.objects.exists()


def test_entries_about_one_thing_newest_first(session: Session, meeting: object, ben: User) -> None:
    first = record(Action.SESSION_CREATED, session, by=ben, now=timezone.now())
    record(Action.MEETING_CHANGED, meeting, by=ben, now=timezone.now())
    second = record(Action.SESSION_CHANGED, session, by=ben, now=timezone.now())
    assert list(Entry.objects.about(session)) == [second, first]
