"""Applying on the pages: signed in first, helped by words, and told where it stands."""

import re
from urllib.parse import unquote

import pytest

from members.models import Membership, User
from tests import factories as make
from tests.members.applying import Role, Status, apply, decide
from tests.visitors import text, visitor

APPLY, OWN = "/members/apply/", "/members/application/"
ANSWERS = {
    "work": "supports",
    "affiliate_named": "Wikimedians of Example",
    "country": "Ghana",
    "job_title": "Community manager",
    "statement": "I look after forty volunteers.",
    "role": "member",
}


def post(who: User, **changes: str) -> object:
    return visitor(who).post(APPLY, {**ANSWERS, **changes})


def mine(who: User) -> Membership:
    return Membership.objects.get(person=who)


def test_who_is_not_signed_in_signs_in_first_and_comes_back(db: None) -> None:
    for answer in (visitor().get(APPLY), visitor().post(APPLY, ANSWERS)):
        assert answer.url == f"/accounts/login/?next={APPLY}"
    assert not Membership.objects.exists()


def test_who_makes_an_account_on_the_way_comes_back_as_well(db: None) -> None:
    page = visitor().get("/accounts/login/", {"next": APPLY}, follow=True)
    [onwards] = re.findall(r'href="(/accounts/signup/[^"]*)"', text(page))
    assert unquote(onwards) == f"/accounts/signup/?next={APPLY}"
    assert f'name="next" value="{APPLY}"' in text(visitor().get(onwards))
    assert 'href="/accounts/signup/"' in text(visitor().get("/accounts/login/", follow=True))


def test_applying(eve: User) -> None:
    assert post(eve).url == OWN
    membership = mine(eve)
    assert membership.status == Status.APPLIED and membership.role == Role.MEMBER
    assert membership.affiliate_named == "Wikimedians of Example" and not membership.affiliate
    page = text(visitor(eve).get(OWN))
    assert "waits for the admins" in page and "Withdraw" in page


def test_who_has_no_name_yet_is_asked_for_one(eve: User) -> None:
    nameless = make.person(name="")
    assert "How should we name you?" not in text(visitor(eve).get(APPLY))
    assert "How should we name you?" in text(visitor(nameless).get(APPLY))
    assert post(nameless).status_code == 422
    assert post(nameless, name="Ikram").status_code == 302
    nameless.refresh_from_db()
    assert nameless.name == "Ikram"


@pytest.mark.parametrize("typed", ["WMAT", "wikimedia österreich", "Wikimedia Austria"])
def test_an_affiliate_that_is_known_is_found_however_it_is_written(typed: str, eve: User) -> None:
    known = make.affiliate("Wikimedia Österreich", code="WMAT", other_name="Wikimedia Austria")
    post(eve, affiliate_named=typed)
    assert mine(eve).affiliate == known and mine(eve).affiliate_named == ""


def test_a_former_affiliate_cannot_be_chosen(eve: User) -> None:
    former = make.affiliate("Gone", is_former=True)
    assert post(eve, affiliate=str(former.pk)).status_code == 422


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"work": ""}, "Please say what fits you best."),
        ({"affiliate_named": ""}, "Please say which affiliate employs you."),
        ({"work": "other"}, "Others can be liaisons."),
        ({"work": "employed"}, "Others can be liaisons."),
        ({"statement": ""}, "Please tell in a sentence"),
        ({"statement": "x" * 10_000}, "Please tell it in 2,000 characters."),
        ({"statement": "hidden \u200b\u2060 things"}, "cannot be shown"),
        ({"job_title": "\u202eboss"}, "cannot be shown"),
        ({"country": "x" * 101}, "100"),
        ({"affiliate": "99999999999999999999"}, "errorlist"),
        ({"role": "king"}, "errorlist"),
    ],
)
def test_what_cannot_be_taken_is_said_and_nothing_typed_is_lost(
    changes: dict[str, str], said: str, eve: User
) -> None:
    answer = post(eve, **changes)
    page = text(answer)
    assert (answer.status_code == 422 and said in page and "Community manager" in page) or (
        "job_title" in changes and said in page
    )
    assert not Membership.objects.filter(person=eve).exists()


def test_the_question_is_answered_on_the_page(ada: User, eve: User) -> None:
    membership = decide("ask", apply(eve), ada, text="Which <b>meetings</b>?")
    page = text(visitor(eve).get(OWN))
    assert "Which &lt;b&gt;meetings&lt;/b&gt;?" in page
    answer = visitor(eve).post(f"{OWN}answer/", {"seen": membership.revision, "text": "All."})
    assert answer.url == OWN and mine(eve).status == Status.APPLIED


def test_an_answer_to_what_has_changed_is_not_lost(ada: User, eve: User) -> None:
    membership = decide("ask", apply(eve), ada, text="Why?")
    decide("decline", membership, ada, reason="Too late.")
    answer = visitor(eve).post(f"{OWN}answer/", {"seen": "1", "text": "My long answer."})
    assert answer.status_code == 409 and "in the meantime" in text(answer)
    assert mine(eve).status == Status.DECLINED


def test_withdrawing_and_applying_again_with_what_was_typed_before(eve: User) -> None:
    post(eve)
    visitor(eve).post(f"{OWN}withdraw/", {"seen": mine(eve).revision})
    assert mine(eve).status == Status.WITHDRAWN
    assert "I look after forty volunteers." in text(visitor(eve).get(APPLY))


def test_the_applicant_does_not_see_how_the_members_voted(ada: User, eve: User) -> None:
    membership = apply(eve, role=Role.MEMBER, work="foundation")
    votes = {"votes_for": 71, "votes_against": 13, "voted_on": make.now().date()}
    decide("record_vote", membership, ada, **votes)
    page = text(visitor(eve).get(OWN))
    # As a word: the digits come up inside the time of day.
    assert not re.search(r"\b71\b", page)
    assert "vote" not in page.partition("<main")[2].partition("</main")[0]


def test_names_of_admins_stay_inside(eve: User) -> None:
    zed = make.person(name="Zed Admin", is_staff=True)
    decide("decline", apply(eve), zed, reason="No.")
    assert "Zed" not in text(visitor(eve).get(OWN))


def test_not_more_than_a_few_times_a_day(eve: User) -> None:
    for _time in range(5):
        assert post(eve).status_code == 302
        visitor(eve).post(f"{OWN}withdraw/", {"seen": mine(eve).revision})
    answer = post(eve)
    assert answer.status_code == 422 and "tomorrow" in text(answer)
