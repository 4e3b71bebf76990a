"""Learning patterns, what they rest on, and where they come from."""

from learning_patterns.models.evidence import Endorsement, Trial
from learning_patterns.models.origins import QUESTION, Question, Tie
from learning_patterns.models.patterns import Category, Pattern, Revision
from learning_patterns.models.work import Remark, Unsaved

__all__ = [
    "QUESTION",
    "Category",
    "Endorsement",
    "Pattern",
    "Question",
    "Remark",
    "Revision",
    "Tie",
    "Trial",
    "Unsaved",
]
