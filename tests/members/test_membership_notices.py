"""Who is told what of a membership, and what remains when somebody is forgotten."""

import pytest

from meetings.actions import forget_person
from members.models import Membership, MembershipStep, User
from tests import factories as make
from tests.members.applying import Role, Status, apply, decide, member
from vsn.audit.models import Entry
from vsn.outbox.models import Delivery


def test_whom_nothing_reaches_is_owed_nothing_and_finds_it_on_their_page(ada: User) -> None:
    membership = apply(make.unreachable())
    decide("decline", membership, ada, reason="No.")
    assert not Delivery.objects.filter(recipient=membership.person).exists()


def test_a_question_that_was_withdrawn_from_is_not_sent(ada: User) -> None:
    membership = apply()
    decide("ask", membership, ada, text="Why?")
    decide("withdraw", membership, membership.person)
    make.tick()
    assert not make.mails(membership.person.email)


def test_someone_who_is_no_admin_any_more_hears_of_no_application(ada: User) -> None:
    apply()
    User.objects.filter(pk=ada.pk).update(is_staff=False)
    make.tick()
    assert not make.mails()


def test_messages_are_in_the_language_of_the_reader(ada: User) -> None:
    membership = apply(make.person(name="Inés", language="es"))
    decide("approve", membership, ada, role=Role.LIAISON)
    make.tick()
    (mail,) = make.mails(membership.person.email)
    html = str(mail.alternatives[0][0])
    assert 'lang="es"' in html


def test_a_decision_that_was_followed_by_another_is_not_sent(ada: User) -> None:
    """Whoever applied again hears of the new decision, not of the old one a second time."""
    person = make.person(name="Ikram")
    decide("decline", apply(person), ada, reason="The old reason.")
    decide("decline", apply(person), ada, reason="The new reason.")
    make.tick()
    (mail,) = make.mails(person.email)
    assert "The new reason." in mail.body


def test_two_questions_at_once_are_both_asked(ada: User) -> None:
    membership = apply()
    decide("ask", membership, ada, text="Where?")
    decide("ask", membership, ada, text="Since when?")
    make.tick()
    assert len(make.mails(membership.person.email)) == 2


@pytest.mark.parametrize("shown_to", ["public", "nobody"])
def test_who_comes_back_is_told_that_their_entry_is_as_it_was(shown_to: str, ada: User) -> None:
    membership = member("Ikram", shown_to=shown_to)
    decide("end", membership, ada, reason="")
    decide("approve", apply(membership.person), ada, role=Role.LIAISON)
    make.tick()
    mail = make.mails(membership.person.email)[-1]
    assert "as you left it" in mail.body and "only members see" not in mail.body


# --- Forgetting ----------------------------------------------------------------------------------


def test_who_is_forgotten_leaves_no_application_behind(ada: User) -> None:
    membership = apply(statement="My secret statement.")
    decide("ask", membership, ada, text="Ikram, why?")
    forget_person(person=membership.person, now=make.now())
    assert not Membership.objects.exists() and not MembershipStep.objects.exists()
    assert "Ikram" not in str(list(Entry.objects.values()))


def test_an_admin_who_is_forgotten_leaves_their_decisions(ada: User) -> None:
    membership = apply()
    bea = make.person(name="Bea", is_staff=True)
    decide("decline", membership, bea, reason="No.")
    forget_person(person=bea, now=make.now())
    membership.refresh_from_db()
    assert membership.status == Status.DECLINED and membership.decided_by is None
