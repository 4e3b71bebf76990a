"""In each language no page is too wide, and the script writes dates as the server does."""

import pytest
from django.conf import settings
from playwright.sync_api import Page

from tests.browser.conftest import signed_in
from tests.browser.pages import ROWS
from tests.browser.scene import Scene
from tests.browser.test_pages import narrow
from tests.chrome import Visitors

pytestmark = pytest.mark.browser

# Browsers shorten some months in their own way ("Sept").
TIMES = """() => [...document.querySelectorAll("time[data-time]:not([data-time=month])")].map(e =>
    `${e.dataset.time}: ${e.textContent} (${e.title})`)"""


def reads(page: Page, people: Visitors, language: str) -> Page:
    """The same person, who has chosen this language and has been here before."""
    cookies = {settings.LANGUAGE_COOKIE_NAME: language, "tz": "Europe/Vienna"}
    page.context.add_cookies(
        [{"name": name, "value": value, "url": people.address} for name, value in cookies.items()]
    )
    return page


@pytest.mark.parametrize("who", ["", "chidi", "ada"])
def test_spanish_fits_a_small_phone(who: str, people: Visitors, scene: Scene) -> None:
    page = signed_in(people, getattr(scene, who)) if who else people.arrive()
    reads(page, people, "es")
    wrong = []
    for row in ROWS:
        if row.who == who and not row.then:
            page.goto(row.at(scene))
            wrong += [f"{row}: {problem}" for problem in narrow(page)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_script_writes_dates_as_the_server_does(
    language: str, people: Visitors, scene: Scene
) -> None:
    plain = reads(people.arrive(javascript=False), people, language)
    lively = reads(people.arrive(), people, language)
    for address in ("/", f"/meetings/{scene.meeting.slug}/", "/meetings/past/"):
        plain.goto(address)
        lively.goto(address)
        assert plain.locator("html").get_attribute("lang") == language
        written = plain.evaluate(TIMES)
        assert written
        assert lively.evaluate(TIMES) == written
