"""Parse and explain, nothing else."""

from members.forms.accounts import ConfirmAddressForm
from members.forms.affiliates import AffiliateForm, MergeForm
from members.forms.affiliations import (
    AffiliationForm,
    ChosenForm,
    DismissForm,
    EndAllForm,
    PutForm,
)
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
from members.forms.settings import SettingsForm

__all__ = [
    "AffiliateForm",
    "AffiliationForm",
    "AnswerForm",
    "ApplicationForm",
    "ApproveForm",
    "ChosenForm",
    "ConfirmAddressForm",
    "DeclineForm",
    "DirectoryForm",
    "DismissForm",
    "EndAllForm",
    "EndForm",
    "HistoryForm",
    "MergeForm",
    "MessageForm",
    "PlaceForm",
    "ProfileForm",
    "PutForm",
    "QuestionForm",
    "SeenForm",
    "SettingsForm",
    "VoteForm",
]
