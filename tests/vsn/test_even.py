"""Answers that take as long as each other."""

import time
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.template.response import TemplateResponse
from django.test import RequestFactory

from vsn import even


@pytest.mark.parametrize(("passed", "waits"), [(0.012, 0.038), (0.049, 0.001), (0.062, 0.038)])
def test_it_waits_for_the_next_step(
    passed: float, waits: float, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.EVEN_STEP_SECONDS = 0.05
    slept: list[float] = []
    monkeypatch.setattr(time, "monotonic", lambda: 100 + passed)
    monkeypatch.setattr(time, "sleep", slept.append)
    even.wait_out(100)
    assert slept == [pytest.approx(waits)]


def plain(request: HttpRequest) -> HttpResponse:
    return HttpResponse("found")


def drawn_later(request: HttpRequest) -> HttpResponse:
    return TemplateResponse(request, engines["django"].from_string("found"))


@pytest.mark.parametrize("view", [plain, drawn_later])
def test_what_is_sent_is_answered_evenly_when_it_is_drawn(
    view: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    noted: list[float] = []
    monkeypatch.setattr(even, "wait_out", noted.append)
    even.evenly(view)(RequestFactory().get("/"))
    assert noted == []
    answer = even.evenly(view)(RequestFactory().post("/"))
    assert len(noted) == (view is plain)
    if view is drawn_later:
        answer.render()
    assert len(noted) == 1
