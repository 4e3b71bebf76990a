"""Who runs a meeting: asking, taking back, leaving."""

from functools import partial
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from meetings import actions, rules
from meetings.models import Invitation, Meeting, Session
from members.models import User
from members.rules import Refused
from tests import factories as make
from tests.meetings.accounts import Accounts
from tests.meetings.actions.side_by_side import while_held
from tests.meetings.desk.asking import answer_to, ask, asked, page_of, runs
from tests.visitors import text, visitor
from vsn.audit.models import Action, Entry
from vsn.outbox.models import Delivery

NEUTRAL = "We cannot ask this person. Please write to"


# --- Asking --------------------------------------------------------------------------------------


def test_somebody_is_asked_says_yes_and_runs_the_meeting(
    desk: Client, meeting: Meeting, chidi: User, ben: User
) -> None:
    assert "They get a message now" in text(ask(desk, meeting, "Chidi@Example.org"))
    assert not runs(chidi, meeting)
    make.tick()
    invitation = Invitation.objects.get()
    [letter] = make.mails("chidi@example.org")
    assert letter.subject == "Will you run this meeting too? Supporting volunteers"
    assert answer_to(invitation) in letter.body and "Ben asks you" in letter.body
    page = visitor(chidi).get(answer_to(invitation))
    assert "Ben asks you to help run “Supporting volunteers”" in text(page)
    said = visitor(chidi).post(answer_to(invitation), {"answer": "yes"}, follow=True)
    assert "You run this meeting now." in text(said)
    assert runs(chidi, meeting) and runs(ben, meeting)
    make.tick()
    [told] = make.mails("ben@example.org")
    assert told.subject == "Chidi said yes: Supporting volunteers"
    assert Entry.objects.about(meeting).filter(action=Action.FACILITATOR_JOINED).exists()
    assert "You run this meeting." in text(visitor(chidi).get(answer_to(invitation)))


def test_asking_tells_nothing_about_the_address(
    desk: Client, meeting: Meeting, chidi: User, cleo: User
) -> None:
    """A known one, an unknown one, and that of somebody who runs the meeting already."""
    pages = []
    for address in ("chidi@example.org", "new@example.org", "cleo@example.org"):
        answer = ask(desk, meeting, address, name="Sam")
        assert address not in text(answer)
        pages.append(text(answer).count("Sam"))
    # Each is one more in the list of those who were asked, under the name that Ben gave.
    assert pages[1] - pages[0] == pages[2] - pages[1] > 0
    assert "Chidi" not in text(desk.get(page_of(meeting)))
    make.tick()
    assert {m.to[0] for m in make.mails()} == {
        "chidi@example.org", "new@example.org", "cleo@example.org",
    }  # fmt: skip


def test_two_addresses_of_one_person_are_not_told_apart_from_those_of_two(
    desk: Client, meeting: Meeting, chidi: User
) -> None:
    chidi.emailaddress_set.create(email="chidi@second.example.org", verified=True)
    ask(desk, meeting, "chidi@example.org", name="One")
    page = text(ask(desk, meeting, "chidi@second.example.org", name="Two"))
    assert "One" in page and "Two" in page
    assert Invitation.objects.count() == 2


def test_asked_again_the_newer_question_counts(
    desk: Client, meeting: Meeting, chidi: User, ben: User
) -> None:
    first = asked(chidi, meeting, ben)
    ask(desk, meeting, "chidi@example.org")
    assert Invitation.objects.exclude(pk=first.pk).get().person == chidi
    assert visitor(chidi).get(answer_to(first)).status_code == 404
    make.tick()
    assert len(make.mails("chidi@example.org")) == 1


@pytest.mark.parametrize("scope", ["everything", "meeting"])
def test_who_is_excluded_is_not_asked_and_nothing_says_why(
    desk: Client, meeting: Meeting, chidi: User, scope: str
) -> None:
    more = {"meeting_uid": meeting.uid} if scope == "meeting" else {}
    make.exclude("chidi@example.org", scope=scope, **more)
    answer = ask(desk, meeting, "chidi@example.org")
    assert answer.status_code == 422 and NEUTRAL in text(answer)
    assert "exclu" not in text(answer).lower().replace("excluded=", "")
    assert not Invitation.objects.exists() and not Delivery.objects.exists()


