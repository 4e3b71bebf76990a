"""How the tests say how a session was."""

from typing import Any

from django.urls import reverse

from meetings import actions
from meetings.models import Registration
from tests import factories as make


def form(place: Registration) -> str:
    return reverse("meetings:give_feedback", args=[place.key])


def give(place: Registration, kind: str = "session", **answers: Any) -> bool:
    answers = answers or {"took_home": "Words"}
    return actions.give_feedback(registration=place, kind=kind, answers=answers, now=make.now())
