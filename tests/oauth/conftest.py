"""The wiki, and people with accounts there who come to the portal."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from django.conf import settings as portal_settings
from django.http import HttpResponse
from django.test import Client

from tests.oauth.wiki import CLIENT, SECRET, Wiki

CALLBACK = "/accounts/wikimedia/login/callback/"


@pytest.fixture
def wiki(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Wiki]:
    """The portal is registered with it. PKCE is asked for; plain http is enough on one machine."""
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    with Wiki() as running:
        running.register(portal_settings.SITE_URL + CALLBACK)
        settings.WIKIMEDIA_SIGN_IN = True
        settings.WIKI_REST_URL = running.rest
        settings.SOCIALACCOUNT_PROVIDERS = {
            "mediawiki": {"APP": {"client_id": CLIENT, "secret": SECRET}}
        }
        yield running


@dataclass
class Visitor:
    """A browser: `portal` holds its cookies for the portal, and it may be signed in on the wiki."""

    wiki: Wiki
    portal: Client

    def leave(self, **fields: str) -> str:
        """Presses the button on the portal; the address on the wiki that it leads to."""
        page = self.portal.post("/accounts/wikimedia/login/", fields)
        assert page.status_code == 200
        [address] = re.findall(
            r'http-equiv="refresh" content="0;url=([^"]*)"', page.content.decode()
        )
        return html.unescape(address)

    def answer(self, address: str, name: str, answer: str = "yes") -> str:
        """Signs in on the wiki and answers its question; the address it leads back to."""
        cookies = {"wiki_user": str(self.wiki.accounts[name].sub)}
        asked = requests.get(address, cookies=cookies, timeout=5)
        assert "May the portal know who you are?" in asked.text
        said = requests.post(
            address, {"answer": answer}, cookies=cookies, allow_redirects=False, timeout=5
        )
        assert said.status_code == 302
        return said.headers["Location"]

    def come_back(self, address: str) -> HttpResponse:
        parts = urlsplit(address)
        assert parts.path == CALLBACK
        return self.portal.get(f"{parts.path}?{parts.query}")

    def sign_in(self, name: str, **fields: str) -> HttpResponse:
        """All of it; the portal's answer in the end."""
        return self.come_back(self.answer(self.leave(**fields), name))


@pytest.fixture
def visitor(wiki: Wiki, client: Client) -> Visitor:
    return Visitor(wiki, client)


def person_in(client: Client) -> int | None:
    """Who is signed in."""
    found = client.session.get("_auth_user_id")
    return int(found) if found else None
