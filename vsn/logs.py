"""What may stand in a log: no addresses, no links, no keys of personal pages."""

import re
from collections.abc import MutableMapping
from typing import Any

import structlog

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


STAMP = [
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def formatter() -> dict[str, Any]:
    """For LOGGING: one JSON object a line, for our own lines and those of the libraries."""
    structlog.configure(
        processors=[*STAMP, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    return {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": STAMP,
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            scrub,
            structlog.processors.JSONRenderer(),
        ],
    }
