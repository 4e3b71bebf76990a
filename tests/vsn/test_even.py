"""Answers that take as long as each other."""

import time

import pytest

from vsn import even


@pytest.mark.parametrize(("passed", "waits"), [(0.012, 0.038), (0.049, 0.001), (0.062, 0.038)])
def test_it_waits_for_the_next_step(
    passed: float, waits: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept: list[float] = []
    monkeypatch.setattr(time, "monotonic", lambda: 100 + passed)
    monkeypatch.setattr(time, "sleep", slept.append)
    even.wait_out(100)
    assert slept == [pytest.approx(waits)]
