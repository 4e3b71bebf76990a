"""The rows of accounts, people's data, the question of the year, affiliates that people named."""

import datetime as dt

from django.urls import reverse
from playwright.sync_api import Page as Browser

from members.models import Affiliation, Membership, User
from tests import factories
from tests.browser.rows import Row as Page
from tests.browser.rows import page, sends
from tests.browser.scene import Scene
from tests.form import Form
from tests.permitting import ADMINS, MEMBERS, PAGE, Row, applicant
from tests.world import World

_NO_MEMBER = "login login {} 404 404 404"
_TO_JOINING = "login login {} 302 302 302"

PERMISSIONS: dict[str, Row] = {
    "members:account": Row(MEMBERS.format("200"), MEMBERS.format("302"), data={"language": "auto"}),
    "members:my_data": Row(MEMBERS.format("200"), MEMBERS.format("405")),
    "members:download_data": Row(MEMBERS.format("405"), MEMBERS.format("200"), lambda w: ["json"]),
    "members:download_data#of no such kind": Row(
        MEMBERS.format("405"), MEMBERS.format("404"), lambda w: ["pdf"]
    ),
    # Ben runs what is to come alone, and Ada is the last admin.
    "members:delete_me": Row(MEMBERS.format("200"), "login login 302 409 302 409"),
    "members:deleted": Row(*PAGE),
    "members:still_active": Row(_TO_JOINING.format("200"), MEMBERS.format("405")),
    "members:confirm_active": Row(MEMBERS.format("405"), _NO_MEMBER.format("302")),
    "members:leave_network": Row(MEMBERS.format("405"), _NO_MEMBER.format("302")),
    "members:add_affiliation": Row(_TO_JOINING.format("200"), _TO_JOINING.format("422")),
    "members:change_affiliation": Row(
        MEMBERS.format("404"), MEMBERS.format("404"), lambda w: [999_999]
    ),
    "members:drop_affiliation": Row(
        MEMBERS.format("405"), MEMBERS.format("404"), lambda w: [999_999]
    ),
    "members:confirm_affiliation": Row(
        MEMBERS.format("405"), MEMBERS.format("404"), lambda w: [999_999]
    ),
    "members:to_ask": Row(ADMINS.format("200"), ADMINS.format("405")),
    "members:remind_members": Row(ADMINS.format("405"), ADMINS.format("422")),
    "members:confirm_members": Row(ADMINS.format("405"), ADMINS.format("422")),
    "members:end_members": Row(ADMINS.format("302"), ADMINS.format("422")),
    "members:proposed_affiliates": Row(ADMINS.format("200"), ADMINS.format("405")),
    # He named none.
    "members:put_proposed": Row(ADMINS.format("405"), ADMINS.format("404"), applicant),
    "members:dismiss_proposed": Row(ADMINS.format("405"), ADMINS.format("404"), applicant),
}


def _again(browser: Browser) -> None:
    """The page as it is now."""
    with browser.expect_navigation():
        browser.reload()


def _silence(scene: Scene) -> list[Membership]:
    """Members who were asked long ago."""
    ago = factories.now().date() - dt.timedelta(days=90)
    silent = Membership.objects.filter(status="active").exclude(person=scene.ada)[:3]
    ids = [one.pk for one in silent]
    Membership.objects.filter(pk__in=ids).update(asked_on=ago)
    return list(Membership.objects.filter(pk__in=ids).select_related("person"))


def some_are_silent(browser: Browser, scene: Scene) -> None:
    _silence(scene)
    _again(browser)


def ticks_nobody(browser: Browser, scene: Scene) -> None:
    some_are_silent(browser, scene)
    sends("Ask them again")(browser, scene)


def ends_two(browser: Browser, scene: Scene) -> None:
    some_are_silent(browser, scene)
    for box in browser.locator("input[name=who]").all()[:2]:
        box.check()
    sends("No longer active…")(browser, scene)


def some_name_one(browser: Browser, scene: Scene) -> None:
    for name, word in (("Ikram", "Wikimedians of Atlantis"), ("Lou", "wikimedians of  atlantis")):
        Membership.objects.filter(person=scene.people[name]).update(
            affiliate=None, affiliate_named=word, affiliate_dismissed=""
        )
    _again(browser)


def dismisses_without_a_reason(browser: Browser, scene: Scene) -> None:
    some_name_one(browser, scene)
    browser.evaluate("for (const form of document.forms) form.noValidate = true")
    browser.get_by_text("Leave it aside").first.click()
    with browser.expect_navigation():
        browser.get_by_role("button", name="Leave it aside").first.click()


