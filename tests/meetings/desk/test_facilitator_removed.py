"""Somebody's rights for a meeting were taken away by an admin: they are told, and where to ask."""

from django.conf import settings

from meetings import actions
from meetings.models import Meeting
from members.models import User
from tests import factories as make
from vsn.outbox.models import Delivery


def removed(recipient: User) -> list[Delivery]:
    return list(Delivery.objects.filter(topic="facilitator_removed", recipient=recipient))


def test_whose_rights_were_taken_away_is_told_and_nobody_else(
    meeting: Meeting, cleo: User, ada: User, ben: User
) -> None:
    actions.remove_facilitator(meeting=meeting, person=cleo, by=ada, now=make.now())
    make.tick()
    [mail] = [one for one in make.mails(str(cleo.email)) if "no longer run" in one.subject]
    assert meeting.title in mail.subject and settings.CONTACT_EMAIL in mail.body
    assert "Ada" not in mail.body
    assert not removed(ben) and not removed(ada)


def test_who_leaves_or_removes_themselves_is_not_told(
    meeting: Meeting, cleo: User, ada: User
) -> None:
    meeting.facilitations.create(person=ada)
    actions.leave_meeting(meeting=meeting, by=cleo, now=make.now())
    actions.remove_facilitator(meeting=meeting, person=ada, by=ada, now=make.now())
    assert not removed(cleo) and not removed(ada)


def test_who_runs_it_again_by_then_is_not_told(meeting: Meeting, cleo: User, ada: User) -> None:
    actions.remove_facilitator(meeting=meeting, person=cleo, by=ada, now=make.now())
    meeting.facilitations.create(person=cleo)
    make.tick()
    assert [one.state for one in removed(cleo)] == ["moot"]


def test_each_time_is_told(meeting: Meeting, cleo: User, ada: User) -> None:
    for _time in range(2):
        actions.remove_facilitator(meeting=meeting, person=cleo, by=ada, now=make.now())
        meeting.facilitations.create(person=cleo)
    assert len(removed(cleo)) == 2


def test_who_is_dropped_in_the_administration_is_told_too(
    meeting: Meeting, cleo: User, ada: User
) -> None:
    dropped = meeting.facilitations.filter(person=cleo)
    actions.change_facilitators(meeting=meeting, kept=[], dropped=dropped, by=ada, now=make.now())
    assert len(removed(cleo)) == 1
