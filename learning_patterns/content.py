"""What a pattern says, as one flat table of texts: what a revision keeps, a merge compares and a
difference shows. Categories and affiliates are in it as their slugs in order, with spaces
between."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from learning_patterns.models import Category, Pattern
from members.models import Affiliate, FormerAddress

Content = dict[str, str]

# In the order in which they are written and read.
MARKDOWN = (
    "problem", "solution", "considerations", "when_to_use", "examples", "see_also", "related",
    "external_links", "references",
)  # fmt: skip
COLUMNS = ("title", "language", *MARKDOWN, "creators", "image")
FIELDS = (*COLUMNS, "categories", "affiliates")
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


def joined(slugs: Iterable[str]) -> str:
    """Slugs as a content holds them."""
    return " ".join(sorted(set(slugs)))


def texts(pattern: Pattern) -> Content:
    """What readers see of a pattern, without its categories and affiliates."""
    return complete({name: getattr(pattern, name) for name in COLUMNS})


def shown(pattern: Pattern) -> Content:
    """What readers see of a pattern."""
    categories = joined(category.slug for category in pattern.categories.all())
    affiliates = joined(affiliate.slug for affiliate in pattern.affiliates.all())
    return {**texts(pattern), "categories": categories, "affiliates": affiliates}


def newest(pattern: Pattern) -> Content:
    """What the newest revision holds, be it shown or not."""
    found = pattern.revisions.numbered(pattern.revision)
    return present(found.content) if found else shown(pattern)


def at(pattern: Pattern, number: int) -> Content:
    """What the revision of that number holds; nothing if there is none."""
    found = pattern.revisions.numbered(number)
    return present(found.content) if found else dict(NOTHING)


def show(pattern: Pattern, content: Content) -> None:
    """Puts the content into the columns that readers see. Saves nothing but the categories and
    affiliates."""
    for name in COLUMNS:
        setattr(pattern, name, content[name])
    pattern.categories.set(Category.objects.filter(slug__in=content["categories"].split()))
    pattern.affiliates.set(affiliates(content["affiliates"].split()).values())


def affiliates(slugs: Iterable[str]) -> dict[str, Affiliate]:
    """Each affiliate under the address asked for, be it one that it had before it was renamed or
    merged."""
    wanted = set(slugs)
    found = {one.slug: one for one in Affiliate.objects.filter(slug__in=wanted)} if wanted else {}
    if gone := wanted - found.keys():
        former = FormerAddress.objects.filter(slug__in=gone).select_related("affiliate")
        found |= {one.slug: one.affiliate for one in former}
    return found


def present(values: Mapping[str, Any]) -> Content:
    """The whole content, with affiliates under the addresses that they have now."""
    content = complete(values)
    slugs = content["affiliates"].split()
    known = affiliates(slugs)
    kept = joined(known[slug].slug if slug in known else slug for slug in slugs)
    return {**content, "affiliates": kept}


def named(*found: Content) -> list[Content]:
    """For people to read: names in place of slugs."""
    slugs = {slug for one in found for slug in one["categories"].split()}
    categories = dict(Category.objects.filter(slug__in=slugs).values_list("slug", "name"))
    known = affiliates(slug for one in found for slug in one["affiliates"].split())
    names = {slug: affiliate.name for slug, affiliate in known.items()}
    return [
        {
            **one,
            "categories": _names(one["categories"], categories),
            "affiliates": _names(one["affiliates"], names),
        }
        for one in found
    ]


def _names(slugs: str, names: Mapping[str, str]) -> str:
    return ", ".join(sorted(names.get(slug, slug) for slug in slugs.split()))


def labels() -> dict[str, str]:
    """How each field is called."""
    return {name: str(Pattern._meta.get_field(name).verbose_name) for name in FIELDS}


def sections(content: Content) -> list[tuple[str, str, str]]:
    """What there is to read, in order: name, heading, Markdown."""
    told = [name for name in MARKDOWN if content[name].strip()]
    return [(name, str(_HEADINGS[name]), content[name]) for name in told]
