"""Parse and explain, nothing else."""

from members.forms.accounts import ConfirmAddressForm
from members.forms.affiliates import AffiliateForm, MergeForm
from members.forms.directory import DirectoryForm, ProfileForm
from members.forms.history import HistoryForm
from members.forms.memberships import (
    AnswerForm,
    ApplicationForm,
    ApproveForm,
    DeclineForm,
    EndForm,
    PlaceForm,
    QuestionForm,
    SeenForm,
    VoteForm,
)
from members.forms.messages import MessageForm

__all__ = [
    "AffiliateForm",
    "AnswerForm",
    "ApplicationForm",
    "ApproveForm",
    "ConfirmAddressForm",
    "DeclineForm",
    "DirectoryForm",
    "EndForm",
    "HistoryForm",
    "MergeForm",
    "MessageForm",
    "PlaceForm",
    "ProfileForm",
    "QuestionForm",
    "SeenForm",
    "VoteForm",
]
