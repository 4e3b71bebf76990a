"""The mailing list: what an admin carried out, and what a member wishes."""

from django import forms


class DoneForm(forms.Form):
    """`seen` is the fingerprint of the changes that the page showed."""

    seen = forms.CharField(max_length=16, widget=forms.HiddenInput)


class WishForm(forms.Form):
    wants = forms.TypedChoiceField(
        choices=[("yes", "yes"), ("no", "no")],
        coerce=lambda value: value == "yes",
        widget=forms.HiddenInput,
    )
    next = forms.CharField(max_length=200, required=False, widget=forms.HiddenInput)
