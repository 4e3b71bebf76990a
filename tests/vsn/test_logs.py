"""Nothing in a log names a person or opens a door."""

import json
import logging
import sys
from typing import Any

import pytest
import structlog
from django.conf import settings as portal
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from vsn import logs

SECRETS = [
    "dana@example.org",
    "Dana <dana@example.org>",
    "https://meet.call-platform.org/room/7?pwd=x",
    "http://portal/place/abc-def/",
]


@pytest.mark.parametrize("secret", SECRETS)
def test_scrubbed(secret: str) -> None:
    text = logs.scrub_text(f"before {secret} after")
    assert "@" not in text and "://" not in text and "abc-def" not in text
    assert text.startswith("before ") and text.endswith(" after")


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("GET /place/abc-def/confirm/ 200", "GET /place/[key]/confirm/ 200"),
        ("/feed/abc-def/calendar.ics", "/feed/[key]/calendar.ics"),
        ("/meetings/peer-support/", "/meetings/peer-support/"),
    ],
)
def test_keys_of_personal_pages(path: str, kept: str) -> None:
    assert logs.scrub_text(path) == kept


@given(
    st.from_regex(r"[a-z0-9.]{1,10}@[a-z0-9]{1,10}\.org", fullmatch=True),
    st.text(st.characters(categories=["L", "Zs"])),
)
def test_no_address_in_any_text(address: str, around: str) -> None:
    assert address not in logs.scrub_text(f"{around} {address}: {around}")


@given(st.text())
def test_scrubbing_again_changes_nothing(text: str) -> None:
    once = logs.scrub_text(text)
    assert logs.scrub_text(once) == once


def line(log: Any, capture: logging.Handler, records: list[logging.LogRecord]) -> dict[str, Any]:
    return json.loads(capture.format(records[-1]))


class Keep(logging.Handler):
    """Formats what is logged as the portal does and keeps the lines."""

    def __init__(self) -> None:
        super().__init__()
        config = dict(portal.LOGGING["formatters"]["json"])
        self.setFormatter(config.pop("()")(**config))
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def kept() -> Any:
    handler = Keep()
    logging.getLogger().addHandler(handler)
    yield handler.lines
    logging.getLogger().removeHandler(handler)


def test_a_line_is_one_json_object(kept: list[str]) -> None:
    structlog.stdlib.get_logger("vsn.test").info("sent", to=SECRETS[0], messages=3, ok=True)
    [text] = kept
    found = json.loads(text)
    assert (found["event"], found["messages"], found["ok"]) == ("sent", 3, True)
    assert found["to"] == "[address]" and found["level"] == "info" and found["timestamp"]


def test_lines_of_libraries_too(kept: list[str]) -> None:
    logging.getLogger("some.library").warning("cannot write to %s", SECRETS[0])
    assert json.loads(kept[0])["event"] == "cannot write to [address]"


def test_what_is_not_text_is_scrubbed_as_well(kept: list[str]) -> None:
    structlog.stdlib.get_logger("vsn.test").info("x", about={"to": [SECRETS[0], SECRETS[2]]})
    assert "example.org" not in kept[0] and "call-platform" not in kept[0]


def test_tracebacks_too(kept: list[str]) -> None:
    try:
        raise LookupError(SECRETS[0], SECRETS[2])
    except LookupError:
        logging.getLogger("some.library").warning("failed", exc_info=sys.exc_info())
    assert "LookupError" in kept[0]
    assert "dana@" not in kept[0] and "call-platform" not in kept[0]


def test_a_request_is_logged_by_the_name_of_its_page(
    client: Client, kept: list[str], db: None
) -> None:
    client.get(f"/place/secretkeydana-{'b' * 24}/?mail=dana@example.org")
    [found] = [json.loads(text) for text in kept if '"request"' in text]
    assert (found["page"], found["status"], found["method"]) == ("meetings:place", 404, "GET")
    assert "secretkey" not in "".join(kept) and "dana" not in "".join(kept)
    assert "127.0.0.1" not in "".join(kept)
