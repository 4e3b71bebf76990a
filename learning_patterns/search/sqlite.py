"""SQLite: FTS5 tables over the patterns, which triggers keep up to date (migration 0005)."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models.expressions import RawSQL

from learning_patterns.search.words import is_beginning

if TYPE_CHECKING:
    from learning_patterns.querysets import PatternQuerySet
    from learning_patterns.search import Search

TABLE, SPELLING = "learning_patterns_search", "learning_patterns_spelling"
# How much a word tells in each column of TABLE: title, problem, when to use, solution, the rest.
_WEIGHTS = "10, 6, 4, 3, 1, 1, 1, 1, 1, 1, 1"
_CANDIDATES = 50


def counts(phrases: Sequence[str], language: str) -> tuple[int, list[int]]:
    """How many published patterns there are, and how many have each of the phrases."""
    one = f"""(
        SELECT count(*) FROM {TABLE}
        JOIN learning_patterns_pattern AS pattern ON pattern.id = {TABLE}.rowid
        WHERE {TABLE} MATCH %s AND pattern.status = 'published')"""  # noqa: S608
    every = "(SELECT count(*) FROM learning_patterns_pattern WHERE status = 'published')"
    columns = ", ".join([every, *([one] * len(phrases))])
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns}", [_phrase(phrase) for phrase in phrases])
        total, *found = cursor.fetchone()
    return total, found


def alike(words: Sequence[str]) -> list[str]:
    """Texts of published patterns that share letters with one of the words."""
    threes = {word[i : i + 3] for word in words for i in range(len(word) - 2)}
    if not threes:
        return []
    match = " OR ".join(f'"{three}"' for three in sorted(threes))
    asked = f"""
        SELECT {SPELLING}.title, {SPELLING}.problem FROM {SPELLING}
        JOIN learning_patterns_pattern AS pattern ON pattern.id = {SPELLING}.rowid
        WHERE {SPELLING} MATCH %s AND pattern.status = 'published'
        ORDER BY bm25({SPELLING}) LIMIT {_CANDIDATES}"""  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(asked, [match])
        return [text for row in cursor.fetchall() for text in row]


def forget_words() -> None:
    """What is in no pattern any more leaves the index too: FTS5 keeps it until it merges."""
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {TABLE}({TABLE}) VALUES ('optimize')")  # noqa: S608


def matching(patterns: "PatternQuerySet", search: "Search") -> Any:
    """The patterns that answer the question, with `rank`: the higher, the better."""
    found = patterns.extra(  # noqa: S610 - constants; what was asked is a parameter
        tables=[TABLE],
        where=[f"{TABLE} MATCH %s", f"{TABLE}.rowid = learning_patterns_pattern.id"],
        params=[_match(search)],
    )
    return found.annotate(rank=RawSQL(f"-bm25({TABLE}, {_WEIGHTS})", []))  # noqa: S611


def _match(search: "Search") -> str:
    """One of the phrases to find it by; `bm25` counts the others where they stand beside these."""
    wanted = _any(search.finding)
    if len(search.finding) < len(search.question.phrases):
        wanted = f"{wanted} AND {_any(search.question.phrases)}"
    if not search.question.without:
        return wanted
    return f"({wanted}) NOT {_any(search.question.without)}"


def _any(phrases: Sequence[str]) -> str:
    return f"({' OR '.join(_phrase(phrase) for phrase in phrases)})"


def _phrase(phrase: str) -> str:
    """Only letters, digits and spaces come here: nothing in it is syntax."""
    return f'"{phrase}"*' if is_beginning(phrase) else f'"{phrase}"'
