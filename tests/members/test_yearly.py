"""Once a year: is all of this still right?"""

import datetime as dt

import pytest
from django.utils import timezone

from members.actions import yearly
from members.models import Affiliation, Membership, MembershipStep, User
from members.rules import Refused
from members.tasks import keep
from tests import factories as make
from tests.factories import DAY
from tests.members.applying import member
from tests.members.inbox import waits
from tests.test_queries import queries
from tests.visitors import text, visitor
from vsn.audit.models import Action, Entry

Status, Kind = Membership.Status, MembershipStep.Kind
YEAR = 366 * DAY
SUBJECT = "Do you still support volunteers?"


def old_member(name: str = "Mona", days: int = 400) -> Membership:
    made = member(name)
    made.since = timezone.now().date() - days * DAY
    made.save()
    return made


def asked(name: str = "Mona", days: int = 90) -> Membership:
    made = member(name)
    made.asked_on = timezone.now().date() - days * DAY
    made.save()
    return made


def test_members_are_asked_once_a_year(policy: object, settings: object) -> None:
    mona, _new = old_member(), old_member("Nia", days=100)
    Affiliation.objects.create(
        person=mona.person, affiliate=make.affiliate("Wikimedia Somewhere"), job_title="Support"
    )
    for _hour in range(3):
        keep()
    make.tick()
    (letter,) = make.mails_with(SUBJECT[:0], mona.person.email)
    assert letter.subject == SUBJECT
    assert "Support, Wikimedia Somewhere" in letter.body
    assert "/members/still-active/" in letter.body and "within 60 days" in letter.body
    assert len([m for m in make.mails() if m.subject == SUBJECT]) == 1
    assert Entry.objects.filter(action=Action.STILL_ACTIVE_ASKED).count() == 1


def test_how_often_is_a_setting(policy: object, settings: object) -> None:
    old_member(days=100)
    assert yearly.ask_yearly(timezone.now()) == 0
    settings.STILL_ACTIVE_MONTHS = 3
    assert yearly.ask_yearly(timezone.now()) == 1


def test_one_click_confirms_and_a_year_later_the_question_comes_again(policy: object) -> None:
    mona, now = old_member(), timezone.now()
    yearly.ask_yearly(now)
    client = visitor(mona.person)
    assert "Is what we know of you still right?" in text(client.get("/members/application/"))
    assert "Yes, all of this is right" in text(client.get("/members/still-active/"))
    assert client.post("/members/still-active/yes/").status_code == 302
    mona.refresh_from_db()
    assert (mona.confirmed_on, mona.asked_on) == (now.date(), None)
    assert mona.steps.get().kind == Kind.CONFIRMED
    make.tick()
    assert not [m for m in make.mails() if m.subject == SUBJECT], "answered before it went out"
    assert yearly.ask_yearly(now) == 0
    assert yearly.ask_yearly(now + YEAR) == 1


def test_saying_no_longer_ends_it_by_the_own_step(policy: object) -> None:
    mona = asked()
    assert visitor(mona.person).post("/members/still-active/no/").status_code == 302
    mona.refresh_from_db()
    assert (mona.status, mona.until) == (Status.INACTIVE, timezone.now().date())
    assert mona.steps.get().kind == Kind.LEFT and mona.steps.get().by == mona.person
    make.tick()
    assert not make.mails(mona.person.email)


def test_a_new_job_answers_the_question(policy: object) -> None:
    mona = asked()
    data = {"affiliate": str(make.affiliate().pk), "job_title": "Lead"}
    assert visitor(mona.person).post("/members/profile/affiliations/", data).status_code == 302
    mona.refresh_from_db()
    assert mona.asked_on is None and mona.confirmed_on == timezone.now().date()


def test_nobody_answers_for_somebody_else(policy: object, eve: User) -> None:
    mona = asked()
    for act in (yearly.confirm, yearly.leave):
        with pytest.raises(Refused):
            act(membership=mona, by=eve, now=timezone.now())


