"""What to show of a meeting's history. Sent with GET."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

KINDS = (
    ("", _("Everything")),
    ("list", _("Who signed up, came or left")),
    ("meeting", _("The meeting and its sessions")),
    ("link", _("The video-call link")),
    ("people", _("Who runs it")),
    ("messages", _("Messages to the list")),
    ("afterwards", _("Digest and certificates")),
    ("exports", _("Lists that were exported")),
    ("patterns", _("Learning patterns")),
)


class MeetingHistoryForm(forms.Form):
    session = forms.TypedChoiceField(label=_("Session"), coerce=int, empty_value=0, required=False)
    kind = forms.ChoiceField(label=_("What"), choices=KINDS, required=False)

    def __init__(
        self, *args: object, sessions: Iterable[tuple[int, str]], **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["session"].choices = [("", _("All sessions")), *sessions]
