"""What people type: one line, a name, some sentences. Nothing hidden gets in."""

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Format characters that can hide or turn text around; joiners that scripts need are allowed.
_JOINERS = {"\u200c", "\u200d"}


def plain_line(text: str) -> str:
    """One line of text as people see it.

    Raises:
        ValidationError: it holds control characters or marks that turn the direction of text.
    """
    text = unicodedata.normalize("NFC", " ".join(text.split()))
    _refuse_hidden(text)
    if text and not any(c.isalnum() for c in text):
        raise ValidationError(_("Please give a name with letters in it."), code="letters")
    return text


def short_line(text: str, longest: int) -> str:
    """`plain_line`, checked again for its length: normalising can make a text longer.

    Raises:
        ValidationError: it is no plain line, or too long.
    """
    line = plain_line(text)
    if len(line) > longest:
        raise ValidationError(_("This is too long. Please shorten it."), code="max_length")
    return line


def _refuse_hidden(text: str) -> None:
    if any(unicodedata.category(c)[0] == "C" and c not in _JOINERS for c in text):
        raise ValidationError(
            _("This holds a character that cannot be shown. Please type it again."),
            code="character",
        )


class NameField(forms.CharField):
    """How somebody wants to be called."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(max_length=80, **kwargs)
        self.widget.attrs.update({"autocomplete": "name"})

    def clean(self, value: object) -> str:
        return short_line(super().clean(value), self.max_length)


class LineField(forms.CharField):
    """One line."""

    def clean(self, value: object) -> str:
        return short_line(super().clean(value), self.max_length)


class TextField(forms.CharField):
    """Some sentences, with the lines as they were typed."""

    def __init__(self, *, rows: int = 4, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)

    def clean(self, value: object) -> str:
        text = unicodedata.normalize("NFC", super().clean(value).replace("\r\n", "\n"))
        _refuse_hidden(text.replace("\n", " ").replace("\t", " "))
        if len(text) > self.max_length:
            raise ValidationError(_("This is too long. Please shorten it."), code="max_length")
        return text
