"""Call links are stored as ciphertext, and keys can change."""

from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from meetings import vault
from meetings.models import CallLink, Session
from tests import factories as make
from tests.factories import LINK


@given(st.text(min_size=1))
def test_what_is_locked_comes_back(link: str) -> None:
    locked = vault.lock(link)
    assert link not in locked or len(link) < 4
    assert vault.unlock(CallLink(ciphertext=locked)) == link


def test_nothing_stays_nothing() -> None:
    assert vault.lock("") == ""
    assert vault.unlock(CallLink(ciphertext="")) == ""
    assert vault.unlock(None) == ""


def test_no_table_holds_the_link(session: Session) -> None:
    make.give_link(session)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            assert "k3v9-82mq" not in str(cursor.fetchall()), table


def test_keys_can_be_rotated(settings: Any) -> None:
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    settings.CALL_LINK_KEYS = [old]
    stored = CallLink(ciphertext=vault.lock(LINK))
    settings.CALL_LINK_KEYS = [new, old]
    assert vault.unlock(stored) == LINK
    newer = CallLink(ciphertext=vault.lock(LINK))
    settings.CALL_LINK_KEYS = [new]
    assert vault.unlock(newer) == LINK


def test_a_lost_key_is_no_link(settings: Any, caplog: pytest.LogCaptureFixture) -> None:
    stored = CallLink(ciphertext=vault.lock(LINK), session_id=1)
    settings.CALL_LINK_KEYS = [Fernet.generate_key().decode()]
    assert vault.unlock(stored) == ""
    assert "cannot be read" in caplog.text
