"""Bringing a pattern in from Meta."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from learning_patterns import wikitext
from learning_patterns.forms.fields import LineField, languages
from learning_patterns.wikitext import WikiPattern


class ImportForm(forms.Form):
    """The text of a page and which page it is."""

    page = LineField(
        label=_("Name of the page"),
        max_length=1000,
        help_text=_(
            "As it stands at the top, for example “Learning patterns/Let the community know”; "
            "or its address."
        ),
        error_messages={"required": _("Please give the name of the page.")},
    )
    language = forms.ChoiceField(label=_("Language"), choices=languages, initial="en")
    text = forms.CharField(
        label=_("Its wikitext"),
        widget=forms.Textarea(attrs={"rows": 12, "class": "code", "spellcheck": "false"}),
        strip=False,
        help_text=_("Choose “Edit source” on the wiki and copy everything."),
        error_messages={"required": _("Please paste the text of the page.")},
    )
    revision = forms.IntegerField(
        label=_("Number of its revision"),
        required=False,
        min_value=1,
        max_value=10**15,
        help_text=_("If you know it: it stands in the address of a permanent link."),
    )

    found: WikiPattern

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        if data.get("text") and data.get("page"):
            try:
                self.found = wikitext.read(data["text"], page=data["page"])
            except wikitext.Unreadable as error:
                raise ValidationError({"text": str(error)}) from error
        return data
