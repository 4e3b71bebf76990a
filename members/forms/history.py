"""What to show of the journal. Sent with GET."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from members.fields import LineField
from vsn.audit.models import Action


def _day(label: object) -> forms.DateField:
    """A day that is still one in every time zone."""
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        validators=[MinValueValidator(dt.date(2000, 1, 1)), MaxValueValidator(dt.date(2999, 1, 1))],
    )


class HistoryForm(forms.Form):
    who = LineField(
        label=_("By whom"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    action = forms.ChoiceField(label=_("What"), required=False)
    first = _day(_("From"))
    last = _day(_("Until"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = sorted(Action.choices, key=lambda choice: str(choice[1]))
        self.fields["action"].choices = [("", _("Everything")), *known]

    def clean_last(self) -> object:
        first, last = self.cleaned_data.get("first"), self.cleaned_data["last"]
        if first and last and last < first:
            raise ValidationError(_("The end has to come after the start."))
        return last
