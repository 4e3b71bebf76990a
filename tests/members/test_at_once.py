"""Two at once: one is first, the other is told, and nothing is half done."""

from functools import partial

import pytest

from members import actions
from members.actions import affiliations, memberships, my_data
from members.models import Affiliate, Affiliation, Membership, MembershipStep, User
from members.rules import Refused
from tests import factories as make
from tests.meetings.actions.side_by_side import while_held
from tests.members.applying import Role, application, apply
from vsn.audit.models import Action, Entry
from vsn.outbox.models import Delivery

pytestmark = pytest.mark.django_db(transaction=True)
Kind = MembershipStep.Kind


def admin(name: str) -> User:
    return make.person(name=name, is_staff=True)


def test_two_admins_decide_at_once() -> None:
    ada, bea = admin("Ada"), admin("Bea")
    membership = apply()
    seen = {"membership": membership, "seen": membership.revision, "now": make.now()}
    while_held(
        membership,
        partial(memberships.approve, role=Role.LIAISON, by=ada, **seen),
        partial(memberships.decline, reason="No.", by=bea, **seen),
    )
    decided = membership.steps.exclude(kind=Kind.APPLIED).get()
    assert decided.kind in {Kind.APPROVED, Kind.DECLINED}
    about_it = Entry.objects.about(membership)
    assert about_it.exclude(action=Action.MEMBERSHIP_APPLIED).count() == 1
    assert Delivery.objects.filter(recipient=membership.person).count() == 1


def test_the_applicant_withdraws_while_an_admin_approves() -> None:
    ada = admin("Ada")
    membership = apply()
    seen = {"membership": membership, "seen": membership.revision, "now": make.now()}
    while_held(
        membership,
        partial(memberships.withdraw, by=membership.person, **seen),
        partial(memberships.approve, role=Role.LIAISON, by=ada, **seen),
    )
    assert membership.steps.count() == 2


def test_applying_twice_at_once() -> None:
    who = make.person()
    twice = partial(memberships.apply, person=who, application=application(), now=make.now())
    while_held(who, twice, twice)
    membership = Membership.objects.get()
    assert [step.kind for step in membership.steps.all()] == [Kind.APPLIED]


def test_two_admins_cannot_remove_each_other() -> None:
    ada, bea = admin("Ada"), admin("Bea")
    while_held(
        ada,
        partial(actions.unmake_admin, person=bea, by=ada, now=make.now()),
        partial(actions.unmake_admin, person=ada, by=bea, now=make.now()),
    )
    assert User.objects.filter(is_staff=True).count() == 1


def test_two_affiliates_are_merged_both_ways_at_once() -> None:
    ada, one, two = admin("Ada"), make.affiliate(), make.affiliate()
    for affiliate in (one, two):
        Affiliation.objects.create(person=make.person(), affiliate=affiliate)
    merge = partial(actions.merge_affiliates, by=ada, now=make.now())
    while_held(one, partial(merge, kept=one, gone=two), partial(merge, kept=two, gone=one))
    left = Affiliate.objects.get()
    assert left.affiliations.count() == 2


def test_an_affiliation_that_is_sent_twice_stands_there_once() -> None:
    who, here, now = make.membership(make.person()).person, make.affiliate(), make.now()
    ties = [Affiliation(person=who, affiliate=here) for _sent in range(2)]
    while_held(
        who, *(partial(affiliations.say_affiliation, tie=tie, by=who, now=now) for tie in ties)
    )
    assert Affiliation.objects.count() == 1


def test_a_duty_that_was_taken_away_meanwhile_does_not_come_back() -> None:
    who, now = make.membership(make.person()).person, make.now()
    tie = Affiliation.objects.create(person=who, affiliate=make.affiliate(), receives_reports=True)
    Affiliation.objects.update(receives_reports=False)
    tie.job_title = "Coordinator"
    affiliations.say_affiliation(tie=tie, by=who, now=now)
    assert not Affiliation.objects.get().receives_reports
    Affiliation.objects.all().delete()
    with pytest.raises(Refused):
        affiliations.say_affiliation(tie=tie, by=who, now=now)
    assert not Affiliation.objects.exists()


def test_of_two_who_run_a_meeting_together_only_one_can_go() -> None:
    make.policy()
    pair = [make.person(name=name) for name in ("One", "Two")]
    meeting = make.session(make.meeting(facilitators=pair)).meeting
    now = make.now()
    while_held(pair[0], *(partial(my_data.delete_me, person=one, now=now) for one in pair))
    assert meeting.facilitations.count() == 1
