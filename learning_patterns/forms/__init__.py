"""Parse and explain, nothing else."""

from learning_patterns.forms.evidence import EndorsementForm, TrialForm
from learning_patterns.forms.library import LibraryForm, facets_of
from learning_patterns.forms.life import ArchiveForm, ChangesForm, PublishForm
from learning_patterns.forms.wiki import ImportForm
from learning_patterns.forms.writing import PatternForm, initial

__all__ = [
    "ArchiveForm",
    "ChangesForm",
    "EndorsementForm",
    "ImportForm",
    "LibraryForm",
    "PatternForm",
    "PublishForm",
    "TrialForm",
    "facets_of",
    "initial",
]
