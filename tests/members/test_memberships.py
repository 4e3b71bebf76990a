"""Joining, and every decision: who may, what follows, who is told, what is kept."""

import datetime as dt

import pytest

from members.models import Affiliation, Membership, MembershipStep, Profile, User
from members.rules import Refused, verdict
from tests import factories as make
from tests.members.applying import Role, Status, Work, apply, apply_as_staff, decide
from vsn.audit.models import Action, Entry

Kind = MembershipStep.Kind


def refused(act: str, membership: Membership, by: User, **more: object) -> str:
    """Why not; nothing was changed by asking."""
    before = Membership.objects.values().get(pk=membership.pk)
    with pytest.raises(Refused) as no:
        decide(act, membership, by, **more)
    assert Membership.objects.values().get(pk=membership.pk) == before
    assert str(no.value.refusal)
    return no.value.refusal.code


def kinds(membership: Membership) -> list[str]:
    return list(membership.steps.values_list("kind", flat=True))


# --- What the regulations say --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("work", "role", "possible", "needs_vote"),
    [
        (Work.SUPPORTS, Role.MEMBER, True, False),
        (Work.SUPPORTS, Role.LIAISON, True, False),
        (Work.FOUNDATION, Role.MEMBER, True, True),
        (Work.FOUNDATION, Role.LIAISON, True, False),
        (Work.EMPLOYED, Role.MEMBER, False, False),
        (Work.EMPLOYED, Role.LIAISON, True, False),
        (Work.OTHER, Role.MEMBER, False, False),
        (Work.OTHER, Role.LIAISON, True, False),
    ],
)
def test_who_can_be_what(work: str, role: str, possible: bool, needs_vote: bool) -> None:
    said = verdict(work, role)
    assert (said.possible, said.needs_vote) == (possible, needs_vote)
    assert str(said.sentence).endswith(".")


# --- Applying ------------------------------------------------------------------------------------


def test_applying_waits_for_the_admins_and_tells_them(ada: User, chidi: User) -> None:
    membership = apply()
    assert membership.status == Status.APPLIED and membership.applied_at
    assert kinds(membership) == [Kind.APPLIED]
    assert Entry.objects.about(membership).get().action == Action.MEMBERSHIP_APPLIED
    make.tick()
    (mail,) = make.mails_with("/moderation/")
    assert mail.to == ["ada@example.org"]
    assert "Ikram" not in mail.body + mail.subject and "newcomers" not in mail.body


def test_a_role_that_the_rules_do_not_give_is_not_applied_for(ada: User) -> None:
    with pytest.raises(Refused) as no:
        apply(role=Role.MEMBER, work=Work.OTHER)
    assert no.value.refusal.code == "role"
    assert not Membership.objects.exists() and not MembershipStep.objects.exists()


def test_nobody_applies_twice(ada: User, chidi: User) -> None:
    membership = apply()
    for who, code in ((membership.person, "waiting"), (chidi, "active")):
        with pytest.raises(Refused) as no:
            apply(who)
        assert no.value.refusal.code == code
    assert Membership.objects.get(pk=membership.pk).revision == membership.revision


@pytest.mark.parametrize("ended", ["decline", "withdraw", "end"])
def test_applying_again(ended: str, ada: User) -> None:
    membership = apply()
    if ended == "withdraw":
        decide("withdraw", membership, membership.person)
    elif ended == "decline":
        decide("decline", membership, ada, reason="Not yet.")
    else:
        decide("approve", membership, ada, role=Role.LIAISON)
        decide("end", membership, ada, reason="")
    again = apply(membership.person, statement="Now I do.")
    assert again.pk == membership.pk and again.status == Status.APPLIED
    assert again.statement == "Now I do." and again.decided_at is None
    assert kinds(again)[-1] == Kind.APPLIED


