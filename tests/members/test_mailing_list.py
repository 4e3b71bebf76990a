"""The mailing list, which is kept elsewhere: whom to add, whom to take off, and who did it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from email.utils import parseaddr
from functools import partial

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from meetings.actions import forget_person
from members.actions import mailing_list as acts
from members.models import Exclusion, ListAddress, ListRun, Membership, User
from members.rules import Refused
from tests import factories as make
from tests.meetings.actions.side_by_side import while_held
from tests.meetings.actions.test_people import tables_that_hold
from tests.members.inbox import waits
from tests.test_queries import queries
from tests.visitors import text, visitor
from vsn.audit.models import Action, Entry

PAGE = "/moderation/mailing-list/"


@pytest.fixture
def admin(ada: User) -> Client:
    return visitor(ada)


def wants(name: str, email: str = "", **fields: object) -> User:
    """A member who wants the list."""
    who = make.person(email or f"{name.lower()}@example.org", name=name, **fields)
    make.membership(who, wants_list=True)
    return who


def todo() -> acts.Changes:
    return acts.changes(make.now())


def done(by: User) -> ListRun:
    return acts.mark_done(seen=todo().fingerprint, by=by, now=make.now())


# --- Who is on it --------------------------------------------------------------------------------


def test_only_members_who_asked_for_it_with_a_proved_address(policy: object) -> None:
    wants("Ana")
    wants("Not Proved", "not@example.org", proved=False)
    make.membership(make.person("silent@example.org"))  # never asked
    for status in ("applied", "inactive", "declined"):
        make.membership(make.person(f"{status}@example.org"), wants_list=True, status=status)
    wants("Closed", is_active=False)
    wants("Excluded", "Excluded+list@example.org")
    make.exclude("excluded@example.org")
    assert todo().add == {"ana@example.org": "Ana"} and not todo().remove


def test_the_first_proved_address_is_taken(policy: object) -> None:
    ana = wants("Ana", proved=False)
    EmailAddress.objects.create(user=ana, email="Work@example.org", verified=True)
    assert list(todo().add) == ["work@example.org"]


def test_what_is_done_goes_and_what_changes_comes(ada: User) -> None:
    ana, bo = wants("Ana"), wants("Bo")
    run = done(ada)
    assert (run.number, run.added, run.removed, run.by) == (1, 2, 0, ada)
    assert not todo().add and not todo().remove
    Membership.objects.filter(person=bo).update(status="inactive")
    EmailAddress.objects.filter(user=ana).update(email="new@example.org")
    assert list(todo().add) == ["new@example.org"]
    assert todo().remove == ("ana@example.org", "bo@example.org")
    assert (done(ada).number, ListAddress.objects.get().address) == (2, "new@example.org")
    data = Entry.objects.filter(action=Action.LIST_DONE).first().data
    assert data == {"added": 1, "removed": 2}


def test_who_was_forgotten_is_taken_off_and_then_nothing_of_them_is_left(ada: User) -> None:
    ana = wants("Ana")
    done(ada)
    forget_person(person=ana, now=make.now())
    assert todo().remove == ("ana@example.org",)
    # It is all there is of them: an address that the table does not show, and not whose it was.
    assert {field.name for field in ListAddress._meta.get_fields()} == {"id", "keyed", "locked"}
    assert tables_that_hold("ana@") == []
    assert waits(ada)["list"] == 1
    done(ada)
    assert not ListAddress.objects.exists()
    assert "ana@" not in str(list(ListRun.objects.values()) + list(Entry.objects.values()))


def test_what_was_not_shown_is_not_marked_as_done(ada: User) -> None:
    wants("Ana")
    seen = todo().fingerprint
    wants("Bo")
    with pytest.raises(Refused):
        acts.mark_done(seen=seen, by=ada, now=make.now())
    assert not ListRun.objects.exists() and not ListAddress.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_admins_at_once() -> None:
    make.policy()
    ada, bea = (make.person(name=name, is_staff=True) for name in ("Ada", "Bea"))
    wants("Ana")
    done(ada)
    wants("Bo")
    seen = todo().fingerprint
    both = [partial(acts.mark_done, seen=seen, by=by, now=make.now()) for by in (ada, bea)]
    while_held(ListRun.objects.get(), *both)
    assert ListRun.objects.count() == ListAddress.objects.count() == 2
    with pytest.raises(Refused):
        acts.mark_done(seen=seen, by=bea, now=make.now())


def test_the_inbox_counts_what_the_page_shows(ada: User) -> None:
    wants("Ana")
    wants("Not Proved", "not@example.org", proved=False)
    wants("Excluded", "excluded@example.org")
    make.exclude("excluded@example.org")
    assert waits(ada).get("list", 0) == len(todo().add) == 1
    done(ada)
    assert waits(ada).get("list", 0) == 0
    EmailAddress.objects.filter(email="ana@example.org").update(email="new@example.org")
    assert waits(ada).get("list", 0) == len(todo().add) + len(todo().remove) == 2


def test_counting_asks_as_much_for_many(
    ada: User, django_assert_num_queries: Callable[[int], AbstractContextManager]
) -> None:
    wants("Excluded", "excluded@example.org")
    make.exclude("excluded@example.org")
    for count, name in enumerate(("Ana", "Bo", "Cy"), start=1):
        wants(name)
        with django_assert_num_queries(4):
            assert waits(ada) == {"list": count}
    Exclusion.objects.all().delete()
    with django_assert_num_queries(2):
        assert waits(ada) == {"list": 4}
    done(ada)
    with django_assert_num_queries(1):
        assert not waits(ada), "nobody is new"


# --- Files for Mailman ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "address", "line"),
    [
        ("Ana", "ana@example.org", '"Ana" <ana@example.org>'),
        ("Zoë Ω", "zoe@example.org", '"Zoë Ω" <zoe@example.org>'),
        ("", "ana@example.org", "ana@example.org"),
        ('=HYPERLINK("x")', "ana@example.org", '"=HYPERLINK(x)" <ana@example.org>'),
        ("Doe, Jo\nx@y.org", "jo@example.org", '"Doe, Jo x@y.org" <jo@example.org>'),
        ("# no comment", "a@example.org", '"# no comment" <a@example.org>'),
        ("", "#a@example.org", "<#a@example.org>"),
        ("", "=1+1@example.org", "<=1+1@example.org>"),
    ],
)
def test_a_line_as_mailman_reads_it(name: str, address: str, line: str) -> None:
    """By Python's `parseaddr`; a line that begins with # would be skipped, one with = is a formula
    where somebody opens it in a spreadsheet."""
    made = acts.as_member(address, name)
    assert made == line and "\n" not in made
    assert parseaddr(made)[1] == address
    assert made[0] not in "#=+-@"


def test_the_files_hold_what_they_say_and_leave_a_trace(admin: Client, ada: User) -> None:
    wants("Ana")
    wants("Bo")
    done(ada)
    wants("Cy")
    Membership.objects.filter(person__name="Bo").update(wants_list=False)
    expected = {
        "add": '"Cy" <cy@example.org>\n',
        "remove": "bo@example.org\n",
        "everyone": '"Ana" <ana@example.org>\n"Cy" <cy@example.org>\n',
    }
    for name, lines in expected.items():
        answer = admin.post(reverse("members:mailing_list_file", args=[name]))
        assert answer.content.decode() == lines
        assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
        assert f"mailing-list-{name}.txt" in answer.headers["Content-Disposition"]
        assert "no-store" in answer.headers["Cache-Control"]
    assert admin.post(reverse("members:mailing_list_file", args=["all"])).status_code == 404
    entries = Entry.objects.filter(action=Action.LIST_EXPORTED)
    assert [entry.data for entry in entries.order_by("pk")] == [
        {"file": "add", "lines": 1},
        {"file": "remove", "lines": 1},
        {"file": "everyone", "lines": 2},
    ]


# --- The pages -----------------------------------------------------------------------------------


def test_an_admin_sees_what_to_do_and_says_that_it_is_done(admin: Client) -> None:
    wants("Ana")
    page = text(admin.get(PAGE))
    assert "ana@example.org" in page and "No mailing list is set" in page
    answer = admin.post(PAGE, {"seen": todo().fingerprint}, follow=True)
    assert "1 added, 0 removed" in text(answer) and "ana@example.org" not in text(answer)
    again = admin.post(PAGE, {"seen": "0" * 16})
    assert again.status_code == 409 and "another admin was quicker" in text(again)


def test_a_member_says_whether_they_want_it(chidi: User, settings: object) -> None:
    settings.MAILING_LIST_ADDRESS = "list@example.org"
    client = visitor(chidi)
    for answer, wanted in (("yes", True), ("no", False)):
        form = {"wants": answer, "next": "/members/profile/#mailing-list"}
        sent = client.post(reverse("members:want_list"), form)
        assert sent.headers["Location"] == "/members/profile/#mailing-list"
        chidi.membership.refresh_from_db()
        assert chidi.membership.wants_list is wanted
    sent = client.post(reverse("members:want_list"), {"wants": "yes", "next": "//evil.example/"})
    assert sent.headers["Location"] == reverse("members:profile")
    saved = Entry.objects.filter(action=Action.SETTINGS_SAVED, actor=chidi)
    assert saved.count() == 3


def test_nobody_wants_it_without_having_said_so(chidi: User) -> None:
    assert chidi.membership.wants_list is False


def test_lists_do_not_ask_more_for_more_rows(admin: Client, ada: User) -> None:
    def one_more(name: str) -> None:
        wants(name)
        done(ada)
        wants(f"{name} too", f"{name}2@example.org")

    one_more("Ana")
    one = queries(admin, PAGE)
    one_more("Bo")
    one_more("Cy")
    assert queries(admin, PAGE) == one
