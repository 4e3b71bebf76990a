"""Affiliates: kept, renamed, retired, and two that become one."""

import pytest

from meetings.models import Registration
from members import actions
from members.models import Affiliate, Affiliation, Exclusion, FormerAddress, User
from members.rules import Refused
from tests import factories as make
from tests.members.applying import apply_as_staff, member
from tests.visitors import text, visitor
from vsn.audit.models import Action, Entry


def save(affiliate: Affiliate, by: User) -> Affiliate:
    return actions.save_affiliate(affiliate=affiliate, by=by, now=make.now())


def merge(kept: Affiliate, gone: Affiliate, by: User) -> None:
    actions.merge_affiliates(kept=kept, gone=gone, by=by, now=make.now())


def test_a_new_one_gets_an_address_of_its_own(ada: User) -> None:
    one, two, other = (
        save(Affiliate(name=name, kind="chapter"), ada)
        for name in ("Wikimedia Ghana", "Wikimedia Ghana", "維基媒體")
    )
    assert one.slug == "wikimedia-ghana" and two.slug == "wikimedia-ghana-2"
    assert other.slug == "affiliate"


def test_where_it_was_before_leads_to_it(ada: User) -> None:
    affiliate = save(Affiliate(name="Old", slug="old", kind="chapter"), ada)
    affiliate.slug = "new"
    save(affiliate, ada)
    answer = visitor().get("/members/affiliates/old/")
    assert (answer.status_code, answer.url) == (301, "/members/affiliates/new/")


def test_a_renamed_affiliate_is_found_with_its_people(ada: User) -> None:
    affiliate = make.affiliate("Wikimedia Macedonia")
    who = member("Goran").person
    tie = Affiliation(person=who, affiliate=affiliate)
    actions.save_affiliations(affiliate=affiliate, kept=[tie], dropped=[], by=ada, now=make.now())
    affiliate.name = "Shared Knowledge"
    save(affiliate, ada)
    assert "Goran" in text(visitor().get("/members/?q=shared"))
    assert "Goran" not in text(visitor().get("/members/?q=macedonia"))


def test_retired_and_brought_back(ada: User) -> None:
    affiliate = make.affiliate("Wikimedia Hong Kong")
    for _again in range(2):
        actions.retire_affiliate(affiliate=affiliate, by=ada, now=make.now())
    affiliate.refresh_from_db()
    page = text(visitor().get(affiliate.get_absolute_url()))
    assert affiliate.is_former and "no longer recognised" in page
    assert "Hong Kong" not in text(visitor(ada).get("/members/apply/"))
    actions.revive_affiliate(affiliate=affiliate, by=ada, now=make.now())
    assert [e.action for e in Entry.objects.about(affiliate)] == [
        Action.AFFILIATE_REVIVED,
        Action.AFFILIATE_RETIRED,
    ]


def test_merging_moves_everything_that_points_there(ada: User, ben: User) -> None:
    kept, gone = make.affiliate("Wikimedia Brasil"), make.affiliate("WM Brazil", code="WMB")
    meeting = make.meeting(facilitators=(ben,), platform_affiliate=gone)
    meeting.hosts.add(gone)
    both = make.meeting()
    both.hosts.add(kept, gone)
    meeting.facilitations.update(affiliate=gone)
    place = make.registration(make.session(meeting), ben, affiliate=gone)
    exclusion = make.exclude("x@example.org", scope="affiliate", affiliate=gone)
    membership = apply_as_staff(affiliate=gone)
    Affiliation.objects.create(person=ben, affiliate=gone, job_title="Coordinator")
    merge(kept, gone, ada)

    meeting.refresh_from_db()
    assert meeting.platform_affiliate == kept and list(meeting.hosts.all()) == [kept]
    assert list(both.hosts.all()) == [kept]
    assert meeting.facilitations.get().affiliate == kept
    assert Registration.objects.get(pk=place.pk).affiliate == kept
    assert Exclusion.objects.get(pk=exclusion.pk).affiliate == kept
    membership.refresh_from_db()
    assert membership.affiliate == kept
    assert Affiliation.objects.get(person=ben).affiliate == kept
    kept.refresh_from_db()
    assert not Affiliate.objects.filter(pk=gone.pk).exists()
    assert (kept.code, kept.other_name) == ("WMB", "WM Brazil")
    assert visitor().get(f"/members/affiliates/{gone.slug}/").url == kept.get_absolute_url()
    assert Entry.objects.about(kept).first().data == {"merged": gone.pk}


def test_nothing_in_any_app_points_to_an_affiliate_unseen() -> None:
    """The control for the one above: what it looks at is all there is."""
    pointing = {
        f"{r.related_model._meta.label}.{r.field.name}"
        for r in Affiliate._meta.get_fields(include_hidden=True)
        if r.auto_created and r.one_to_many
    }
    assert pointing == {
        "learning_patterns.Pattern_affiliates.affiliate",
        "meetings.Facilitator.affiliate",
        "meetings.Meeting.platform_affiliate",
        "meetings.Meeting_hosts.affiliate",
        "meetings.Registration.affiliate",
        "members.Affiliation.affiliate",
        "members.Exclusion.affiliate",
        "members.FormerAddress.affiliate",
        "members.Membership.affiliate",
    }


