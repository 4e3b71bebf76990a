"""Questions to the tables of learning patterns."""

from learning_patterns.querysets.patterns import PatternQuerySet, RevisionQuerySet
from learning_patterns.querysets.questions import QuestionQuerySet
from learning_patterns.querysets.ties import TieQuerySet

__all__ = ["PatternQuerySet", "QuestionQuerySet", "RevisionQuerySet", "TieQuerySet"]
