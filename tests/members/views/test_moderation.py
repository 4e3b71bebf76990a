"""The inbox of the admins: everything on one page, the oldest first, and nothing behind it."""

import datetime as dt

import pytest

from meetings.models import Report
from members.actions.profiles import save_entry
from members.models import Membership, User
from tests import factories as make
from tests.members.applying import Role, Status, apply, apply_as_staff, decide, member
from tests.test_queries import queries
from tests.visitors import text, visitor
from vsn.audit.models import Action, Entry

INBOX = "/moderation/"


def at(membership: Membership, act: str = "") -> str:
    return f"/moderation/members/{membership.person.handle}/{act and act + '/'}"


def waiting_since(membership: Membership, days: int) -> None:
    Membership.objects.filter(pk=membership.pk).update(applied_at=make.now() - dt.timedelta(days))


def test_the_oldest_is_first_and_open(ada: User) -> None:
    for name, days in (("Jun", 1), ("Ikram", 3), ("Kalina", 2)):
        waiting_since(apply(make.person(name=name)), days)
    page = text(visitor(ada).get(INBOX))
    names = ["Jun", "Kalina", "Ikram"]
    in_order = sorted(names, key=lambda name: page.index(f"{name} wants to join"))
    assert in_order == ["Ikram", "Kalina", "Jun"]
    assert '<h2 id="who">Ikram</h2>' in page and "3\xa0days" in page


def test_nothing_waits(ada: User) -> None:
    assert "Nothing waits." in text(visitor(ada).get(INBOX))


@pytest.mark.parametrize("waiting", [0, 3])
def test_the_count_in_the_navigation_is_for_admins(waiting: int, ada: User, chidi: User) -> None:
    for _one in range(waiting):
        apply(make.person())
    for page in (text(visitor(chidi).get("/")), text(visitor().get("/"))):
        assert "Moderation" not in page and 'class="count"' not in page
    page = text(visitor(ada).get("/"))
    assert "Moderation" in page and ('class="count"' in page) == bool(waiting)


def test_reports_that_this_admin_may_read_wait_there_too(ada: User, ben: User) -> None:
    session = make.session(make.meeting(title="The workshop", facilitators=(ben,)))
    make.report(session=session, text="canary text")
    make.report(text="canary for Ben", session=session, addressee="facilitator")
    page = text(visitor(ada).get(INBOX))
    assert page.count("Report: The workshop") == 1 and "canary" not in page
    Report.objects.update(status=Report.Status.CLOSED)
    assert "Report:" not in text(visitor(ada).get(INBOX))


def test_approving_by_the_buttons_of_the_page(ada: User) -> None:
    membership = apply_as_staff()
    page = text(visitor(ada).get(at(membership)))
    assert "no vote needed" in page and "Approve as member" in page
    data = {"seen": membership.revision, "role": Role.MEMBER}
    assert visitor(ada).post(at(membership, "approve"), data).url == at(membership)
    membership.refresh_from_db()
    assert membership.status == Status.ACTIVE
    after = text(visitor(ada).get(at(membership)))
    assert "No longer active" in after and "Approve as" not in after


def test_a_vote_is_asked_for_where_the_rules_ask_for_it(ada: User) -> None:
    membership = apply(role=Role.MEMBER, work="foundation")
    page = text(visitor(ada).get(at(membership)))
    assert "Record the vote" in page and "Approve as member" not in page
    day = str(make.now().date())
    data = {"seen": membership.revision, "votes_for": 9, "votes_against": 1, "voted_on": day}
    visitor(ada).post(at(membership, "vote"), data)
    page = text(visitor(ada).get(at(membership)))
    assert "9 for, 1 against" in page and "Approve as member" in page


@pytest.mark.parametrize("day", ["2999-01-01", "yesterday", ""])
def test_a_vote_that_cannot_have_been(day: str, ada: User) -> None:
    membership = apply(role=Role.MEMBER, work="foundation")
    data = {"seen": membership.revision, "votes_for": 9, "votes_against": 1, "voted_on": day}
    answer = visitor(ada).post(at(membership, "vote"), data)
    assert answer.status_code == 422 and 'value="9"' in text(answer)


def test_an_own_application_is_seen_and_not_decided(ada: User) -> None:
    own = apply(ada)
    page = text(visitor(ada).get(at(own)))
    assert "Nobody decides about themselves." in page and "Approve as" not in page
    answer = visitor(ada).post(at(own, "approve"), {"seen": own.revision, "role": "liaison"})
    assert answer.status_code == 409
    own.refresh_from_db()
    assert own.status == Status.APPLIED


def test_the_second_admin_is_told_and_keeps_what_was_typed(ada: User) -> None:
    bea = make.person(name="Bea", is_staff=True)
    membership = apply()
    seen = membership.revision
    visitor(bea).post(at(membership, "approve"), {"seen": seen, "role": "liaison"})
    answer = visitor(ada).post(at(membership, "decline"), {"seen": seen, "reason": "My reason."})
    page = text(answer)
    assert answer.status_code == 409 and "Somebody else has changed this" in page
    assert "Bea" in page  # in the history: who was first
    membership.refresh_from_db()
    assert membership.status == Status.ACTIVE


def test_two_questions_at_once_keep_the_second_ones_words(ada: User) -> None:
    bea = make.person(name="Bea", is_staff=True)
    membership = apply()
    seen = membership.revision
    decide("ask", membership, bea, text="Why?")
    answer = visitor(ada).post(at(membership, "ask"), {"seen": seen, "text": "Where exactly?"})
    page = text(answer)
    assert answer.status_code == 409 and "Where exactly?" in page
    assert f'name="seen" value="{membership.revision}"' in page


