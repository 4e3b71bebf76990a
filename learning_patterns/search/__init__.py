"""Finding patterns by what one is up against.

`PatternQuerySet.search` is the only way in. What a question means is decided here, in Python, the
same for both databases (`words`, `spelling`); each finds and weighs with an index of its own
(`sqlite`: FTS5, `postgresql`: text search), which the database keeps up to date by itself.
"""

import math
from dataclasses import dataclass
from types import ModuleType

from django.db import connection

from learning_patterns.search import postgresql, sqlite
from learning_patterns.search.spelling import nearest
from learning_patterns.search.words import Question, ask

# More answers than anybody reads.
ENOUGH = 500


@dataclass(frozen=True, slots=True)
class Search:
    """A question once the library has been asked for its words."""

    question: Question
    language: str
    rarity: tuple[float, ...]  # of each phrase; the rarer, the more it tells
    finding: tuple[str, ...]  # the phrases one of which an answer has; the others only weigh
    instead: tuple[tuple[str, str], ...]  # what was typed, and how the library spells it


def backend() -> ModuleType:
    """The index of the database in use."""
    return postgresql if connection.vendor == "postgresql" else sqlite


def understand(text: str, language: str) -> Search:
    """Looks up how rare each word is, and how those that are nowhere may be meant; in what is
    published, so that nobody learns what a draft says. One query, and two more if something is
    spelt otherwise than in the library."""
    index, asked = backend(), ask(text)
    if not asked:
        return Search(asked, language, (), (), ())
    total, counts = index.counts(asked.phrases, language)
    strange = [w for w, count in zip(asked.phrases, counts, strict=True) if not count]
    instead = nearest(strange, index.alike(strange)) if strange else {}
    if instead:
        meant = (instead.get(word, word) for word in asked.phrases)
        # What was typed too: a draft may have it, and its writer look for that.
        phrases = tuple(dict.fromkeys([*meant, *instead]))
        asked = Question(phrases, asked.without)
        total, counts = index.counts(asked.phrases, language)
    rarity = tuple(math.log(1 + (total - n + 0.5) / (n + 0.5)) for n in counts)
    finding = _telling_most(dict(zip(asked.phrases, counts, strict=True)))
    return Search(asked, language, rarity, finding, tuple(instead.items()))


def _telling_most(counts: dict[str, int]) -> tuple[str, ...]:
    """The rarest phrases, as many as it takes to find ENOUGH. What half the library has says little
    beside them, and would have every pattern weighed."""
    chosen, found = [], 0
    for phrase in sorted(counts, key=counts.__getitem__):
        if found < ENOUGH:
            chosen.append(phrase)
            found += counts[phrase]
    return tuple(chosen)
