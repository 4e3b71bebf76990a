"""Categories that somebody writes into a line: known ones are recognised, new ones keep the wiki's
rules of thumb (lower case, at most three words)."""

import re
from difflib import get_close_matches
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from learning_patterns.forms.fields import LineField
from learning_patterns.search.words import fold
from learning_patterns.wording import LONGEST, MOST_WORDS, is_letter

MOST_NEW = 5
# So much of its letters has a name in common with one that may be meant.
ALIKE = 0.8


class CategoriesField(LineField):
    """Names with commas between them; cleaned to a tuple of names in lower case, each once."""

    def clean(self, value: Any) -> tuple[str, ...]:  # type: ignore[override]
        parts = re.split(r"[,;،、\uff0c]", super().clean(value))
        names = tuple(dict.fromkeys(name for part in parts if (name := _name(part))))
        if len(names) > MOST_NEW:
            raise ValidationError(
                _("Please name at most %(most)d other categories."), params={"most": MOST_NEW}
            )
        return names


def _name(text: str) -> str:
    """A name as it will be kept; "" for nothing.

    Raises:
        ValidationError: it breaks one of the rules of thumb.
    """
    name = " ".join(text.split()).casefold()
    if not all(is_letter(c) or c in " -" for c in name):
        raise ValidationError(
            _("“%(name)s”: please use letters, digits and hyphens only."), params={"name": name}
        )
    if len(name.split()) > MOST_WORDS:
        raise ValidationError(
            _("“%(name)s” is long for a category. Please use at most three words."),
            params={"name": name},
        )
    if len(name) > LONGEST:
        raise ValidationError(
            _("“%(name)s” is long for a category. Please shorten it."), params={"name": name}
        )
    return name if any(c.isalnum() for c in name) else ""


def alike(name: str, known: dict[str, str]) -> str:
    """The name of the known category that is nearly spelt like this one; "" if none is."""
    names = {fold(other): other for other in known.values()}
    found = get_close_matches(fold(name), names, n=1, cutoff=ALIKE)
    return names[found[0]] if found else ""
