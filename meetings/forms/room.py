"""The link of a call."""

from collections.abc import Mapping

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from meetings.rules import link_refusal


class RoomForm(forms.Form):
    """`seen`: the version of the link that the page showed."""

    link = forms.CharField(
        label=_("Link for participants"),
        max_length=2000,
        help_text=_("Zoom, BigBlueButton, Google Meet, Jitsi or any other service."),
        widget=forms.TextInput(
            attrs={
                "inputmode": "url",
                "autocomplete": "off",
                "autocapitalize": "none",
                "spellcheck": "false",
                "placeholder": "https://",
            }
        ),
        error_messages={"required": _("Please paste the link of the room.")},
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_seen(self) -> int:
        return seen(self.cleaned_data)

    def clean_link(self) -> str:
        link = self.cleaned_data["link"].strip()
        if no := link_refusal(link):
            raise ValidationError(no.sentence, code=no.code)
        return link


def seen(sent: Mapping[str, str]) -> int:
    """The version of the link that the page of an act of one button showed; -1, which never was
    one, if that cannot be read."""
    number = sent.get("seen", "")
    return int(number) if number.isascii() and number.isdecimal() and len(number) < 10 else -1
