"""A wiki of its own for each test that asks for one; installed once, set back in between."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.wiki.server import APP, BOT, PASSWORD, MediaWiki, running
from vsn.outbox.channels.wiki_mail import _wiki


@pytest.fixture(scope="session")
def wiki_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MediaWiki]:
    """Tests take `wiki` instead."""
    with running(tmp_path_factory.mktemp("wiki")) as server:
        yield server


@pytest.fixture
def wiki(wiki_server: MediaWiki) -> MediaWiki:
    """A real MediaWiki that answers, without accounts but the portal's own, and no mail yet."""
    wiki_server.begin_anew()
    return wiki_server


@pytest.fixture
def portal_with_wiki(wiki: MediaWiki, settings: Any) -> MediaWiki:
    """The portal of this test knows that wiki, and may mail through it. Returns the wiki."""
    settings.WIKI_API_URL, settings.WIKI_REST_URL = wiki.api_url, wiki.rest_url
    settings.WIKI_MAIL_USER, settings.WIKI_MAIL_PASSWORD = f"{BOT}@{APP}", PASSWORD
    settings.WIKI_MAIL_TOKEN = ""
    settings.WIKI_MAIL = True
    _wiki.cache_clear()
    return wiki