def test_a_question_and_its_answer(ada: User) -> None:
    membership = apply()
    decide("ask", membership, ada, text="Which affiliate do you mean?")
    assert membership.status == Status.ASKED
    make.tick()
    (mail,) = make.mails(membership.person.email)
    assert "Which affiliate do you mean?" in mail.body and "/members/application/" in mail.body
    decide("answer", membership, membership.person, text="The one in Ghana.")
    assert membership.status == Status.APPLIED
    assert kinds(membership) == [Kind.APPLIED, Kind.ASKED, Kind.ANSWERED]
    make.tick()
    # One mail: the application was no longer waiting when the first would have gone out.
    assert len(make.mails_with("/moderation/", ada.email)) == 1


def test_only_the_applicant_answers_and_withdraws(ada: User, chidi: User) -> None:
    membership = apply()
    decide("ask", membership, ada, text="Why?")
    assert refused("answer", membership, chidi, text="x") == "another"
    assert refused("withdraw", membership, ada) == "another"


# --- Deciding ------------------------------------------------------------------------------------


def test_approving_staff_who_support_volunteers(ada: User) -> None:
    membership = apply_as_staff(country="Ghana")
    decide("approve", membership, ada, role=Role.MEMBER)
    assert (membership.status, membership.role) == (Status.ACTIVE, Role.MEMBER)
    assert membership.decided_by == ada and membership.since == make.now().date()
    tie = Affiliation.objects.get(person=membership.person)
    assert tie.affiliate == membership.affiliate and tie.job_title == "Community support"
    entry = membership.profile
    assert entry.name == "Ikram" and entry.country == "Ghana"
    assert {entry.shown_to, entry.about_shown_to, entry.affiliations_shown_to} == {"members"}
    make.tick()
    (mail,) = make.mails(membership.person.email)
    assert "you are a member" in mail.body and "/members/" in mail.body
    assert Entry.objects.about(membership).first().actor == ada


def test_approving_twice_makes_one_tie_and_one_entry(ada: User) -> None:
    membership = apply_as_staff()
    decide("approve", membership, ada, role=Role.MEMBER)
    decide("end", membership, ada, reason="")
    apply_as_staff(membership.person, affiliate=membership.affiliate)
    decide("approve", membership, ada, role=Role.MEMBER)
    assert Affiliation.objects.count() == Profile.objects.count() == 1


def test_a_user_name_can_be_longer_than_a_name(ada: User) -> None:
    person = make.unreachable("", wikimedia_name="W" * 200)
    decide("approve", apply(person), ada, role=Role.LIAISON)
    assert Profile.objects.get().name == "W" * 80


def test_a_role_that_the_rules_do_not_give_is_not_given(ada: User) -> None:
    membership = apply()
    assert refused("approve", membership, ada, role=Role.MEMBER) == "role"
    decide("approve", membership, ada, role=Role.LIAISON)
    assert membership.role == Role.LIAISON


def test_staff_of_an_affiliate_nobody_knows(ada: User) -> None:
    membership = apply_as_staff(affiliate=None, affiliate_named="Wikimedians of Example")
    assert refused("approve", membership, ada, role=Role.MEMBER) == "affiliate"
    known = make.affiliate("Wikimedians of Example")
    decide("place", membership, ada, affiliate=known)
    assert membership.affiliate == known and membership.affiliate_named == ""
    decide("approve", membership, ada, role=Role.MEMBER)
    assert membership.status == Status.ACTIVE


@pytest.mark.parametrize(("votes", "member"), [((7, 2), True), ((2, 7), False), ((3, 3), False)])
def test_the_members_vote_about_staff_of_the_foundation(
    votes: tuple[int, int], member: bool, ada: User
) -> None:
    membership = apply(role=Role.MEMBER, work=Work.FOUNDATION)
    assert refused("approve", membership, ada, role=Role.MEMBER) == "vote"
    day = make.now().date() - dt.timedelta(days=1)
    decide(
        "record_vote", membership, ada,
        votes_for=votes[0], votes_against=votes[1], voted_on=day,
    )  # fmt: skip
    assert Entry.objects.about(membership).first().data == {
        "votes_for": votes[0],
        "votes_against": votes[1],
    }
    if member:
        decide("approve", membership, ada, role=Role.MEMBER)
        assert membership.role == Role.MEMBER
    else:
        assert refused("approve", membership, ada, role=Role.MEMBER) == "vote"
        decide("approve", membership, ada, role=Role.LIAISON)


