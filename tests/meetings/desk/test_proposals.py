"""A member proposes a meeting, and the admins answer."""

import re
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from meetings import actions, rules
from meetings.models import Meeting
from members.models import User
from members.rules import Refused
from tests import factories as make
from tests.meetings.actions.side_by_side import while_held
from tests.visitors import text, visitor
from vsn.audit.models import Action, Entry

Proposal = Meeting.Proposal


@pytest.fixture
def idea(chidi: User) -> Meeting:
    """What Chidi writes down to propose it."""
    return make.meeting(
        title="Burnout", slug="burnout", status="draft", proposal="started", facilitators=(chidi,)
    )


def to(act: str, meeting: Meeting) -> str:
    return reverse(f"meetings:{act}", args=[meeting.slug])


def stands(meeting: Meeting) -> str:
    return str(Meeting.objects.get(pk=meeting.pk).proposal)


def propose(meeting: Meeting, by: User) -> None:
    actions.propose_meeting(meeting=meeting, by=by, now=make.now())


def test_a_proposal_is_made_and_accepted(idea: Meeting, chidi: User, ada: User) -> None:
    said = visitor(chidi).post(to("propose_meeting", idea), follow=True)
    assert "The admins are asked." in text(said) and "waits for an admin" in text(said)
    make.tick()
    [letter] = make.mails("ada@example.org")
    assert letter.subject == "A member proposes a meeting: Burnout"
    assert reverse("meetings:proposals") in letter.body
    admin = visitor(ada)
    page = text(admin.get(reverse("meetings:proposals")))
    assert "Burnout" in page and "Chidi" in page
    said = admin.post(to("accept_proposal", idea), follow=True)
    assert "Accepted." in text(said) and "No proposal waits." in text(said)
    assert stands(idea) == ""
    make.tick()
    [told] = make.mails("chidi@example.org")
    assert told.subject == "You can publish your meeting: Burnout"
    assert rules.publish_refusal(Meeting.objects.get(pk=idea.pk), chidi) is None
    acts = Entry.objects.about(idea).values_list("action", flat=True)
    assert list(acts) == [Action.PROPOSAL_ACCEPTED, Action.MEETING_PROPOSED]


def test_a_no_has_a_reason_and_can_be_answered(idea: Meeting, chidi: User, ada: User) -> None:
    propose(idea, chidi)
    admin = visitor(ada)
    nothing = admin.post(to("decline_proposal", idea), {"reason": " "})
    assert nothing.status_code == 422 and "Please say why" in text(nothing)
    admin.post(to("decline_proposal", idea), {"reason": "Say for whom it is."})
    assert stands(idea) == Proposal.DECLINED
    make.tick()
    [told] = make.mails("chidi@example.org")
    assert "Say for whom it is." in told.body and to("edit_meeting", idea) in told.body
    own = visitor(chidi)
    page = text(own.get(reverse("meetings:desk")))
    assert "Say for whom it is." in page and "Ask the admins again" in page
    own.post(to("propose_meeting", idea))
    assert stands(idea) == Proposal.WAITING
    make.tick()
    assert len(make.mails("ada@example.org")) == 1  # the first was answered before it was sent


def test_what_was_answered_before_it_was_sent_is_not_sent(
    idea: Meeting, chidi: User, ada: User
) -> None:
    propose(idea, chidi)
    actions.decline_proposal(meeting=idea, reason="No.", by=ada, now=make.now())
    propose(idea, chidi)
    make.tick()
    assert len(make.mails("ada@example.org")) == 1 and not make.mails("chidi@example.org")


def test_what_was_called_off_unpublished_reaches_nobody(
    idea: Meeting, chidi: User, ada: User, eve: User
) -> None:
    make.session(idea, status="draft")
    propose(idea, chidi)
    answer = visitor(chidi).post(to("cancel_meeting", idea), {"reason": "Read me!"})
    assert answer.status_code == 302
    make.tick()
    assert not make.mails("ada@example.org")
    for reader in (None, eve):
        assert visitor(reader).get(idea.get_absolute_url()).status_code == 404
        assert idea.title not in text(visitor(reader).get("/meetings/calendar.ics"))
    assert visitor(chidi).get(idea.get_absolute_url()).status_code == 200


