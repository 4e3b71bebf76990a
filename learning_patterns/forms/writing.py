"""Writing a pattern."""

from collections.abc import Mapping
from itertools import chain
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from learning_patterns.content import MARKDOWN, Content, complete, joined
from learning_patterns.forms.affiliates import AffiliatesField
from learning_patterns.forms.categories import CategoriesField, alike
from learning_patterns.forms.fields import LineField, TextField, languages
from learning_patterns.models import Category, Pattern
from learning_patterns.wording import recognised, slug_of

COMMONS = "commons.wikimedia.org"
_HELP = {
    "problem": _("What was difficult, in a sentence or two, so that others know it as theirs."),
    "solution": _("What helped. Concrete enough that someone else can do it next week."),
    "considerations": _("What it costs, what can go wrong, what it depends on."),
    "when_to_use": _("For whom and in which situation; and when rather not."),
    "examples": _("Where it was done. Links to reports or pages help."),
    "see_also": _("Pages that help to understand it."),
    "related": _("Other patterns, with their addresses."),
    "external_links": _("Where there is more, outside of our wikis."),
    "references": _("What you rely on: studies, reports, minutes."),
}
_MAIN = {"problem", "solution"}
# Folded away until something of it is told; so nothing that is filled in for the writer is here.
_MORE = ("examples", "see_also", "related", "external_links", "references", "image")


def categories() -> list[tuple[str, str]]:
    return list(Category.objects.values_list("slug", "name"))


class PatternForm(forms.Form):
    """Writing a pattern. Only the title is needed to keep a draft."""

    title = LineField(
        label=_("Title"),
        max_length=200,
        help_text=_("What one does, in a few words: “Give each newcomer one person to ask”."),
        error_messages={"required": _("Please give it a title.")},
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=languages,
        initial="en",
        error_messages={"required": _("Choose a language")},
    )
    categories = forms.MultipleChoiceField(
        label=_("Categories"),
        choices=categories,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("As many as fit: people look for it under any of them."),
    )
    more_categories = CategoriesField(
        label=_("Other categories"),
        max_length=400,
        required=False,
        help_text=_(
            "If one is missing: in lower case, at most three words, with commas between them."
        ),
    )
    affiliates = AffiliatesField(
        label=_("Where it was learned"),
        line_label=_("Affiliate"),
        required=False,
        help_text=_("Affiliates whose work it comes from. Begin to type, then choose."),
    )
    creators = LineField(
        label=_("Creators"),
        max_length=300,
        required=False,
        help_text=_("Who came up with it, as they want to be named."),
    )
    image = forms.URLField(
        label=_("Picture on Wikimedia Commons"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_("The address of its page there. We link to it and load nothing."),
    )
    comment = LineField(
        label=_("What you changed"),
        max_length=300,
        required=False,
        help_text=_("A few words for the history."),
    )

    def __init__(self, *args: Any, original: Pattern | None = None, **kwargs: Any) -> None:
        """`original` is the pattern that this one translates."""
        super().__init__(*args, **kwargs)
        self.original = original
        if original:
            # Where none is known to be theirs, a browser would take the first: Afrikaans.
            self.fields["language"].choices = [("", _("Choose a language")), *languages()]
        self.new_categories: dict[str, str] = {}
        # Names that are nearly those of known categories; who sends them again means them.
        self.asked = _asked(self.data)
        if settings.COMMONS_IMAGES:
            self.fields["image"].help_text = _("The address of its page there. Readers see it.")
        for name in MARKDOWN:
            self.fields[name] = TextField(
                label=capfirst(Pattern._meta.get_field(name).verbose_name),
                help_text=_HELP[name],
                required=False,
                rows=6 if name in _MAIN else 3,
            )
        self.order_fields(["title", "language", *MARKDOWN, "categories", "more_categories"])

    @property
    def first(self) -> list[forms.BoundField]:
        """What makes a pattern."""
        return [self[name] for name in self.fields if name not in (*_MORE, "comment")]

    @property
    def more(self) -> list[forms.BoundField]:
        """What can be told besides."""
        return [self[name] for name in _MORE]

    @property
    def tells_more(self) -> bool:
        return any(field.value() or field.errors for field in self.more)

    def clean_language(self) -> str:
        code: str = self.cleaned_data["language"]
        if self.original and code == self.original.language:
            raise ValidationError(_("The original is in this language. Which one is yours?"))
        return code

    def clean_more_categories(self) -> set[str]:
        """Slugs; the names of new ones are in `new_categories`."""
        known, slugs, again = dict(categories()), set(), self.asked
        for name in self.cleaned_data["more_categories"]:
            slug = recognised(name, known)
            near = "" if slug or name in again else alike(name, known)
            if near:
                self.asked = [*self.asked, name]
                self.add_error("more_categories", _did_you_mean(near, name))
            elif not slug:
                slug = slug_of(name)
                self.new_categories[slug] = name
            slugs.add(slug)
        return slugs

    def clean_image(self) -> str:
        address: str = self.cleaned_data["image"]
        if address and urlsplit(address).hostname != COMMONS:
            raise ValidationError(
                _("Please give the address of a page on Wikimedia Commons."), code="commons"
            )
        return address

    def content(self) -> Content:
        """What was filled in and is right, for the action."""
        told = self.cleaned_data
        categories = (told.get(name, ()) for name in ("categories", "more_categories"))
        return {
            **complete(told),
            "categories": joined(chain.from_iterable(categories)),
            "affiliates": joined(affiliate.slug for affiliate in told.get("affiliates", ())),
        }

    def looks(self) -> Content:
        """What a preview shows: whatever of it is right so far."""
        return complete(self.cleaned_data if self.is_bound else self.initial)


def _asked(data: Mapping[str, Any]) -> list[str]:
    return [name for name in str(data.get("asked", "")).split(",") if name][:10]


def _did_you_mean(known: str, name: str) -> ValidationError:
    return ValidationError(
        _("Did you mean “%(known)s”? Then choose that one. To add “%(name)s”, save once more."),
        params={"known": known, "name": name},
        code="alike",
    )


def initial(content: Content) -> dict[str, Any]:
    """What a `PatternForm` starts from."""
    return {**content, **{name: content[name].split() for name in ("categories", "affiliates")}}
