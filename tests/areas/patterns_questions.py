"""The rows of questions: asked, taken up, answered."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse

from meetings.models import Registration
from tests import factories
from tests.browser.questions import PAGES
from tests.form import Form
from tests.permitting import (
    ALL,
    NOT_ALLOWED,
    NOT_HERE,
    ONLY_DANA,
    PAGE,
    WHO_RUNS_IT,
    WRITERS,
    Row,
    each,
    key_of_place,
)
from tests.world import World

__all__ = ["BUTTONS", "FORMS", "NOT_PAGES", "PAGES", "PERMISSIONS"]

# --- Who may -------------------------------------------------------------------------------------

_OF_BEN = "404 404 404 {0} 404 404"


def named(state: str) -> Callable[[World], list[Any]]:
    return lambda w: [w.questions[state].slug]


def key(state: str) -> Callable[[World], list[Any]]:
    """Whoever has it is who asked, as far as anybody knows."""
    return lambda w: [w.questions[state].key]


def guessed(w: World) -> list[Any]:
    return [f"{w.questions['open'].handle}-{'a' * 24}"]


PERMISSIONS: dict[str, Row] = {
    "patterns:questions": Row(*PAGE),
    # Eve was in no session and ran none yet; Ben has to say in which it came up.
    "patterns:ask": Row(
        "login login 200 200 403 200", "login login 302 422 403 302",
        data={"text": "Why?", "language": "en"},
    ),
    "patterns:ask_from_place": Row(  # her session has not begun
        ONLY_DANA.format("403"), ONLY_DANA.format("403"), key_of_place,
    ),
    "patterns:question": Row(*PAGE, named("open")),
    "patterns:question#answered": Row(*PAGE, named("answered")),
    "patterns:question#closed": Row("404 404 200 200 404 200", NOT_ALLOWED, named("closed")),
    "patterns:take_question": Row(NOT_ALLOWED, WRITERS.format("302"), named("open")),
    "patterns:release_question": Row(NOT_ALLOWED, WRITERS.format("302"), named("open")),
    "patterns:link_question": Row(
        NOT_ALLOWED, WRITERS.format("302"), named("open"), {"pattern": "pattern-draft"}
    ),
    "patterns:correct_question": Row(
        _OF_BEN.format("200"), _OF_BEN.format("302"), named("heard"),
        {"text": "Why, then?", "language": "en"},
    ),
    "patterns:correct_question#of another": Row(NOT_HERE, NOT_HERE, named("open")),
    "patterns:close_question": Row(NOT_ALLOWED, WHO_RUNS_IT.replace("200", "302"), named("open"),
                                   {"why": "Asked twice."}),
    "patterns:reopen_question": Row(
        NOT_ALLOWED, WHO_RUNS_IT.replace("200", "302"), named("closed")
    ),
    "patterns:asked": Row(ALL, NOT_ALLOWED, key("open")),
    "patterns:asked#guessed": Row(NOT_HERE, NOT_ALLOWED, guessed),
    # Nobody in particular asked it.
    "patterns:asked#nobody's": Row(each("410"), NOT_ALLOWED, key("heard")),
    "patterns:asked_correct": Row(NOT_ALLOWED, each("302"), key("open"),
                                  {"text": "Why, then?", "language": "en"}),
    "patterns:asked_close": Row(NOT_ALLOWED, each("302"), key("open"), {"why": "Found it."}),
    "patterns:asked_reopen": Row(NOT_ALLOWED, each("302"), key("closed")),
    "patterns:asked_stuck": Row(NOT_ALLOWED, each("302"), key("answered"), {"stuck": "worked"}),
}  # fmt: skip

# --- Forms ---------------------------------------------------------------------------------------


def _place_of_dana(w: World) -> str:
    """Of a session that is over."""
    place = Registration.objects.filter(session=w.past, person=w.dana).first()
    place = place or factories.registration(w.past, w.dana)
    return reverse("patterns:ask_from_place", args=[place.key])


def _own(name: str, state: str) -> Callable[[World], str]:
    return lambda w: reverse(f"patterns:{name}", args=key(state)(w))


def _of(name: str, state: str) -> Callable[[World], str]:
    return lambda w: reverse(f"patterns:{name}", args=named(state)(w))


_ASKED = {
    "text": "How do others keep newcomers?",
    "details": "We tried *tea*.",
    "language": "en",
    "shows_name": "on",
}
_TEXTS = {"text", "details"}

FORMS: dict[str, Form] = {
    "ask a question": Form(
        lambda w: reverse("patterns:ask"), lambda w: {**_ASKED, "session": ""},
        lambda w: w.chidi, _TEXTS,
    ),
    "ask from one's place": Form(_place_of_dana, lambda w: _ASKED, kept=_TEXTS),
    "correct what one wrote down": Form(
        _of("correct_question", "heard"),
        lambda w: {k: v for k, v in _ASKED.items() if k != "shows_name"},
        lambda w: w.ben, _TEXTS,
    ),
    "choose an answer": Form(
        _of("link_question", "open"),
        lambda w: {"pattern": "https://portal.example.org/patterns/pattern-published/"},
        lambda w: w.chidi, {"pattern"},
    ),
    "close a question": Form(
        _of("close_question", "open"), lambda w: {"why": "Asked twice."}, lambda w: w.ben, {"why"}
    ),
    "correct one's own": Form(_own("asked_correct", "open"), lambda w: _ASKED, kept=_TEXTS),
    "close one's own": Form(
        _own("asked_close", "open"), lambda w: {"why": "I found out."}, kept={"why"}
    ),
    "what stuck": Form(
        _own("asked_stuck", "answered"),
        lambda w: {
            "stuck": "partly", "place": "Accra", "text": "Half came back.", "with_name": "on",
        },
        kept={"place", "text"},
    ),
}  # fmt: skip

# Addresses without a page of their own: seen in the rows that send them, or files.
NOT_PAGES: set[str] = {
    "patterns:take_question", "patterns:release_question", "patterns:link_question",
    "patterns:close_question", "patterns:reopen_question", "patterns:asked_correct",
    "patterns:asked_close", "patterns:asked_reopen", "patterns:asked_stuck",
}  # fmt: skip
# Acts of one button that change rows whatever is sent.
BUTTONS: tuple[str, ...] = ("patterns:take_question", "patterns:asked_reopen")
