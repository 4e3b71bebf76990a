"""Questions: asked, taken up, answered by a pattern, and what came of it."""

from learning_patterns.actions.questions.answering import (
    give_back_overdue,
    give_up_for,
    link,
    release,
    settle_for,
    take,
)
from learning_patterns.actions.questions.asking import ask, correct
from learning_patterns.actions.questions.closing import close, forget_askers, reopen, tell_stuck

__all__ = [
    "ask",
    "close",
    "correct",
    "forget_askers",
    "give_back_overdue",
    "give_up_for",
    "link",
    "release",
    "reopen",
    "settle_for",
    "take",
    "tell_stuck",
]