def test_who_belonged_to_both_belongs_once(ada: User, ben: User) -> None:
    kept, gone = make.affiliate(), make.affiliate()
    Affiliation.objects.create(person=ben, affiliate=kept)
    Affiliation.objects.create(
        person=ben, affiliate=gone, job_title="Coordinator", receives_reports=True
    )
    merge(kept, gone, ada)
    tie = Affiliation.objects.get(person=ben)
    assert (tie.affiliate, tie.job_title, tie.receives_reports) == (kept, "Coordinator", True)


def test_merging_with_itself(ada: User) -> None:
    affiliate = make.affiliate()
    with pytest.raises(Refused) as no:
        merge(affiliate, affiliate, ada)
    assert no.value.refusal.code == "same" and Affiliate.objects.get() == affiliate


def test_merging_again_keeps_every_address(ada: User) -> None:
    one, two, three = make.affiliate(), make.affiliate(), make.affiliate()
    merge(two, three, ada)
    merge(one, two, ada)
    assert {f.slug for f in FormerAddress.objects.filter(affiliate=one)} == {two.slug, three.slug}


# --- Pages ---------------------------------------------------------------------------------------


def test_admins_add_change_and_merge_on_pages(ada: User) -> None:
    client = visitor(ada)
    answer = client.post(
        "/moderation/affiliates/add/",
        {
            "name": "Wikimedians of Example",
            "kind": "user_group",
            "languages": "Español, english, QU",
            "homepage": "example.org",
        },
    )
    made = Affiliate.objects.get()
    assert answer.url == made.get_absolute_url()
    assert made.languages == ["es", "en", "qu"] and made.homepage == "https://example.org"
    change = f"/moderation/affiliates/{made.slug}/change/"
    assert 'value="español, English, qu"' in text(client.get(change))
    other = make.affiliate("Another")
    client.post(f"/moderation/affiliates/{made.slug}/merge/", {"gone": other.pk})
    assert Affiliate.objects.get() == made


def test_of_two_who_change_the_same_one_the_second_is_told(ada: User) -> None:
    client = visitor(ada)
    made = make.affiliate("Wikimedia Utopia", country="Utopia")
    change = f"/moderation/affiliates/{made.slug}/change/"

    def shown() -> dict[str, str]:
        page = client.get(change).context
        return {"name": made.name, "kind": made.kind, "seen": page["seen"]}

    first, second = shown(), shown()
    assert client.post(change, first | {"country": "Atlantis"}).status_code == 302
    late = client.post(change, second | {"region": "The sea"})
    assert late.status_code == 409 and "Somebody else has changed this" in text(late)
    assert "The sea" in text(late), "what was typed"
    made.refresh_from_db()
    assert (made.country, made.region) == ("Atlantis", "")
    again = second | {"region": "The sea", "seen": late.context["seen"]}
    assert client.post(change, again).status_code == 302, "on purpose now"


def test_what_was_merged_meanwhile_does_not_come_back(ada: User) -> None:
    kept, gone = make.affiliate("Kept"), make.affiliate("Gone")
    stale = Affiliate.objects.get(pk=gone.pk)
    merge(kept, gone, ada)
    with pytest.raises(Refused) as no:
        save(stale, ada)
    assert no.value.refusal.code == "gone" and Affiliate.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "WIKIMEDIA  Österreich"),
        ("name", "\u202egnirts"),
        ("languages", "Klingonish tongue"),
        ("homepage", "javascript:alert(1)"),
        ("kind", "club"),
    ],
)
def test_what_cannot_be_an_affiliate_is_said_in_words(field: str, value: str, ada: User) -> None:
    make.affiliate("Wikimedia Osterreich")
    data = {"name": "Wikimedia Nowhere", "kind": "chapter", "country": "Nowhere", field: value}
    answer = visitor(ada).post("/moderation/affiliates/add/", data)
    assert answer.status_code == 422 and "errorlist" in text(answer)
    assert 'value="Nowhere"' in text(answer) and Affiliate.objects.count() == 1


def test_a_page_shows_people_as_each_allows_and_the_meetings_they_host(chidi: User) -> None:
    affiliate = make.affiliate("Wikimedia Somewhere")
    for name, shown, part in (
        ("Everyone Sees", "public", "public"),
        ("Members See", "members", "members"),
        ("Not Here", "public", "nobody"),
    ):
        who = member(name, shown_to=shown, affiliations_shown_to=part).person
        Affiliation.objects.create(person=who, affiliate=affiliate)
    meeting = make.meeting(title="Hosted by us")
    meeting.hosts.add(affiliate)
    make.session(meeting)
    public, inside = (text(visitor(who).get(affiliate.get_absolute_url())) for who in (None, chidi))
    assert "Hosted by us" in public and "Not Here" not in public + inside
    assert "Everyone Sees" in public and "Members See" not in public and "Members See" in inside
