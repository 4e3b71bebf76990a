"""Parse and explain, nothing else."""

from learning_patterns.forms.evidence import EndorsementForm, TrialForm
from learning_patterns.forms.library import LibraryForm, facets_of
from learning_patterns.forms.life import ArchiveForm, LookAgainForm, PublishForm, RemarkForm
from learning_patterns.forms.questions import (
    AnswerForm,
    AskForm,
    CloseForm,
    QuestionForm,
    StuckForm,
)
from learning_patterns.forms.wiki import ImportForm
from learning_patterns.forms.writing import PatternForm, initial

__all__ = [
    "AnswerForm",
    "ArchiveForm",
    "AskForm",
    "CloseForm",
    "EndorsementForm",
    "ImportForm",
    "LibraryForm",
    "LookAgainForm",
    "PatternForm",
    "PublishForm",
    "QuestionForm",
    "RemarkForm",
    "StuckForm",
    "TrialForm",
    "facets_of",
    "initial",
]
