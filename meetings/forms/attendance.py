"""What is noted on the day."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from meetings.forms.public import AddressField, ReachField
from members.fields import NameField, short_line
from members.models import Affiliate

MOST = 10_000


class WalkInForm(forms.Form):
    """Somebody came without signing up; all of it is optional."""

    name = NameField(label=_("Name"), required=False)
    affiliate = forms.ModelChoiceField(
        label=_("Affiliate"),
        queryset=Affiliate.objects.filter(is_former=False),
        required=False,
        empty_label=_("none, or not known"),
    )
    country = forms.CharField(label=_("Country"), max_length=100, required=False)
    reach = AddressField(
        label=_("E-mail address"),
        required=False,
        help_text=_("Only if they want to be on the list: then they are asked to read the policy."),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if settings.WIKI_MAIL:
            self.fields["reach"] = ReachField(
                label=_("E-mail address or Wikimedia user name"),
                required=False,
                help_text=self.fields["reach"].help_text,
            )
        for field in ("name", "country", "reach"):
            self.fields[field].widget.attrs["autocomplete"] = "off"

    def clean_country(self) -> str:
        return short_line(self.cleaned_data["country"], 100)

    def clean(self) -> dict[str, object]:
        data = self.cleaned_data
        if data.get("reach") and not data.get("name") and "name" not in self.errors:
            self.add_error("name", _("Please say how they are called."))
        return data


class CountForm(forms.Form):
    """How many were there; empty: nobody counted."""

    number = forms.IntegerField(
        label=_("People who were there"),
        min_value=0,
        max_value=MOST,
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class MarkForm(forms.Form):
    """Who, and what is said of them: `handle:yes`."""

    WORDS = {"yes": True, "no": False, "clear": None}
    BACK = "back"

    mark = forms.CharField(max_length=30)

    def clean_mark(self) -> tuple[str, str]:
        handle, _colon, word = self.cleaned_data["mark"].partition(":")
        if word not in {*self.WORDS, self.BACK}:
            raise ValidationError(_("Please choose what you want to note."))
        return handle, word