def test_who_is_excluded_after_being_asked_gets_no_message_and_cannot_accept(
    meeting: Meeting, chidi: User, ben: User
) -> None:
    invitation = asked(chidi, meeting, ben)
    make.exclude("chidi@example.org")
    make.tick()
    assert not make.mails()
    answer = visitor(chidi).post(answer_to(invitation), {"answer": "yes"})
    assert answer.status_code == 409 and NEUTRAL in text(answer)
    assert not runs(chidi, meeting)


def test_an_account_that_was_closed_is_not_asked_either(meeting: Meeting, chidi: User) -> None:
    assert rules.asking_refusal(meeting, chidi, make.now()) is None
    chidi.is_active = False
    assert rules.asking_refusal(meeting, chidi, make.now()).code == "shut_out"


def test_nobody_asks_themselves(desk: Client, meeting: Meeting) -> None:
    answer = ask(desk, meeting, "ben@example.org")
    assert answer.status_code == 422 and "This is you." in text(answer)


def test_a_cancelled_meeting_needs_nobody_else(desk: Client, meeting: Meeting, ben: User) -> None:
    actions.cancel_meeting(meeting=meeting, reason="No.", by=ben, now=make.now())
    assert "This meeting was cancelled." in text(ask(desk, meeting, "chidi@example.org"))
    assert not Invitation.objects.exists()


def test_what_was_typed_stays(desk: Client, meeting: Meeting) -> None:
    answer = ask(desk, meeting, "no address", name="Chidi O.")
    assert answer.status_code == 422
    assert 'value="no address"' in text(answer) and 'value="Chidi O."' in text(answer)


def test_more_than_ten_a_day_are_asked_tomorrow(desk: Client, meeting: Meeting) -> None:
    for number in range(10):
        assert ask(desk, meeting, f"n{number}@example.org").status_code == 200
    answer = ask(desk, meeting, "n11@example.org")
    assert answer.status_code == 422 and "Please go on tomorrow." in text(answer)
    assert Invitation.objects.count() == 10


def test_somebody_is_asked_by_a_user_name(
    desk: Client, meeting: Meeting, accounts: Accounts, settings: Any
) -> None:
    settings.WIKIMEDIA_SIGN_IN = True
    accounts.add("Fay on the wiki")
    ask(desk, meeting, "fay on the wiki", name="Fay")
    invitation = Invitation.objects.get()
    assert invitation.person.wikimedia_name == "Fay on the wiki"
    answer = ask(desk, meeting, "Nobody of that name", name="X")
    assert answer.status_code == 422 and "The wiki knows no account of that name" in text(answer)


# --- Taking back, leaving, removing --------------------------------------------------------------


def test_an_invitation_is_taken_back(
    desk: Client, meeting: Meeting, chidi: User, cleo: User, ben: User
) -> None:
    invitation = asked(chidi, meeting, ben)
    address = reverse("meetings:recall_invitation", args=[meeting.slug, invitation.handle])
    assert "taken back" in text(visitor(cleo).post(address, follow=True))
    make.tick()
    assert not make.mails("chidi@example.org")
    assert visitor(chidi).get(answer_to(invitation)).status_code == 404
    # The second of two is told.
    again = desk.post(address)
    assert again.status_code == 409 and "was answered, taken back" in text(again)


def test_an_invitation_of_another_meeting_cannot_be_taken_back(
    meeting: Meeting, chidi: User, ben: User, eve: User
) -> None:
    invitation = asked(chidi, meeting, ben)
    address = reverse("meetings:recall_invitation", args=["another-meeting", invitation.handle])
    assert visitor(eve).post(address).status_code == 409
    assert Invitation.objects.filter(pk=invitation.pk).exists()


