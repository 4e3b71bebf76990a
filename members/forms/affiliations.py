"""Where somebody works, in their own words, and what admins make of a name they do not know."""

import datetime as dt
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from members.fields import LineField, TextField
from members.forms.memberships import affiliate_field, known_affiliate
from members.models import Affiliation

_FIRST, _LAST = dt.date(1990, 1, 1), dt.date(2100, 1, 1)


def _day(label: object) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        validators=[MinValueValidator(_FIRST), MaxValueValidator(_LAST)],
    )


class AffiliationForm(forms.ModelForm):
    """One more affiliate, or one that is not on our list."""

    affiliate = affiliate_field(required=False, empty_label=_("it is not in this list"))
    affiliate_named = LineField(
        label=_("Another affiliate"),
        max_length=200,
        required=False,
        help_text=_("If yours is not in the list: its name. An admin looks at it."),
    )
    job_title = LineField(
        label=_("Job title"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    started_on = _day(_("From"))
    ended_on = _day(_("Until"))

    class Meta:
        model = Affiliation
        fields = ["affiliate", "job_title", "started_on", "ended_on"]

    field_order = ["affiliate", "affiliate_named", "job_title", "started_on", "ended_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:  # which one it is stays; another one is added
            del self.fields["affiliate"], self.fields["affiliate_named"]

    def clean_affiliate_named(self) -> str:
        """One that we do know is taken instead."""
        named: str = self.cleaned_data["affiliate_named"]
        if named and not self.cleaned_data.get("affiliate"):
            self.cleaned_data["affiliate"] = known_affiliate(named)
        return "" if self.cleaned_data.get("affiliate") else named

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        named = data.get("affiliate") or data.get("affiliate_named")
        if "affiliate" in self.fields and not named and "affiliate_named" not in self.errors:
            self.add_error("affiliate", _("Please say which affiliate it is."))
        start, end = data.get("started_on"), data.get("ended_on")
        if start and end and end < start:
            self.add_error("ended_on", _("The end has to come after the start."))
        return data

    def _post_clean(self) -> None:
        """A name that we do not know makes no affiliation yet."""
        if self.cleaned_data.get("affiliate") or self.instance.pk:
            super()._post_clean()


class PutForm(forms.Form):
    affiliate = affiliate_field(
        empty_label=_("Choose an affiliate"),
        error_messages={"required": _("Please choose the affiliate that is meant.")},
    )

    def __init__(self, *args: Any, choices: list[Any] | None = None, **kwargs: Any) -> None:
        """`choices` are those of another form of this kind, to be shown without asking again."""
        super().__init__(*args, **kwargs)
        if choices:
            self.fields["affiliate"].widget.choices = choices


class DismissForm(forms.Form):
    reason = LineField(
        label=_("Why?"),
        max_length=300,
        help_text=_("Those who named it read this with their application."),
        error_messages={"required": _("Please give the reason; those who named it read it.")},
    )


class ChosenForm(forms.Form):
    """Members who were ticked in a list, each with the state the page showed."""

    who = forms.MultipleChoiceField(
        widget=forms.MultipleHiddenInput,
        error_messages={
            "required": _("Tick those whom you mean."),
            "invalid_choice": _("This list has changed in the meantime. Please tick again."),
        },
    )

    def __init__(self, *args: Any, offered: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].choices = [(one, one) for one in offered]


class EndAllForm(ChosenForm):
    reason = TextField(
        label=_("Why?"),
        max_length=1000,
        required=False,
        help_text=_("Each of them reads this."),
    )
