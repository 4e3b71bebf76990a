"""Errors that were logged."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import pytest


@contextmanager
def no_errors() -> Iterator[list[logging.LogRecord]]:
    """Those logged so far. Whoever provokes one takes it out; what is left at the end fails."""
    errors: list[logging.LogRecord] = []
    hand_on = logging.Logger.callHandlers

    def look(logger: logging.Logger, record: logging.LogRecord) -> None:
        if record.levelno >= logging.ERROR:
            errors.append(record)
        hand_on(logger, record)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(logging.Logger, "callHandlers", look)
        yield errors
    if errors:
        pytest.fail("logged: " + "; ".join(f"{e.name}: {e.getMessage()}" for e in errors))