def test_leaving_is_for_whom_others_remain(
    desk: Client, meeting: Meeting, cleo: User, ben: User
) -> None:
    address = reverse("meetings:leave_meeting", args=[meeting.slug])
    assert "You no longer run this meeting." in text(desk.post(address, follow=True))
    assert not runs(ben, meeting) and desk.get(page_of(meeting)).status_code == 404
    last = visitor(cleo).post(address)
    assert last.status_code == 409 and "Hand it over first" in text(last)
    assert runs(cleo, meeting)
    assert rules.leaving_refusal(meeting, ben).code == "not_there"


def test_only_admins_take_rights_away(
    desk: Client, meeting: Meeting, cleo: User, ada: User, ben: User
) -> None:
    asked(make.person(name="Fay"), meeting, cleo)
    address = reverse("meetings:remove_facilitator", args=[meeting.slug, cleo.handle])
    assert desk.post(address).status_code == 404 and runs(cleo, meeting)
    with pytest.raises(Refused):
        actions.remove_facilitator(meeting=meeting, person=cleo, by=ben, now=make.now())
    admin = visitor(ada)
    assert "Cleo no longer runs this meeting." in text(admin.post(address, follow=True))
    assert not runs(cleo, meeting) and not meeting.invitations.exists()
    last = reverse("meetings:remove_facilitator", args=[meeting.slug, ben.handle])
    assert admin.post(last).status_code == 409 and runs(ben, meeting)
    past = text(desk.get(reverse("meetings:meeting_history", args=[meeting.slug])))
    assert "as a facilitator away" in past and "Cleo" in past


def test_a_right_is_for_one_meeting(meeting: Meeting, chidi: User, ben: User) -> None:
    other = make.meeting(facilitators=(ben,))
    visitor(chidi).post(answer_to(asked(chidi, meeting, ben)), {"answer": "yes"})
    assert visitor(chidi).get(page_of(meeting)).status_code == 200
    assert visitor(chidi).get(page_of(other)).status_code == 404


# --- Two at once, and two that are one -----------------------------------------------------------


def test_who_is_forgotten_or_turns_out_to_be_another_leaves_nothing_behind(
    meeting: Meeting, ben: User, chidi: User, dana: User, session: Session
) -> None:
    light = make.person("second@example.org", proved=False)
    asked(light, meeting, ben)
    own = make.meeting(facilitators=(chidi,))
    mine = asked(light, own, chidi)
    actions.adopt(owner=chidi, light=light, now=make.now())
    assert Invitation.objects.get(meeting=meeting).person == chidi
    assert not Invitation.objects.filter(pk=mine.pk).exists()  # by Chidi, to Chidi
    asked(dana, meeting, ben)
    actions.forget_person(person=dana, now=make.now())
    assert not Invitation.objects.filter(name="Dana").exists()
    actions.forget_person(person=ben, now=make.now())
    assert not Invitation.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_is_first(ben: User, meeting: Meeting, chidi: User, cleo: User) -> None:
    invitation = asked(chidi, meeting, ben)
    now = make.now()
    while_held(
        meeting,
        partial(actions.recall_invitation, invitation=invitation, by=ben, now=now),
        partial(actions.accept_invitation, invitation=invitation, by=chidi, now=now),
    )
    acts = Entry.objects.about(meeting).values_list("action", flat=True)
    ended = {Action.INVITATION_RECALLED, Action.FACILITATOR_JOINED} & set(acts)
    assert len(ended) == 1 and runs(chidi, meeting) == (Action.FACILITATOR_JOINED in ended)
    meeting.facilitations.filter(person=chidi).delete()
    # And nobody is left alone by two who leave together.
    while_held(
        meeting,
        partial(actions.leave_meeting, meeting=meeting, by=ben, now=now),
        partial(actions.leave_meeting, meeting=meeting, by=cleo, now=now),
    )
    assert meeting.facilitations.count() == 1
