"""Affiliates that people named, what they say of themselves, and the file of affiliates."""

import datetime as dt
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from members.actions import affiliations, proposals, retire_affiliate, revive_affiliate
from members.models import Affiliate, Affiliation, FormerAddress, Membership, User
from members.rules import Refused
from tests import factories as make
from tests.factories import DAY
from tests.members.applying import apply, apply_as_staff, member
from tests.members.inbox import waits
from tests.test_queries import queries
from tests.visitors import text, visitor
from vsn.audit.models import Action, Entry

NAMED, ADD = "/moderation/affiliates/named/", "/moderation/affiliates/add/"
NAME = "Wikimedians of Atlantis"


def naming(name: str = NAME, who: str = "Ikram") -> Membership:
    return apply_as_staff(
        make.person(name=who), affiliate=None, affiliate_named=name, country="Atlantis"
    )


def fresh(membership: Membership) -> Membership:
    return Membership.objects.get(pk=membership.pk)


# --- The inbox -----------------------------------------------------------------------------------


def test_an_unknown_affiliate_waits_for_the_admins(ada: User, chidi: User) -> None:
    naming(), naming("  wikimedians of  ATLANTIS", "Jun"), naming("Another one", "Lou")
    assert waits(ada)["named"] == 2 and not waits(chidi)
    client = visitor(ada)
    assert "Affiliates that people named" in text(client.get("/moderation/"))
    page = text(client.get(NAMED))
    assert page.count(f">{NAME}</h2>") == 1 and "2 people" in page
    assert Entry.objects.filter(action=Action.AFFILIATE_PROPOSED).count() == 3


def test_adding_it_is_filled_in_and_settles_everyone_who_wrote_the_same(ada: User) -> None:
    one, same = naming(), naming(NAME.upper(), "Jun")
    address, client = f"{ADD}?for={one.person.handle}", visitor(ada)
    page = text(client.get(address))
    assert f'value="{NAME}"' in page and 'value="Atlantis"' in page
    data = {"name": NAME, "kind": "user_group", "country": "Atlantis"}
    assert client.post(address, data).url == NAMED
    made = Affiliate.objects.get(name=NAME)
    assert {fresh(one).affiliate, fresh(same).affiliate} == {made}
    assert fresh(one).affiliate_named == "" and "None waits." in text(client.get(NAMED))


def test_it_can_be_one_that_we_have(ada: User) -> None:
    known, one = make.affiliate("Wikimedia Atlantis"), naming()
    path = f"{NAMED}{one.person.handle}/put/"
    assert visitor(ada).post(path, {"affiliate": str(known.pk)}).status_code == 302
    assert fresh(one).affiliate == known
    assert not Affiliation.objects.exists(), "about the application nothing is decided"


def test_leaving_it_aside_is_told_with_the_application(ada: User) -> None:
    one, client = naming(), visitor(ada)
    path = f"{NAMED}{one.person.handle}/dismiss/"
    assert client.post(path, {"reason": ""}).status_code == 422
    assert client.post(path, {"reason": "It does not exist yet."}).status_code == 302
    assert "None waits." in text(client.get(NAMED))
    page = text(visitor(one.person).get("/members/application/"))
    assert "It does not exist yet." in page
    assert fresh(one).status == Membership.Status.APPLIED
    make.tick()
    assert make.mails(ada.email), "that an application waits is still told"


def test_nobody_says_what_becomes_of_their_own(ada: User) -> None:
    mine = naming()
    Membership.objects.update(person=ada)
    page = text(visitor(ada).get(NAMED))
    assert "Nobody decides about themselves." in page and "Add it to the list" not in page
    with pytest.raises(Refused):
        proposals.put_all(
            membership=fresh(mine), affiliate=make.affiliate(), by=ada, now=timezone.now()
        )


