"""Who is asked to run a meeting says yes or no, or takes it over."""

import datetime as dt

import pytest
from django.urls import reverse

from meetings import actions, rules, tasks
from meetings.models import Invitation, Meeting
from members.models import Affiliation, User
from members.rules import Refused
from tests import factories as make
from tests.factories import DAY
from tests.meetings.desk.asking import answer_to, ask, asked, page_of, runs
from tests.visitors import text, visitor

# --- Answering -----------------------------------------------------------------------------------


def test_only_who_is_asked_sees_the_question(
    meeting: Meeting, chidi: User, ben: User, eve: User, ada: User
) -> None:
    address = answer_to(asked(chidi, meeting, ben))
    assert visitor().get(address).url.startswith("/accounts/login/")
    for other in (ben, eve, ada):
        assert visitor(other).get(address).status_code == 404
        assert visitor(other).post(address, {"answer": "yes"}).status_code == 404
    assert not runs(eve, meeting)


def test_looking_answers_nothing(meeting: Meeting, chidi: User, ben: User) -> None:
    invitation = asked(chidi, meeting, ben)
    visitor(chidi).get(answer_to(invitation), {"answer": "yes"})
    visitor(chidi).head(answer_to(invitation))
    invitation.refresh_from_db()
    assert invitation.answered_at is None


def test_a_no_is_told_under_the_name_that_was_given(
    meeting: Meeting, chidi: User, ben: User
) -> None:
    actions.invite_facilitator(
        meeting=meeting, reach="chidi@example.org", name="My friend", by=ben, now=make.now()
    )
    invitation = Invitation.objects.get()
    answer = visitor(chidi).post(answer_to(invitation), {"answer": "no"}, follow=True)
    assert "Whoever asked is told." in text(answer)
    make.tick()
    [told] = make.mails("ben@example.org")
    assert told.subject.startswith("My friend said no") and "Chidi" not in told.body
    assert not runs(chidi, meeting)
    past = visitor(ben).get(reverse("meetings:meeting_history", args=[meeting.slug]))
    assert "someone who was asked" in text(past) and "Chidi" not in text(past)


def test_who_is_new_says_how_to_call_them_and_for_whom_they_work(
    meeting: Meeting, ben: User
) -> None:
    new = make.person("new@example.org")
    affiliate = make.affiliate("Wikimedia Somewhere", code="WMSW")
    Affiliation.objects.create(person=new, affiliate=affiliate)
    invitation = asked(new, meeting, ben)
    client = visitor(new)
    answer = client.post(answer_to(invitation), {"answer": "yes"})
    assert answer.status_code == 422 and "Please say how we should name you." in text(answer)
    client.post(answer_to(invitation), {"answer": "yes", "name": "Noor", "affiliate": affiliate.pk})
    one = meeting.facilitations.get(person=new)
    assert one.person.name == "Noor" and one.affiliate == affiliate
    assert "Noor" in text(visitor().get(meeting.get_absolute_url()))


def test_another_affiliate_than_ones_own_cannot_be_named(
    meeting: Meeting, chidi: User, ben: User
) -> None:
    Affiliation.objects.create(person=chidi, affiliate=make.affiliate())
    invitation = asked(chidi, meeting, ben)
    form = {"answer": "yes", "affiliate": make.affiliate().pk}
    assert visitor(chidi).post(answer_to(invitation), form).status_code == 422
    assert not runs(chidi, meeting)


def test_who_runs_it_already_says_yes_and_nothing_changes(
    meeting: Meeting, cleo: User, ben: User
) -> None:
    invitation = asked(cleo, meeting, ben)
    visitor(cleo).post(answer_to(invitation), {"answer": "yes"})
    assert meeting.facilitations.count() == 2


def test_what_nobody_answered_lapses(meeting: Meeting, ben: User) -> None:
    """And a person of whom nothing else is known goes with it, but not before."""
    actions.invite_facilitator(
        meeting=meeting, reach="new@example.org", name="N", by=ben, now=make.now()
    )
    new = User.objects.get(email="new@example.org")
    User.objects.filter(pk=new.pk).update(date_joined=make.now() - 40 * DAY)
    tasks.keep()
    assert User.objects.filter(pk=new.pk).exists()
    Invitation.objects.update(made_at=make.now() - rules.OPEN_FOR - dt.timedelta(minutes=1))
    answer = visitor(new).post(answer_to(Invitation.objects.get()), {"answer": "no"})
    assert answer.status_code == 409 and "has lapsed" in text(answer)
    make.tick()
    assert not make.mails()
    User.objects.filter(pk=new.pk).update(last_login=None)
    tasks.keep()
    assert not Invitation.objects.exists() and not User.objects.filter(pk=new.pk).exists()


# --- Handing over --------------------------------------------------------------------------------


def test_handing_over_ends_ones_own_rights_and_those_one_gave_out(
    meeting: Meeting, chidi: User, dana: User, ben: User
) -> None:
    other = asked(dana, meeting, ben)
    invitation = asked(chidi, meeting, ben, hands_over=True)
    assert runs(ben, meeting)
    visitor(chidi).post(answer_to(invitation), {"answer": "yes"})
    assert runs(chidi, meeting) and not runs(ben, meeting)
    assert visitor(ben).get(page_of(meeting)).status_code == 404
    assert not Invitation.objects.filter(pk=other.pk).exists()
    make.tick()
    [told] = make.mails("ben@example.org")
    assert "You no longer run it" in told.body and page_of(meeting) not in told.body


def test_handing_over_to_somebody_who_runs_it_already(
    meeting: Meeting, cleo: User, ben: User
) -> None:
    invitation = asked(cleo, meeting, ben, hands_over=True)
    visitor(cleo).post(answer_to(invitation), {"answer": "yes"})
    assert [one.person for one in meeting.facilitations.all()] == [cleo]


def test_an_admin_who_does_not_run_it_has_nothing_to_hand_over(
    meeting: Meeting, ada: User, chidi: User, ben: User
) -> None:
    page = visitor(ada).get(page_of(meeting))
    assert "hands_over" not in text(page)
    with pytest.raises(Refused) as error:
        asked(chidi, meeting, ada, hands_over=True)
    assert error.value.refusal.code == "not_theirs"
    ask(visitor(ada), meeting, "chidi@example.org", hands_over="on")
    assert not Invitation.objects.get().hands_over
