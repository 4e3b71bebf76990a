"""Parse and explain, nothing else."""

from meetings.forms.exports import CertificateForm, ExportForm, NumberForm, cannot_write
from meetings.forms.facilitators import AcceptForm, DeclineProposalForm, InviteForm
from meetings.forms.history import MeetingHistoryForm
from meetings.forms.public import (
    AddressField,
    AppearanceForm,
    FilterForm,
    MoveForm,
    ReachField,
    ReportForm,
    ReportWorkForm,
    SignUpForm,
    StrangerForm,
    language_name,
)

__all__ = [
    "AcceptForm",
    "AddressField",
    "AppearanceForm",
    "CertificateForm",
    "DeclineProposalForm",
    "ExportForm",
    "FilterForm",
    "InviteForm",
    "MeetingHistoryForm",
    "MoveForm",
    "NumberForm",
    "ReachField",
    "ReportForm",
    "ReportWorkForm",
    "SignUpForm",
    "StrangerForm",
    "cannot_write",
    "language_name",
]
