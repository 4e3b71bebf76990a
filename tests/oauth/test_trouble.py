"""What goes wrong on the way to the wiki and back: a page in words, and nobody signed in."""

import datetime as dt
import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from members.models import User
from tests.oauth.conftest import CALLBACK, Visitor, person_in
from tests.oauth.wiki import Wiki

pytestmark = pytest.mark.django_db

HTML = (200, "text/html", "<!doctype html><title>Wikimedia Error</title>")


def refused(answer: Any, visitor: Visitor, words: str, status: int) -> None:
    page = answer.content.decode()
    assert answer.status_code == status and words in page and "<h1>" in page
    assert person_in(visitor.portal) is None and not User.objects.exists()


def test_denied(wiki: Wiki, visitor: Visitor) -> None:
    wiki.add("Dana", 701)
    back = visitor.come_back(visitor.answer(visitor.leave(), "Dana", "no"))
    assert back.headers["Location"] == "/accounts/wikimedia/cancelled/"
    refused(visitor.portal.get(back.headers["Location"]), visitor, "You said no", 200)


def test_a_callback_is_good_once(wiki: Wiki, visitor: Visitor) -> None:
    wiki.add("Dana", 702)
    back = visitor.answer(visitor.leave(), "Dana")
    visitor.come_back(back)
    assert person_in(visitor.portal)
    visitor.portal.logout()
    User.objects.all().delete()
    refused(visitor.come_back(back), visitor, "Please begin again", 400)


def test_a_callback_is_good_in_one_browser(wiki: Wiki, visitor: Visitor) -> None:
    """Nobody is led into somebody else's account by a link."""
    wiki.add("Mallory", 703)
    back = visitor.answer(visitor.leave(), "Mallory")
    victim = Visitor(wiki, Client())
    refused(victim.come_back(back), victim, "Please begin again", 400)


@pytest.mark.parametrize(
    "query",
    ["", "?code=x", "?state=x", "?state=x&code=y", "?error=server_error", "?state=%00&code=%00"],
)
def test_a_callback_that_nobody_asked_for(query: str, wiki: Wiki, visitor: Visitor) -> None:
    refused(visitor.portal.get(CALLBACK + query), visitor, "Please begin again", 400)


def test_too_late(wiki: Wiki, visitor: Visitor, time_machine: Any) -> None:
    wiki.add("Dana", 704)
    back = visitor.answer(visitor.leave(), "Dana")
    time_machine.move_to(timezone.now() + dt.timedelta(minutes=11), tick=True)
    refused(visitor.come_back(back), visitor, "Please begin again", 400)


def test_a_code_that_the_wiki_no_longer_knows(wiki: Wiki, visitor: Visitor) -> None:
    wiki.add("Dana", 705)
    back = visitor.answer(visitor.leave(), "Dana")
    wiki.codes.clear()
    refused(visitor.come_back(back), visitor, "try again in a few minutes", 401)


def test_a_code_of_another_browser(wiki: Wiki, visitor: Visitor) -> None:
    """PKCE: a code that was stolen on its way is worth nothing."""
    wiki.add("Dana", 706)
    stolen = re.search(r"code=(\w+)", visitor.answer(visitor.leave(), "Dana"))[1]
    thief = Visitor(wiki, Client())
    state = re.search(r"state=(\w+)", thief.leave())[1]
    back = f"http://testserver{CALLBACK}?code={stolen}&state={state}"
    refused(thief.come_back(back), thief, "try again in a few minutes", 401)


@pytest.mark.parametrize("what", ["token", "profile"])
@pytest.mark.parametrize(
    "instead",
    [
        HTML,
        (503, "text/html", "<h1>Our servers are currently under maintenance</h1>"),
        (200, "application/json", ""),
        (200, "application/json", "null"),
        (200, "application/json", "[1, 2]"),
        (200, "application/json", '["access_token"]'),
        (200, "application/json", "{}"),
        (200, "application/json", '{"access_token": ""}'),
        (200, "application/json", '{"access_token": "x", "expires_in": "soon"}'),
        (200, "application/json", '{"access_token": "x", "expires_in": 99999999999999999}'),
        (200, "application/json", '{"access_token": "x", "expires_in": 1e400}'),
        (200, "application/json", '{"sub": null, "username": "Dana"}'),
        (200, "application/json", '{"sub": "", "username": "Dana"}'),
        (200, "application/json", '{"sub": 1}'),
        (200, "application/json", '{"sub": 1, "username": ""}'),
        (200, "application/json", '{"sub": 1, "username": "198.51.100.7"}'),
        (200, "application/json", '{"sub": 1, "username": ["Dana"]}'),
        (200, "application/json", '{"sub": 99999999999999999999, "username": "Dana"}'),
        (200, "application/json", '{"sub": "00000000000000000001999", "username": "Dana"}'),
        (200, "application/json", '{"sub": -1, "username": "Dana"}'),
        (200, "application/json", '{"sub": 0, "username": "Dana"}'),
        (200, "application/json", '{"sub": true, "username": "Dana"}'),
        (200, "", ""),
        (302, "text/html", ""),
        (500, "application/json", '{"sub": 1, "username": "Dana"}'),
    ],
    ids=str,
)
def test_answers_that_are_none(
    what: str, instead: tuple[int, str, str], wiki: Wiki, visitor: Visitor
) -> None:
    wiki.add("Dana", 707)
    wiki.instead[what] = instead
    refused(visitor.sign_in("Dana"), visitor, "try again in a few minutes", 401)


@pytest.mark.parametrize("what", ["token", "profile"])
def test_brackets_without_end(what: str, wiki: Wiki, visitor: Visitor) -> None:
    wiki.add("Dana", 711)
    wiki.instead[what] = (200, "application/json", '{"sub":' + "[" * 100_000)
    refused(visitor.sign_in("Dana"), visitor, "try again in a few minutes", 401)


def test_the_wiki_is_down(wiki: Wiki, visitor: Visitor) -> None:
    wiki.add("Dana", 708)
    back = visitor.answer(visitor.leave(), "Dana")
    wiki.stop()
    refused(visitor.come_back(back), visitor, "try again in a few minutes", 401)


def test_a_form_from_elsewhere_leads_nowhere(wiki: Wiki) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post("/accounts/wikimedia/login/").status_code == 403
    page = client.get("/accounts/wikimedia/login/?next=/me/")
    assert page.status_code == 200 and wiki.origin not in page.content.decode()


@pytest.mark.parametrize("process", ["redirect", "nonsense"])
def test_there_are_two_things_to_do(process: str, wiki: Wiki, visitor: Visitor) -> None:
    wiki.add("Dana", 709)
    refused(visitor.sign_in("Dana", process=process), visitor, "Please begin again", 400)


def test_afterwards_nobody_is_led_elsewhere(wiki: Wiki, visitor: Visitor) -> None:
    wiki.add("Dana", 710)
    answer = visitor.sign_in("Dana", next="https://evil.example/")
    assert urlsplit(answer.headers["Location"])[:3] == ("", "", "/me/")
