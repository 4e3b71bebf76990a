"""The exclusion list: two admins for everything, one who cannot keep anybody out alone for long,
and nothing on any page that says whom it is about."""

from functools import partial

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from meetings.models import Meeting
from members import actions
from members.models import Exclusion, ExclusionStep, User
from members.rules import Refused, identity, is_excluded, is_excluded_from_everything
from members.rules.exclusions import ONCE_IN, PROVISIONAL
from tests import factories as make
from tests.factories import DAY
from tests.meetings.actions.side_by_side import while_held
from tests.members.excluding import MALLORY, decide, now_of, propose, refused
from tests.members.inbox import waits
from tests.visitors import text, visitor
from vsn.audit.models import Action, Entry

State = Exclusion.State


@pytest.fixture
def bea(ada: User) -> User:
    """The second admin."""
    return make.person("bea@example.org", name="Bea", is_staff=True)


@pytest.fixture
def mallory(policy: object) -> User:
    return make.person(MALLORY, name="Mallory")


# --- Two admins ----------------------------------------------------------------------------------


def test_from_everything_nobody_is_kept_by_one_admin(ada: User, bea: User, mallory: User) -> None:
    made = propose(ada)
    assert not is_excluded_from_everything(mallory, make.now())
    assert refused("confirm", made, ada) == "own"
    decide("confirm", made, bea)
    assert is_excluded_from_everything(mallory, make.now())
    assert now_of(made).confirmed_by == bea
    kinds = [step.kind for step in made.steps.all()]
    assert kinds == [ExclusionStep.Kind.PROPOSED, ExclusionStep.Kind.CONFIRMED]


def test_the_other_admins_are_asked_and_not_told_whom(ada: User, bea: User) -> None:
    propose(ada, reason="canary reason")
    make.tick()
    [told] = make.mails()
    assert told.to == ["bea@example.org"] and "second admin" in told.subject
    for word in ("mallory", "canary"):
        assert word not in (told.subject + told.body).lower()
    make.tick()
    assert len(make.mails()) == 1


def test_what_is_decided_meanwhile_is_not_asked_any_more(ada: User, bea: User) -> None:
    decide("drop", propose(ada), ada, note="A mistake.")
    make.tick()
    assert not make.mails()


def test_what_is_not_agreed_never_holds(ada: User, bea: User, mallory: User) -> None:
    made = propose(ada, urgent=True)
    assert is_excluded_from_everything(mallory, make.now())
    decide("drop", made, bea, note="Not enough.")
    assert not is_excluded_from_everything(mallory, make.now())
    assert refused("confirm", made, bea) == "state"
    assert now_of(made).state == State.DROPPED


def test_an_urgent_one_holds_for_a_while_and_not_a_second_time(
    ada: User, bea: User, mallory: User
) -> None:
    made = propose(ada, urgent=True)
    for later, holds in ((DAY, True), (PROVISIONAL + DAY, False)):
        assert is_excluded_from_everything(mallory, make.now() + later) is holds
    decide("drop", made, ada, note="Again?")
    with pytest.raises(Refused) as no:
        propose(ada, urgent=True)
    assert no.value.refusal.code == "urgent"
    Exclusion.objects.update(provisional_until=make.now() - ONCE_IN - DAY)
    assert propose(ada, urgent=True).in_force(make.now())


@pytest.mark.parametrize("also", ["second@example.org", "Mallory M", "#4711"])
def test_nor_a_second_time_under_another_name_of_the_same_person(
    also: str, ada: User, bea: User, mallory: User
) -> None:
    User.objects.filter(pk=mallory.pk).update(
        wikimedia_name="Mallory M", wikimedia_id=4711, wikimedia_proved_at=make.now()
    )
    for address in (MALLORY, "second@example.org"):
        EmailAddress.objects.update_or_create(
            user=mallory, email=address, defaults={"verified": True}
        )
    decide("drop", propose(ada, urgent=True), bea, note="No.")
    with pytest.raises(Refused) as no:
        propose(ada, who=also, urgent=True)
    assert no.value.refusal.code == "urgent"


def test_once_agreed_an_urgent_one_does_not_run_out(ada: User, bea: User, mallory: User) -> None:
    decide("confirm", propose(ada, urgent=True), bea)
    assert is_excluded_from_everything(mallory, make.now() + PROVISIONAL + DAY)


@pytest.mark.parametrize("scope", ["meeting", "affiliate"])
def test_one_admin_is_enough_for_less(
    ada: User, mallory: User, meeting: Meeting, scope: str
) -> None:
    affiliate = make.affiliate()
    where = {"meeting": {"meeting_uid": meeting.uid}, "affiliate": {"affiliate": affiliate}}
    propose(ada, scope=scope, **where[scope])
    for uid, platform, out in (
        (meeting.uid, affiliate.pk, True), (make.meeting().uid, None, False)
    ):  # fmt: skip
        found = is_excluded(mallory, meeting_uid=uid, affiliate_id=platform, now=make.now())
        assert found is out


@pytest.mark.parametrize("act", ["confirm", "drop"])
def test_nobody_decides_about_themselves(ada: User, bea: User, act: str) -> None:
    made = propose(ada, who="BEA+x@example.org")
    more = {"note": "No."} if act == "drop" else {}
    assert refused(act, made, bea, **more) == "oneself"
    with pytest.raises(Refused):
        propose(ada, who="ada@example.org")


