"""What a row of the list of pages is made of."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from playwright.sync_api import Page

from tests.browser.scene import Scene

Prepare = Callable[[Page, Scene], None]


@dataclass(frozen=True, slots=True)
class Row:
    """One page in one state: how to get there, who goes, and what it answers."""

    name: str
    at: Callable[[Scene], str]
    url: str = ""  # the name of the address, if this row is about one
    who: str = ""  # one of the scene's people; else nobody is signed in
    status: int = 200
    then: Prepare | None = None  # what is done on the page before it is looked at

    def __str__(self) -> str:
        return self.name.replace(" ", "-")


def page(url: str, *, state: str = "", who: str = "", status: int = 200,
         then: Prepare | None = None, query: str = "", **values: object) -> Row:  # fmt: skip
    """The row of an address with a name; values may be functions of the scene."""

    def at(scene: Scene) -> str:
        known = {k: v(scene) if callable(v) else v for k, v in values.items()}
        return reverse(url, kwargs=known) + query

    return Row(" ".join(filter(None, (url, state, who))), at, url, who, status, then)


_UNFOLD = """field => {
    for (let part = field; part = part.parentElement?.closest("details");) part.open = true;
}"""


def sends(label: str, **answers: str) -> Prepare:
    """Fills in, and sends past the browser's own checks, to see what the server says."""

    def send(page: Page, scene: Scene) -> None:
        page.evaluate("for (const form of document.forms) form.noValidate = true")
        for field, answer in answers.items():
            place = page.locator(f"main :is(input:not([type=radio]), textarea)[name={field}]")
            place.evaluate(_UNFOLD)
            place.fill(answer)
        with page.expect_navigation():
            page.get_by_role("main").get_by_role("button", name=label, exact=True).click()

    return send
