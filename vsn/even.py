"""Answers that must not tell by the time they take what was found."""

import time

# Seconds. Longer than any of them takes on a machine that is not overloaded.
STEP = 0.05


def wait_out(began: float) -> None:
    """Waits until a whole number of steps has passed since `began` (`time.monotonic()`), so that
    what took a little longer answers at the same time."""
    time.sleep(-(time.monotonic() - began) % STEP)
