"""PostgreSQL: a column that the database works out itself (migration 0005). It has each word as
the text search of the pattern's language knows it, and as it is written."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models.expressions import RawSQL
from django.db.models.fields import FloatField

from learning_patterns.search.words import is_beginning

if TYPE_CHECKING:
    from learning_patterns.querysets import PatternQuerySet
    from learning_patterns.search import Search

_VECTOR = "learning_patterns_pattern.search_vector"
# How much a word tells in the rest, the solution, the problem, the title.
_WEIGHTS = "{0.2, 0.5, 0.8, 1.0}"
_CANDIDATES = 50
# The languages of PostgreSQL's text search that have a code of two letters.
CONFIGURATIONS = {
    "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek",
    "en": "english", "es": "spanish", "eu": "basque", "fi": "finnish", "fr": "french",
    "ga": "irish", "hi": "hindi", "hu": "hungarian", "hy": "armenian", "id": "indonesian",
    "it": "italian", "lt": "lithuanian", "nb": "norwegian", "ne": "nepali", "nl": "dutch",
    "nn": "norwegian", "no": "norwegian", "pt": "portuguese", "ro": "romanian",
    "ru": "russian", "sr": "serbian", "sv": "swedish", "ta": "tamil", "tr": "turkish",
}  # fmt: skip


def counts(phrases: Sequence[str], language: str) -> tuple[int, list[int]]:
    """How many published patterns there are, and how many have each of the phrases."""
    published = "SELECT count(*) FROM learning_patterns_pattern WHERE status = 'published'"
    columns, values = [f"({published})"], []
    for phrase in phrases:
        asked, parts = _query(phrase, language)
        columns.append(f"({published} AND {_has(asked)})")
        values += parts
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(columns)}", values)
        total, *found = cursor.fetchone()
    return total, found


def alike(words: Sequence[str]) -> list[str]:
    """Texts of published patterns that share letters with one of the words."""
    text = "lower(title || ' ' || problem)"
    like = " OR ".join([f"%s <%% {text}"] * len(words))
    best = f"greatest({', '.join([f'word_similarity(%s, {text})'] * len(words))})"
    asked = f"""
        SELECT title, problem FROM learning_patterns_pattern
        WHERE status = 'published' AND ({like}) ORDER BY {best} DESC LIMIT {_CANDIDATES}"""  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(asked, [*words, *words])
        return [text for row in cursor.fetchall() for text in row]


def forget_words() -> None:
    """Nothing to do: the column holds no more than the row says."""


def matching(patterns: "PatternQuerySet", search: "Search") -> Any:
    """The patterns that answer the question, with `rank`: the higher, the better."""
    wanted, values = _any(search.finding, search.language)
    where, params = [_has(wanted)], list(values)
    if search.question.without:
        unwanted, parts = _any(search.question.without, search.language)
        where.append(f"NOT {_has(unwanted)}")
        params += parts
    rank, weights = _rank(search)
    return patterns.extra(where=where, params=params).annotate(  # noqa: S610 - as above
        rank=RawSQL(rank, weights, output_field=FloatField())  # noqa: S611
    )


def _rank(search: "Search") -> tuple[str, list[Any]]:
    """Rare words tell more: PostgreSQL's own ranking does not know how rare each is. The column
    is unpacked once for all of them, which takes longer than to rank."""
    terms: list[str] = []
    values: list[Any] = []
    for phrase, rarity in zip(search.question.phrases, search.rarity, strict=True):
        asked, parts = _query(phrase, search.language)
        terms.append(f"%s * ts_rank('{_WEIGHTS}', words, {asked})")
        values += [rarity, *parts]
    unpacked = f"SELECT {_VECTOR} || ''::tsvector AS words OFFSET 0"
    return f"(SELECT {' + '.join(terms)} FROM ({unpacked}) AS unpacked)", values  # noqa: S608


def _has(asked: str) -> str:
    """In a SELECT of its own, which hides from the planner how common the words are: where they are
    in most rows it would unpack the column of each rather than look into the index."""
    return f"{_VECTOR} @@ (SELECT {asked})"


def _any(phrases: Sequence[str], language: str) -> tuple[str, list[str]]:
    asked = [_query(phrase, language) for phrase in phrases]
    return " || ".join(query for query, _ in asked), [v for _, values in asked for v in values]


def _query(phrase: str, language: str) -> tuple[str, list[str]]:
    """A phrase as the reader's language, English, or nothing but its letters has it."""
    named = dict.fromkeys(
        [CONFIGURATIONS.get(language.partition("-")[0], "simple"), "english", "simple"]
    )
    shape = "to_tsquery" if is_beginning(phrase) else "phraseto_tsquery"
    # Only letters, digits and spaces come here: nothing in it is syntax.
    value = f"'{phrase}':*" if is_beginning(phrase) else phrase
    parts = [f"{shape}('{name}', %s)" for name in named]
    return f"({' || '.join(parts)})", [value] * len(parts)
