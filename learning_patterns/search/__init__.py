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


@dataclass(frozen=True, slots=True)
class Search:
    """A question once the library has been asked for its words."""

    question: Question
    language: str
    rarity: tuple[float, ...]  # of each phrase; the rarer, the more it tells
    instead: tuple[tuple[str, str], ...]  # what was typed, and how the library spells it


def backend() -> ModuleType:
    """The index of the database in use."""
    return postgresql if connection.vendor == "postgresql" else sqlite


def understand(text: str, language: str) -> Search:
    """Looks up how rare each word is, and how those that are nowhere may be meant. One query, and
    two more if something is spelt otherwise than in the library."""
    index, asked = backend(), ask(text)
    if not asked:
        return Search(asked, language, (), ())
    total, counts = index.counts(asked.phrases, language)
    strange = [w for w, count in zip(asked.phrases, counts, strict=True) if not count]
    instead = nearest(strange, index.alike(strange)) if strange else {}
    if instead:
        phrases = tuple(dict.fromkeys(instead.get(word, word) for word in asked.phrases))
        asked = Question(phrases, asked.without)
        total, counts = index.counts(asked.phrases, language)
    rarity = tuple(math.log(1 + (total - n + 0.5) / (n + 0.5)) for n in counts)
    return Search(asked, language, rarity, tuple(instead.items()))
