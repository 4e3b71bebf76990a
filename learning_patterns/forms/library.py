"""Finding patterns."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from learning_patterns.forms.fields import languages
from learning_patterns.models import Pattern
from learning_patterns.querysets import PatternQuerySet


@dataclass(frozen=True, slots=True)
class Facet:
    """One thing to narrow a list by, and how many there are of it."""

    kind: str
    value: str
    label: str
    count: int


def facets_of(patterns: PatternQuerySet) -> list[Facet]:
    """The categories, affiliates and languages that these patterns have. One query."""
    tongues = dict(languages())
    return [
        Facet(kind, value, tongues.get(value, name or value), count)
        for kind, value, name, count in patterns.facets()
    ]


class LibraryForm(forms.Form):
    """What one is up against, and which patterns to look at. Sent with GET."""

    q = forms.CharField(
        label=_("What are you up against?"),
        max_length=500,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    category = forms.MultipleChoiceField(
        label=_("Category"), required=False, widget=forms.CheckboxSelectMultiple
    )
    evidence = forms.MultipleChoiceField(
        label=_("Evidence"),
        required=False,
        choices=[
            ("tried", _("tried by others")),
            ("worked", _("worked for somebody")),
            ("endorsed", _("vouched for")),
        ],
        widget=forms.CheckboxSelectMultiple,
    )
    affiliate = forms.MultipleChoiceField(
        label=_("Learned at"), required=False, widget=forms.CheckboxSelectMultiple
    )
    language = forms.MultipleChoiceField(
        label=_("Language"), required=False, widget=forms.CheckboxSelectMultiple
    )
    status = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[("", _("published")), *Pattern.Status.choices[:2], Pattern.Status.choices[3]],
    )

    def __init__(self, *args: Any, facets: list[Facet], writes: bool, **kwargs: Any) -> None:
        """`facets` are the categories, affiliates and languages that there are patterns in."""
        super().__init__(*args, **kwargs)
        for name in ("category", "affiliate", "language"):
            asked = set(self.data.getlist(name))
            of_it = sorted(
                (f for f in facets if f.kind == name), key=lambda f: f.value not in asked
            )
            self.fields[name].choices = [
                (one.value, format_html('{} <span class="soft">{}</span>', one.label, one.count))
                for one in of_it
            ]
        if not writes:
            # What is in the archive can be read by whoever has its address.
            del self.fields["status"]

    @property
    def filters(self) -> dict[str, Any]:
        """What to narrow the library by, see `PatternQuerySet.narrowed`."""
        return {name: value for name, value in self.cleaned_data.items() if name != "q"}
