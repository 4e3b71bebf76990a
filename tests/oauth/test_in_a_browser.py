"""From the portal to the wiki and back, as people do it: in a browser, from the real processes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from playwright.sync_api import Browser, Page, expect
from pytest_django import DjangoDbBlocker

from meetings import actions
from members.models import User
from tests import chrome as browsers
from tests import factories as make
from tests.browser.test_pages import look, narrow
from tests.chrome import Visitors
from tests.oauth.conftest import CALLBACK
from tests.oauth.wiki import CLIENT, SECRET, Wiki
from tests.processes import LivePortal, begin_anew, live_portal
from vsn.mediawiki.client import Account

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class Sites:
    portal: LivePortal
    wiki: Wiki


@pytest.fixture(scope="module")
def running(
    tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Iterator[Sites]:
    with pytest.MonkeyPatch.context() as patch, Wiki() as wiki:
        patch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
        more = {
            "WIKI_REST_URL": wiki.rest,
            "WIKIMEDIA_OAUTH_ID": CLIENT,
            "WIKIMEDIA_OAUTH_SECRET": SECRET,
        }
        folder = tmp_path_factory.mktemp("portal")
        with live_portal(folder, django_db_blocker, workers=False, **more) as (portal, _sink):
            wiki.register(portal.address + CALLBACK)
            yield Sites(portal, wiki)


@pytest.fixture(scope="module")
def chrome(running: Sites) -> Iterator[Browser]:
    with browsers.chromium() as browser:
        yield browser


@pytest.fixture
def wiki(running: Sites) -> Wiki:
    begin_anew()
    make.policy()
    running.wiki.accounts.clear()
    running.wiki.instead.clear()
    return running.wiki


@pytest.fixture
def people(running: Sites, wiki: Wiki, chrome: Browser) -> Iterator[Visitors]:
    elsewhere = (wiki.origin, wiki.sign_in.removesuffix("/sign-in"))
    with browsers.visiting(chrome, running.portal.address, *elsewhere) as coming:
        yield coming


def press(page: Page, button: str = "Sign in with Wikimedia") -> None:
    page.get_by_role("button", name=button).click()


def on_the_wiki(page: Page, name: str, answer: str = "Allow") -> None:
    """Signs in there, on another of its sites, and answers."""
    page.get_by_label("User name").fill(name)
    press(page, "Log in")
    press(page, answer)


def readable(page: Page, name: str) -> None:
    """In both themes and widths, for everyone."""
    wrong = [*look(page, f"oauth {name}"), *narrow(page)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("javascript", [True, False])
def test_in_and_out_and_in_again(javascript: bool, people: Visitors, wiki: Wiki) -> None:
    """The page's policy allows no form to lead elsewhere; the way through two other sites works."""
    wiki.add("Dana Édit", 801)
    page = people.arrive(javascript=javascript)
    page.goto("/meetings/")
    page.get_by_role("link", name="Sign in", exact=True).click()
    press(page)
    on_the_wiki(page, "Dana Édit")
    page.wait_for_url("**/me/")
    expect(page.get_by_role("main")).to_contain_text("No message can reach you")
    page.get_by_role("link", name="Account", exact=True).click()
    page.get_by_role("link", name="Wikimedia", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("Connected with Dana Édit")
    page.get_by_role("link", name="Sign out").click()
    press(page, "Sign out")
    page.goto("/accounts/login/?next=/meetings/past/")
    press(page)
    press(page, "Allow")  # still signed in on the wiki
    page.wait_for_url("**/meetings/past/")
    assert User.objects.get().proved_wikimedia_name == "Dana Édit"


def test_the_policy_would_stop_a_redirect(people: Visitors, wiki: Wiki, running: Sites) -> None:
    """The control: a form that is answered with a redirect to the wiki, as allauth would."""
    page = people.arrive()
    page.route(
        "**/accounts/wikimedia/login/",
        lambda route: route.fulfill(status=302, headers={"Location": wiki.sign_in}),
    )
    page.goto("/accounts/login/code/")
    with page.expect_console_message(lambda said: "form-action" in said.text):
        press(page)
    assert page.url.startswith(running.portal.address)
    [problem] = people.problems
    assert "form-action" in problem
    people.problems.clear()


def test_who_asked_by_name_finds_it_and_confirms(people: Visitors, wiki: Wiki) -> None:
    session = make.session()
    actions.sign_up_stranger(
        session=session, reach=Account("Dana", 802, True, False), details=make.details(),
        now=make.now(),
    )  # fmt: skip
    wiki.add("Dana", 802)
    page = people.arrive()
    page.goto("/accounts/login/")
    press(page)
    on_the_wiki(page, "Dana")
    expect(page.get_by_text("not confirmed yet")).to_be_visible()
    page.get_by_role("link", name=re.compile("Your place")).click()
    press(page, "Yes, I am coming")
    expect(page.get_by_role("status").first).to_contain_text(re.compile("(Y|y)ou are on the list"))


def test_no(people: Visitors, wiki: Wiki) -> None:
    wiki.add("Dana", 803)
    page = people.arrive()
    page.goto("/accounts/login/")
    press(page)
    on_the_wiki(page, "Dana", "Deny")
    expect(page.get_by_role("heading", level=1)).to_have_text("You said no, and that is fine")
    readable(page, "no")
    page.go_back()
    assert not User.objects.exists()


def test_back_to_a_page_that_was_used_up(people: Visitors, wiki: Wiki) -> None:
    wiki.add("Dana", 804)
    page = people.arrive()
    seen: list[str] = []
    page.on("request", lambda request: seen.append(request.url))
    page.goto("/accounts/login/")
    press(page)
    on_the_wiki(page, "Dana")
    page.wait_for_url("**/me/")
    [back] = {url for url in seen if "code=" in url and "state=" in url}
    answer = page.goto(back)
    assert answer and answer.status == 400
    expect(page.get_by_role("main")).to_contain_text("was used already")
    readable(page, "used")


def test_a_wiki_that_answers_something_else(people: Visitors, wiki: Wiki) -> None:
    wiki.add("Dana", 806)
    wiki.instead["token"] = (200, "text/html", "<h1>Wikimedia Error</h1>")
    page = people.arrive()
    page.goto("/accounts/login/")
    press(page)
    on_the_wiki(page, "Dana")
    expect(page.get_by_role("main")).to_contain_text("The wiki gave no answer")
    readable(page, "silent")


def test_on_the_way(people: Visitors, wiki: Wiki) -> None:
    """The page between, where the browser does not go on by itself."""
    page = people.arrive()
    page.route(f"{wiki.origin}/**", lambda route: route.fulfill(status=204))
    page.goto("/accounts/login/")
    press(page)
    expect(page.get_by_role("link", name="Go to the wiki")).to_be_visible()
    readable(page, "leaving")


def test_an_admin_connects_and_is_asked_for_the_second_factor(people: Visitors, wiki: Wiki) -> None:
    """The whole way: refused by address, by code and connected, and by Wikimedia from then on."""
    ada = make.person("ada@example.org", name="Ada", is_staff=True, is_superuser=True)
    secret = generate_totp_secret()
    TOTP.activate(ada, secret)
    wiki.add("Ada", 805, email="ada@example.org", confirmed_email=True)
    page = people.arrive()
    page.goto("/accounts/login/")
    press(page)
    on_the_wiki(page, "Ada")
    expect(page.get_by_role("heading", level=1)).to_have_text("We know your address already")
    readable(page, "refused")
    User.objects.filter(pk=ada.pk).update(
        wikimedia_name="Ada", wikimedia_id=805, wikimedia_proved_at=make.now()
    )
    page.goto("/accounts/login/?next=/admin/")
    press(page)
    press(page, "Allow")
    expect(page.get_by_role("heading", level=1)).to_have_text("Second factor")
    number = hotp_value(secret, next(yield_hotp_counters_from_time()))
    page.get_by_label(re.compile("code", re.IGNORECASE)).first.fill(format_hotp_value(number))
    press(page, "Sign in")
    page.wait_for_url("**/admin/")
