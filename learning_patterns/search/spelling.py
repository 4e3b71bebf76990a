"""Which words of the library somebody may have meant who spelt one otherwise."""

from collections.abc import Iterable

from learning_patterns.search.words import fold, split

# Below it words have little more in common than a syllable.
ALIKE = 0.4
# Of shorter words nearly any other is a neighbour.
SHORTEST = 4


def threes(word: str) -> set[str]:
    """Every three letters that follow each other, with the ends marked (as pg_trgm does)."""
    padded = f"  {word} "
    return {padded[i : i + 3] for i in range(len(padded) - 2)}


def similarity(one: str, other: str) -> float:
    """From 0 (nothing in common) to 1 (the same letters)."""
    a, b = threes(one), threes(other)
    return len(a & b) / len(a | b)


def nearest(strange: Iterable[str], texts: Iterable[str]) -> dict[str, str]:
    """For each strange word the one in the texts that is most like it, if there is one."""
    known = sorted({word for text in texts for word in split(fold(text)) if len(word) >= SHORTEST})
    found = {}
    for word in strange:
        if len(word) < SHORTEST or " " in word or not known:
            continue
        best = max(known, key=lambda candidate: similarity(word, candidate))
        if similarity(word, best) >= ALIKE:
            found[word] = best
    return found
