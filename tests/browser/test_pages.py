"""Every page: accessible in both themes and widths, nothing wider than a small phone, no
complaint of the browser, no request to anybody else."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.template.loader import render_to_string
from django.urls import URLPattern, URLResolver, get_resolver
from playwright.sync_api import Page, Response

from tests.browser.conftest import sign_in
from tests.browser.pages import NOT_PAGES, ROWS, Row
from tests.browser.scene import Scene
from tests.chrome import Visitors, screenshot
from tests.processes import LivePortal

pytestmark = pytest.mark.browser

THEMES, WIDTHS = ("light", "dark"), (400, 1280)
BROKEN = """(only) => axe.run(document, {
    resultTypes: ["violations"], rules: {"target-size": {enabled: !only}},
    ...(only && {runOnly: {type: "rule", values: only}})}).then(found =>
    found.violations.map(rule => `${rule.id}: ${rule.help}\\n` + rule.nodes.map(node =>
        `    ${node.html}\\n    ${node.failureSummary}`).join("\\n")))"""
# All that another theme can break; the other rules look at what does not change with it.
OF_COLOUR = ["color-contrast", "link-in-text-block"]
TOO_WIDE = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
    [...document.querySelectorAll("body *")]
        .filter(e => e.getBoundingClientRect().right > innerWidth + 1)
        .slice(0, 5).map(e => e.outerHTML.slice(0, 150)).concat(["(the page itself)"])"""


def names(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for part in resolver.url_patterns:
        if isinstance(part, URLPattern):
            yield f"{before}{part.name}"
        elif part.namespace != "admin":  # Django's own pages
            yield from names(part, f"{before}{part.namespace}:" if part.namespace else before)


def test_no_page_is_left_out() -> None:
    left_out = set().union(*NOT_PAGES.values())
    seen = {row.url for row in ROWS if row.url}
    assert seen | left_out == set(names(get_resolver()))
    assert not seen & left_out


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_page(row: Row, window: Page, portal: LivePortal, scene: Scene) -> None:
    if row.who:
        sign_in(window, getattr(scene, row.who), portal.address)
    answers: list[int] = []

    def note(answer: Response) -> None:
        if answer.request.is_navigation_request():
            answers.append(answer.status)

    window.on("response", note)
    window.goto(row.at(scene))
    if row.then:
        row.then(window, scene)
    window.remove_listener("response", note)
    assert answers[-1] == row.status, window.url
    wrong = [*look(window, str(row)), *narrow(window)]
    assert not wrong, "\n".join(wrong)


def look(page: Page, name: str) -> Iterator[str]:
    page.evaluate(AXE_SCRIPT)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for theme in THEMES:
            page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            broken: list[Any] = page.evaluate(BROKEN, OF_COLOUR if theme == "dark" else None)
            yield from (f"{theme}, {width} px: {rule}" for rule in broken)
            screenshot(page, f"{name}-{width}-{theme}")
        if width == WIDTHS[0]:
            yield from too_wide(page, width)


def narrow(page: Page) -> Iterator[str]:
    page.set_viewport_size({"width": 320, "height": 640})
    yield from too_wide(page, 320)


def too_wide(page: Page, width: int) -> Iterator[str]:
    yield from (f"wider than {width} px: {element}" for element in page.evaluate(TOO_WIDE))


def test_page_when_something_broke(people: Visitors, scene: Scene) -> None:
    """Drawn without the rest of the portal, shown where an address would have answered."""
    page = people.arrive()
    body = render_to_string("500.html")
    page.route("**/broken/", lambda route: route.fulfill(body=body, content_type="text/html"))
    page.goto("/broken/")
    wrong = [*look(page, "500"), *narrow(page)]
    assert not wrong, "\n".join(wrong)
