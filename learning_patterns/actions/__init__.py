"""Changes to learning patterns."""

from learning_patterns.actions.evidence import (
    endorse,
    tell_trial,
    withdraw_endorsement,
    withdraw_trial,
)
from learning_patterns.actions.imports import Imported, import_pattern
from learning_patterns.actions.life import (
    archive,
    ask_review,
    publish,
    revive,
    send_back,
    still_right,
)
from learning_patterns.actions.writing import (
    Conflict,
    bring_back,
    save_category,
    save_revision,
    start_pattern,
)

__all__ = [
    "Conflict",
    "Imported",
    "archive",
    "ask_review",
    "bring_back",
    "endorse",
    "import_pattern",
    "publish",
    "revive",
    "save_category",
    "save_revision",
    "send_back",
    "start_pattern",
    "still_right",
    "tell_trial",
    "withdraw_endorsement",
    "withdraw_trial",
]
