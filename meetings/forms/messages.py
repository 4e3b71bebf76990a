"""A message to the people on a list."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from meetings import placeholders
from meetings.actions.announcements import Audience, Written
from members.fields import LineField, TextField
from members.tokens import new_handle

_HANDLE = re.compile(r"[a-z2-7]{13}", re.ASCII)
HERE, EVERYWHERE = "session", "meeting"


def handles(text: str) -> list[str]:
    """The handles in a list with commas, each once; what is none is left out."""
    return list(dict.fromkeys(part for part in text.split(",") if _HANDLE.fullmatch(part)))


class MessageToListForm(forms.Form):
    audience = forms.ChoiceField(
        label=_("To"),
        choices=[(a.value, a.label) for a in Audience if a != Audience.CHOSEN],
        initial=Audience.EVERYONE,
        widget=forms.RadioSelect,
    )
    where = forms.ChoiceField(
        label=_("Of"),
        choices=[
            (HERE, _("this session")),
            (EVERYWHERE, _("all sessions of this meeting that are not over; nobody gets it twice")),
        ],
        initial=HERE,
        widget=forms.RadioSelect,
    )
    subject = LineField(
        label=_("Subject"),
        max_length=150,
        help_text=_("The title of the meeting is added to it."),
        error_messages={"required": _("Please say in a few words what it is about.")},
    )
    text = TextField(
        label=_("Text"),
        max_length=5000,
        rows=10,
        help_text=_(
            "Plain text. {name} becomes the name of whoever reads it, {session} the date in their "
            "own time, {place} the address of their own page. Your address is not shown: if you "
            "want answers, say how."
        ),
        error_messages={
            "required": _("Please write something."),
            "max_length": _("This is too long. Please tell it in 5,000 characters."),
        },
    )
    # Given out with the empty form: however often it is sent, it is one message.
    handle = forms.CharField(required=False, widget=forms.HiddenInput)
    to = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, chosen: bool = False, several: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["handle"].initial = new_handle()
        if chosen:
            del self.fields["audience"]
        if chosen or not several:
            del self.fields["where"]

    def clean_subject(self) -> str:
        return _without_slips(self.cleaned_data["subject"], placeholders.IN_SUBJECT)

    def clean_text(self) -> str:
        return _without_slips(self.cleaned_data["text"], placeholders.KNOWN)

    def clean_handle(self) -> str:
        handle = self.cleaned_data["handle"]
        return handle if _HANDLE.fullmatch(handle) else new_handle()

    def written(self) -> Written:
        """What was filled in, for the action."""
        data = self.cleaned_data
        return Written(
            subject=data["subject"],
            text=data["text"],
            audience=data.get("audience", Audience.CHOSEN),
            everywhere=data.get("where") == EVERYWHERE,
            chosen=handles(data["to"]),
            handle=data["handle"],
        )


def _without_slips(text: str, known: tuple[str, ...]) -> str:
    if no := placeholders.refusal(text, known):
        raise ValidationError(no.sentence, code=no.code)
    return text