def test_who_may_propose_and_when(meeting: Meeting, idea: Meeting, chidi: User, eve: User) -> None:
    assert rules.proposing_refusal(meeting).code == "no_proposal"
    assert rules.proposing_refusal(idea) is None
    assert visitor(eve).post(to("propose_meeting", idea)).status_code == 404
    propose(idea, chidi)
    with pytest.raises(Refused) as error:
        propose(idea, chidi)
    assert error.value.refusal.code == "waiting"
    again = visitor(chidi).post(to("propose_meeting", idea), follow=True)
    assert "asked already" in text(again)
    assert Entry.objects.filter(action=Action.MEETING_PROPOSED).count() == 1


def test_nobody_accepts_their_own(idea: Meeting, chidi: User, ada: User) -> None:
    idea.facilitations.create(person=ada)
    propose(idea, chidi)
    make.tick()
    assert not make.mails("ada@example.org")
    admin = visitor(ada)
    assert "another admin has to decide" in text(admin.get(reverse("meetings:proposals")))
    answer = admin.post(to("accept_proposal", idea))
    assert answer.status_code == 409 and "Nobody decides about their own" in text(answer)
    assert stands(idea) == Proposal.WAITING
    assert rules.deciding_refusal(idea, chidi).code == "no_admin"


def test_the_second_admin_is_told_and_loses_no_word(idea: Meeting, chidi: User, ada: User) -> None:
    propose(idea, chidi)
    visitor(ada).post(to("accept_proposal", idea))
    bea = visitor(make.person(name="Bea", is_staff=True))
    late = bea.post(to("decline_proposal", idea), {"reason": "Say for whom it is."})
    assert late.status_code == 409 and "does not wait any more" in text(late)
    assert "Say for whom it is." in text(late)
    assert stands(idea) == ""


def test_what_waits_is_counted_for_admins_only(idea: Meeting, chidi: User, ada: User) -> None:
    def count(who: Any) -> int:
        return sum(rows.count() for rows in rules.proposals_waiting(who, make.now()))

    assert count(ada) == 0
    propose(idea, chidi)
    assert count(ada) == 1 and count(chidi) == 0
    assert "Proposed meetings" in text(visitor(ada).get(reverse("members:moderation")))
    idea.facilitations.create(person=ada)
    assert count(ada) == 0


def test_the_navigation_counts_them_and_asks_once(idea: Meeting, chidi: User, ada: User) -> None:
    def counted(client: Client) -> list[str]:
        return re.findall(r"waiting: </span>(\d+)", text(client.get("/privacy/")))

    admin, member = visitor(ada), visitor(chidi)
    assert counted(admin) == []
    propose(idea, chidi)
    assert counted(admin) == ["1"] and counted(member) == []
    with CaptureQueriesContext(connection) as asked:
        assert counted(admin) == ["1"]
    assert len(asked) == 3  # session, person, and whether anything was done since
    admin.post(to("accept_proposal", idea))
    assert counted(admin) == []


@pytest.mark.django_db(transaction=True)
def test_of_two_admins_at_once_one_decides(idea: Meeting, chidi: User, ada: User) -> None:
    propose(idea, chidi)
    bea = make.person(name="Bea", is_staff=True)
    known = {"meeting": idea, "now": make.now()}
    while_held(
        idea,
        partial(actions.accept_proposal, by=ada, **known),
        partial(actions.decline_proposal, reason="No.", by=bea, **known),
    )
    decided = {Action.PROPOSAL_ACCEPTED, Action.PROPOSAL_DECLINED}
    assert Entry.objects.about(idea).filter(action__in=decided).count() == 1