def test_a_name_that_can_be_taken_for_a_members_is_pointed_out(ada: User) -> None:
    member("Chidi Okafor")
    other = apply(make.person(name="Ch\u0456di 0kafor"))
    page = text(visitor(ada).get(at(other)))
    assert "can be taken for that of somebody in the directory: Chidi Okafor" in page
    assert "can be taken for" not in text(visitor(ada).get(at(apply(make.person(name="Zed")))))


def test_a_member_who_takes_the_name_of_another_one_is_told_to_the_admins(ada: User) -> None:
    known, other = member("Chidi Okafor"), member("Zed")
    other.profile.name = "Zedd"
    save_entry(entry=other.profile, by=other.person, now=make.now())
    make.tick()
    assert not make.mails(), "a name of their own"
    for _once in range(2):
        other.profile.name = "Ch\u0456di \u200dOkaf\u200dor"
        save_entry(entry=other.profile, by=other.person, now=make.now())
        make.tick()
    [told] = make.mails()
    assert told.to == [ada.email] and at(other) in told.body
    assert "Okafor" not in told.subject + told.body and "Zed" not in told.subject + told.body
    assert "can be taken for that of somebody in the directory: Chidi Okafor" in text(
        visitor(ada).get(at(other))
    )
    assert known.person != other.person


def test_what_was_put_right_meanwhile_is_not_told(ada: User) -> None:
    member("Chidi Okafor")
    other = member("Zed")
    for name in ("Chidi 0kafor", "Zed"):
        other.profile.name = name
        save_entry(entry=other.profile, by=other.person, now=make.now())
    make.tick()
    assert not make.mails()


def test_no_address_is_on_the_page_only_its_host(ada: User) -> None:
    membership = apply(make.person("ikram.secret@wikimedia.example.org", name="Ikram"))
    page = text(visitor(ada).get(at(membership)))
    assert "ikram.secret" not in page and "an address at wikimedia.example.org" in page


def test_an_admin_without_second_factor_is_asked_for_it(ada: User) -> None:
    client = visitor()
    client.force_login(ada)
    for address in (INBOX, "/moderation/history/", "/moderation/decided/", at(apply())):
        assert client.get(address).url == "/accounts/2fa/"


def test_without_second_factor_an_admin_sees_the_directory_as_everyone(
    ada: User, chidi: User
) -> None:
    entry = member("Ikram", shown_to="members").profile
    client = visitor()
    client.force_login(ada)
    assert "Ikram" not in text(client.get("/members/"))
    page = entry.get_absolute_url()
    assert client.get(page).status_code == 404
    make.membership(ada)  # a member's eyes need no second factor
    assert "Ikram" in text(client.get("/members/")) and client.get(page).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_inbox_asks_as_much_for_many(count: int, ada: User) -> None:
    for _one in range(count):
        apply_as_staff()
    client = visitor(ada)
    client.get(INBOX)
    assert queries(client, INBOX) <= 16


# --- What was decided, and the journal -----------------------------------------------------------


def test_what_was_decided(ada: User) -> None:
    decide("decline", apply(), ada, reason="No.")
    page = text(visitor(ada).get("/moderation/decided/"))
    assert "Ikram" in page and "declined" in page and "Ada" in page


def history(reader: User, **query: str) -> str:
    answer = visitor(reader).get("/moderation/history/", query)
    return text(answer).partition('id="results"')[2]


def test_the_journal_is_searched(ada: User) -> None:
    bea = make.person(name="Bea", is_staff=True)
    decide("decline", apply(), bea, reason="canary reason")
    decide("approve", apply(make.person(name="Jun")), ada, role=Role.LIAISON)
    everything = history(ada)
    assert "Ikram (liaison)" in everything and "Jun (liaison)" in everything
    assert "canary" not in everything
    by_bea = history(ada, who="bea")
    assert "declined an application" in by_bea and "approved" not in by_bea
    approved = history(ada, action=Action.MEMBERSHIP_APPROVED)
    assert "Jun" in approved and "Ikram" not in approved
    tomorrow = str((make.now() + dt.timedelta(days=2)).date())
    assert "No entry matches this." in history(ada, first=tomorrow)
    assert "Jun" in history(ada, last=tomorrow)


@pytest.mark.parametrize(
    "query",
    ["action=x", "first=x", "last=0001-01-01", "last=9999-12-31", "who=\u202ex",
     "first=2026-02-02&last=2026-01-01", "first=%00"],
)  # fmt: skip
def test_a_search_that_is_not_understood(query: str, ada: User) -> None:
    answer = visitor(ada).get(f"/moderation/history/?{query}")
    assert answer.status_code == 400 and "errorlist" in text(answer)


def test_nobody_changes_the_journal(ada: User) -> None:
    apply()
    entry = Entry.objects.get()
    for act in ("save", "delete"):
        with pytest.raises(TypeError):
            getattr(entry, act)()
    assert visitor(ada).post("/moderation/history/", {"action": "x"}).status_code == 405


@pytest.mark.parametrize("count", [1, 3])
def test_the_journal_asks_as_much_for_many(count: int, ada: User) -> None:
    for _one in range(count):
        apply()
    client = visitor(ada)
    client.get(INBOX)
    assert queries(client, "/moderation/history/") <= 10


@pytest.mark.parametrize(
    ("act", "filled"), [("approve", {"role": "member"}), ("decline", {"reason": "No affiliate."})]
)
def test_a_decision_says_that_the_applicant_is_told(
    act: str, filled: dict[str, str], ada: User
) -> None:
    applied = apply_as_staff(make.person("jun@example.org"))
    page = text(
        visitor(ada).post(at(applied, act), {"seen": applied.revision, **filled}, follow=True)
    )
    assert "The applicant is told." in page
    make.tick()
    assert make.mails("jun@example.org")
