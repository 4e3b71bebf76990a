"""Questions to a large library, beside the least that answers them: PostgreSQL's own text search
for any of the words, the best twenty by its own ranking."""

import time
from collections.abc import Callable

from django.core.paginator import Paginator
from django.db import connection

from learning_patterns.models import Pattern
from learning_patterns.search import understand
from tests.benchmark.library import LONG_QUESTION, SHORT_QUESTION, patterns, question

# More than for the other parts: each takes a moment only.
TURNS = 15
_BARE = """
SELECT id, title, problem, ts_rank(search_vector, asked) AS rank
FROM learning_patterns_pattern, to_tsquery('english', %s) AS asked
WHERE search_vector @@ asked AND status = 'published' ORDER BY rank DESC LIMIT 20
"""


def ours(asked: str) -> None:
    """What the library's page asks: what the words mean, how many there are, the first of them."""
    found = Pattern.objects.best_known_first().narrowed().answering(understand(asked, "en"))
    assert len(list(Paginator(found, 20).get_page(1))) == 20


def bare(asked: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_BARE, [" | ".join(asked.split())])
        assert len(cursor.fetchall()) == 20


def search() -> dict[str, list[float]]:
    """Seconds for each, turn by turn."""
    Pattern.objects.bulk_create(patterns(), batch_size=500)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    took: dict[str, list[float]] = {}
    for length, places in (("long", LONG_QUESTION), ("short", SHORT_QUESTION)):
        asked = question(places)
        for _ in range(TURNS):
            for name, find in (("bare", bare), ("ours", ours)):
                took.setdefault(f"{length}_{name}", []).append(_seconds(find, asked))
    return took


def _seconds(find: Callable[[str], None], asked: str) -> float:
    began = time.perf_counter()
    find(asked)
    return time.perf_counter() - began
