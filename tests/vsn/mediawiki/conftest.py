"""The stub, and a client that knows it."""

from collections.abc import Iterator

import pytest

from tests.vsn.mediawiki.stub import Stub, running
from vsn.mediawiki.client import Wiki


@pytest.fixture
def stub() -> Iterator[Stub]:
    with running() as server:
        yield server


@pytest.fixture
def client(stub: Stub) -> Iterator[Wiki]:
    """With a bot password."""
    agent = "vsn-portal/0.1 (https://portal.example.org; contact@example.org)"
    with Wiki(stub.url, agent=agent, user="Bot@portal", password="secret") as wiki:
        yield wiki
