"""What categories are called: the address of one, and which of the known ones is meant."""

import unicodedata

from django.utils.text import slugify

from learning_patterns.search.words import fold

MOST_WORDS, LONGEST = 3, 60


def is_letter(character: str) -> bool:
    """Of a name: letters of any script with their marks, and digits."""
    return unicodedata.category(character)[0] in "LMN"


def slug_of(name: str) -> str:
    """The address of a category: without accents where that leaves every letter, else the name."""
    plain = slugify(name)
    letters = sum(unicodedata.category(c)[0] in "LN" for c in unicodedata.normalize("NFC", name))
    whole = sum(c.isalnum() for c in plain) >= letters
    return (plain if whole else "-".join(name.split()))[:LONGEST]


def recognised(name: str, known: dict[str, str]) -> str:
    """The slug of the known category that is meant (`known`: names by slugs); "" if it is new."""
    wanted = fold(name).replace("-", " ")
    for slug, other in known.items():
        if slug == slug_of(name) or fold(other).replace("-", " ") == wanted:
            return slug
    return ""
