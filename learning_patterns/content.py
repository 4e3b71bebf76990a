"""What a pattern says, as one flat table of texts: what a revision keeps, a merge compares and a
difference shows. Categories are in it as their slugs in order, with spaces between."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from learning_patterns.models import Category, Pattern

Content = dict[str, str]

# In the order in which they are written and read.
MARKDOWN = (
    "problem", "solution", "considerations", "when_to_use", "examples", "see_also", "related",
    "external_links", "references",
)  # fmt: skip
COLUMNS = ("title", "language", *MARKDOWN, "creators", "image")
FIELDS = (*COLUMNS, "categories")
# What readers see above each.
_HEADINGS = {
    "problem": _("What the problem is"),
    "solution": _("What helps"),
    "considerations": _("Things to consider"),
    "when_to_use": _("When to use it"),
    "examples": _("Examples"),
    "see_also": _("See also"),
    "related": _("Related patterns"),
    "external_links": _("External links"),
    "references": _("References"),
}
NOTHING: Content = dict.fromkeys(FIELDS, "")


def complete(values: Mapping[str, Any]) -> Content:
    """The same with every field there, also those that came later; unknown ones are left out."""
    return {name: str(values.get(name) or "") for name in FIELDS}


def shown(pattern: Pattern) -> Content:
    """What readers see of a pattern."""
    slugs = sorted(category.slug for category in pattern.categories.all())
    columns = {name: getattr(pattern, name) for name in COLUMNS}
    return complete({**columns, "categories": " ".join(slugs)})


def newest(pattern: Pattern) -> Content:
    """What the newest revision holds, be it shown or not."""
    found = pattern.revisions.numbered(pattern.revision)
    return complete(found.content) if found else shown(pattern)


def at(pattern: Pattern, number: int) -> Content:
    """What the revision of that number holds; nothing if there is none."""
    found = pattern.revisions.numbered(number)
    return complete(found.content) if found else dict(NOTHING)


def show(pattern: Pattern, content: Content) -> None:
    """Puts the content into the columns that readers see. Saves nothing but the categories."""
    for name in COLUMNS:
        setattr(pattern, name, content[name])
    pattern.categories.set(Category.objects.filter(slug__in=content["categories"].split()))


def labels() -> dict[str, str]:
    """How each field is called."""
    return {name: str(Pattern._meta.get_field(name).verbose_name) for name in FIELDS}


def sections(content: Content) -> list[tuple[str, str, str]]:
    """What there is to read, in order: name, heading, Markdown."""
    told = [name for name in MARKDOWN if content[name].strip()]
    return [(name, str(_HEADINGS[name]), content[name]) for name in told]
