"""Who comes onto a list from a sign-up page, where, and as what."""

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from meetings import importer
from meetings.importer import Standing
from meetings.models import Registration, Session
from members.models import User
from tests import factories as make
from tests.factories import DAY
from tests.meetings.importer.bringing import accounts, bring, listed, look, of, only
from tests.meetings.pages import entry, page
from vsn.mediawiki.client import Account

pytestmark = pytest.mark.django_db
Status, Visibility = Registration.Status, Registration.Visibility


def test_people_come_in_the_order_of_the_page(session: Session) -> None:
    affiliate = make.affiliate(code="WMFr")
    names = entry("Zoë (WMFR)", affiliate="WM-FR"), entry("Ana", signed_at=session.starts_at)
    [done] = bring(of(session, *names), session.meeting)
    assert (done.brought_in, done.not_in, done.taken_off) == (2, 0, 0)
    assert listed(session) == ["Zoë (WMFR)", "Ana"]
    zoe = Registration.objects.get(name="Zoë (WMFR)")
    assert (zoe.source, zoe.visibility) == (Registration.Source.IMPORT, Visibility.ANONYMOUS)
    assert zoe.affiliate == affiliate and not zoe.policy_ticked
    assert zoe.person.wikimedia_name == "Zoë (WMFR)" and not zoe.person.proved_wikimedia_name
    assert not zoe.person.acknowledgements.exists()


def test_they_come_after_everyone_who_has_a_place(session: Session, dana: User) -> None:
    """However early they signed on the wiki: nobody loses a place they were told of."""
    Session.objects.filter(pk=session.pk).update(capacity=1)
    make.sign_up(dana, session)
    bring(of(session, entry("Ana", signed_at=session.starts_at - 99 * DAY)), session.meeting)
    assert listed(session) == ["Dana", "Ana"]
    holding = Registration.objects.holding_a_place([session])
    assert [r.name for r in holding] == ["Dana"]
    assert Registration.objects.get(name="Ana").was_waiting


def test_the_same_person_on_two_lists_is_one_person(session: Session) -> None:
    second = make.session(session.meeting, starts_in=5 * DAY)
    both = page(*((s.starts_at, [entry("Ana"), entry("Bo")]) for s in (session, second)))
    assert [done.brought_in for done in bring(both, session.meeting)] == [2, 2]
    assert User.objects.filter(wikimedia_name__in=["Ana", "Bo"]).count() == 2
    assert listed(session) == listed(second) == ["Ana", "Bo"]


def test_known_people_are_found(session: Session, dana: User) -> None:
    """By the id of the account, also when it was renamed; by an address that is proved."""
    una = make.unreachable("Una")
    found = {"Una New": Account("Una New", una.wikimedia_id, emailable=True, blocked=False)}
    written = [entry("Una New"), entry(None, display_name="D.", email="Dana@example.org")]
    bring(of(session, *written), session.meeting, found)
    people = Registration.objects.in_order().values_list("person", flat=True)
    assert list(people) == [una.pk, dana.pk]
    assert User.objects.get(pk=una.pk).wikimedia_name == "Una New"


def test_an_address_is_no_name(session: Session) -> None:
    line = entry(None, email="fay@example.org", display_name="fay@example.org")
    bring(of(session, line), session.meeting)
    assert listed(session) == ["a participant"]
    assert Registration.objects.get().person.email == "fay@example.org"


@pytest.mark.parametrize(
    "address", ["fay@", "x" * 250 + "@example.org", "fay@example.org\u202e", "a b@example.org"]
)
def test_an_address_that_is_none(address: str, session: Session) -> None:
    line = entry(None, display_name="Fay", email=address)
    assert only(look(of(session, line), session.meeting)).standing == Standing.NAMELESS


def test_a_name_is_cleaned_and_cut(session: Session) -> None:
    line = entry("Ana", display_name="A\u202ena\x00\n " + "x" * 200)
    bring(of(session, line), session.meeting)
    [name] = listed(session)
    assert name.startswith("Ana x") and len(name) == 80


def test_who_was_about_to_confirm_has_confirmed_so_to_speak(session: Session) -> None:
    asked = make.sign_up_stranger("fay@example.org", session, name="Not Fay")
    line = entry(None, display_name="Fay", email="fay@example.org")
    bring(of(session, line), session.meeting)
    asked.refresh_from_db()
    assert (asked.status, asked.name) == (Status.REGISTERED, "Fay")
    assert not asked.policy_ticked and not asked.person.acknowledgements.exists()


@pytest.mark.parametrize(
    ("status", "ticked"), [("yes", True), ("maybe", True), ("no", False), ("unclear", False)]
)
def test_what_they_say_decides_what_is_proposed(
    status: str, ticked: bool, session: Session
) -> None:
    line = only(look(of(session, entry("Ana", status=status)), session.meeting))
    assert line.may_come and line.ticked is ticked


def test_affiliates_are_proposed_and_can_be_left_out(session: Session) -> None:
    affiliate = make.affiliate(code="WMAR")
    make.affiliate(code="WMXX", is_former=True)
    known, unknown = entry("Ana", affiliate="WMAR"), entry("Bo", affiliate="WMXX")
    preview = look(of(session, known, unknown), session.meeting)
    assert [line.affiliate for line in preview.tickable] == [affiliate, None]
    bring(of(session, known), session.meeting, affiliates={0: ""})
    assert Registration.objects.get().affiliate is None


def test_an_affiliate_that_was_not_proposed_is_not_taken(session: Session) -> None:
    other = make.affiliate(code="WMYY")
    bring(of(session, entry("Ana")), session.meeting, affiliates={0: str(other.pk)})
    assert Registration.objects.get().affiliate is None


@pytest.mark.parametrize("count", [1, 3, 40])
def test_a_person_costs_the_same_on_a_long_page(
    count: int, session: Session, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """Whatever can be read for all of them at once is."""
    make.exclude("Somebody else")
    make.anyone()
    names = [f"Person {number}" for number in range(count)]
    preview = look(of(session, *map(entry, names)), session.meeting, accounts(*names))
    with django_assert_num_queries(11 + 13 * count):
        importer.carry_out(preview, meeting=session.meeting, by=make.anyone(), now=timezone.now())
    assert len(listed(session)) == count