def test_whom_no_message_reaches_is_asked_on_their_pages(policy: object) -> None:
    una = make.unreachable()
    make.membership(una, since=timezone.now().date() - 400 * DAY)
    assert yearly.ask_yearly(timezone.now()) == 1
    assert una.deliveries.count() == 0
    assert "still right?" in text(visitor(una).get("/members/application/"))


# --- Who did not answer --------------------------------------------------------------------------


def key(membership: Membership) -> str:
    membership.refresh_from_db()
    return f"{membership.person.handle}.{membership.revision}"


def test_who_does_not_answer_waits_for_the_admins(ada: User, chidi: User) -> None:
    asked("Mona", days=61), asked("Nia", days=59)
    assert waits(ada) == {"silent": 1} and not waits(chidi)
    client = visitor(ada)
    assert "Members to ask" in text(client.get("/moderation/"))
    page = text(client.get("/moderation/still-active/"))
    assert "Mona" in page and "Nia" not in page


def test_an_admin_does_not_find_themselves_there(ada: User) -> None:
    make.membership(ada, asked_on=timezone.now().date() - 90 * DAY)
    assert not waits(ada)
    assert "Everyone who was asked has answered" in text(
        visitor(ada).get("/moderation/still-active/")
    )


def test_many_are_reminded_at_once_and_have_time_again(ada: User) -> None:
    them, client = [asked("Mona"), asked("Nia")], visitor(ada)
    answer = client.post("/moderation/still-active/remind/", {"who": [key(m) for m in them]})
    assert answer.status_code == 302
    make.tick()
    assert len([m for m in make.mails() if m.subject == SUBJECT]) == 2
    assert not waits(ada)


def test_many_are_confirmed_at_once(ada: User) -> None:
    them = [asked("Mona"), asked("Nia")]
    visitor(ada).post("/moderation/still-active/confirm/", {"who": [key(m) for m in them]})
    assert {m.confirmed_on for m in Membership.objects.all()} == {timezone.now().date()}
    assert MembershipStep.objects.filter(kind=Kind.CONFIRMED, by=ada).count() == 2


def test_ending_many_shows_the_list_once_more(ada: User) -> None:
    mona, nia, client = asked("Mona"), asked("Nia"), visitor(ada)
    path, who = "/moderation/still-active/end/", {"who": [key(mona)]}
    page = text(client.get(path, who))
    assert "List 1 person as no longer active?" in page and "Nia" not in page
    mona.refresh_from_db()
    assert mona.status == Status.ACTIVE, "looking changes nothing"
    client.post(path, {**who, "reason": "We could not reach you."})
    mona.refresh_from_db(), nia.refresh_from_db()
    assert (mona.status, nia.status) == (Status.INACTIVE, Status.ACTIVE)
    assert mona.asked_on is None
    make.tick()
    assert "We could not reach you." in make.mails(mona.person.email)[-1].body


def test_who_answered_in_the_meantime_is_not_ended(ada: User) -> None:
    mona, client = asked("Mona"), visitor(ada)
    who = {"who": [key(mona)]}
    yearly.confirm(membership=mona, by=mona.person, now=timezone.now())
    answer = client.post("/moderation/still-active/end/", who)
    mona.refresh_from_db()
    assert answer.status_code == 422 and mona.status == Status.ACTIVE
    assert "This list has changed in the meantime" in text(answer)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_much_for_many(count: int, ada: User) -> None:
    for number in range(count):
        person = asked(f"Mona {number}").person
        Affiliation.objects.create(person=person, affiliate=make.affiliate())
    client = visitor(ada)
    client.get("/moderation/still-active/")
    # Beside what the head of every page of an admin asks.
    assert queries(client, "/moderation/still-active/") - queries(client, "/privacy/") == 2


def test_asking_is_safe_to_repeat_at_the_same_moment(policy: object) -> None:
    """The second planner read the row before the first one wrote it."""
    mona, now = old_member(), timezone.now()
    (row,) = yearly.due(now)
    assert yearly.ask_yearly(now) == 1
    assert not yearly._ask(row, now + dt.timedelta(seconds=1), by=None, cause="year x")
    assert mona.person.deliveries.count() == 1