def test_the_second_of_two_admins_is_told(ada: User) -> None:
    one, now = naming(), timezone.now()
    proposals.dismiss(membership=one, reason="No.", by=ada, now=now)
    with pytest.raises(Refused) as refused:
        proposals.put_all(membership=one, affiliate=make.affiliate(), by=ada, now=now)
    assert "in the meantime" in str(refused.value.refusal)


def test_one_click_reaches_it_from_the_application(ada: User) -> None:
    one = naming()
    page = text(visitor(ada).get(f"/moderation/members/{one.person.handle}/"))
    assert f"{ADD}?for={one.person.handle}" in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_much_for_many(count: int, ada: User) -> None:
    for number in range(count):
        naming(f"Wikimedians of {number}", f"Person {number}")
    client = visitor(ada)
    client.get(NAMED)
    # Beside what the head of every page of an admin asks.
    assert queries(client, NAMED) - queries(client, "/privacy/") == 3


# --- What members say of themselves --------------------------------------------------------------


def says(who: User, affiliate: Affiliate, **fields: object) -> Affiliation:
    tie = Affiliation(person=who, affiliate=affiliate, **fields)
    return affiliations.say_affiliation(tie=tie, by=who, now=timezone.now())


def test_members_add_several_with_dates(policy: object) -> None:
    mona, client = member("Mona").person, None
    client = visitor(mona)
    first, second = make.affiliate("First"), make.affiliate("Second")
    for affiliate, until in ((first, "2020-12-31"), (second, "")):
        data = {"affiliate": affiliate.pk, "job_title": "Lead", "started_on": "2019-01-01"}
        answer = client.post("/members/profile/affiliations/", {**data, "ended_on": until})
        assert answer.status_code == 302
    page = text(client.get("/members/profile/"))
    assert "until 31 December 2020" in page and "not confirmed yet" in page
    shown = text(visitor().get(f"/members/people/{mona.handle}/"))
    assert "Second" in shown and "says so" in shown and "First" not in shown


def test_an_end_before_the_start_is_told_in_words(policy: object) -> None:
    data = {"affiliate": make.affiliate().pk, "started_on": "2020-01-01", "ended_on": "2019-01-01"}
    answer = visitor(member("Mona").person).post("/members/profile/affiliations/", data)
    assert answer.status_code == 422 and "The end has to come after the start." in text(answer)


def test_one_that_is_not_on_the_list_goes_to_the_admins_and_comes_back(ada: User) -> None:
    mona = member("Mona")
    data = {"affiliate_named": NAME, "job_title": "Lead"}
    visitor(mona.person).post("/members/profile/affiliations/", data)
    assert waits(ada)["named"] == 1
    made = make.affiliate(NAME)
    proposals.put_all(membership=fresh(mona), affiliate=made, by=ada, now=timezone.now())
    tie = Affiliation.objects.get(person=mona.person)
    assert (tie.affiliate, tie.job_title, tie.self_said) == (made, "Lead", False)


def test_a_colleague_confirms_and_nobody_else(policy: object, eve: User) -> None:
    place = make.affiliate("Wikimedia Somewhere", slug="somewhere")
    mona, colleague, other = (member(n).person for n in ("Mona", "Nia", "Lou"))
    Affiliation.objects.create(person=colleague, affiliate=place)
    says(other, place)  # by his own word alone: that is no colleague yet
    tie = says(mona, place)
    path = f"/members/affiliations/{tie.pk}/confirm/"
    for who in (mona, other, eve):
        assert "Say that they work here" not in text(visitor(who).get(place.get_absolute_url()))
        assert visitor(who).post(path).status_code == 404
    client = visitor(colleague)
    assert "Say that they work here" in text(client.get(place.get_absolute_url()))
    assert client.post(path).status_code == 302
    tie.refresh_from_db()
    assert tie.self_said is False


def test_saying_so_never_gives_a_duty(policy: object) -> None:
    """Who ended it and says it again does not receive reports again."""
    mona, today = member("Mona").person, timezone.now().date()
    tie = Affiliation.objects.create(
        person=mona, affiliate=make.affiliate(), ended_on=today - DAY, receives_reports=True
    )
    tie.ended_on = None
    affiliations.say_affiliation(tie=tie, by=mona, now=timezone.now())
    tie.refresh_from_db()
    assert (tie.self_said, tie.receives_reports) == (True, False)


