"""Patterns on the desk of a meeting: found, tied, and asked for."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from learning_patterns.forms.fields import LineField, TextField, languages
from learning_patterns.models import Pattern
from learning_patterns.querysets import PatternQuerySet

# Of this portal or with its host before it, as copied from a browser.
_ADDRESS = re.compile(r"/patterns/([-\w]+)/?(?:[?#].*)?", re.ASCII)


def slug_in(text: str) -> str:
    """The pattern that an address or path is about; empty if it is neither."""
    found = _ADDRESS.fullmatch(text[text.find("/patterns/") :]) if "/patterns/" in text else None
    return found[1] if found else ""


class FindForm(forms.Form):
    """Which pattern is meant. Sent with GET."""

    q = forms.CharField(
        label=_("Find a pattern"),
        max_length=500,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
        help_text=_("What it is about, or its address."),
    )

    def found(self, readable: PatternQuerySet) -> PatternQuerySet:
        """Of these, what was asked for, the best first."""
        asked = self.cleaned_data["q"]
        if slug := slug_in(asked):
            return readable.filter(slug=slug)
        return readable.search(asked)


class TieForm(forms.Form):
    """The pattern of a button, or of an address that somebody has at hand."""

    pattern = forms.CharField(max_length=300, widget=forms.HiddenInput)

    def __init__(self, *args: Any, readable: PatternQuerySet, **kwargs: Any) -> None:
        """`readable`: those that this person may see."""
        super().__init__(*args, **kwargs)
        self.readable = readable

    def clean_pattern(self) -> Pattern:
        said = self.cleaned_data["pattern"].strip()
        found = self.readable.filter(slug=slug_in(said) or said).first()
        if found is None:
            raise ValidationError(_("There is no pattern at that address."))
        return found


class OpenQuestionForm(forms.Form):
    """What stayed open in a session, written down by those who run it."""

    text = LineField(
        label=_("What nobody could answer"),
        max_length=300,
        error_messages={"required": _("Please write the question down.")},
        help_text=_("In one sentence, so that somebody who was not there understands it."),
    )
    details = TextField(
        label=_("More about it"),
        max_length=2000,
        required=False,
        help_text=_("What was tried, and where. No names: everyone can read it."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=languages)
    asker = forms.TypedChoiceField(
        label=_("Who asked"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_(
            "They are told when somebody takes it up and when there is an answer. Nobody else "
            "learns who it was."
        ),
    )

    def __init__(self, *args: Any, people: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        """`people`: who stands on the list of the session, with the name that they have there."""
        super().__init__(*args, **kwargs)
        self.fields["asker"].choices = [("", _("Nobody in particular")), *people]