def test_a_vote_counts_for_the_application_it_was_about(ada: User) -> None:
    membership = apply(role=Role.MEMBER, work=Work.FOUNDATION)
    day = make.now().date()
    decide("record_vote", membership, ada, votes_for=5, votes_against=0, voted_on=day)
    decide("decline", membership, ada, reason="They left.")
    apply(membership.person, role=Role.MEMBER, work=Work.FOUNDATION)
    assert refused("approve", membership, ada, role=Role.MEMBER) == "vote"


def test_declining_says_why(ada: User) -> None:
    membership = apply()
    decide("decline", membership, ada, reason="We could not find out who you are.")
    assert membership.status == Status.DECLINED
    make.tick()
    (mail,) = make.mails(membership.person.email)
    assert "We could not find out who you are." in mail.body
    assert not Profile.objects.filter(membership=membership).exists()


def test_no_longer_active_and_back(ada: User) -> None:
    membership = apply()
    decide("approve", membership, ada, role=Role.LIAISON)
    decide("end", membership, ada, reason="You told us.")
    assert membership.status == Status.INACTIVE and membership.until == make.now().date()
    decide("reinstate", membership, ada)
    assert membership.status == Status.ACTIVE and membership.until is None
    assert kinds(membership)[-2:] == [Kind.ENDED, Kind.REINSTATED]


ALL_ACTS = {
    "approve": {"role": Role.LIAISON},
    "ask": {"text": "x"},
    "decline": {"reason": "x"},
    "record_vote": {"votes_for": 1, "votes_against": 0, "voted_on": dt.date(2026, 1, 1)},
}


@pytest.mark.parametrize("act", ALL_ACTS)
def test_nobody_decides_about_themselves_and_only_admins_decide(
    act: str, ada: User, chidi: User
) -> None:
    own = apply(ada)
    assert refused(act, own, ada, **ALL_ACTS[act]) == "oneself"
    assert refused(act, apply(), chidi, **ALL_ACTS[act]) == "no_admin"


def test_nobody_ends_or_reinstates_themselves(ada: User) -> None:
    membership = make.membership(ada)
    assert refused("end", membership, ada, reason="") == "oneself"
    Membership.objects.update(status=Status.INACTIVE)
    assert refused("reinstate", membership, ada) == "oneself"


@pytest.mark.parametrize(
    ("status", "act"),
    [
        (Status.ACTIVE, "approve"),
        (Status.WITHDRAWN, "approve"),
        (Status.DECLINED, "ask"),
        (Status.INACTIVE, "decline"),
        (Status.APPLIED, "end"),
        (Status.ACTIVE, "reinstate"),
    ],
)
def test_what_cannot_be_done_any_more(status: str, act: str, ada: User) -> None:
    membership = apply()
    Membership.objects.update(status=status)
    more = {**ALL_ACTS, "end": {"reason": ""}, "reinstate": {}}[act]
    assert refused(act, membership, ada, **more) == "status"


def test_the_second_of_two_admins_is_told(ada: User) -> None:
    bea = make.person(name="Bea", is_staff=True)
    membership = apply()
    seen = membership.revision
    decide("decline", membership, ada, reason="No.", seen=seen)
    assert refused("approve", membership, bea, role=Role.LIAISON, seen=seen) == "changed"
    assert kinds(membership) == [Kind.APPLIED, Kind.DECLINED]


def test_deciding_about_what_the_applicant_has_just_changed(ada: User) -> None:
    membership = apply()
    seen = membership.revision
    decide("withdraw", membership, membership.person)
    assert refused("approve", membership, ada, role=Role.LIAISON, seen=seen) == "changed"
