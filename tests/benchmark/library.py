"""A library of made-up patterns: `SIZE` of them, whose words are as unevenly common as real ones
(a few in nearly all, most in hardly any), in several languages.

The words mean nothing; their endings are English, so that the text search has something to do.
"""

import random
from bisect import bisect
from collections.abc import Iterator
from itertools import accumulate

from learning_patterns.models import Pattern

SIZE, WORDS = 10_000, 20_000
LANGUAGES = ("en", "en", "en", "es", "de", "fr", "uk")
# How many words each field has.
FIELDS = {
    "title": 6, "problem": 40, "solution": 90, "considerations": 40, "when_to_use": 20,
    "examples": 40, "related": 10,
}  # fmt: skip
# The places of a question's words in the list of words, the most common first.
LONG_QUESTION = (0, 3, 8, 15, 30, 60, 120, 250, 500, 1000, 3000, 8000)
SHORT_QUESTION = (15, 250, 3000)
_SYLLABLES = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "or")]
_ENDINGS = ("", "", "", "s", "ed", "ing", "er", "ment", "ation")


def words() -> list[str]:
    """The most common first."""
    chance, found = random.Random(6), {}
    while len(found) < WORDS:
        stem = "".join(chance.choices(_SYLLABLES, k=chance.choice((2, 3, 3, 4))))
        found[stem + chance.choice(_ENDINGS)] = None
    return list(found)


def question(places: tuple[int, ...]) -> str:
    known = words()
    return " ".join(known[place] for place in places)


def patterns(count: int = SIZE) -> Iterator[Pattern]:
    """Published ones, not stored yet."""
    known, chance = words(), random.Random(66)
    # By Zipf's law, without the first few words, which say nothing and are left out of a search.
    steps = list(accumulate(1 / (place + 5) for place in range(WORDS)))

    def text(length: int) -> str:
        drawn = (known[bisect(steps, chance.random() * steps[-1])] for _ in range(length))
        return " ".join(drawn)

    for number in range(count):
        told = {name: text(length) for name, length in FIELDS.items()}
        language = LANGUAGES[number % len(LANGUAGES)]
        yield Pattern(slug=f"p{number}", status="published", language=language, **told)