def test_who_is_no_admin_decides_nothing(ada: User, ben: User) -> None:
    assert refused("confirm", propose(ada), ben) == "no_admin"


@pytest.mark.django_db(transaction=True)
def test_two_admins_agree_and_do_not_agree_at_once() -> None:
    make.policy()
    ada, bea, cyd = (make.person(name=name, is_staff=True) for name in ("Ada", "Bea", "Cyd"))
    made = propose(ada)
    seen = {"exclusion": made, "seen": made.revision, "now": make.now()}
    while_held(
        made,
        partial(actions.confirm_exclusion, by=bea, **seen),
        partial(actions.drop_exclusion, by=cyd, note="No.", **seen),
    )
    decided = now_of(made)
    last = made.steps.order_by("pk").last().kind
    assert made.steps.count() == 2
    assert (decided.state, last) in {("agreed", "confirmed"), ("dropped", "dropped")}


# --- Its life ------------------------------------------------------------------------------------


def test_of_whom_it_is_about_only_a_hash_is_kept(ada: User) -> None:
    made = propose(ada, who="Mallory+tag@Example.org")
    assert made.identity == identity(MALLORY)
    for stored in (Exclusion.objects.values().get(), Entry.objects.values().get()):
        assert "mallory" not in str(stored).lower()


def test_twice_the_same_is_refused(ada: User) -> None:
    propose(ada)
    with pytest.raises(Refused) as no:
        propose(ada, who="MALLORY@example.org")
    assert no.value.refusal.code == "known"


def test_what_was_renamed_is_lifted_with_it(ada: User, bea: User) -> None:
    """A copy under another name stands and falls with its original: agreed, reviewed, lifted."""
    made = propose(ada, who="Old Name")
    actions.carry_over(of="Old Name", to="New Name")
    actions.carry_over(of="New Name", to="#77")
    actions.carry_over(of="Old Name", to="New Name")  # again: known
    assert Exclusion.objects.filter(copy_of=made).count() == 2
    decide("confirm", made, bea)
    assert Exclusion.objects.in_force(make.now()).count() == 3
    day = make.now().date() + 90 * DAY
    decide("review", made, ada, note="Still.", review_on=day)
    assert set(Exclusion.objects.values_list("review_on", flat=True)) == {day}
    decide("lift", made, ada, note="We talked.")
    assert not Exclusion.objects.in_force(make.now()).exists()
    assert Entry.objects.filter(action=Action.EXCLUSION_LIFTED).count() == 1
    assert refused("lift", made, ada) == "over"


def test_a_copy_made_of_a_lifted_one_does_not_hold(ada: User, bea: User) -> None:
    made = make.exclude("Old Name")
    decide("lift", made, ada)
    actions.carry_over(of="Old Name", to="New Name")
    assert not Exclusion.objects.in_force(make.now()).exists()


def test_who_comes_second_is_told(ada: User, bea: User) -> None:
    made = make.exclude(MALLORY)
    decide("lift", made, ada)
    with pytest.raises(Refused) as no:
        actions.lift_exclusion(exclusion=made, by=bea, seen=0, now=make.now())
    assert no.value.refusal.code == "changed"


def test_who_agreed_is_told_when_another_one_lifts_it(
    ada: User, bea: User, meeting: Meeting
) -> None:
    made = propose(ada, reason="canary reason")
    decide("confirm", made, bea)
    page = text(visitor(ada).get(reverse("members:exclusion", args=[made.pk])))
    assert "One admin is enough to lift it; the others are told at once." in page
    decide("lift", made, ada, note="canary note")
    make.tick()
    [told] = make.mails()
    assert told.to == ["bea@example.org"] and "lifted" in told.subject
    assert f"/exclusions/{made.pk}/" in told.body
    for word in ("mallory", "canary"):
        assert word not in (told.subject + told.body).lower()
    make.tick()
    assert len(make.mails()) == 1, "once"
    decide("lift", propose(ada, scope="meeting", meeting_uid=meeting.uid), ada)
    make.tick()
    assert len(make.mails()) == 1, "of less one admin decides alone"


def test_nobody_is_told_of_what_was_lifted_when_they_are_no_admin_any_more(
    ada: User, bea: User
) -> None:
    made = propose(ada)
    decide("confirm", made, bea)
    decide("lift", made, ada)
    User.objects.filter(pk=bea.pk).update(is_staff=False)
    make.tick()
    assert not make.mails()


# --- The inbox ---------------------------------------------------------------------------------


def test_what_waits_is_in_the_inbox(ada: User, bea: User, chidi: User) -> None:
    made = propose(ada, review_on=make.now().date() + 30 * DAY)
    assert "confirm" not in waits(ada)  # her own
    assert waits(bea)["confirm"] == 1
    assert not {"confirm", "review"} & set(waits(chidi))
    decide("confirm", made, bea)
    assert not {"confirm", "review"} & set(waits(bea))
    assert waits(ada, 31 * DAY)["review"] == 1
    page = text(visitor(bea).get(reverse("members:moderation")))
    assert "Exclusions to agree to" not in page