def test_a_changed_title_stays_confirmed(policy: object) -> None:
    mona = member("Mona").person
    tie = Affiliation.objects.create(person=mona, affiliate=make.affiliate(), receives_reports=True)
    visitor(mona).post(f"/members/profile/affiliations/{tie.pk}/", {"job_title": "Lead"})
    tie.refresh_from_db()
    assert (tie.job_title, tie.self_said, tie.receives_reports) == ("Lead", False, True)


def test_the_same_one_twice_is_refused_in_words(policy: object) -> None:
    mona, place = member("Mona").person, make.affiliate()
    says(mona, place)
    answer = visitor(mona).post("/members/profile/affiliations/", {"affiliate": place.pk})
    assert answer.status_code == 422 and "stands with your name already" in text(answer)


def test_what_was_only_said_can_be_taken_off_the_record(policy: object, eve: User) -> None:
    mona, place = member("Mona").person, make.affiliate()
    tie = says(mona, place)
    path = f"/members/profile/affiliations/{tie.pk}/drop/"
    assert visitor(eve).post(path).status_code == 404
    Affiliation.objects.update(self_said=False)
    visitor(mona).post(path)
    assert Affiliation.objects.filter(pk=tie.pk).exists(), "confirmed: it is ended, not dropped"
    Affiliation.objects.update(self_said=True)
    visitor(mona).post(path)
    assert not Affiliation.objects.exists()


# --- The file ------------------------------------------------------------------------------------


def test_the_real_affiliates_come_in_once(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    known = make.affiliate("wikimédia HONG Kong", country="Kept as it is", is_former=False)
    call_command("load_affiliates")
    first = capsys.readouterr().out
    assert first.startswith("Added 114 (of them 5 no longer recognised), filled in gaps of 1")
    assert (
        Affiliate.objects.count() == 115 and Affiliate.objects.filter(is_former=True).count() == 6
    )
    known.refresh_from_db()
    assert known.country == "Kept as it is" and known.is_former
    call_command("load_affiliates")
    assert "Added 0" in capsys.readouterr().out and Affiliate.objects.count() == 115


def test_what_an_admin_decided_stays(ada: User, tmp_path: Path) -> None:
    file = tmp_path / "facts.json"
    row = {"name": "Wikimedia Gone", "type": "chapter", "status": "former", "code": "WMG"}
    file.write_text(json.dumps({"affiliates": [row]}))
    call_command("load_affiliates", str(file), verbosity=0)
    gone, now = Affiliate.objects.get(), timezone.now()
    revive_affiliate(affiliate=gone, by=ada, now=now)
    call_command("load_affiliates", str(file))
    gone.refresh_from_db()
    assert not gone.is_former
    FormerAddress.objects.create(affiliate=gone, slug="old-name")
    file.write_text(json.dumps({"affiliates": [{**row, "name": "Old Name", "code": ""}]}))
    call_command("load_affiliates", str(file))
    assert Affiliate.objects.count() == 1, "merged or renamed since"
    retire_affiliate(affiliate=gone, by=ada, now=now + dt.timedelta(days=1))


@pytest.mark.parametrize(
    "content", ["{", "[]", '{"affiliates": [{"type": "chapter"}]}', '{"affiliates": [{"name": 1}]}']
)
def test_a_file_that_is_none_changes_nothing(content: str, tmp_path: Path, db: None) -> None:
    file = tmp_path / "facts.json"
    file.write_text(content)
    with pytest.raises(CommandError):
        call_command("load_affiliates", str(file))
    assert not Affiliate.objects.exists()


def test_an_application_without_an_affiliate_proposes_none(ada: User) -> None:
    apply()
    assert waits(ada) == {"applications": 1}
