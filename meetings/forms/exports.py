"""What leaves the portal: a certificate, the number on one, a list."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from meetings import certificates
from meetings.actions import read_number
from meetings.models import AddressExport
from members.fields import LineField, NameField


class CertificateForm(forms.Form):
    """The name on a certificate. Letters that its fonts do not have are said before it is made;
    then a line can be left free for them."""

    name = NameField(
        label=_("The name on it"),
        error_messages={"required": _("Please say which name should stand on it.")},
        help_text=_("As you want others to read it. It cannot be changed afterwards."),
    )
    by_hand = forms.BooleanField(
        label=_("Leave a line free: I write my name on it by hand."),
        required=False,
        help_text=_("Who checks the number reads your name as you typed it here."),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        typed = self["name"].value() or ""
        if certificates.can_write(typed) and not self.data.get("by_hand"):
            del self.fields["by_hand"]

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        name = str(data.get("name", ""))
        if name and not certificates.can_write(name) and not data.get("by_hand"):
            letters = certificates.unwritable(name)
            self.add_error("name", ValidationError(cannot_write(letters), code="letters"))
        return data


def cannot_write(letters: str) -> str:
    """What is said of letters that the certificate's fonts do not have."""
    sentence = _(
        "The letters of the certificate do not include %(letters)s. Write the name in another "
        "script, or leave a line free for it."
    )
    return sentence % {"letters": " ".join(letters)}


class NumberForm(forms.Form):
    """The number on a certificate, however somebody types it."""

    number = forms.CharField(
        label=_("Number"),
        max_length=100,
        error_messages={"required": _("Please type the number that stands on the certificate.")},
        help_text=_("For example VSN-7K3M-9QF2-T4WX. Small letters and spaces do not matter."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )

    def clean_number(self) -> str:
        number = read_number(self.cleaned_data["number"])
        if not number:
            raise ValidationError(
                _("This is no number of ours: they have twelve letters and digits after VSN."),
                code="number",
            )
        return number


CHOSEN, EVERYONE = "chosen", "everyone"


class ExportForm(forms.Form):
    """Which list somebody takes along. Addresses need a reason."""

    who = forms.ChoiceField(
        label=_("Whom is it for?"),
        choices=[
            (
                CHOSEN,
                _("For others: everyone as they chose, by name, as “a participant”, or not at all"),
            ),
            (EVERYONE, _("For yourself as facilitator: everyone by name, with what they chose")),
        ],
        initial=CHOSEN,
        widget=forms.RadioSelect,
    )
    notes = forms.BooleanField(label=_("With the notes to the facilitator"), required=False)
    answers = forms.BooleanField(label=_("With the answers to your questions"), required=False)
    addresses = forms.BooleanField(
        label=_("With e-mail addresses"),
        required=False,
        help_text=_("People gave them for the portal's messages only. You need a reason."),
    )
    purpose = forms.ChoiceField(
        label=_("What do you need the addresses for?"),
        choices=[("", _("Only with addresses")), *AddressExport.Purpose.choices],
        required=False,
        error_messages={"required": _("Please choose what you need the addresses for.")},
    )
    reason = LineField(
        label=_("The reason in your words"),
        max_length=300,
        required=False,
        error_messages={"required": _("Please say why you need the addresses.")},
        help_text=_("Everyone who runs this meeting reads it in its history, with your name."),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if self.data.get("addresses"):
            self.fields["purpose"].required = self.fields["reason"].required = True

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        if data.get("who") == CHOSEN and any(map(data.get, ("notes", "answers", "addresses"))):
            sentence = _("Notes, answers and addresses are only in the list for yourself.")
            self.add_error("who", ValidationError(sentence, code="who"))
        return data
