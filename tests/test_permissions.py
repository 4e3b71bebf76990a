"""The table of permissions, over every address that the portal knows."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from meetings.models import Registration
from members.tokens import make_key
from tests.guarded import assert_guarded
from tests.permissions import CAST, NOT_ALLOWED, ROWS, Row
from tests.visitors import text, visitor
from tests.world import World


def patterns(resolver: Any = None, space: str = "", start: str = "") -> Iterator[tuple[str, str]]:
    """Every address: its full name and its route."""
    for found in (resolver or get_resolver()).url_patterns:
        route = start + str(found.pattern)
        if isinstance(found, URLPattern):
            yield space + (found.name or ""), route
        else:
            inner = space + (f"{found.namespace}:" if found.namespace else "")
            yield from patterns(found, inner, route)


NAMES = {name for name, _route in patterns() if not name.startswith("admin:")}


def outcome(answer: HttpResponse) -> str:
    """The status, or `login` when the answer leads to signing in."""
    if answer.status_code == 302 and answer.url.startswith("/accounts/login/?next="):
        return "login"
    return str(answer.status_code)


def guessed(key: str) -> str:
    """A key for the same place by someone who knows how keys look."""
    return key[:-1] + ("a" if key[-1] != "a" else "b")


def path(name: str, row: Row, world: World, who: str) -> str:
    arguments = row.arguments(world)
    own = {world.place.key, world.dana.feed_key}
    if who != "dana":
        arguments = [guessed(a) if a in own else a for a in arguments]
    return reverse(name.partition("#")[0], args=arguments)


def ask(client: Client, method: str, address: str, data: dict[str, str]) -> str:
    """The outcome; whatever it changed is undone."""
    with transaction.atomic():
        answer = getattr(client, method)(address, data if method == "post" else None)
        transaction.set_rollback(True)
    assert_guarded(answer)
    return outcome(answer)


def test_every_address_has_a_row() -> None:
    assert {name.partition("#")[0] for name in ROWS} == NAMES


@pytest.mark.parametrize("name", ROWS)
def test_each_of_the_cast_gets_what_the_table_says(name: str, world: World) -> None:
    row, visitors = ROWS[name], world.visitors()
    addresses = {who: path(name, row, world, who) for who in CAST}
    # HEAD is GET without a page: one who has a key and one who has rights are enough.
    for method, asked, table in (
        ("get", CAST, row.get),
        ("head", ("dana", "ben"), row.get),
        ("post", CAST, row.post),
    ):
        said = dict(zip(CAST, table.split(), strict=True))
        got = {who: ask(visitors[who], method, addresses[who], row.data) for who in asked}
        assert got == {who: said[who] for who in asked}, method


# --- The administration --------------------------------------------------------------------------


def admin_paths() -> list[str]:
    """Every address of the admin but signing out; where one names a thing, the first."""
    values = {"object_id": "1", "app_label": "meetings", "content_type_id": "1", "url": "x"}
    found = []
    for name, route in patterns():
        if name.startswith("admin:") and name != "admin:logout":
            for word in values:
                route = re.sub(rf"<path:{word}>|\(\?P<{word}>[^)]*\)", values[word], route)
            found.append("/" + route.replace("^", "").replace("$", ""))
    return found


@pytest.mark.parametrize("who", ["anonymous", "dana", "chidi", "ben", "eve"])
def test_nobody_but_admins_enters_the_administration(who: str, world: World) -> None:
    client = world.visitors()[who]
    for address in admin_paths():
        for method in ("get", "post"):
            answer = getattr(client, method)(address)
            assert answer.status_code in (301, 302), address
            away = {"/", "/accounts/login/", "/admin/login/", address + "/"}
            assert answer.url.partition("?")[0] in away, address


def test_an_admin_without_second_factor_does_not_enter_either(world: World) -> None:
    client = Client()
    client.force_login(world.ada)
    assert {client.get(address).status_code for address in admin_paths()} <= {301, 302}


def test_no_address_of_the_administration_breaks(world: World) -> None:
    client = visitor(world.ada)
    for address in admin_paths():
        assert client.get(address).status_code in (200, 301, 302, 403, 404), address


# --- Keys ----------------------------------------------------------------------------------------

PLACE_NAMES = [name for name in ROWS if name.startswith("meetings:place")]


@pytest.mark.parametrize("name", PLACE_NAMES)
def test_a_revoked_key_says_that_it_was_good_once(name: str, world: World) -> None:
    key = world.place.key
    Registration.objects.filter(pk=world.place.pk).update(key_revision=1)
    method = "get" if ROWS[name].get != NOT_ALLOWED else "post"
    answer = getattr(visitor(), method)(reverse(name, args=[key]))
    assert answer.status_code == 410 and "canary" not in text(answer)


@pytest.mark.parametrize(
    "key",
    [
        lambda w: w.place.handle,  # no proof
        lambda w: w.place.handle + "-",
        lambda w: f"{w.hidden.handle}-{w.place.key.partition('-')[2]}",  # another's proof
        lambda w: make_key("feed", w.place.handle, 0),  # made for something else
        lambda w: make_key("place", w.place.handle, 7),  # not given out yet
        lambda w: w.place.key.upper(),
        lambda w: "x" * 5000,
        lambda w: "-",
    ],
)
def test_a_key_opens_one_place_and_nothing_else_does(key: Any, world: World) -> None:
    for name in PLACE_NAMES:
        method = "get" if ROWS[name].get != NOT_ALLOWED else "post"
        answer = getattr(visitor(), method)(reverse(name, args=[key(world)]))
        assert answer.status_code == 404, name


def test_the_key_of_a_feed_can_be_renewed(world: World) -> None:
    old = reverse("meetings:personal_feed", args=[world.chidi.feed_key])
    assert visitor().get(old).status_code == 200
    visitor(world.chidi).post(reverse("meetings:new_feed"))
    assert visitor().get(old).status_code == 404


# --- Forged requests -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", [n for n, row in ROWS.items() if row.post != NOT_ALLOWED])
def test_nothing_is_accepted_from_another_site(name: str, world: World) -> None:
    for who, person in world.people().items():
        client = Client(enforce_csrf_checks=True)
        if person:
            client.force_login(person)
        answer = client.post(path(name, ROWS[name], world, who))
        elsewhere = outcome(answer) == "login" or name.startswith(("account_", "mfa_"))
        assert answer.status_code == 403 or (elsewhere and answer.status_code == 302)
