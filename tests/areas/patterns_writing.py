"""The rows of writing patterns, and saying what is missing."""

from typing import Any

from django.urls import reverse
from playwright.sync_api import Page as Window
from playwright.sync_api import expect

from learning_patterns.models import Pattern, Remark
from tests.browser.rows import Prepare, page, sends
from tests.browser.rows import Row as Page
from tests.browser.scene import Scene
from tests.factories import now
from tests.form import Form
from tests.permitting import MEMBERS, NOT_ALLOWED, WRITERS, Row, rough
from tests.world import World

NEW = "/patterns/new/"
MARK = "abcdefgh23456"


def leaves_and_comes_back(window: Window, scene: Scene) -> None:
    window.get_by_label("Title").fill("Half a thought")
    expect(window.get_by_text("Kept at")).to_be_visible()
    window.goto("about:blank")
    window.goto(f"{reverse('patterns:new')}?translate=pattern-0")
    window.get_by_label("Title").fill("Half a translation")
    expect(window.get_by_text("Kept at")).to_be_visible()
    window.goto("about:blank")
    window.goto(reverse("patterns:new"))
    expect(window.get_by_role("link", name="Go on with it").first).to_be_visible()


def was_signed_out(window: Window, scene: Scene) -> None:
    window.get_by_label("Title").fill("Half a thought")
    window.get_by_label("Problem (optional)").fill("Guests stand at the door. " * 9)
    window.context.clear_cookies()
    window.get_by_role("button", name="Save the draft").click()
    expect(window.get_by_role("heading", name="Not saved yet")).to_be_visible()


def types_what_is_known(window: Window, scene: Scene) -> None:
    window.get_by_label("Title").fill("One person for each newcomer")
    window.get_by_label("Problem (optional)").fill("Newcomers do *not* know whom to ask.")
    expect(window.locator("#similar li").first).to_be_visible()


def chooses_and_looks(window: Window, scene: Scene) -> None:
    """Somebody else changed the same passage; takes theirs, and looks how that will be."""
    window.evaluate("document.querySelector('[name=base]').value = 1")
    sends("Save", problem="People come twice.")(window, scene)
    window.get_by_label("Take theirs").check()
    with window.expect_navigation():
        window.get_by_role("button", name="Preview", exact=True).click()
    expect(window.get_by_label("Take theirs")).to_be_checked()


def looks_at(label: str, **answers: str) -> Prepare:
    """Opens what is folded, fills in and sends."""

    def look(window: Window, scene: Scene) -> None:
        window.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        sends(label, **answers)(window, scene)

    return look


def in_review(w: World) -> Pattern:
    Pattern.objects.filter(pk=w.rough.pk).update(status="in_review")
    return w.rough


def remarked(w: World) -> list[Any]:
    """The draft, with something that is to be done."""
    about = {"pattern": w.rough, "number": 0, "text": "More."}
    return [w.rough.slug, Remark.objects.get_or_create(defaults={"at": now()}, **about)[0].pk]


def chooses_a_passage(window: Window, scene: Scene) -> None:
    window.locator("section[aria-labelledby=problem] .prose p").first.select_text()
    expect(window.get_by_role("button", name="Remark on this passage")).to_be_visible()


def says_it(window: Window, scene: Scene) -> None:
    chooses_a_passage(window, scene)
    window.get_by_role("button", name="Remark on this passage").click()
    expect(window.get_by_label("Passage")).not_to_have_value("")


PERMISSIONS: dict[str, Row] = {
    "patterns:remark": Row(NOT_ALLOWED, WRITERS.format("302"), rough, {"text": "More."}),
    "patterns:settle": Row(NOT_ALLOWED, WRITERS.format("302"), remarked),
    "patterns:unsettle": Row(NOT_ALLOWED, WRITERS.format("302"), remarked),
    "patterns:keep": Row(NOT_ALLOWED, MEMBERS.format("404")),
    "patterns:keep#a new one": Row(
        NOT_ALLOWED, MEMBERS.format("204"), data={"page": NEW, "unsaved": MARK, "title": "T"}
    ),
    "patterns:keep#of a draft": Row(
        NOT_ALLOWED,
        "login login 204 404 404 204",
        data={"page": "/patterns/pattern-draft/edit/", "unsaved": MARK, "title": "T"},
    ),
    "patterns:throw_away": Row(
        NOT_ALLOWED, MEMBERS.format("302"), data={"page": NEW, "unsaved": MARK}
    ),
}
PAGES: list[Page] = [
    page("patterns:pattern", state="remarks", who="chidi", slug="remarked-on"),
    page("patterns:edit", state="remarks", who="chidi", slug="remarked-on"),
    page("patterns:pattern", state="a passage is chosen", who="chidi", slug="in-review",
         then=chooses_a_passage),
    page("patterns:pattern", state="remarks on a passage", who="chidi", slug="in-review",
         then=says_it),
    page("patterns:pattern", state="remarks on nothing", who="chidi", status=422, slug="in-review",
         then=looks_at("Remark", quote="Words that do not stand there.", text="Why?")),
    page("patterns:pattern", state="replaced twice", slug="replaced-twice"),
    page("patterns:edit", state="chosen and looked at", who="chidi", slug="two-at-the-door",
         then=chooses_and_looks),
    page("patterns:review", state="one list", who="chidi", query="?list=drafts"),
    page("patterns:new", state="suggests while one types", who="chidi", then=types_what_is_known),
    page("patterns:new", state="nearly a known category", who="chidi", status=422,
         then=sends("Save the draft", title="T", more_categories="welcom, one two three four")),
    page("patterns:new", state="signed out", who="chidi", status=403, then=was_signed_out),
    page("patterns:new", state="something was not saved", who="chidi",
         then=leaves_and_comes_back),
]  # fmt: skip
# Addresses without a page of their own: seen in the rows that send them, or files.
NOT_PAGES: set[str] = {
    "patterns:keep", "patterns:throw_away", "patterns:remark", "patterns:settle",
    "patterns:unsettle",
}  # fmt: skip
FORMS: dict[str, Form] = {
    "remark on a pattern": Form(
        lambda w: reverse("patterns:remark", args=[w.rough.slug]),
        lambda w: {"text": "Say how long it takes.", "field": "problem", "quote": "P"},
        lambda w: w.chidi,
        kept={"text", "quote"},
    ),
    "a pattern is still right": Form(
        lambda w: reverse("patterns:still_right", args=[w.pattern.slug]),
        lambda w: {"months": "24"},
        lambda w: w.chidi,
    ),
    "write into categories and affiliates": Form(
        lambda w: reverse("patterns:edit", args=[w.rough.slug]),
        lambda w: {
            "title": "Give each newcomer one person",
            "language": "en",
            "categories": "welcome",
            "more_categories": "train the trainer, tea",
            "asked": "tea",
            "affiliates": w.affiliate.name,
            "base": "0",
            "unsaved": MARK,
            "page": NEW,
        },
        lambda w: w.chidi,
        kept={"title", "more_categories"},
    ),
}
# Acts of one button that change rows whatever is sent.
BUTTONS: tuple[str, ...] = ("patterns:throw_away", "patterns:settle", "patterns:unsettle")
