"""Pages about learning patterns."""

from learning_patterns.views.evidence import endorse, tried, unendorse, untried
from learning_patterns.views.feeds import PatternFeed
from learning_patterns.views.history import history, restore, revision
from learning_patterns.views.life import (
    archive,
    ask_review,
    publish,
    review,
    revive,
    send_back,
    still_right,
)
from learning_patterns.views.reading import pattern, patterns
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
    "new",
    "pattern",
    "patterns",
    "publish",
    "restore",
    "review",
    "revision",
    "revive",
    "send_back",
    "still_right",
    "tried",
    "unendorse",
    "untried",
    "wikitext_page",
]
