"""The pages of members and moderation."""

from django.db.models import F
from playwright.sync_api import Page

from members.models import Membership
from tests.browser.rows import Row, page, sends
from tests.browser.scene import Scene


def _membership(name: str, state: str = "", **more: object) -> Row:
    """What an admin sees of somebody who applied."""
    return page(
        "members:membership",
        state=state or name,
        who="ada",
        handle=lambda s: s.people[name].handle,
        **more,
    )  # type: ignore[arg-type]


def asks_without_words(page: Page, scene: Scene) -> None:
    page.get_by_text("Ask something").click()
    sends("Ask")(page, scene)


def decides_too_late(page: Page, scene: Scene) -> None:
    """Another admin was quicker."""
    Membership.objects.filter(person=scene.people["Jun"]).update(revision=F("revision") + 1)
    page.get_by_text("Ask something").click()
    sends("Ask", text="Which meetings?")(page, scene)


MEMBERS = [
    page("members:directory"),
    page("members:directory", state="second page", query="?page=2"),
    page("members:directory", state="nothing found", query="?q=nobody"),
    page("members:directory", state="not understood", query="?role=king", status=400),
    page("members:directory", who="chidi"),
    page("members:member", handle=lambda s: s.people["Member number 1"].handle),
    page("members:member", state="no longer active", who="ada",
         handle=lambda s: s.people["Nia"].handle),
    page("members:affiliates"),
    page("members:affiliates", who="ada"),
    page("members:affiliate", slug="wmsw"),
    page("members:affiliate", state="former", who="ada", slug="long-ago"),
    page("members:member", who="chidi", handle=lambda s: s.people["Member number 1"].handle),
    page("members:write", who="chidi", handle=lambda s: s.people["Member number 1"].handle),
    page("members:write", state="with errors", who="chidi", status=422,
         handle=lambda s: s.people["Member number 1"].handle, then=sends("Send", text=" ")),
    page("members:write", state="refused", who="ada", status=403,
         handle=lambda s: s.people["Member number 1"].handle),
    page("members:messages", who="chidi"),
    page("members:profile", who="chidi"),
    page("members:profile", state="with errors", who="chidi", status=422,
         then=sends("Save", name=" ")),
    page("members:apply", who="ben"),
    page("members:apply", state="with errors", who="ben", status=422,
         then=sends("Apply", statement=" ")),
    page("members:application", state="a member", who="chidi"),
    page("members:application", state="waiting", who="ikram"),
    page("members:application", state="asked", who="lou"),
    page("members:application", state="declined", who="mo"),
    page("members:application", state="no longer active", who="nia"),
    page("members:moderation", who="ada"),
    _membership("Ikram"),
    _membership("Kalina"),
    _membership("Ch\u0456di", "a name that is like another"),
    _membership("Lou"),
    _membership("Nia"),
    _membership("Chidi"),
    _membership("Ikram", "with errors", status=422, then=asks_without_words),
    _membership("Jun", "too late", status=409, then=decides_too_late),
    page("members:decided", who="ada"),
    page("members:admins", who="ada"),
    page("members:history", who="ada"),
    page("members:history", state="not understood", who="ada", query="?action=x", status=400),
    page("members:add_affiliate", who="ada", query="?name=Wikimedians+of+Example"),
    page("members:add_affiliate", state="with errors", who="ada", status=422,
         then=sends("Save", languages="Klingonish tongue")),
    page("members:change_affiliate", who="ada", slug="wmsw"),
    page("members:merge_affiliate", who="ada", slug="wmsw"),
]  # fmt: skip
