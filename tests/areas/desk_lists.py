"""The rows of desk lists: who may, what it looks like, and its forms."""

from typing import Any

from django.urls import reverse
from playwright.sync_api import Page as Tab

from tests.browser.rows import Row as Page
from tests.browser.rows import page, sends
from tests.browser.scene import Scene
from tests.form import Form
from tests.permitting import NOT_ALLOWED, NOT_HERE, WHO_RUNS_IT, Row
from tests.world import World

MOVED_ON = "404 404 404 302 404 302"


def _soon(w: World) -> list[Any]:
    return [w.meeting.slug, w.soon.number]


def _act(data: dict[str, str] | None = None, post: str = MOVED_ON) -> Row:
    return Row(NOT_ALLOWED, post, _soon, data or {})


PERMISSIONS: dict[str, Row] = {
    "meetings:desk_meeting": Row(MOVED_ON, NOT_ALLOWED, lambda w: [w.meeting.slug]),
    "meetings:list": Row(WHO_RUNS_IT, NOT_ALLOWED, _soon),
    "meetings:list#of a draft": Row(WHO_RUNS_IT, NOT_ALLOWED, lambda w: [w.draft.slug, 1]),
    "meetings:list#of nothing": Row(NOT_HERE, NOT_ALLOWED, lambda w: [w.meeting.slug, 99]),
    "meetings:progress": Row(WHO_RUNS_IT, NOT_ALLOWED, _soon),
    "meetings:list_person": Row(WHO_RUNS_IT, NOT_ALLOWED, lambda w: [*_soon(w), w.hidden.handle]),
    "meetings:list_person#of another list": Row(
        NOT_HERE, NOT_ALLOWED, lambda w: [w.meeting.slug, w.later.number, w.hidden.handle]
    ),
    "meetings:add_person": Row(WHO_RUNS_IT, "404 404 404 422 404 422", _soon),
    "meetings:remove_people": _act(),
    "meetings:move_people": _act(),
    "meetings:remind_people": _act(),
    "meetings:send_again": _act(),
    "meetings:put_first": _act(),
    "meetings:write_to_chosen": _act(),
    "meetings:undo_act": Row(NOT_ALLOWED, NOT_HERE, lambda w: [w.meeting.slug, "nothing"]),
}


# --- What it looks like --------------------------------------------------------------------------


def _slug(scene: Scene) -> str:
    return scene.meeting.slug


def _number(scene: Scene) -> int:
    return scene.soon.number


def _full(scene: Scene) -> int:
    return scene.meeting.sessions.get(capacity=2).number


def _asks(label: str, *more: Any) -> Any:
    """Ticks the first two, and presses the button."""

    def ask(tab: Tab, scene: Scene) -> None:
        for box in tab.locator("input[name=place]").all()[:2]:
            box.check()
        with tab.expect_navigation():
            tab.locator(".bulk").get_by_role("button", name=label, exact=True).click()
        for then in more:
            then(tab, scene)

    return ask


def _chooses(tab: Tab, scene: Scene) -> None:
    tab.locator("input[name=place]").first.check()


def _types(tab: Tab, scene: Scene) -> None:
    tab.get_by_role("searchbox").fill("Person 1")
    tab.wait_for_url("**q=Person*")


def _list(state: str = "", number: Any = _number, **more: Any) -> Page:
    return page("meetings:list", state=state, who="ben", slug=_slug, number=number, **more)


PAGES: list[Page] = [
    _list(),
    _list("chosen", then=_chooses),
    _list("found", then=_types),
    _list("nobody found", query="?q=nobody-like-that&show=needs"),
    _list("waiting", number=_full),
    _list("called off", number=lambda s: s.meeting.sessions.get(status="cancelled").number),
    _list("asked to remove", then=_asks("Remove…")),
    _list("asked to remove without a reason", status=422,
          then=_asks("Remove…", sends("Take 2 people off"))),
    _list("asked to move", then=_asks("Move…")),
    page("meetings:list_person", who="ben", slug=_slug, number=_number,
         handle=lambda s: s.soon.registrations.order_by("pk").first().handle),
    page("meetings:add_person", who="ben", slug=_slug, number=_number),
    page("meetings:add_person", state="with errors", who="ben", status=422, slug=_slug,
         number=_number, then=sends("Add", reach="dana at example.org")),
]  # fmt: skip
# Addresses without a page of their own: seen in the rows that send them, or files.
NOT_PAGES: set[str] = {
    "meetings:desk_meeting",
    "meetings:progress",
    "meetings:remove_people",
    "meetings:move_people",
    "meetings:remind_people",
    "meetings:send_again",
    "meetings:put_first",
    "meetings:write_to_chosen",
    "meetings:undo_act",
}


# --- Forms ---------------------------------------------------------------------------------------


def _at(name: str) -> Any:
    return lambda w: reverse(f"meetings:{name}", args=_soon(w))


FORMS: dict[str, Form] = {
    "add a person to a list": Form(
        _at("add_person"),
        lambda w: {
            "reach": "fay@example.org",
            "name": "Fay",
            "affiliate": str(w.affiliate.pk),
        },
        lambda w: w.ben,
        kept={"reach", "name"},
    ),
    "take people off a list": Form(
        _at("remove_people"),
        lambda w: {"reason": "Asked for it.", "people": w.place.handle, "seen": "", "show": "all"},
        lambda w: w.ben,
        kept={"reason"},
    ),
    "move people to another list": Form(
        _at("move_people"),
        lambda w: {"to": str(w.later.number), "people": w.place.handle},
        lambda w: w.ben,
    ),
    "remind people on a list": Form(
        _at("remind_people"), lambda w: {"only": w.place.handle}, lambda w: w.ben
    ),
    "send the link again": Form(
        _at("send_again"), lambda w: {"place": w.place.handle}, lambda w: w.ben
    ),
    "put people first": Form(
        _at("put_first"), lambda w: {"all": "1", "q": "Dana", "page": "1"}, lambda w: w.ben
    ),
}
# Acts of one button that change rows whatever is sent.
BUTTONS: tuple[str, ...] = ()
