"""Changes to learning patterns."""

from learning_patterns.actions.categories import save_category
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
from learning_patterns.actions.questions import (
    ask,
    close,
    correct,
    forget_askers,
    give_back_overdue,
    link,
    release,
    reopen,
    take,
    tell_stuck,
)
from learning_patterns.actions.remarks import remark, settle, unsettle
from learning_patterns.actions.ties import tie, untie
from learning_patterns.actions.unsaved import forget_unsaved, keep_unsaved, throw_away
from learning_patterns.actions.writing import (
    Conflict,
    bring_back,
    save_revision,
    start_pattern,
)

__all__ = [
    "Conflict",
    "Imported",
    "archive",
    "ask",
    "ask_review",
    "bring_back",
    "close",
    "correct",
    "endorse",
    "forget_askers",
    "forget_unsaved",
    "give_back_overdue",
    "import_pattern",
    "keep_unsaved",
    "link",
    "publish",
    "release",
    "remark",
    "reopen",
    "revive",
    "save_category",
    "save_revision",
    "send_back",
    "settle",
    "start_pattern",
    "still_right",
    "take",
    "tell_stuck",
    "tell_trial",
    "throw_away",
    "tie",
    "unsettle",
    "untie",
    "withdraw_endorsement",
    "withdraw_trial",
]
