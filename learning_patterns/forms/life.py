"""What reviewers say and decide."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from learning_patterns.content import MARKDOWN, labels
from learning_patterns.forms.fields import TextField
from learning_patterns.models import Pattern


class RemarkForm(forms.Form):
    """What somebody says about the text of a pattern, or about a passage of it."""

    field = forms.ChoiceField(label=_("About"), required=False)
    quote = TextField(
        label=_("Passage"),
        max_length=500,
        required=False,
        rows=2,
        help_text=_("The words that it is about, copied from the text."),
    )
    text = TextField(
        label=_("What should change?"),
        max_length=2000,
        error_messages={"required": _("Please say what should change.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "remark_%s")
        super().__init__(*args, **kwargs)
        named = labels()
        fields = [(name, capfirst(named[name])) for name in MARKDOWN]
        self.fields["field"].choices = [("", _("The whole pattern")), *fields]


class PublishForm(forms.Form):
    """What the reviewer looked at, and when it should be looked at again."""

    number = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    review_on = forms.DateField(
        label=_("Look at it again on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("In a year, if you leave this empty."),
    )

    def clean_review_on(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["review_on"]
        if day and day <= timezone.localdate():
            raise ValidationError(_("Please choose a day in the future."))
        return day


class LookAgainForm(forms.Form):
    """A pattern is still right, and when somebody should ask that again."""

    months = forms.TypedChoiceField(
        label=_("Look at it again"),
        choices=[
            (12, _("in a year")),
            (6, _("in six months")),
            (24, _("in two years")),
        ],
        coerce=int,
        empty_value=12,
        required=False,
    )


class ArchiveForm(forms.Form):
    """Which pattern to read instead."""

    replaced_by = forms.CharField(
        label=_("What replaces it?"),
        max_length=300,
        required=False,
        help_text=_("The address of the pattern that one should read instead, if there is one."),
    )

    def clean_replaced_by(self) -> Pattern | None:
        address = self.cleaned_data["replaced_by"].strip().rstrip("/")
        if not address:
            return None
        found = Pattern.objects.published().filter(slug=address.rpartition("/")[2]).first()
        if found is None:
            raise ValidationError(_("There is no published pattern at that address."))
        return found