def says_where_she_works(browser: Browser, scene: Scene) -> None:
    tie = Affiliation.objects.filter(person=scene.chidi).first()
    tie = tie or Affiliation(person=scene.chidi, affiliate=factories.affiliate())
    tie.job_title, tie.self_said = "Community manager", True
    tie.save()
    _again(browser)


PAGES: list[Page] = [
    page("members:account", who="chidi"),
    page("members:account", state="without an address", who="una"),
    page("members:account", state="with a wiki account", who="ben"),
    page("members:account", state="with errors", who="chidi", status=422,
         then=sends("Save", time_zone="Atlantis/Capital")),
    page("members:my_data", who="chidi"),
    page("members:delete_me", who="chidi"),
    page("members:delete_me", state="refused", who="ben"),
    page("members:deleted"),
    page("members:still_active", who="chidi"),
    page("members:add_affiliation", who="chidi"),
    page("members:add_affiliation", state="with errors", who="chidi", status=422,
         then=sends("Save", ended_on="1901-01-01")),
    page("members:profile", state="with what she says", who="chidi", then=says_where_she_works),
    Page("members:change_affiliation chidi",
         lambda s: reverse("members:change_affiliation", args=[_a_tie(s)]),
         "members:change_affiliation", "chidi"),
    page("members:to_ask", who="ada"),
    page("members:to_ask", state="some", who="ada", then=some_are_silent),
    page("members:to_ask", state="nobody ticked", who="ada", status=422, then=ticks_nobody),
    Page("members:end_members ada", lambda s: reverse("members:to_ask"), "members:end_members",
         "ada", then=ends_two),
    page("members:proposed_affiliates", who="ada"),
    page("members:proposed_affiliates", state="some", who="ada", then=some_name_one),
    page("members:proposed_affiliates", state="with errors", who="ada", status=422,
         then=dismisses_without_a_reason),
]  # fmt: skip


def _a_tie(scene: Scene) -> int:
    """An affiliation that Chidi says she has."""
    made, _new = Affiliation.objects.get_or_create(
        person=scene.chidi, affiliate=factories.affiliate(), self_said=True
    )
    return made.pk


# Addresses without a page of their own: seen in the rows that send them, or files.
NOT_PAGES: set[str] = {
    "members:download_data", "members:confirm_active", "members:leave_network",
    "members:drop_affiliation", "members:confirm_affiliation", "members:remind_members",
    "members:confirm_members", "members:put_proposed", "members:dismiss_proposed",
}  # fmt: skip


def _named(w: World) -> User:
    """The applicant named an affiliate that is not on the list."""
    Membership.objects.filter(pk=w.applied.pk).update(affiliate_named="Wikimedians of Example")
    return w.applied.person


def _silent(w: World) -> dict[str, str]:
    """Chidi did not answer; she is ticked."""
    ago = factories.now().date() - dt.timedelta(days=90)
    Membership.objects.filter(person=w.chidi).update(asked_on=ago)
    mine = Membership.objects.get(person=w.chidi)
    return {"who": f"{w.chidi.handle}.{mine.revision}"}


FORMS: dict[str, Form] = {
    "settings": Form(
        lambda w: reverse("members:account"),
        lambda w: {"time_zone": "Africa/Lagos", "language": "en", "wanted": "digest"},
        lambda w: w.chidi,
        kept={"time_zone"},
    ),
    "an affiliation": Form(
        lambda w: reverse("members:add_affiliation"),
        lambda w: {
            "affiliate": str(w.affiliate.pk),
            "affiliate_named": "",
            "job_title": "Community manager",
            "started_on": "2020-01-01",
            "ended_on": "",
        },
        lambda w: w.chidi,
        kept={"affiliate_named", "job_title"},
    ),
    "an affiliate that somebody named": Form(
        lambda w: reverse("members:put_proposed", args=[_named(w).handle]),
        lambda w: {"affiliate": str(w.affiliate.pk)},
        lambda w: w.ada,
    ),
    "leave a name aside": Form(
        lambda w: reverse("members:dismiss_proposed", args=[_named(w).handle]),
        lambda w: {"reason": "It does not exist yet."},
        lambda w: w.ada,
        kept={"reason"},
    ),
    "ask them again": Form(lambda w: reverse("members:remind_members"), _silent, lambda w: w.ada),
    "they are still right": Form(
        lambda w: reverse("members:confirm_members"), _silent, lambda w: w.ada
    ),
    "they are no longer active": Form(
        lambda w: reverse("members:end_members"),
        lambda w: {**_silent(w), "reason": "We could not reach you."},
        lambda w: w.ada,
        kept={"reason"},
    ),
}
# Acts of one button that change rows whatever is sent.
BUTTONS: tuple[str, ...] = (
    "members:download_data", "members:delete_me", "members:confirm_active",
    "members:leave_network",
)  # fmt: skip
