"""Fields that more than one form has."""

import unicodedata
from typing import Any

from django import forms
from django.conf.locale import LANG_INFO
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from vsn.templatetags.languages import tongue

LONGEST = 10_000
# Joiners that scripts need are no control characters to us.
_JOINERS = {"\u200c", "\u200d"}


def one_line(text: str) -> str:
    """A line of text as people see it.

    Raises:
        ValidationError: it holds characters that cannot be seen, or no letter.
    """
    line = unicodedata.normalize("NFC", " ".join(text.split()))
    if any(unicodedata.category(c)[0] == "C" and c not in _JOINERS for c in line):
        raise ValidationError(
            _("This holds a character that cannot be shown. Please type it again.")
        )
    if line and not any(c.isalnum() for c in line):
        raise ValidationError(_("Please use letters."))
    return line


class LineField(forms.CharField):
    """One line; its length counts as it will be kept. Written in any direction."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "dir": "auto"}

    def clean(self, value: Any) -> str:
        line = one_line(super().clean(value))
        self.run_validators(line)
        return line


class TextField(forms.CharField):
    """Several lines of Markdown."""

    def __init__(self, *, rows: int = 4, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", LONGEST)
        super().__init__(widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}), **kwargs)

    def to_python(self, value: Any) -> str:
        """Browsers send two characters for the end of a line."""
        return super().to_python(value).replace("\r\n", "\n").replace("\r", "\n")


def languages() -> list[tuple[str, str]]:
    """Every language that can be named, as its speakers call it."""
    named = {code: tongue(code) for code, info in LANG_INFO.items() if "name_local" in info}
    return sorted(named.items(), key=lambda pair: pair[1].casefold())
