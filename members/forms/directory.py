"""The directory."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf.locale import LANG_INFO
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from members.fields import LineField, NameField, TextField
from members.forms.affiliates import LanguagesField
from members.models import Affiliate, Membership, Profile

PARTS = ("affiliations", "country", "languages", "about")


class DirectoryForm(forms.Form):
    """What to show of the directory. Sent with GET; only what the reader sees can be chosen."""

    q = forms.CharField(
        label=_("Search"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    affiliate = forms.ModelChoiceField(
        label=_("Affiliate"),
        queryset=Affiliate.objects.none(),
        to_field_name="slug",
        required=False,
        empty_label=_("All affiliates"),
    )
    country = forms.ChoiceField(label=_("Country"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    role = forms.ChoiceField(
        label=_("Role"),
        required=False,
        choices=[
            ("", _("Members and liaisons")),
            (Membership.Role.MEMBER.value, _("Members")),
            (Membership.Role.LIAISON.value, _("Liaisons")),
            ("former", _("No longer active")),
        ],
    )

    def __init__(
        self,
        *args: Any,
        affiliates: QuerySet[Affiliate],
        countries: Iterable[str],
        languages: Iterable[str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["affiliate"].queryset = affiliates
        self.fields["country"].choices = [
            ("", _("All countries")),
            *((country, country) for country in countries),
        ]
        codes = {code for some in languages for code in some.split(",") if code}
        named = sorted((_own_name(code), code) for code in codes)
        self.fields["language"].choices = [
            ("", _("All languages")),
            *((code, name) for name, code in named),
        ]


def _own_name(code: str) -> str:
    return str(LANG_INFO.get(code, {}).get("name_local", code)).capitalize()


class ProfileForm(forms.ModelForm):
    """What a member tells in the directory, and to whom."""

    name = NameField(
        label=_("Name"), error_messages={"required": _("Please say how we should name you.")}
    )
    country = LineField(
        label=_("Country"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "country-name"}),
    )
    languages = LanguagesField(label=_("Languages"))
    about = TextField(
        label=_("About you"),
        max_length=1500,
        required=False,
        help_text=_("What you do, what you can help with, what you would like to learn. Markdown."),
    )

    class Meta:
        model = Profile
        fields = [
            "name", "country", "languages", "about", "shown_to",
            *(f"{part}_shown_to" for part in PARTS), "takes_messages",
        ]  # fmt: skip
        help_texts = {
            "shown_to": _("Whatever you choose below, nobody else sees any of it."),
            "takes_messages": _("Through the portal; they do not learn your address."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["languages"] = self.instance.language_codes

    def clean_languages(self) -> str:
        """In the form in which they are kept."""
        codes: list[str] = self.cleaned_data["languages"]
        return f",{','.join(codes)}," if codes else ""
