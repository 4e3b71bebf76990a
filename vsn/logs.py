"""What may stand in a log: no addresses, no links, no keys of personal pages."""

import re
from collections.abc import MutableMapping
from typing import Any

_PRIVATE = [
    (re.compile(r"[^\s\"'<>@]+@[^\s\"'<>@]+"), "[address]"),
    (re.compile(r"https?://[^\s\"'<>]+"), "[link]"),
    (re.compile(r"/(place|feed)/[^\s\"'/?#]+"), r"/\1/[key]"),
]


def scrub_text(text: str) -> str:
    """`text` with everything that could identify a person or open a door taken out."""
    for pattern, replacement in _PRIVATE:
        text = pattern.sub(replacement, text)
    return text


def scrub(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A structlog processor: every text value of a log line goes through `scrub_text`."""
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = scrub_text(value)
        elif not isinstance(value, int | float | bool | type(None)):
            event[key] = scrub_text(str(value))
    return event
