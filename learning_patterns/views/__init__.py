"""Pages about learning patterns."""

from learning_patterns.views.evidence import endorse, tried, unendorse, untried
from learning_patterns.views.feeds import PatternFeed
from learning_patterns.views.history import history, restore, revision
from learning_patterns.views.life import (
    archive,
    ask_review,
    publish,
    revive,
    still_right,
)
from learning_patterns.views.reading import pattern, patterns
from learning_patterns.views.remarks import remark, send_back, settle, unsettle
from learning_patterns.views.reviewing import review
from learning_patterns.views.unsaved import keep, throw_away
from learning_patterns.views.wiki import import_page, wikitext_page
from learning_patterns.views.writing import edit, new

__all__ = [
    "PatternFeed",
    "archive",
    "ask_review",
    "edit",
    "endorse",
    "history",
    "import_page",
    "keep",
    "new",
    "pattern",
    "patterns",
    "publish",
    "remark",
    "restore",
    "review",
    "revision",
    "revive",
    "send_back",
    "settle",
    "still_right",
    "throw_away",
    "tried",
    "unendorse",
    "unsettle",
    "untried",
    "wikitext_page",
]
