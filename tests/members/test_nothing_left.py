"""Whoever deletes their data is gone from every column of every table: texts, JSON, sessions, what
allauth keeps, outbox, journal, indexes of words, the shared cache."""

import base64
import pickle
from typing import Any

import pytest
import redis
from django.conf import settings
from django.contrib.sessions.models import Session as Browser
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.urls import reverse

from meetings.models import Session
from members.models import User
from tests import factories as make
from tests.meetings.actions.test_people import tables_that_hold
from tests.members.somebody import WORDS, shown_again, somebody
from tests.visitors import text, visitor

NUMBER = "912345678904711"  # of her Wikimedia account


@pytest.fixture
def zoe(ada: User, ben: User, session: Session) -> User:
    return somebody(ada, ben, session)


def whatever_holds(*words: str) -> list[str]:
    """Tables with one of these words, capitals aside; what is packed is unpacked."""
    found = set(tables_that_hold(*words))
    packed = {
        "sessions": [browser.get_decoded() for browser in Browser.objects.all()],
        "cache": _cached(),
    }
    found |= {
        name
        for name, content in packed.items()
        for word in words
        if word.lower() in str(content).lower()
    }
    return sorted(found)


def _cached() -> list[Any]:
    if settings.REDIS_URL:
        shared = redis.Redis.from_url(settings.REDIS_URL)
        keys = list(shared.scan_iter(f"{caches['default'].key_prefix}:*"))
        return [(key, _unpacked(shared.get(key))) for key in keys]
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, value FROM cache")
        rows = cursor.fetchall()
    return [(key, pickle.loads(base64.b64decode(value))) for key, value in rows]  # noqa: S301


def _unpacked(value: Any) -> Any:
    """Django packs on Redis whatever is no number."""
    return value if value is None or value.isdigit() else pickle.loads(value)  # noqa: S301


def has_been_everywhere(zoe: User, session: Session) -> list[Client]:
    """What browsers leave behind: half a sign-in, half a sign-up, a place, an address that is
    being added, pages that show her to others."""
    asked, signed_up, herself, admin = visitor(), visitor(), visitor(zoe), visitor(make.anyone())
    asked.post(reverse("account_request_login_code"), {"email": "Zoe.Quux@Example.org"})
    known = {"email": "zoe.quux@example.org"}
    asked.post(reverse("account_signup"), known)
    form = {"reach": "ZOE.Quux@Example.org", "name": "Zoe Quux", "visibility": "name",
            "policy": "on"}  # fmt: skip
    other = make.session(session.meeting)
    signed_up.post(reverse("meetings:sign_up", args=[other.meeting.slug, other.number]), form)
    herself.post(reverse("account_email"), {"email": "fourth.quux@example.org", "action_add": ""})
    for page in (
        "/",
        "/members/",
        "/me/",
        "/me/data/",
        "/patterns/",
        f"/meetings/{other.meeting.slug}/",
    ):
        herself.get(page)
        admin.get(page)
    return [asked, signed_up, herself]


def test_nothing_is_left_of_somebody_who_deleted_their_data(zoe: User, session: Session) -> None:
    User.objects.filter(pk=zoe.pk).update(language="en")
    has_been_everywhere(zoe, session)
    held = whatever_holds(*WORDS, NUMBER)
    assert {"sessions", "account_emailaddress", "learning_patterns_revision"} <= set(held)
    assert "cache" not in held, "counted under keyed hashes, pages of strangers in memory only"
    assert shown_again(zoe).post("/me/data/delete/").status_code == 302
    assert whatever_holds(*WORDS, NUMBER) == []


def test_the_scan_sees_what_is_packed(chidi: User) -> None:
    """Or it would prove nothing."""
    browser = visitor()
    browser.post(reverse("account_request_login_code"), {"email": "packed.quux@example.org"})
    caches["default"].set("key", {"name": "Packed Quux"})
    assert whatever_holds("packed.quux@example.org") == ["sessions"]
    assert "cache" in whatever_holds("packed quux")
    assert "Chidi" in text(visitor(chidi).get("/me/data/"))
